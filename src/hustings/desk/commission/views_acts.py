"""The session room: everything that is done at a sitting comes back to its one page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.desk.accounts.asking import asked
from hustings.desk.accounts.doors import door
from hustings.desk.accounts.gate import NotYours
from hustings.desk.accounts.models import Person
from hustings.desk.cases import outcomes, papers
from hustings.desk.cases import queries as cases_queries
from hustings.desk.cases.form_page import form_page
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.offers import offer
from hustings.desk.commission import acts, forms, pages, procedure, queries, words
from hustings.desk.commission.models import Item, Sitting
from hustings.desk.refusals import CONFLICT, sentence
from hustings.desk.templatetags.desk import in_words
from hustings.refusal import Refusal


@door("commission.read")
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """The session room."""
    row = get_object_or_404(Sitting.objects.select_related("election", "chair"), pk=pk)
    said, status = "", 200
    if request.method == "POST":
        try:
            told = _step(request, row)
        except NotYours:
            raise
        except Refusal as refusal:
            said, status = sentence(refusal), CONFLICT
        else:
            if told:  # a button nobody knows does nothing, and says nothing
                messages.success(request, told, extra_tags=request.path)
            return redirect(request.path + _anchor(request))
    room = pages.room(row, person=asked(request)["by"], at=asked(request)["at"])
    typed = request.POST if said else {}
    context = {"room": room, "sitting": row, "refused": said, "typed": typed}
    return render(request, "commission/sitting.html", context, status=status)


def _anchor(request: HttpRequest) -> str:
    item = _number(request, "item")
    return f"#item-{item}" if item else ""


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 18 else 0  # noqa: PLR2004  # fits a row's id


def _step(request: HttpRequest, row: Sitting) -> str:
    """Run the step whose button was pressed; answers what to say when it is done."""
    steps: Mapping[str, Callable[[HttpRequest, Sitting], str]] = {
        "place": _place, "presence": _presence, "open": _open, "close": _close,
        "recuse": _recuse, "hear": _hear, "vote": _vote, "adopt": _adopt, "postpone": _postpone,
    }  # fmt: skip
    step = steps.get(request.POST.get("step", ""))
    return step(request, row) if step else ""


def _item(request: HttpRequest, row: Sitting) -> Item:
    return get_object_or_404(Item, pk=_number(request, "item"), sitting=row)


def _place(request: HttpRequest, row: Sitting) -> str:
    case = get_object_or_404(Case, pk=_number(request, "case"))
    acts.put_on_agenda(row, case=case, **asked(request))
    return _("On the agenda.")


@transaction.atomic
def _presence(request: HttpRequest, row: Sitting) -> str:
    """All boxes at once, or none: one act for each member whose box changed."""
    there = set(request.POST.getlist("present"))
    known = dict(row.presences.values_list("member", "present"))
    for member in queries.members(at=asked(request)["at"]):
        present = str(member.pk) in there
        if known.get(member.pk) != present:
            acts.record_presence(row, member=member, present=present, **asked(request))
    return _("Presence recorded.")


def _open(request: HttpRequest, row: Sitting) -> str:
    chair = get_object_or_404(Person, pk=_number(request, "chair"))
    acts.open_sitting(row, chair=chair, **asked(request))
    return _("The sitting is open.")


def _close(request: HttpRequest, row: Sitting) -> str:
    acts.close_sitting(row, **asked(request))
    return _("The sitting is closed.")


def _recuse(request: HttpRequest, row: Sitting) -> str:
    item = _item(request, row)
    acts.recuse(item, ground=request.POST.get("ground", ""), **asked(request))
    return _("You take no part in this item; that is recorded.")


def _hear(request: HttpRequest, row: Sitting) -> str:
    acts.hear(_item(request, row), **asked(request))
    return _("Voting is open.")


def _vote(request: HttpRequest, row: Sitting) -> str:
    acts.vote(
        _item(request, row), choice=request.POST.get("choice", ""),
        dissent=request.POST.get("dissent", ""), **asked(request),
    )  # fmt: skip
    return _("Your vote is recorded.")


def _adopt(request: HttpRequest, row: Sitting) -> str:
    resolution = acts.adopt(_item(request, row), **asked(request))
    if resolution is None:
        return _("Rejected: the case is with the working group again.")
    return _("Adopted: resolution № %(number)s.") % {"number": resolution.number}


def _postpone(request: HttpRequest, row: Sitting) -> str:
    reason = request.POST.get("reason", "")
    acts.postpone(_item(request, row), reason=reason, **asked(request))
    return _("Postponed; the proposal waits for another agenda.")


def _open_to_change(pk: int) -> None:
    item = Item.objects.select_related("sitting__election", "case__election").get(pk=pk)
    procedure.may_set_outcome(queries.bench(item.sitting), queries.matter(item))


@door("commission.set_outcome")
def set_outcome(request: HttpRequest, pk: int, charge: int) -> HttpResponse:
    """The outcome of one charge as it will be voted on, beside the law and what was said."""
    item = get_object_or_404(Item.objects.select_related("sitting", "case__election"), pk=pk)
    row = get_object_or_404(
        Charge.objects.select_related("respondent__account"), pk=charge,
        respondent__case=item.case_id,
    )  # fmt: skip
    choices = [("", "—")]
    choices += [(code, in_words(said)) for code, said in outcomes.names(item.case).items()]
    initial = {"outcome": row.outcome, "reason": row.outcome_reason, "version": row.version,
               "amount": row.amount}  # fmt: skip
    tariff = queries.open_tariff(row, case=item.case, on=queries.day_of(item.sitting))
    payers = words.payers(item.case, tariff.payers) if tariff else []
    form = forms.Outcome(request.POST or None, outcomes=choices, payers=payers, initial=initial)

    def act(read: Mapping[str, Any]) -> object:
        return acts.set_outcome(
            item, charge=row, outcome=read["outcome"], reason=read["reason"],
            version=read["version"], amount=read.get("amount"), base=read.get("base"),
            payer=read.get("payer", ""), **asked(request),
        )  # fmt: skip

    def shown() -> Mapping[str, Any]:
        row.refresh_from_db()
        if form.is_bound:
            typed = request.POST.copy()
            typed["version"] = str(row.version)
            form.data = typed
        return {
            "item": item, "case": item.case, "charge": row, "sitting": item.sitting,
            "outcome_words": outcomes.names(item.case), "findings": papers.alleged([row]),
            "zone": cases_queries.zone_of(item.case),
            "offer": offer(lambda: _open_to_change(item.pk)), "open_tariff": tariff,
        }  # fmt: skip

    where = reverse("commission:sitting", args=[item.sitting_id]) + f"#item-{item.pk}"
    return form_page(
        request, form, act, template="commission/outcome.html", shown=shown,
        done=lambda _made: (where, _("Outcome set.")),
    )  # fmt: skip
