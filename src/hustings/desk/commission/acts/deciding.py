"""The result of the vote: a numbered resolution with its papers, or back to the group."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from hustings import evidence
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import outcomes, writing
from hustings.desk.cases import procedure as cases_procedure
from hustings.desk.cases import queries as cases_queries
from hustings.desk.cases.acts.proposing import cancelled
from hustings.desk.cases.acts.row_lock import SEALED, grown, locked, number, tell
from hustings.desk.cases.models import Case
from hustings.desk.commission import papers, procedure, queries
from hustings.desk.commission.acts import measuring
from hustings.desk.commission.acts.row_lock import locked_item
from hustings.desk.commission.bench import Choice, ItemState, Matter
from hustings.desk.commission.models import Item, Resolution, Sitting
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Recorded
from hustings.desk.ledger.papers import sealed


@transaction.atomic
def adopt(item: Item, *, by: Person, at: datetime) -> Resolution | None:
    """Establish the result. A majority of the established number: the resolution, numbered in its
    year without a gap, its record and papers sealed. Fewer: None; the case is with the group
    again, its proposal spent, and nothing was decided.
    """
    role = gate.require("commission.adopt", by=by, at=at)
    sitting, item = locked_item(item.pk)
    case = locked(item.case_id)
    matter = queries.matter(item)
    names = dict(queries.members(at=at).values_list("pk", "full_name"))
    item.state = procedure.result(queries.bench(sitting), matter, names=names)
    item.version += 1
    if item.state is ItemState.REJECTED:
        _rejected(item, case, matter, by=by, role=role, at=at)
        return None
    item.save(update_fields=["state", "version"])
    resolution = _resolution(item, sitting, matter, at=at)
    execution = any(outcomes.executed(case, one.outcome) for one in queries.charges(case))
    case.stage = cases_procedure.may_decide(cases_queries.matter(case), execution=execution)
    grown(case)
    record.act(
        name="commission.adopt", by=by, role=role, at=at, ground="procedure",
        rows=[item, resolution, case], about=[sitting.row],
        seals=[resolution.record_digest, *resolution.papers.values()],
    )  # fmt: skip
    return resolution


def _resolution(item: Item, sitting: Sitting, matter: Matter, *, at: datetime) -> Resolution:
    chair = sitting.chair
    assert chair is not None, "an open sitting has a chair"
    numbered = number("resolution", case_zone=queries.zone_of(sitting.election), at=at)
    told = papers.record_of(item, sitting, matter, number=numbered, at=at)
    digest = evidence.Store(settings.STORE).seal(papers.canonical(told))
    return Resolution.objects.create(
        item=item, number=numbered, adopted_at=at, signed_by=chair, record=told,
        record_digest=digest,
        papers=sealed(template="resolution", record=told, pack=sitting.election.pack),
    )  # fmt: skip


def _rejected(
    item: Item, case: Case, matter: Matter, *, by: Person, role: str, at: datetime
) -> None:
    for_, against = matter.count(Choice.FOR), matter.count(Choice.AGAINST)
    item.state_reason = f"{for_} : {against} : {matter.count(Choice.ABSTAIN)}"
    item.save(update_fields=["state", "state_reason", "version"])
    rows: list[Recorded] = [item, case, *_unset(case)]
    proposal = cases_queries.living_proposal(case)
    if proposal is not None:
        cancelled(proposal, at=at, ground=item.state_reason)
        rows.append(proposal)
    case.stage = cases_procedure.may_return(cases_queries.matter(case), rejected=True)
    grown(case)
    about = [item.sitting.row, case.row]
    tell(
        name="commission.reject",
        by=by,
        role=role,
        at=at,
        ground="procedure",
        rows=rows,
        about=about,
    )


@transaction.atomic
def postpone(item: Item, *, reason: str, by: Person, at: datetime) -> Item:
    """Off this agenda with a reason; the adopted proposal waits for another."""
    role = gate.require("commission.postpone", by=by, at=at)
    sitting, item = locked_item(item.pk)
    case = locked(item.case_id)
    item.state_reason = writing.written(reason, field="reasoning", limit=writing.REASON)
    item.state = procedure.may_postpone(queries.bench(sitting), queries.matter(item))
    item.version += 1
    item.save(update_fields=["state", "state_reason", "version"])
    case.stage = cases_procedure.may_return(cases_queries.matter(case), rejected=False)
    grown(case)
    tell(
        name="commission.postpone", by=by, role=role, at=at, ground=SEALED,
        rows=[item, case, *_unset(case)], about=[sitting.row, case.row],
    )  # fmt: skip
    return item


def _unset(case: Case) -> list[Recorded]:
    """Outcomes that were put to the table fall with the item; the next agenda sets them anew."""
    charges = list(queries.charges(case).exclude(outcome="").select_for_update(of=("self",)))
    rows: list[Recorded] = [*charges]
    for charge in charges:
        outcomes.clear(charge)
        rows += measuring.unset(charge)
    return rows
