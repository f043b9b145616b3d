"""What the monitoring room shows."""

from django.db.models import QuerySet

from hustings.desk.monitoring.models import Election, Import

LISTED = 100


def election() -> Election | None:
    """The election this desk works on: the one opened last."""
    return Election.objects.order_by("-pk").first()


def imports() -> QuerySet[Import]:
    """The newest imports first."""
    return Import.objects.select_related("by").order_by("-pk")[:LISTED]
