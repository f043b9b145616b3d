"""The button that asks for a second opinion."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions import opinions
from hustings.refusal import Refusal


@require_POST
@door("suggestions.ask_opinion")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask about one publication; the page one came from comes back with the answer."""
    publication = get_object_or_404(Publication, pk=pk)
    try:
        opinions.ask_opinion(publication, **asked(request))
    except Refusal as refusal:
        messages.error(request, refusals.sentence(refusal))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("monitoring:publication", pk)
