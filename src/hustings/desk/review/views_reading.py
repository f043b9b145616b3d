"""The room in which a population is read to an honest stop."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hustings.desk import packs, refusals
from hustings.desk.accounts import gate
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.accounts.roles import Role
from hustings.desk.monitoring import queries as monitoring
from hustings.desk.monitoring.models import Import
from hustings.desk.review import reading_acts as acts
from hustings.desk.review import (
    reading_again,
    reading_population,
    reading_queries,
)
from hustings.desk.review.forms import NOTE, Judge
from hustings.desk.review.models import Answer, Reading, Shown
from hustings.refusal import Refusal

INERT = [ProhibitNullCharactersValidator()]
FAULTS = 20  # told one by one


class Open(forms.Form):
    brought_in = forms.ModelChoiceField(
        label=gettext_lazy("One import"), required=False, queryset=Import.objects.none(),
        empty_label=gettext_lazy("choose a file …"),
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("or one day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    ground = forms.CharField(
        label=gettext_lazy("Ground"), max_length=300, validators=INERT,
        help_text=gettext_lazy("why this is read: an order, a plan of the monitoring"),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["brought_in"]
        field.queryset = Import.objects.filter(
            pk__in=[one.pk for one in reading_queries.imports()]
        ).order_by("-pk")
        field.label_from_instance = lambda one: f"{one.file_name} ({one.kept})"


class Close(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why it is closed now"), max_length=NOTE, required=False, validators=INERT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("needed where the rule does not let go yet"),
    )  # fmt: skip


@door("review.read")
def readings(request: HttpRequest) -> HttpResponse:
    """All readings, and a form that opens one."""
    form = Open(request.POST or None)
    if request.method == "POST":
        gate.require("review.reading_open", **asked(request))
        if form.is_valid():
            try:
                opened = _opened(request, form)
            except Refusal as refusal:
                form.add_error(None, refusals.sentence(refusal))
            else:
                return redirect("review:reading", opened.pk)
    context = {"form": form, "readings": reading_queries.readings()}
    status = refusals.CONFLICT if form.errors else 200
    return render(request, "review/readings.html", context, status=status)


def _opened(request: HttpRequest, form: Open) -> Reading:
    election = monitoring.election()
    if election is None:
        raise Refusal("review.no_election", "No election is open on this desk yet.")
    brought_in = form.cleaned_data["brought_in"]
    return acts.open_reading(
        brought_in.election if brought_in else election, brought_in=brought_in,
        day=form.cleaned_data["day"], ground=form.cleaned_data["ground"], **asked(request),
    )  # fmt: skip


@door("review.read")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk), Judge())


@require_POST
@door("review.reading_next")
def read_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the next one; the page shows it."""
    one = _found(pk)
    _next(request, one)
    return redirect("review:reading", pk)


@require_POST
@door("review.read")
def answer(request: HttpRequest, pk: int, outcome: str) -> HttpResponse:
    """nothing, something, skip or undo of one publication shown; refused, the form comes back as typed."""
    shown = get_object_or_404(Shown.objects.select_related("reading", "held_by"), pk=pk)
    form = Judge(request.POST)
    if not form.is_valid():
        return _page(request, _found(shown.reading_id), form, status=refusals.CONFLICT)
    try:
        _answered(request, shown, outcome, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusals.sentence(refusal))
        return _page(request, _found(shown.reading_id), form, status=refusals.shown_status(refusal))
    _told(request, shown, outcome)
    if outcome == Answer.Outcome.SOMETHING:
        return redirect(_where(shown))
    if outcome != Answer.Outcome.UNDO:
        _next(request, shown.reading)
    return redirect("review:reading", shown.reading_id)


def _answered(request: HttpRequest, shown: Shown, outcome: str, said: dict[str, Any]) -> None:
    who = asked(request)
    match outcome:
        case "skip":
            acts.skip(shown, **who, version=said["version"])
        case "undo":
            acts.undo(shown, **who, version=said["version"])
        case _:
            acts.answer(shown, **who, outcome=outcome, **said)


def _told(request: HttpRequest, shown: Shown, outcome: str) -> None:
    """Saved, visibly; and only now whether the ration drew it."""
    told = _("Saved at %(time)s.") % {"time": f"{asked(request)['at']:%H:%M:%S} UTC"}
    if outcome in Shown.Outcome.values and shown.way == Shown.Way.RATION:
        told += " " + _("This one was drawn at random.")
    back = reverse("review:reading", args=[shown.reading_id])
    if outcome == Answer.Outcome.SOMETHING:  # the page that follows is another room's
        told = format_html('{} <a href="{}">{}</a>', told, back, _("Back to the reading"))
    messages.success(request, told, extra_tags=back)


def _next(request: HttpRequest, one: Reading) -> None:
    """Deal the next; what is in the way is said and stops nothing that was saved."""
    try:
        taken = acts.read_on(one, **asked(request))
    except Refusal as refusal:
        messages.warning(request, refusals.sentence(refusal))
        return
    if taken is None:
        messages.warning(request, _("Nothing is free to read: all was shown, or others hold it."))


def _where(shown: Shown) -> str:
    """Where something found is decided: its indication, or the form that puts it forward."""
    found = reading_queries.indications(shown).first()
    if found is not None:
        return reverse("review:item", args=[found.pk])
    item = reading_population.record(shown.reading, shown.archive_id)["item_id"]
    return reverse("review:forward") + "?" + urlencode({"item": item})


@require_POST
@door("review.reading_close")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End it, with the estimate on record."""
    one, form = _found(pk), Close(request.POST)
    if form.is_valid():
        try:
            acts.close(one, why=form.cleaned_data["why"], **asked(request))
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            return redirect("review:reading", pk)
    return _page(request, one, Judge(), closing=form, status=refusals.CONFLICT)


@door("review.read")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The ration drawn again, place by place: an auditor's page."""
    one = _found(pk)
    faults = list(reading_again.of(one))
    may_see = bool(one.closed_at) or Role.AUDITOR in gate.roles_of(**_who(request))
    context = {"reading": one, "faults": faults[:FAULTS], "more": max(0, len(faults) - FAULTS),
               "places": one.shown.count(), "drawn": one.shown.filter(way="ration").count(),
               "seed": one.seed if may_see else ""}  # fmt: skip
    return render(request, "review/reading_again.html", context)


def _who(request: HttpRequest) -> dict[str, Any]:
    who = asked(request)
    return {"person": who["by"], "at": who["at"]}


def _found(pk: int) -> Reading:
    wanted = Reading.objects.select_related("election", "brought_in", "by", "closed_by")
    return get_object_or_404(wanted, pk=pk)


def _page(
    request: HttpRequest, one: Reading, form: Judge, *, closing: Close | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    who = asked(request)
    shown = None if one.closed_at else reading_queries.held(one, **who)
    last = None if one.closed_at else reading_queries.last_of(one, by=who["by"])
    record = reading_population.record(one, shown.archive_id) if shown else None
    context = {
        "reading": one, "standing": reading_queries.standing(one), "shown": shown, "record": record,
        "form": form, "closing": closing or Close(), "last": last,
        "spans": [*record["mentions"], *record["signals"]] if record else [],
        "flagged": bool(shown) and reading_queries.indications(shown).exists() if shown else False,
        "forward": reading_queries.to_put_forward(one),
        "clock": str(packs.of(one.election).election(one.election.code).timezone),
    }  # fmt: skip
    return render(request, "review/reading.html", context, status=status)
