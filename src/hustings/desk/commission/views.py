"""Pages of the commission's room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from hustings.desk.accounts.doors import door
from hustings.desk.commission.models import Sitting


@door("commission.read")
def sittings(request: HttpRequest) -> HttpResponse:
    """All sittings, the newest first."""
    rows = Sitting.objects.order_by("-begins_at")
    return render(request, "commission/sittings.html", {"sittings": rows})


@door("commission.read")
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """One sitting."""
    row = get_object_or_404(Sitting, pk=pk)
    return render(request, "commission/sitting.html", {"sitting": row})
