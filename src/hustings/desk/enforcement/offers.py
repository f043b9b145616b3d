"""What the page of a case offers: each step as a form, or the sentence that says what is missing.

The sentence comes from the same check that the act asks, so the page cannot promise otherwise.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django import forms as django_forms
from django.urls import reverse

from hustings import documents, law
from hustings.desk import packs, refusals
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.queries import zone_of
from hustings.desk.commission import words
from hustings.desk.enforcement import forms, procedure, queries, terms
from hustings.desk.enforcement.models import Referral
from hustings.refusal import Refusal

Filled = Mapping[str, django_forms.Form]


def page(case: Case, *, by: Person, at: datetime, filled: Filled) -> dict[str, Any]:
    """Everything the template needs."""
    rows = [_row(one, by=by, at=at, filled=filled) for one in queries.charges(case)]
    facts = [row["facts"] for row in rows]
    return {
        "case": case, "rows": rows, "resolution": queries.resolution_of(case),
        "zone": zone_of(case), "here": procedure.HERE,
        "act": documents.name("resolution", pack=case.election.pack),
        "referrals": [
            _referral(one, facts, by=by, at=at, filled=filled) for one in queries.referrals(case)
        ],
        "bodies": [(body, _body(case, body)) for body in _to_refer(facts)],
        "refer": _offer("enforcement.refer", by, at, lambda: None),
    }  # fmt: skip


def _body(case: Case, body: str) -> Mapping[str, str]:
    """What the pack calls its own official; empty for other bodies, which the desk names."""
    if body != procedure.Body.OFFICIAL:
        return {}
    return packs.of(case.election).roles["official"]


def _to_refer(facts: list[procedure.Charged]) -> list[str]:
    """The bodies that the materials may go to now."""
    may_go = []
    for body in sorted({one.execution for one in facts if one.execution}):
        with suppress(Refusal):
            procedure.may_refer(facts, to=body)
            may_go.append(body)
    return may_go


def _referral(
    one: Referral, facts: list[procedure.Charged], *, by: Person, at: datetime, filled: Filled
) -> dict[str, Any]:
    """One packet that went out, and what may be done with it."""
    theirs = [charge for charge in facts if charge.execution == one.to]
    receive, back = f"receive-{one.pk}", f"send_back-{one.pk}"
    return {
        "one": one, "to": _body(one.resolution.item.case, one.to),
        "receive": _offer(
            "enforcement.receive", by, at,
            lambda: procedure.may_receive(state=one.state, packet=one.packet, receipt=one.packet),
            form=filled.get(receive) or forms.Receive(prefix=receive),
        ),
        "send_back": _offer(
            "enforcement.return", by, at,
            lambda: procedure.may_send_back(theirs, state=one.state, defects="—"),
            form=filled.get(back) or forms.SendBack(prefix=back),
        ),
    }  # fmt: skip


def _offer(
    act: str, by: Person, at: datetime, check: Callable[[], None], *,
    form: django_forms.Form | None = None, url: str = "",
) -> dict[str, Any]:  # fmt: skip
    """`here`: shown to this person at all; `why_not`: what is missing, empty where nothing is."""
    why_not = ""
    try:
        check()
    except Refusal as refusal:
        why_not = refusals.sentence(refusal)
    return {"here": gate.may(act, by=by, at=at), "why_not": why_not, "form": form, "url": url}


def _row(charge: Charge, *, by: Person, at: datetime, filled: Filled) -> dict[str, Any]:
    facts = queries.charged(charge)
    pack = packs.of(charge.respondent.case.election)
    penalty = getattr(charge, "penalty", None)
    tariff = queries.tariff(charge, at=at) if charge.outcome == procedure.FINE else None
    owed = queries.owed(penalty) - queries.paid(penalty) if penalty else 0
    return {
        "charge": charge, "facts": facts, "tariff": tariff, "penalty": penalty,
        "measure": queries.measure(charge), "unit": pack.unit_values[-1]["name"],
        "per": words.of(pack, "per", tariff.per) if tariff and tariff.per else {},
        "payer": words.of(pack, "liable", penalty.payer) if penalty and penalty.payer else {},
        "protocol": getattr(charge, "protocol", None), "appeals": charge.appeals.all(),
        "outcome": pack.outcomes[charge.outcome]["names"] if charge.outcome else {},
        "offence": pack.offence(charge.offence), "provision": pack.provision(charge.provision),
        "due": max(owed, 0),
        "overdue": penalty is not None and procedure.is_overdue(
            due_on=penalty.due_on, state=penalty.state, at=at
        ),
        "carried": [(pack.outcomes[one.outcome]["names"], one) for one in charge.carried.all()],
        "until": terms.to_carry_out(charge, facts.outcome),
        "steps": _steps(charge, facts, due=owed, by=by, at=at, filled=filled),
        "impose": _imposing(charge, facts, tariff=tariff, by=by, at=at, filled=filled),
        "to_carry": _carrying(charge, facts, pack=pack, by=by, at=at, filled=filled),
    }  # fmt: skip


def _form(
    filled: Filled, kind: type[django_forms.Form], key: str, charge: Charge, **initial: object
) -> django_forms.Form:
    name = f"{key}-{charge.pk}"
    return filled.get(name) or kind(prefix=name, initial=initial)


def _steps(
    charge: Charge, facts: procedure.Charged, *, due: int, by: Person, at: datetime, filled: Filled
) -> dict[str, dict[str, Any]]:
    def form(kind: type[django_forms.Form], key: str, **initial: object) -> django_forms.Form:
        return _form(filled, kind, key, charge, **initial)

    voted = queries.voted(by, charge)
    decided = queries.resolution_of(charge.respondent.case).adopted_at.date()
    offered = {
        "draw": ("draw_protocol", lambda: procedure.may_draw(facts), form(forms.Protocol, "draw")),
        "warn": ("warn", lambda: procedure.may_warn(facts, voted=voted), None),
        "stop": ("impose", lambda: procedure.may_stop(facts), form(forms.Stop, "stop")),
        "serve": ("serve", lambda: procedure.may_serve(facts), None),
        "pay": ("record_payment", lambda: procedure.may_pay(facts, due=due, amount=due),
                form(forms.Pay, "pay", amount=due or None)),
        "appeal": ("record_appeal", lambda: procedure.may_appeal(
            facts, filed_on=at.date(), decided_on=decided), form(forms.Appeal, "appeal")),
    }  # fmt: skip
    steps = {
        name: _offer(f"enforcement.{act}", by, at, check, form=shown)
        for name, (act, check, shown) in offered.items()
    }
    if facts.appealed:
        steps["court"] = _offer("enforcement.decide_appeal", by, at, lambda: None,
                                form=form(forms.DecideAppeal, "court"))  # fmt: skip
    return steps


def _imposing(
    charge: Charge, facts: procedure.Charged, *, tariff: law.Tariff | None, by: Person,
    at: datetime, filled: Filled,
) -> dict[str, Any]:  # fmt: skip
    """The fine as a form: fixed, as decided, or left to the official."""
    decided = queries.measure(charge)
    if tariff is None or tariff.amount is not None or tariff.least is None:
        units = tariff.units if tariff else None
        form, name = _form(filled, forms.Impose, "impose", charge, units=units), "impose"
    elif decided is not None:
        form = _form(filled, forms.Decided, "decided", charge, amount=decided.amount)
        name = "impose-decided"
    else:
        form = _form(filled, forms.Choose, "choose", charge)
        choices = words.payers(charge.respondent.case, tariff.payers)
        form.fields["payer"].widget = django_forms.Select(choices=choices)
        name = "impose-chosen"
    if tariff is None or not tariff.per:
        form.fields.pop("runs_from", None)
    voted = queries.voted(by, charge)
    where = reverse(f"enforcement:{name}", args=[charge.respondent.case_id, charge.pk])
    return _offer("enforcement.impose", by, at, lambda: procedure.may_impose(facts, voted=voted),
                  form=form, url=where)  # fmt: skip


def _carrying(
    charge: Charge, facts: procedure.Charged, *, pack: law.Pack, by: Person, at: datetime,
    filled: Filled,
) -> list[dict[str, Any]]:  # fmt: skip
    """What is to be carried out here, and what the law lets follow; each with its form."""
    mine = [charge.outcome] if facts.execution in procedure.HERE else []
    codes = [code for code in (*mine, *queries.followers(charge))
             if code not in {procedure.FINE, procedure.WARNING} and code not in facts.carried]  # fmt: skip
    voted = queries.voted(by, charge)

    def check(code: str) -> Callable[[], None]:
        after = queries.follows(charge, code)
        named = partial(words.outcomes_named, pack.code)
        return lambda: procedure.may_carry_out(
            facts, outcome=code, after=after, voted=voted, named=named
        )

    return [
        _offer("enforcement.warn", by, at, check(code), form=_form(filled, forms.Carry, "carry", charge))
        | {"code": code, "names": pack.outcomes[code]["names"], "follows": code != charge.outcome}
        for code in codes
    ]  # fmt: skip
