"""The same for these copies: what a person chose on the page of one of them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.review import same as carrying
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

TOLD = 10  # refusals told one by one


@require_POST
@door("review.same")
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide the chosen copies as this one was decided; or every one that the page listed."""
    name = "listed" if "every" in request.POST else "these"
    these = ",".join(request.POST.getlist(name))
    return _carried(request, pk, lambda one: carrying.same(one, these=these, **asked(request)))


@require_POST
@door("review.undo")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all of that back."""
    return _carried(request, pk, lambda one: carrying.undo_same(one, **asked(request)))


def _carried(
    request: HttpRequest, pk: int, act: Callable[[Indication], carrying.Carried]
) -> HttpResponse:
    """Do it and say what became of each; the page of the one it went out from comes back."""
    indication = get_object_or_404(Indication.objects.select_related("publication"), pk=pk)
    try:
        carried = act(indication)
    except Refusal as refusal:
        messages.error(request, refusals.sentence(refusal))
        return redirect("review:item", pk)
    said = _("Done for copies: %(done)s; not for: %(refused)s.")
    counts = {"done": len(carried.done), "refused": len(carried.refused)}
    messages.success(request, said % counts)
    for one, why in carried.refused[:TOLD]:
        messages.warning(request, f"{one.publication.account.name}: {refusals.sentence(why)}")
    return redirect("review:item", pk)
