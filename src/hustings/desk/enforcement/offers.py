"""What the page of a case offers: each step as a form, or the sentence that says what is missing.

The sentence comes from the same check that the act asks, so the page cannot promise otherwise.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms as django_forms

from hustings import law
from hustings.desk import refusals
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.models import Case, Charge
from hustings.desk.enforcement import forms, procedure, queries
from hustings.refusal import Refusal

Filled = Mapping[str, django_forms.Form]


def page(case: Case, *, by: Person, at: datetime, filled: Filled) -> dict[str, Any]:
    """Everything the template needs."""
    rows = [_row(one, by=by, at=at, filled=filled) for one in queries.charges(case)]
    facts = [row["facts"] for row in rows]
    referral = queries.living_referral(case)
    state, packet = (referral.state, referral.packet) if referral else ("", "")
    return {
        "case": case, "rows": rows, "referral": referral,
        "resolution": queries.resolution_of(case),
        "bodies": sorted({one.execution for one in facts if one.execution}),
        "refer": _offer("enforcement.refer", by, at, lambda: _refer_any(facts)),
        "receive": _offer(
            "enforcement.receive", by, at,
            lambda: procedure.may_receive(state=state, packet=packet, receipt=packet),
            form=filled.get("receive") or forms.Receive(prefix="receive"),
        ),
        "send_back": _offer(
            "enforcement.return", by, at,
            lambda: procedure.may_send_back(facts, state=state, defects="—"),
            form=filled.get("send_back") or forms.SendBack(prefix="send_back"),
        ),
    }  # fmt: skip


def _refer_any(facts: list[procedure.Charged]) -> None:
    refused: Refusal | None = None
    for body in sorted({one.execution for one in facts if one.execution}) or ["official"]:
        try:
            procedure.may_refer(facts, to=body)
        except Refusal as refusal:
            refused = refusal
        else:
            return
    if refused is not None:
        raise refused


def _offer(
    act: str, by: Person, at: datetime, check: Callable[[], None], *,
    form: django_forms.Form | None = None,
) -> dict[str, Any]:  # fmt: skip
    """`here`: shown to this person at all; `why_not`: what is missing, empty where nothing is."""
    why_not = ""
    try:
        check()
    except Refusal as refusal:
        why_not = refusals.sentence(refusal)
    return {"here": gate.may(act, by=by, at=at), "why_not": why_not, "form": form}


def _row(charge: Charge, *, by: Person, at: datetime, filled: Filled) -> dict[str, Any]:
    facts = queries.charged(charge)
    pack = law.load(charge.respondent.case.election.pack)
    penalty = getattr(charge, "penalty", None)
    tariff = queries.tariff(charge, at=at) if charge.outcome == procedure.FINE else None
    owed = queries.owed(penalty) - queries.paid(penalty) if penalty else 0
    return {
        "charge": charge, "facts": facts, "tariff": tariff, "penalty": penalty,
        "protocol": getattr(charge, "protocol", None), "appeals": charge.appeals.all(),
        "outcome": pack.outcomes[charge.outcome]["names"] if charge.outcome else {},
        "offence": pack.offence(charge.offence), "provision": pack.provision(charge.provision),
        "due": max(owed, 0),
        "overdue": penalty is not None and procedure.is_overdue(
            due_on=penalty.due_on, state=penalty.state, at=at
        ),
        "steps": _steps(charge, facts, tariff=tariff, due=owed, by=by, at=at, filled=filled),
    }  # fmt: skip


def _steps(
    charge: Charge, facts: procedure.Charged, *, tariff: law.Tariff | None, due: int, by: Person,
    at: datetime, filled: Filled,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    def form(kind: type[django_forms.Form], key: str, **initial: object) -> django_forms.Form:
        name = f"{key}-{charge.pk}"
        return filled.get(name) or kind(prefix=name, initial=initial)

    voted = queries.voted(by, charge)
    decided = queries.resolution_of(charge.respondent.case).adopted_at.date()
    units = tariff.units if tariff else None
    offered = {
        "draw": ("draw_protocol", lambda: procedure.may_draw(facts), form(forms.Protocol, "draw")),
        "impose": ("impose", lambda: procedure.may_impose(facts, voted=voted),
                   form(forms.Impose, "impose", units=units)),
        "warn": ("warn", lambda: procedure.may_warn(facts, voted=voted), None),
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
