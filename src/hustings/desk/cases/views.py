"""Pages of the cases room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from hustings.desk.accounts.doors import door
from hustings.desk.cases.models import Case


@door("cases.read")
def cases(request: HttpRequest) -> HttpResponse:
    """All matters, the newest first."""
    return render(request, "cases/list.html", {"cases": Case.objects.order_by("-pk")})


@door("cases.read")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter."""
    return render(request, "cases/case.html", {"case": get_object_or_404(Case, pk=pk)})
