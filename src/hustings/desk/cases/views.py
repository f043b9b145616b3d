"""Pages of the cases room: the list, opening one, and the case itself."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from hustings.desk.accounts import gate
from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts, forms, pages, procedure, queries, words
from hustings.desk.cases import timeline as timelines
from hustings.desk.cases.form_page import form_page
from hustings.desk.cases.models import Case, Proposal, Respondent
from hustings.desk.cases.offers import offer
from hustings.desk.refusals import CONFLICT, sentence
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

A_PAGE = 25


@door("cases.read")
def cases(request: HttpRequest) -> HttpResponse:
    """All matters, the newest first, with what each waits for."""
    stage = request.GET.get("stage", "")
    found = queries.cases()
    if stage in words.STAGES:
        found = found.filter(stage=stage)
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = []
    for case in queries.whole(listed.object_list):  # type: ignore[arg-type]  # a slice of the same query
        matter = queries.told(case)
        step = procedure.next_step(matter)
        rows.append({"case": case, "step": step, "words": words.STEPS[step.code],
                     "who": [words.ROLES[role] for role in step.roles],
                     "stage": words.STAGES[case.stage], "zone": matter.zone})  # fmt: skip
    context = {
        "rows": rows, "page": listed, "stages": words.STAGES, "stage": stage,
        "unplaced": queries.unplaced().count(),
        "may_open": gate.may("cases.open", **asked(request)),
    }  # fmt: skip
    return render(request, "cases/list.html", context)


@door("cases.open")
def open_case(request: HttpRequest) -> HttpResponse:
    """Choose confirmed indications and say how the matter came to the group."""
    chosen = [int(pk) for pk in request.POST.getlist("indication") if pk.isdecimal()]
    wanted = request.GET.get("q", "").strip()[:100]

    def shown() -> Mapping[str, Any]:
        found = queries.unplaced()
        if wanted:
            found = found.filter(publication__account__name__icontains=wanted)
        return {
            "indications": found[: acts.MOST], "count": found.count(), "most": acts.MOST,
            "chosen": chosen, "wanted": wanted,
        }  # fmt: skip

    def act(read: Mapping[str, Any]) -> Case:
        rows = Indication.objects.filter(pk__in=chosen).order_by("pk")
        return acts.open_case(
            title=read["title"], ground=read["ground"], indications=rows, **asked(request)
        )

    return form_page(
        request, forms.Opening(request.POST or None), act, template="cases/open.html", shown=shown,
        done=lambda made: (
            reverse("cases:case", args=[made.pk]),  # type: ignore[attr-defined]  # the case just opened
            _("Case opened."),
        ),
    )  # fmt: skip


@door("cases.read")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter; its one-button steps come back to this page as POST."""
    row = get_object_or_404(Case.objects.select_related("election"), pk=pk)
    bound: dict[str, Any] = {}
    said, status = "", 200
    if request.method == "POST":
        try:
            told = _step(request, row, bound)
        except NotYours:
            raise
        except Refusal as refusal:
            said, status = sentence(refusal), CONFLICT
        else:
            if told:  # a button nobody knows does nothing, and says nothing
                messages.success(request, told, extra_tags=request.path)
            return redirect("cases:case", row.pk)
    who = asked(request)
    page = pages.page(row, person=who["by"], at=who["at"])
    context = {
        "page": page, "case": page.case, "refused": said,
        "stage": words.STAGES[page.case.stage], "stages": words.STAGES,
        "drafting": bound.get("draft", forms.Drafting(initial={"version": page.case.version})),
        "withdrawing": bound.get("withdraw", forms.Withdrawing()),
        "how": words.HOW, "exhibit_words": words.EXHIBITS, "kind_words": words.PERSON_KINDS,
        **_timeline(request, page.case, page.zone),
    }  # fmt: skip
    if said and "draft" in bound:
        # Typed text stays; the version is the one that stands now, which the page shows.
        context["drafting"] = forms.Drafting(
            initial={"version": page.case.version, "text": request.POST.get("text", "")}
        )
    return render(request, "cases/case.html", context, status=status)


def _step(request: HttpRequest, row: Case, bound: dict[str, Any]) -> str:
    """Run the step whose button was pressed; answers what to say when it is done."""
    steps: Mapping[str, Callable[[], str]] = {
        "lapse": lambda: _lapse(request, row),
        "draft": lambda: _draft(request, row, bound),
        "adopt": lambda: _adopt(request, row),
        "withdraw": lambda: _withdraw(request, row, bound),
    }
    step = steps.get(request.POST.get("step", ""))
    return step() if step else ""


def _lapse(request: HttpRequest, row: Case) -> str:
    respondent = get_object_or_404(Respondent, pk=_number(request, "respondent"), case=row)
    acts.lapse(respondent, **asked(request))
    return _("Lapse of the term recorded.")


def _draft(request: HttpRequest, row: Case, bound: dict[str, Any]) -> str:
    form = bound["draft"] = forms.Drafting(request.POST)
    form.is_valid()
    acts.draft_proposal(
        row, text=form.cleaned_data.get("text", ""), version=form.cleaned_data.get("version", -1),
        **asked(request),
    )  # fmt: skip
    return _("Proposal drafted. Another of the working group adopts it.")


def _adopt(request: HttpRequest, row: Case) -> str:
    version = _number(request, "version")
    acts.adopt_proposal(_proposal(request, row), version=version, **asked(request))
    return _("Proposal adopted by the working group.")


def _withdraw(request: HttpRequest, row: Case, bound: dict[str, Any]) -> str:
    form = bound["withdraw"] = forms.Withdrawing(request.POST)
    form.is_valid()
    ground = form.cleaned_data.get("ground", "")
    acts.withdraw_proposal(_proposal(request, row), ground=ground, **asked(request))
    return _("Proposal withdrawn; the case is with the working group again.")


def _proposal(request: HttpRequest, row: Case) -> Proposal:
    return get_object_or_404(Proposal, pk=_number(request, "proposal"), case=row)


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 18 else 0  # noqa: PLR2004  # fits a row's id


@door("cases.read")
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The timeline alone, narrowed; the page swaps it in, and it reads well by itself."""
    row = get_object_or_404(Case.objects.select_related("election"), pk=pk)
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('cases:case', args=[pk])}?{request.GET.urlencode()}#timeline")
    context = {"case": row, **_timeline(request, row, queries.zone_of(row))}
    return render(request, "cases/timeline.html", context)


def _timeline(request: HttpRequest, row: Case, zone: str) -> dict[str, Any]:
    narrowed = timelines.Narrowed(
        kind=request.GET.get("kind", ""),
        most=timelines.MOST if request.GET.get("all") else timelines.SHOWN,
        since=_day(request, "since"),
        until=_day(request, "until"),
    )
    moments, count = timelines.moments(row, narrowed=narrowed, zone=zone)
    kinds = {code: said for code, (said, _acts) in words.KINDS.items()}
    return {
        "moments": moments, "moments_count": count, "moments_most": narrowed.most,
        "narrowed": narrowed, "kinds": kinds, "zone": zone,
    }  # fmt: skip


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:  # 31.02: no such day narrows nothing
        return None


@door("cases.attach")
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """One more confirmed indication for a case that is still gathered."""
    row = get_object_or_404(Case.objects.select_related("election"), pk=pk)
    waiting = queries.unplaced(row.election_id)[: acts.MOST]
    choices = [
        (one.pk, f"{queries.called(one.publication.account)}: {one.publication.text[:80]}")
        for one in waiting
    ]

    def act(read: Mapping[str, Any]) -> object:
        indication = get_object_or_404(Indication, pk=read["indication"])
        return acts.attach(row, indication=indication, ground=read["ground"], **asked(request))

    return form_page(
        request, forms.Attaching(request.POST or None, choices=choices), act,
        template="cases/attach.html", shown=lambda: {
            "case": row, "any": choices,
            "offer": offer(lambda: procedure.may_gather(queries.matter(row))),
        },
        done=lambda _made: (reverse("cases:case", args=[pk]), _("Finding attached.")),
    )  # fmt: skip
