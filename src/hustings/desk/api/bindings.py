"""Which acts a program may call, with which fields; each is the very function that pages call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from hustings.desk.accounts.models import Person
from hustings.desk.cases import acts as cases
from hustings.desk.cases.models import Case, Charge, Proposal, Respondent
from hustings.desk.commission import acts as commission
from hustings.desk.commission.models import Item, Resolution, Sitting
from hustings.desk.enforcement import acts as enforcement
from hustings.desk.enforcement.models import Penalty, Referral
from hustings.desk.law import acts as law
from hustings.desk.law.models import Changed
from hustings.desk.monitoring.models import Election, Publication
from hustings.desk.register import acts as register
from hustings.desk.register.models import Entry
from hustings.desk.review import acts as review
from hustings.desk.review import reading_acts as reading
from hustings.desk.review import same
from hustings.desk.review.models import Indication, Reading, Shown
from hustings.desk.suggestions import acts as suggestions
from hustings.desk.suggestions import opinions
from hustings.desk.suggestions.models import Claim
from hustings.refusal import Refusal

LONGEST = 20_000  # characters of a text; forms have the same bound


class BadRequest(Refusal):
    """The request itself is wrong; nothing was asked of the office."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act on one row: its kind, and the further fields with their types."""

    on: type[Model]
    call: Callable[..., Any]
    fields: Mapping[str, type]

    def run(self, said: Mapping[str, Any], *, by: Person, at: datetime) -> str | None:
        """Call the act; answers the name of the row it touched."""
        unknown = sorted(set(said) - set(self.fields) - {"id"})
        if unknown:
            raise BadRequest(
                "api.unknown_field", "Unknown field: {fields}.", fields=", ".join(unknown)[:200]
            )
        for name, kind in {"id": int, **self.fields}.items():
            value = said.get(name)
            if not isinstance(value, kind) or isinstance(value, bool) or _unfit(value):
                raise BadRequest(
                    "api.field", "The field {name} must be {kind}.", name=name, kind=kind.__name__
                )
        row = self.on._default_manager.filter(pk=said["id"]).first()  # noqa: SLF001  # Django's name
        if row is None:
            raise BadRequest("api.no_row", "There is no such row.")
        done = self.call(row, **{name: said[name] for name in self.fields}, by=by, at=at)
        return getattr(done, "row", None)


def _unfit(value: object) -> bool:
    """What no database takes: text too long or with NUL, an integer beyond 63 bits."""
    if isinstance(value, str):
        return len(value) > LONGEST or "\0" in value
    return isinstance(value, int) and abs(value) >= 2**63


VERSION = {"version": int}
ACTS: Mapping[str, Act] = {
    "review.confirm": Act(on=Indication, call=review.confirm, fields=VERSION | {"note": str}),
    "review.dismiss": Act(
        on=Indication, call=review.dismiss, fields=VERSION | {"reason": str, "note": str}
    ),
    "review.skip": Act(on=Indication, call=review.skip, fields={"note": str}),
    "review.undo": Act(on=Indication, call=review.undo, fields=VERSION),
    "review.same": Act(on=Indication, call=same.same, fields={"these": str}),
    "review.reopen": Act(on=Indication, call=review.reopen, fields=VERSION | {"note": str}),
    "review.reading_next": Act(on=Reading, call=reading.read_on, fields={}),
    "review.reading_answer": Act(
        on=Shown,
        call=reading.answer,
        fields=VERSION | {"outcome": str, "reason": str, "note": str},
    ),
    "review.reading_skip": Act(on=Shown, call=reading.skip, fields=VERSION),
    "review.reading_undo": Act(on=Shown, call=reading.undo, fields=VERSION),
    "review.reading_close": Act(on=Reading, call=reading.close, fields={"why": str}),
    "cases.notify": Act(on=Respondent, call=cases.notify, fields={}),
    "cases.record_explanation": Act(
        on=Respondent, call=cases.record_explanation, fields={"text": str, "how": str}
    ),
    "cases.lapse": Act(on=Respondent, call=cases.lapse, fields={}),
    "cases.recommend": Act(
        on=Charge, call=cases.recommend, fields=VERSION | {"outcome": str, "reason": str}
    ),
    "cases.draft_proposal": Act(on=Case, call=cases.draft_proposal, fields={"text": str}),
    "cases.adopt_proposal": Act(on=Proposal, call=cases.adopt_proposal, fields={}),
    "cases.withdraw_proposal": Act(
        on=Proposal, call=cases.withdraw_proposal, fields={"ground": str}
    ),
    "commission.recuse": Act(on=Item, call=commission.recuse, fields={"ground": str}),
    "commission.hear": Act(on=Item, call=commission.hear, fields={}),
    "commission.vote": Act(on=Item, call=commission.vote, fields={"choice": str, "dissent": str}),
    "commission.adopt": Act(on=Item, call=commission.adopt, fields={}),
    "commission.postpone": Act(on=Item, call=commission.postpone, fields={"reason": str}),
    "commission.close_sitting": Act(on=Sitting, call=commission.close_sitting, fields={}),
    "enforcement.refer": Act(on=Resolution, call=enforcement.refer, fields={"to": str}),
    "enforcement.receive": Act(
        on=Referral, call=enforcement.receive, fields={"receipt_digest": str}
    ),
    "enforcement.return": Act(on=Referral, call=enforcement.send_back, fields={"defects": str}),
    "enforcement.impose": Act(on=Charge, call=enforcement.impose, fields={"units": int}),
    "enforcement.warn": Act(on=Charge, call=enforcement.warn, fields={}),
    "enforcement.serve": Act(on=Penalty, call=enforcement.serve, fields={}),
    "law.adopt_calendar": Act(
        on=Election,
        call=law.adopt_calendar,
        fields={"event": str, "to": str, "shown": str, "ground": str},
    ),
    "law.adopt_pack": Act(on=Election, call=law.adopt_pack, fields={"shown": str, "ground": str}),
    "law.look": Act(on=Changed, call=law.look, fields={"note": str}),
    "suggestions.withdraw_claim": Act(
        on=Claim, call=suggestions.withdraw_claim, fields={"why": str}
    ),
    "suggestions.ask_opinion": Act(on=Publication, call=opinions.ask_opinion, fields={}),
    "register.prepare": Act(on=Resolution, call=register.prepare, fields={}),
    "register.publish": Act(on=Entry, call=register.publish, fields=VERSION),
    "register.correct": Act(on=Entry, call=register.correct, fields=VERSION | {"text": str}),
    "register.withdraw": Act(on=Entry, call=register.withdraw, fields=VERSION | {"text": str}),
}
