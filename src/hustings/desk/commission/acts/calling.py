"""A sitting is called, given an agenda, counted, opened and closed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.roles import Role
from hustings.desk.cases import procedure as cases_procedure
from hustings.desk.cases import queries as cases_queries
from hustings.desk.cases import writing
from hustings.desk.cases.acts.row_lock import grown, locked, number, tell
from hustings.desk.cases.matter import on_clock
from hustings.desk.cases.models import Case
from hustings.desk.commission import procedure, queries
from hustings.desk.commission.acts import measuring
from hustings.desk.commission.acts.row_lock import locked_sitting
from hustings.desk.commission.models import Item, Measure, Presence, Sitting
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Election
from hustings.refusal import Refusal

PLACE = 200


@transaction.atomic
def call_sitting(
    election: Election, *, begins_at: datetime, place: str, by: Person, at: datetime
) -> Sitting:
    """A numbered sitting to come. `begins_at` is aware, not in the past, and not before the
    election itself was called. Refusals: commission.in_the_past, commission.before_the_call.
    """
    role = gate.require("commission.call_sitting", by=by, at=at)
    place = writing.written(place, field="place", limit=PLACE, one_line=True)
    _timely(election, begins_at=begins_at, at=at)
    sitting = Sitting.objects.create(
        election=election, begins_at=begins_at, place=place, called_by=by,
        number=number("sitting", case_zone=queries.zone_of(election), at=begins_at),
    )  # fmt: skip
    record.act(
        name="commission.call_sitting", by=by, role=role, at=at, ground="procedure",
        rows=[sitting],
    )  # fmt: skip
    return sitting


def _timely(election: Election, *, begins_at: datetime, at: datetime) -> None:
    zone = queries.zone_of(election)
    if begins_at < at:
        raise Refusal(
            "commission.in_the_past",
            "A sitting is called for a time to come; {begins} has passed.",
            begins=on_clock(begins_at, zone),
        )
    called = packs.of(election).election(election.code).events.get("call")
    if called is not None and begins_at < called:
        raise Refusal(
            "commission.before_the_call",
            "The election was not yet called on {begins}; there is nothing to sit about. Check "
            "the date.",
            begins=on_clock(begins_at, zone),
        )


@transaction.atomic
def put_on_agenda(sitting: Sitting, *, case: Case, by: Person, at: datetime) -> Item:
    """A case with an adopted proposal becomes the next item; its recommendations become the
    outcomes put to the vote, a pending one stays empty until the secretary sets it.
    """
    role = gate.require("commission.put_on_agenda", by=by, at=at)
    sitting = locked_sitting(sitting.pk)
    case = locked(case.pk)
    procedure.may_arrange(queries.bench(sitting))
    if case.election_id != sitting.election_id:
        raise Refusal(
            "commission.other_election",
            "Case {case} belongs to another election than sitting {sitting}.",
            case=case.number,
            sitting=sitting.number,
        )
    case.stage = cases_procedure.may_place(cases_queries.matter(case))
    item = _item(sitting, case)
    charges = list(queries.charges(case).exclude(proposal="").select_for_update(of=("self",)))
    measured: list[Measure] = []
    for charge in charges:
        charge.outcome, charge.outcome_reason = charge.proposal, charge.proposal_reason
        measured += measuring.settled(charge, case=case, on=queries.day_of(sitting))
    grown(case)
    tell(
        name="commission.put_on_agenda", by=by, role=role, at=at, ground="procedure",
        rows=[item, case, *charges, *measured], about=[sitting.row, case.row],
    )  # fmt: skip
    return item


def _item(sitting: Sitting, case: Case) -> Item:
    last = sitting.items.aggregate(last=Max("place"))["last"] or 0
    try:
        with transaction.atomic():
            return Item.objects.create(sitting=sitting, case=case, place=last + 1)
    except IntegrityError:
        raise Refusal(
            "commission.on_agenda_already",
            "Case {case} is on an agenda already; one sitting at a time holds it.",
            case=case.number,
        ) from None


@transaction.atomic
def record_presence(
    sitting: Sitting, *, member: Person, present: bool, by: Person, at: datetime
) -> Presence:
    """A member there, or not; said again when they come late or leave."""
    role = gate.require("commission.record_presence", by=by, at=at)
    sitting = locked_sitting(sitting.pk)
    bench = queries.bench(sitting)
    procedure.may_arrange(bench)
    if Role.MEMBER not in gate.roles_of(member, at=at):
        raise Refusal(
            "commission.not_a_member",
            "{person} is not a member of the commission; only members are counted.",
            person=member.full_name,
        )
    if not present:
        matters = [queries.matter(item) for item in queries.items(sitting)]
        procedure.may_leave(bench, matters, member=member.pk, name=member.full_name)
    row, _ = Presence.objects.update_or_create(
        sitting=sitting, member=member, defaults={"present": present}
    )
    record.act(
        name="commission.record_presence", by=by, role=role, at=at, ground="procedure",
        rows=[row], about=[sitting.row],
    )  # fmt: skip
    return row


@transaction.atomic
def open_sitting(sitting: Sitting, *, chair: Person, by: Person, at: datetime) -> Sitting:
    """Open at its time with a quorum, chaired by a member who is present."""
    role = gate.require("commission.open_sitting", by=by, at=at)
    sitting = locked_sitting(sitting.pk)
    sitting.state = procedure.may_open(queries.bench(sitting), chair=chair.pk, at=at)
    sitting.chair, sitting.opened_at = chair, at
    sitting.save(update_fields=["state", "chair", "opened_at"])
    record.act(
        name="commission.open_sitting", by=by, role=role, at=at, ground="procedure",
        rows=[sitting],
    )  # fmt: skip
    return sitting


@transaction.atomic
def close_sitting(sitting: Sitting, *, by: Person, at: datetime) -> Sitting:
    """Close once every item is adopted, rejected or postponed."""
    role = gate.require("commission.close_sitting", by=by, at=at)
    sitting = locked_sitting(sitting.pk)
    matters = [queries.matter(item) for item in queries.items(sitting)]
    sitting.state = procedure.may_close(queries.bench(sitting), matters)
    sitting.closed_at = at
    sitting.save(update_fields=["state", "closed_at"])
    record.act(
        name="commission.close_sitting", by=by, role=role, at=at, ground="procedure",
        rows=[sitting],
    )  # fmt: skip
    return sitting
