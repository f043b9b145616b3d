"""Pages of the commission's room that only show, and the call of a sitting."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings import documents
from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.cases.form_page import form_page
from hustings.desk.cases.views_evidence import pdf
from hustings.desk.commission import acts, forms, pages, queries, words
from hustings.desk.commission.models import Item, Resolution, Sitting
from hustings.desk.monitoring.models import Election
from hustings.desk.templatetags.desk import in_words

A_PAGE = 25


@door("commission.read")
def sittings(request: HttpRequest) -> HttpResponse:
    """All sittings, the newest first, and what waits for one."""
    listed = Paginator(queries.sittings(), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"sitting": one, "state": words.SITTINGS[one.state], "zone": queries.zone_of(one.election)}
        for one in listed
    ]
    context = {
        "rows": rows, "page": listed, "waiting": queries.waiting().count(),
        "may_call": gate.may("commission.call_sitting", **asked(request)),
        "resolutions": queries.resolutions()[:10],
    }  # fmt: skip
    return render(request, "commission/sittings.html", context)


@door("commission.call_sitting")
def call(request: HttpRequest) -> HttpResponse:
    """When and where the commission meets."""
    elections = Election.objects.all()
    names = {one.pk: in_words(packs.of(one).election(one.code).names) for one in elections}

    def act(read: Mapping[str, Any]) -> Sitting:
        election = read["election"]
        # The field's moment is by the server's clock; the election's is meant.
        begins_at = read["begins_at"].replace(tzinfo=ZoneInfo(queries.zone_of(election)))
        return acts.call_sitting(
            election, begins_at=begins_at, place=read["place"], **asked(request)
        )

    last = elections.order_by("-pk").first()
    form = forms.Calling(request.POST or None, names=names, initial={"election": last})
    return form_page(
        request, form, act, template="commission/call.html", shown=dict,
        done=lambda made: (
            reverse("commission:sitting", args=[made.pk]),  # type: ignore[attr-defined]  # the sitting
            _("Sitting called."),
        ),
    )  # fmt: skip


def _item(pk: int) -> Item:
    return get_object_or_404(
        Item.objects.select_related("sitting__election", "case__election"), pk=pk
    )


@door("commission.read")
def item(_request: HttpRequest, pk: int) -> HttpResponse:
    """An item has no page of its own: its place at the sitting."""
    row = _item(pk)
    return redirect(f"{reverse('commission:sitting', args=[row.sitting_id])}#item-{row.pk}")


def _table(request: HttpRequest, pk: int) -> dict[str, Any]:
    row = _item(pk)
    room = pages.room(row.sitting, person=asked(request)["by"], at=asked(request)["at"])
    one = next(table for table in room.tables if table.item.pk == pk)
    return {"room": room, "table": one, "sitting": row.sitting, "polled": True}


@door("commission.read")
def votes(request: HttpRequest, pk: int) -> HttpResponse:
    """The votes on an item as they come: the page asks every few seconds."""
    return render(request, "commission/votes.html", _table(request, pk))


@door("commission.read")
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's own panel; it waits here until voting opens."""
    return render(request, "commission/panel.html", _table(request, pk))


@door("commission.read")
def pulse(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the sitting has moved on since the page was shown."""
    row = get_object_or_404(Sitting, pk=pk)
    moved = pages.mark(row) != request.GET.get("mark", "")
    context = {"sitting": row, "moved": moved, "mark": request.GET.get("mark", "")}
    return render(request, "commission/pulse.html", context)


@door("commission.read")
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The sitting as a paper to print."""
    row = get_object_or_404(Sitting.objects.select_related("election", "chair"), pk=pk)
    room = pages.room(row, person=asked(request)["by"], at=asked(request)["at"])
    election = packs.of(row.election).election(row.election.code)
    context = {"room": room, "sitting": row, "election": election.names}
    return render(request, "commission/minutes.html", context)


@door("commission.read")
def resolutions(request: HttpRequest) -> HttpResponse:
    """Every numbered act, the newest first."""
    listed = Paginator(queries.resolutions(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "commission/resolutions.html", {"page": listed})


@door("commission.read")
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """One resolution as its record says it, with its papers and their digests."""
    row = get_object_or_404(
        Resolution.objects.select_related("item__case__election", "item__sitting", "signed_by"),
        pk=pk,
    )
    election = row.item.case.election
    context = {
        "resolution": row, "told": row.record, "case": row.item.case,
        "zone": queries.zone_of(election), "alone": queries.alone(election),
        "decider": queries.decider(election), "papers": words.papers(row.papers),
        "act": documents.name("resolution", pack=election.pack),
    }  # fmt: skip
    return render(request, "commission/resolution.html", context)


@door("commission.read")
def paper(_request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The resolution as sealed, in one of its languages."""
    row = get_object_or_404(Resolution, pk=pk)
    if language not in row.papers:
        raise Http404
    name = f"resolution-{row.number.replace('/', '-')}-{language}.pdf"
    return pdf(row.papers[language], name=name)
