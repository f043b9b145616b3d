"""The queue and the page of one indication, with its decision bar."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings import law
from hustings.desk import packs, refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.review import acts, beside, facts, forms, procedure, queries, reasons, same
from hustings.desk.review.models import Indication
from hustings.desk.templatetags import wording
from hustings.refusal import Refusal


@door("review.read")
def queue(request: HttpRequest) -> HttpResponse:
    filters = {name: request.GET.get(name, "") for name in queries.FILTERS}
    filters["state"] = request.GET.get("state", "waiting")
    rows, cursor = queries.queue(
        filters=filters, **asked(request), after=request.GET.get("after", "")
    )
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {"rows": rows, "cursor": cursor, "filters": filters, "choices": queries.choices(),
               "kept": kept.urlencode()}  # fmt: skip
    return render(request, "review/queue.html", context)


@require_POST
@door("review.take")
def take(request: HttpRequest) -> HttpResponse:
    taken = acts.take(**asked(request))
    if not taken:
        messages.success(request, _("Nothing is free to take: all is decided or held by others."))
        return redirect("review:queue")
    messages.success(request, _("Yours for 15 minutes: %(count)s.") % {"count": len(taken)})
    return redirect("review:item", taken[0].pk)


@require_POST
@door("review.take")
def release(request: HttpRequest) -> HttpResponse:
    acts.release(**asked(request))
    return redirect("review:queue")


@door("review.read")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    indication = _found(pk)
    form = forms.Judge(initial={"version": indication.version})
    return _page(request, indication, form)


@require_POST
@door("review.read")
def judge(request: HttpRequest, pk: int, outcome: str) -> HttpResponse:
    """One of confirm, dismiss, skip, undo, reopen; refused, the same form comes back as typed."""
    indication = _found(pk)
    form = forms.Judge(request.POST)
    if not form.is_valid():
        return _page(request, indication, form, status=refusals.CONFLICT)
    try:
        _judged(request, indication, outcome, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusals.sentence(refusal))
        return _page(request, _found(pk), form, status=refusals.shown_status(refusal))
    told = _("Saved at %(time)s.") % {"time": f"{asked(request)['at']:%H:%M:%S} UTC"}
    messages.success(request, told, extra_tags=f"/desk/review/{pk}")
    following = queries.neighbours(indication)[1]
    alike = outcome in {"confirm", "dismiss"} and same.copies(indication).exists()
    if alike or outcome in {"undo", "reopen"} or following is None:
        return redirect("review:item", pk)
    return redirect("review:item", following)


def _judged(
    request: HttpRequest, indication: Indication, outcome: str, *, version: int, reason: str,
    note: str,
) -> None:  # fmt: skip
    who = asked(request)
    match outcome:
        case "confirm":
            acts.confirm(indication, **who, version=version, note=note)
        case "dismiss":
            acts.dismiss(indication, **who, version=version, reason=reason, note=note)
        case "skip":
            acts.skip(indication, **who, note=note)
        case "undo":
            acts.undo(indication, **who, version=version)
        case _:  # reopen: the address admits no other word
            acts.reopen(indication, **who, version=version, note=note)


def _found(pk: int) -> Indication:
    wanted = Indication.objects.select_related(
        "publication__account", "publication__election", "publication__brought_in__by", "held_by"
    )
    return get_object_or_404(wanted, pk=pk)


def _page(
    request: HttpRequest, indication: Indication, form: forms.Judge, *, status: int = 200
) -> HttpResponse:
    publication = indication.publication
    pack = packs.of(publication.election)
    calendar = pack.election(publication.election.code)
    appeared = facts.moment_of(publication)
    standing = acts.standing(indication)
    previous, following = queries.neighbours(indication)
    context = {
        "indication": indication, "publication": publication, "form": form, "previous": previous,
        "following": following, "zone": zone_of(calendar, indication.window),
        "reasons": reasons.of(indication, pack=pack), "clock": str(calendar.timezone),
        "day": appeared and appeared.astimezone(ZoneInfo(str(calendar.timezone))).date(),
        "changed": queries.changed(indication),
        "signals": [
            {
                **one, "words": pack.words["kinds"].get(one["kind"], {}),
                "band": _band(one["probability"]),
            }
            for one in publication.signals
        ],
        "because": [pack.reasons.get(said, {"en": said}) for said in indication.because],
        "sum": wording.summed(
            units=indication.units, amount=indication.amount, least=indication.least,
            most=indication.most, per=indication.per or "", currency=indication.currency,
        ),
        "history": queries.history(indication), "standing": standing,
        "beside": beside.of(request, indication),
        "held_by_another": procedure.held_by_another(
            standing, by=asked(request)["by"].pk, at=asked(request)["at"]
        ),
    }  # fmt: skip
    return render(request, "review/item.html", context, status=status)


def zone_of(calendar: law.Election, code: str) -> law.Zone | None:
    """The period that was found, where the calendar in use still has it."""
    known = {zone.code: zone for zone in calendar.zones}
    return known.get(code)


STRONG, FAIR = 0.85, 0.6


def _band(probability: float) -> str:
    """A band with a word; a number would look like a measure of guilt."""
    if probability >= STRONG:
        return _("clearly said")
    return _("probably said") if probability >= FAIR else _("perhaps said")
