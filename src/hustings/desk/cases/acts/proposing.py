"""The group recommends per charge, or leaves it pending; one drafts, another adopts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import outcomes, procedure, queries, writing
from hustings.desk.cases.acts.row_lock import SEALED, fresh, grown, locked, number
from hustings.desk.cases.models import Case, Charge, Proposal
from hustings.desk.ledger import record
from hustings.refusal import Refusal


@transaction.atomic
def recommend(
    charge: Charge, *, outcome: str, reason: str, by: Person, at: datetime, version: int
) -> Charge:
    """An outcome of the pack with its reason; an empty outcome leaves the charge pending.

    A fine must have its sum in the tariff on that day: refused here, not first before the vote.
    Refusals: cases.stale, cases.unknown_outcome, those of the tariff and of what is typed.
    """
    role = gate.require("cases.recommend", by=by, at=at)
    case = locked(charge.respondent.case_id)
    charge = Charge.objects.select_for_update(of=("self",)).select_related("respondent").get(
        pk=charge.pk
    )  # fmt: skip
    zone = queries.zone_of(case)
    fresh(charge, shown=version, holds=charge.version, zone=zone)
    procedure.may_gather(queries.matter(case))
    if outcome:
        outcomes.known(case, outcome)
        outcomes.sum_of(charge, case=case, outcome=outcome, on=at.astimezone(ZoneInfo(zone)).date())
        reason = writing.written(reason, field="reasoning", limit=writing.REASON)
    else:
        reason = writing.perhaps_written(reason, field="reasoning", limit=writing.REASON)
    charge.proposal, charge.proposal_reason = outcome, reason
    charge.version += 1
    charge.save(update_fields=["proposal", "proposal_reason", "version"])
    grown(case)
    record.act(
        name="cases.recommend", by=by, role=role, at=at, ground=SEALED, rows=[charge],
        about=[case.row, charge.respondent.row],
    )  # fmt: skip
    return charge


@transaction.atomic
def draft_proposal(
    case: Case, *, text: str, by: Person, at: datetime, version: int | None = None
) -> Proposal:
    """What the group would propose, numbered. `version`: the case as the drafter saw it, where a
    page asks; an explanation that came in meanwhile is then read before the draft stands.
    """
    role = gate.require("cases.draft_proposal", by=by, at=at)
    case = locked(case.pk)
    zone = queries.zone_of(case)
    if version is not None:
        fresh(case, shown=version, holds=case.version, zone=zone)
    text = writing.perhaps_written(text, field="text of the proposal", limit=writing.PROPOSAL)
    procedure.may_draft(queries.matter(case))
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                case=case, number=number("proposal", case_zone=zone, at=at), text=text,
                drafted_by=by, drafted_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "cases.drafted_already",
            "Case {case} has a living proposal; withdraw it before you draft another.",
            case=case.number,
        ) from None
    grown(case)
    record.act(
        name="cases.draft_proposal", by=by, role=role, at=at, ground=SEALED, rows=[proposal],
        about=[case.row],
    )  # fmt: skip
    return proposal


@transaction.atomic
def adopt_proposal(
    proposal: Proposal, *, by: Person, at: datetime, version: int | None = None
) -> Proposal:
    """The group's proposal, adopted by another than its drafter; the case leaves the group.

    `version`: the case as the adopter saw it, where a page asks.
    """
    role = gate.require("cases.adopt_proposal", by=by, at=at)
    case = locked(proposal.case_id)
    if version is not None:
        fresh(case, shown=version, holds=case.version, zone=queries.zone_of(case))
    proposal = _living(case, proposal)
    case.stage = procedure.may_adopt(queries.matter(case), by=by.pk)
    proposal.state = Proposal.State.ADOPTED
    proposal.adopted_by, proposal.adopted_at = by, at
    proposal.save(update_fields=["state", "adopted_by", "adopted_at"])
    grown(case)
    record.act(
        name="cases.adopt_proposal", by=by, role=role, at=at, ground="procedure",
        rows=[proposal, case],
    )  # fmt: skip
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Person, at: datetime, ground: str) -> Proposal:
    """Withdrawn with a ground; it keeps its number, and the case is with the group again."""
    role = gate.require("cases.withdraw_proposal", by=by, at=at)
    case = locked(proposal.case_id)
    ground = writing.written(ground, field="ground", limit=writing.GROUND)
    proposal = _living(case, proposal)
    case.stage = procedure.may_withdraw(queries.matter(case))
    cancelled(proposal, at=at, ground=ground)
    grown(case)
    record.act(
        name="cases.withdraw_proposal", by=by, role=role, at=at, ground=SEALED,
        rows=[proposal, case],
    )  # fmt: skip
    return proposal


def cancelled(proposal: Proposal, *, at: datetime, ground: str) -> None:
    """The row of a proposal that lives no longer; the act that calls this tells of it."""
    proposal.state = Proposal.State.WITHDRAWN
    proposal.withdrawn_at, proposal.withdrawn_ground = at, ground
    proposal.save(update_fields=["state", "withdrawn_at", "withdrawn_ground"])


def _living(case: Case, proposal: Proposal) -> Proposal:
    """The proposal as it is now, if it still lives."""
    proposal = Proposal.objects.select_related("drafted_by").get(pk=proposal.pk)
    if proposal.state == Proposal.State.WITHDRAWN:
        raise Refusal(
            "cases.withdrawn",
            "Proposal {proposal} of case {case} was withdrawn; look at what stands now.",
            proposal=proposal.number,
            case=case.number,
        )
    return proposal
