"""Protocol, warning, service, payment."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.acts.row_lock import grown, locked, number
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.queries import zone_of
from hustings.desk.enforcement import papers, procedure, queries, terms
from hustings.desk.enforcement.models import Payment, Penalty, Protocol, Referral
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Recorded
from hustings.desk.ledger.papers import sealed
from hustings.refusal import Refusal

TEXT = 4_000


@transaction.atomic
def draw_protocol(
    referral: Referral, *, charge: Charge, text: str, by: Person, at: datetime
) -> Protocol:
    """The record of the offence, numbered, as PDF in the pack's languages, sealed."""
    role = gate.require("enforcement.draw_protocol", by=by, at=at)
    case = locked(referral.resolution.item.case_id)
    charge = queries.charges(case).get(pk=charge.pk)
    procedure.may_draw(queries.charged(charge))
    if len(text) > TEXT or "\0" in text:
        raise Refusal(
            "enforcement.text", "The text may have {limit} characters, and no NUL.", limit=TEXT
        )
    protocol = Protocol(
        referral=referral, charge=charge, text=text.strip(), drawn_by=by, drawn_at=at,
        number=number("protocol", case_zone=zone_of(case), at=at),
    )  # fmt: skip
    protocol.papers = sealed(
        template="protocol", record=papers.protocol_record(protocol), pack=case.election.pack
    )
    protocol.save()
    grown(case)
    record.act(
        name="enforcement.draw_protocol", by=by, role=role, at=at, ground="resolution",
        rows=[protocol, case], about=[charge.row], seals=[*protocol.papers.values()],
    )  # fmt: skip
    return protocol


@transaction.atomic
def warn(charge: Charge, *, by: Person, at: datetime) -> Penalty:
    """The other outcome: a warning, served when it is given."""
    role = gate.require("enforcement.warn", by=by, at=at)
    case, charge = held(charge)
    procedure.may_warn(queries.charged(charge), voted=queries.voted(by, charge))
    penalty = Penalty(
        charge=charge, kind=Penalty.Kind.WARNING, verified=charge.verified, imposed_by=by,
        imposed_at=at, served_at=at, state=Penalty.State.SERVED,
    )  # fmt: skip
    return created(penalty, case, name="enforcement.warn", role=role)


def created(penalty: Penalty, case: Case, *, name: str, role: str) -> Penalty:
    try:
        with transaction.atomic():
            penalty.save()
    except IntegrityError:
        raise Refusal(
            "enforcement.done_already",
            "This has been carried out for {respondent} already.",
            respondent=penalty.charge.respondent.name,
        ) from None
    rows: list[Recorded] = [penalty, *closed(case)]
    record.act(
        name=name, by=penalty.imposed_by, role=role, at=penalty.imposed_at, ground="resolution",
        rows=rows, about=[penalty.charge.row, case.row],
    )  # fmt: skip
    return penalty


def closed(case: Case) -> list[Case]:
    """Close the case where nothing is left to carry out; the rows that this changed."""
    grown(case)
    charges = [queries.charged(one) for one in queries.charges(case)]
    if case.stage != Case.Stage.REFERRED or not procedure.executed(charges):
        return [case]
    case.stage = Case.Stage.CLOSED
    grown(case)
    return [case]


@transaction.atomic
def serve(penalty: Penalty, *, by: Person, at: datetime) -> Penalty:
    """Served on the respondent; from now the term of payment runs, by the pack's clock."""
    role = gate.require("enforcement.serve", by=by, at=at)
    case, charge = held(penalty.charge)
    procedure.may_serve(queries.charged(charge))
    kept = Penalty.objects.select_for_update(of=("self",)).get(pk=penalty.pk)
    kept.state, kept.served_at = Penalty.State.SERVED, at
    terms.reckoned(kept, case=case, appeals=charge.appeals.all())
    kept.version += 1
    kept.save()
    record.act(name="enforcement.serve", by=by, role=role, at=at, ground="service",
               rows=[kept, *closed(case)], about=[charge.row])  # fmt: skip
    return kept


@transaction.atomic
def record_payment(
    penalty: Penalty, *, amount: int, paid_on: date, receipt: str, by: Person, at: datetime
) -> Payment:
    """Money received; the same receipt is refused twice, and so is more than is due."""
    role = gate.require("enforcement.record_payment", by=by, at=at)
    case, charge = held(penalty.charge)
    kept = Penalty.objects.select_for_update(of=("self",)).get(pk=penalty.pk)
    due = queries.owed(kept) - queries.paid(kept)
    procedure.may_pay(queries.charged(charge), due=due, amount=amount)
    if paid_on > at.date():
        raise Refusal("enforcement.future", "A payment cannot be dated in the future.")
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                penalty=kept, amount=amount, paid_on=paid_on, receipt=receipt.strip()[:100],
                recorded_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "enforcement.receipt_twice",
            "The receipt {receipt} is entered for this fine already.",
            receipt=receipt[:100],
        ) from None
    if amount == due:
        kept.state = Penalty.State.PAID
    kept.version += 1
    kept.save()
    record.act(name="enforcement.record_payment", by=by, role=role, at=at, ground="receipt",
               rows=[payment, kept, *closed(case)], about=[charge.row])  # fmt: skip
    return payment


def held(charge: Charge) -> tuple[Case, Charge]:
    """The case, locked, and the charge as it now is."""
    case = locked(charge.respondent.case_id)
    return case, queries.charges(case).get(pk=charge.pk)
