"""What the page of the ledger shows."""

from django.db.models import QuerySet

from hustings.desk.ledger.models import Line

SHOWN = 100


def tail(*, before: int | None = None) -> QuerySet[Line]:
    """The newest acts first; `before`: only those at an earlier place."""
    lines = Line.objects.select_related("by").order_by("-place")
    return (lines if before is None else lines.filter(place__lt=before))[:SHOWN]
