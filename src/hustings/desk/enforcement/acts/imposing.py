"""A fine: the tariff's own sum, the one that was decided, or one that the official sets within it."""

from datetime import datetime
from functools import partial

from django.db import transaction

from hustings import law
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import writing
from hustings.desk.cases.models import Charge
from hustings.desk.commission import queries as commission
from hustings.desk.commission import sums, words
from hustings.desk.enforcement import procedure, queries
from hustings.desk.enforcement.acts.penalising import closed, created, held
from hustings.desk.enforcement.models import Penalty
from hustings.desk.ledger import record
from hustings.refusal import Refusal

HOUR, DAY = 3_600, 86_400  # seconds
SECONDS = {"hour": HOUR, "day": DAY}


@transaction.atomic
def impose(
    charge: Charge, *, by: Person, at: datetime, units: int | None = None,
    amount: int | None = None, base: int | None = None, payer: str = "", why: str = "",
    runs_from: datetime | None = None,
) -> Penalty:  # fmt: skip
    """The fine, by the rate of the day of the decision.

    Fixed: the tariff's `units`, no others. Open: `amount` as it was decided; where the decision
    left it to the official, a sum within the tariff with a reason (`why`), `base` for a multiple
    and `payer` of LIABLE. A sum that runs by the hour runs from `runs_from` (aware) until `stop`.
    """
    role = gate.require("enforcement.impose", by=by, at=at)
    case, charge = held(charge)
    procedure.may_impose(queries.charged(charge), voted=queries.voted(by, charge))
    tariff = queries.tariff(charge, at=at)
    penalty = Penalty(
        charge=charge, kind=Penalty.Kind.FINE, currency=tariff.currency, verified=tariff.verified,
        imposed_by=by, imposed_at=at,
    )  # fmt: skip
    if tariff.least is not None and tariff.amount is None:
        _chosen(penalty, tariff, amount=amount, base=base, payer=payer, why=why)
        _running(penalty, runs_from, at=at)
    else:
        _in_tariff(tariff, units)
        penalty.units, penalty.unit_value = tariff.units, tariff.unit_value
        penalty.amount = tariff.amount
    return created(penalty, case, name="enforcement.impose", role=role)


def _in_tariff(tariff: law.Tariff, units: int | None) -> None:
    if tariff.units is None or tariff.amount is None:
        raise Refusal(
            "enforcement.no_tariff",
            "No source gives a sum for this offence and class of offender; nobody may invent one. "
            "Return the materials, so that the commission decides on another outcome.",
        )
    if units != tariff.units:
        raise Refusal(
            "enforcement.not_in_tariff",
            "{units} units are not in the tariff; it says {tariff} for this offence and class of "
            "offender, and nothing else.",
            units=units if units is not None else "—",
            tariff=tariff.units,
        )


def _chosen(
    penalty: Penalty, tariff: law.Tariff, *, amount: int | None, base: int | None, payer: str,
    why: str,
) -> None:  # fmt: skip
    """Put the sum on the row: the one that was decided, else the official's own with a reason."""
    decided = queries.measure(penalty.charge)
    if decided is not None:
        if amount not in {None, decided.amount}:
            raise Refusal(
                "enforcement.decided_otherwise",
                "{decided} was decided, and nobody changes it here; enter that, or leave it empty.",
                decided=decided.amount,
            )
        penalty.rate, penalty.base, penalty.payer = decided.amount, decided.base, decided.payer
        penalty.least, penalty.most = decided.least, decided.most
        penalty.arithmetic = decided.arithmetic
    else:
        if amount is None:
            raise Refusal(
                "enforcement.choose_a_sum",
                "The law leaves the sum open, and the decision does too: set one, with a reason.",
            )
        within = commission.bounds_of(tariff, base=base)
        sums.may_choose(amount, within=within)
        penalty.why = writing.written(why, field="reasoning", limit=writing.REASON)
        penalty.payer = sums.may_pay(
            payer, payers=tariff.payers,
            named=partial(words.payers_named, penalty.charge.respondent.case.election.pack),
        )  # fmt: skip
        penalty.rate, penalty.base, penalty.arithmetic = amount, base, within.arithmetic
        penalty.least, penalty.most = within.least, within.most
    penalty.per = tariff.per
    penalty.amount = None if tariff.per else penalty.rate


def _running(penalty: Penalty, runs_from: datetime | None, *, at: datetime) -> None:
    if not penalty.per:
        return
    if runs_from is None or runs_from > at:
        raise Refusal(
            "enforcement.runs_from",
            "This sum runs. Enter from when it runs: a moment that has passed.",
        )
    penalty.runs_from = runs_from


@transaction.atomic
def stop(penalty: Penalty, *, stopped_at: datetime, by: Person, at: datetime) -> Penalty:
    """What was ordered is done (aware moment): the sum no longer grows and is reckoned.

    Only full hours (days) count. Refusals: enforcement.does_not_run, enforcement.stopped_when.
    """
    role = gate.require("enforcement.impose", by=by, at=at)
    case, charge = held(penalty.charge)
    procedure.may_stop(queries.charged(charge))
    kept = Penalty.objects.select_for_update(of=("self",)).get(pk=penalty.pk)
    assert kept.runs_from is not None, "a sum that runs has a beginning"
    assert kept.rate is not None, "the same"
    if not kept.runs_from <= stopped_at <= at:
        raise Refusal(
            "enforcement.stopped_when",
            "Enter a moment between the one from which the sum runs and now.",
        )
    passed = int((stopped_at - kept.runs_from).total_seconds()) // SECONDS[kept.per]
    kept.amount, kept.arithmetic = sums.run(kept.rate, times=passed)
    kept.stopped_at = stopped_at
    if not kept.amount:
        kept.state = Penalty.State.CANCELLED  # done before a full hour had passed: nothing is due
    kept.version += 1
    kept.save()
    record.act(name="enforcement.stop", by=by, role=role, at=at, ground="service",
               rows=[kept, *closed(case)], about=[charge.row])  # fmt: skip
    return kept
