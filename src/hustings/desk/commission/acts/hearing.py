"""An item is heard: who takes no part, which outcome for whom, and each member's vote."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import outcomes, writing
from hustings.desk.cases.acts.row_lock import SEALED, fresh
from hustings.desk.cases.models import Charge
from hustings.desk.commission import procedure, queries
from hustings.desk.commission.acts import measuring
from hustings.desk.commission.acts.row_lock import locked_item
from hustings.desk.commission.models import Item, Recusal, Vote
from hustings.desk.ledger import record
from hustings.refusal import Refusal


@transaction.atomic
def recuse(item: Item, *, ground: str, by: Person, at: datetime) -> Recusal:
    """A member takes no part in this item, and says why."""
    role = gate.require("commission.recuse", by=by, at=at)
    sitting, item = locked_item(item.pk)
    ground = writing.written(ground, field="ground", limit=writing.GROUND)
    matter = queries.matter(item)
    procedure.may_recuse(queries.bench(sitting), matter, by=by.pk)
    recusal = Recusal.objects.create(item=item, member=by, ground=ground, at=at)
    record.act(
        name="commission.recuse", by=by, role=role, at=at, ground=SEALED, rows=[recusal],
        about=[item.row, item.case.row],
    )  # fmt: skip
    return recusal


@transaction.atomic
def set_outcome(
    item: Item,
    *,
    charge: Charge,
    outcome: str,
    reason: str,
    by: Person,
    at: datetime,
    version: int,
    amount: int | None = None,
    base: int | None = None,
    payer: str = "",
) -> Charge:
    """The outcome of one charge as the commission will vote on it, with its reason.

    A fine takes its sum from the tariff on the day of the sitting. Where the law leaves it open,
    `amount` is the sum set within it (by the hour, where the tariff runs), `base` what a multiple
    is taken of, `payer` of LIABLE; without an amount the official sets it. Refusals: cases.stale,
    commission.charge_elsewhere, commission.only_after, cases.unknown_outcome, those of the tariff
    and of what is typed.
    """
    role = gate.require("commission.set_outcome", by=by, at=at)
    sitting, item = locked_item(item.pk)
    charge = Charge.objects.select_for_update(of=("self",)).select_related("respondent").get(
        pk=charge.pk
    )  # fmt: skip
    if charge.respondent.case_id != item.case_id:
        raise Refusal(
            "commission.charge_elsewhere",
            "That respondent and provision are not in case {case}.",
            case=item.case.number,
        )
    procedure.may_set_outcome(queries.bench(sitting), queries.matter(item))
    fresh(charge, shown=version, holds=charge.version, zone=queries.zone_of(sitting.election))
    outcomes.known(item.case, outcome)
    charge.outcome = outcome
    charge.outcome_reason = writing.written(reason, field="reasoning", limit=writing.REASON)
    measured = measuring.settled(
        charge, case=item.case, on=queries.day_of(sitting), amount=amount, base=base, payer=payer
    )
    record.act(
        name="commission.set_outcome", by=by, role=role, at=at, ground=SEALED,
        rows=[charge, *measured],
        about=[item.row, item.case.row],
    )  # fmt: skip
    return charge


@transaction.atomic
def hear(item: Item, *, by: Person, at: datetime) -> Item:
    """The case has been heard; voting opens on a complete table."""
    role = gate.require("commission.hear", by=by, at=at)
    sitting, item = locked_item(item.pk)
    item.state = procedure.may_hear(queries.bench(sitting), queries.matter(item))
    item.version += 1
    item.save(update_fields=["state", "version"])
    record.act(
        name="commission.hear", by=by, role=role, at=at, ground="procedure", rows=[item],
        about=[item.case.row],
    )  # fmt: skip
    return item


@transaction.atomic
def vote(item: Item, *, choice: str, by: Person, at: datetime, dissent: str = "") -> Vote:
    """A member's own vote; a second one is refused by the database itself."""
    role = gate.require("commission.vote", by=by, at=at)
    sitting, item = locked_item(item.pk)
    dissent = writing.perhaps_written(dissent, field="dissent", limit=writing.REASON)
    matter = queries.matter(item)
    chosen = procedure.may_vote(queries.bench(sitting), matter, by=by.pk, choice=choice)
    try:
        with transaction.atomic():
            given = Vote.objects.create(
                item=item, member=by, choice=chosen.value, dissent=dissent, at=at
            )
    except IntegrityError:
        raise procedure.voted_already(matter) from None
    record.act(
        name="commission.vote", by=by, role=role, at=at,
        ground=SEALED if dissent else "procedure", rows=[given],
        about=[item.row, item.case.row],
    )  # fmt: skip
    return given
