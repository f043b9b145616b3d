"""Proposing a change, seeing what it would change, adopting it; looking at what it changed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hustings.desk import refusals
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.law import acts, forms, proposing, queries, telling
from hustings.desk.law.models import Adoption, Changed
from hustings.desk.monitoring.models import Election
from hustings.desk.templatetags import wording
from hustings.refusal import Refusal


@door("law.read")
def changes(request: HttpRequest) -> HttpResponse:
    """What was adopted, by whom, on what ground; and the two ways to propose a change."""
    here = queries.in_use()
    listed = Paginator(queries.adoptions(), queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "here": here, "page": listed, "open": queries.to_look_at().count(),
        "moving": forms.Moving(events=_events(here)),
    }  # fmt: skip
    return render(request, "law/changes.html", context)


def _events(here: queries.InUse) -> list[tuple[str, str]]:
    """Those with a date of their own; the others follow them."""
    said = here.election.said["events"]
    return [(name, wording.event(here.election, name)) for name, one in said.items() if "at" in one]


@door("law.adopt_calendar")
def date(request: HttpRequest) -> HttpResponse:
    """A date elsewhere: the list of what that would change, and the button that adopts it."""
    here = queries.in_use()
    moving = forms.Moving(request.GET or None, events=_events(here))
    if here.row is None or not moving.is_valid():
        context = {"here": here, "moving": moving}
        return render(request, "law/date.html", context, status=_status(moving.errors))
    event, to = moving.cleaned_data["event"], moving.to()
    return _proposal(
        request, here, lambda row: proposing.date_moved(row, event=event, to=to),
        lambda row, **said: acts.adopt_calendar(row, event=event, to=to, **said),
        template="law/date.html", more={"moving": moving},
    )  # fmt: skip


@door("law.adopt_pack")
def pack(request: HttpRequest) -> HttpResponse:
    """The pack as its folder has it now, or the fault that keeps it out: file, line, remedy."""
    here = queries.in_use()
    if here.row is None:
        return render(request, "law/pack.html", {"here": here})
    return _proposal(
        request, here, proposing.pack_changed, acts.adopt_pack, template="law/pack.html", more={}
    )


Propose = Callable[[Election], proposing.Proposed]


def _proposal(
    request: HttpRequest, here: queries.InUse, propose: Propose, adopt: Callable[..., Adoption], *,
    template: str, more: Mapping[str, Any],
) -> HttpResponse:  # fmt: skip
    assert here.row is not None, "the page has looked"
    adopting = forms.Adopting(request.POST or None)
    if request.method == "POST" and adopting.is_valid():
        try:
            adoption = adopt(here.row, **adopting.cleaned_data, **asked(request))
        except Refusal as refusal:
            adopting.add_error(None, refusals.sentence(refusal))
        else:
            messages.success(request, _("In use from now on."), extra_tags=request.path)
            return redirect("law:adoption", adoption.pk)
    context = {"here": here, "adopting": adopting, **more}
    try:
        proposed = propose(here.row)
    except Refusal as refusal:
        context["refused"] = refusals.sentence(refusal)
        return render(request, template, context, status=refusals.CONFLICT)
    context |= _shown(request, here, proposed)
    return render(request, template, context, status=_status(adopting.errors))


def _shown(
    request: HttpRequest, here: queries.InUse, proposed: proposing.Proposed
) -> dict[str, Any]:
    page = Paginator(proposed.turned, queries.PAGE).get_page(request.GET.get("page"))
    rows = telling.turned(here, list(page.object_list), new=proposed.new)
    return {
        "proposed": proposed, "page": page, "rows": rows, "kept": _kept(request),
        "differences": telling.differences(here, proposed.differences[: queries.PAGE]),
        "more_differences": max(len(proposed.differences) - queries.PAGE, 0),
    }  # fmt: skip


def _kept(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _status(errors: object) -> int:
    return refusals.CONFLICT if errors else 200


@door("law.read")
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """One adoption and its list, as it was when it was adopted."""
    one = get_object_or_404(queries.adoptions(), pk=pk)
    return _list(request, queries.changes(one), template="law/adoption.html", adoption=one)


@door("law.read")
def looks(request: HttpRequest) -> HttpResponse:
    """Everything that nobody has looked at since the law changed under it."""
    return _list(request, queries.to_look_at(), template="law/looks.html", adoption=None)


def _list(
    request: HttpRequest, rows: Sequence[Changed] | Any, *, template: str,
    adoption: Adoption | None, form: forms.Looking | None = None, on: int = 0,
) -> HttpResponse:  # fmt: skip
    here = queries.in_use()
    page = Paginator(rows, queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "here": here, "adoption": adoption, "page": page, "kept": _kept(request), "form_on": on,
        "rows": [telling.changed(here, one) for one in page.object_list],
        "form": form or forms.Looking(),
    }  # fmt: skip
    return render(request, template, context, status=_status(form.errors if form else None))


@require_POST
@door("law.look")
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows; refused, the list comes back with what was typed."""
    changed = get_object_or_404(Changed, pk=pk)
    form = forms.Looking(request.POST)
    if form.is_valid():
        try:
            acts.look(changed, **form.cleaned_data, **asked(request))
        except Refusal as refusal:
            form.add_error(None, refusals.sentence(refusal))
        else:
            messages.success(request, _("Entered in the ledger."), extra_tags=request.path)
            return redirect("law:looks")
    return _list(
        request, queries.to_look_at(), template="law/looks.html", adoption=None, form=form, on=pk
    )
