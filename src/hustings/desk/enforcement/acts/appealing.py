"""Appeals to a court, and what the court decided."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.acts.row_lock import SEALED, grown, locked
from hustings.desk.cases.models import Case, Charge
from hustings.desk.enforcement import procedure, queries, terms
from hustings.desk.enforcement.models import Appeal, Penalty
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Recorded
from hustings.refusal import Refusal

COURT, NOTE = 200, 2_000


@transaction.atomic
def file_appeal(charge: Charge, *, court: str, filed_on: date, by: Person, at: datetime) -> Appeal:
    """Enter an appeal; the sum of a fine is not touched until the court has decided, and the term
    of payment stands still meanwhile where the pack says so.
    """
    role = gate.require("enforcement.record_appeal", by=by, at=at)
    case = locked(charge.respondent.case_id)
    charge = queries.charges(case).get(pk=charge.pk)
    decided = queries.resolution_of(case).adopted_at.date()
    procedure.may_appeal(queries.charged(charge), filed_on=filed_on, decided_on=decided)
    if not court.strip() or len(court) > COURT or "\0" in court:
        raise Refusal(
            "enforcement.court", "Name the court, in at most {limit} characters.", limit=COURT
        )
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                charge=charge, court=court.strip(), filed_on=filed_on, recorded_by=by
            )
    except IntegrityError:
        raise Refusal(
            "enforcement.appealed_already", "An appeal against this is before the court already."
        ) from None
    grown(case)
    record.act(name="enforcement.record_appeal", by=by, role=role, at=at, ground=SEALED,
               rows=[appeal, case, *_reckoned(charge, case)], about=[charge.row])  # fmt: skip
    return appeal


def _reckoned(charge: Charge, case: Case) -> list[Recorded]:
    """The penalty, where there is one; a fine with its term reckoned anew."""
    penalty = Penalty.objects.select_for_update(of=("self",)).filter(charge=charge).first()
    if penalty is None:
        return []
    if penalty.kind == Penalty.Kind.FINE:
        terms.reckoned(penalty, case=case, appeals=Appeal.objects.filter(charge=charge))
    penalty.version += 1
    penalty.save()
    return [penalty]


@transaction.atomic
def decide_appeal(
    appeal: Appeal, *, state: str, decided_on: date, amount: int | None, note: str, by: Person,
    at: datetime,
) -> Appeal:  # fmt: skip
    """Enter the court's decision. A cancelled or changed fine changes with it; what the register
    says is corrected there, by the press service, in an act of its own.
    """
    role = gate.require("enforcement.decide_appeal", by=by, at=at)
    case = locked(appeal.charge.respondent.case_id)
    kept = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    penalty = Penalty.objects.select_for_update(of=("self",)).filter(charge=kept.charge).first()
    procedure.may_decide_appeal(
        state=kept.state, outcome=state, amount=amount, fine=penalty.amount if penalty else None
    )
    if decided_on < kept.filed_on:
        raise Refusal(
            "enforcement.decided_before",
            "The court cannot have decided before the appeal was filed.",
        )
    kept.state, kept.decided_on, kept.note = state, decided_on, note.strip()[:NOTE]
    kept.amount = amount if state == Appeal.State.CHANGED else None
    kept.save()
    if penalty is not None and state == Appeal.State.CANCELLED:
        penalty.state = Penalty.State.CANCELLED
        penalty.save(update_fields=["state"])
    rows: list[Recorded] = [kept, case, *_reckoned(kept.charge, case)]
    grown(case)
    record.act(name="enforcement.decide_appeal", by=by, role=role, at=at, ground=SEALED,
               rows=rows, about=[kept.charge.row])  # fmt: skip
    return kept
