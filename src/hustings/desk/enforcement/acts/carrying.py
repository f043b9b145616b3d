"""An outcome that is no fine and no warning, carried out by the official or a platform."""

from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import writing
from hustings.desk.cases.models import Charge
from hustings.desk.commission import words
from hustings.desk.enforcement import procedure, queries
from hustings.desk.enforcement.acts.penalising import closed, held
from hustings.desk.enforcement.models import Carried
from hustings.desk.ledger import record
from hustings.refusal import Refusal

DONE, LONGEST = gettext_noop("what was done"), 2_000


@transaction.atomic
def carry_out(
    charge: Charge, *, done_at: datetime, what: str, by: Person, at: datetime, outcome: str = ""
) -> Carried:
    """Enter what was done, and when (aware). `outcome`: what was decided, or one that the pack lets
    follow on it (`after`). Refusals: enforcement.only_after, enforcement.not_decided,
    enforcement.done_already, enforcement.future, those of what is typed.
    """
    role = gate.require("enforcement.warn", by=by, at=at)
    case, charge = held(charge)
    outcome = outcome or charge.outcome
    procedure.may_carry_out(
        queries.charged(charge), outcome=outcome, after=queries.follows(charge, outcome),
        voted=queries.voted(by, charge),
        named=partial(words.outcomes_named, case.election.pack),
    )  # fmt: skip
    what = writing.written(what, field=DONE, limit=LONGEST)
    if done_at > at or done_at < queries.resolution_of(case).adopted_at:
        raise Refusal(
            "enforcement.done_when",
            "Enter when it was done: after the decision, and not in the future.",
        )
    try:
        with transaction.atomic():
            carried = Carried.objects.create(
                charge=charge, outcome=outcome, done_at=done_at, what=what, by=by, at=at
            )
    except IntegrityError:
        raise Refusal(
            "enforcement.done_already",
            "This has been carried out for {respondent} already.",
            respondent=charge.respondent.name,
        ) from None
    record.act(name="enforcement.carry_out", by=by, role=role, at=at, ground="resolution",
               rows=[carried, *closed(case)], about=[charge.row, case.row])  # fmt: skip
    return carried
