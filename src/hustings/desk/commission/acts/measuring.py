"""The sum of an outcome: the tariff's own, or one that the decider sets within its bounds."""

from datetime import date
from functools import partial

from hustings import law
from hustings.desk.cases import outcomes
from hustings.desk.cases.models import Case, Charge
from hustings.desk.commission import queries, sums, words
from hustings.desk.commission.models import Measure
from hustings.refusal import Refusal


def settled(
    charge: Charge, *, case: Case, on: date, amount: int | None = None, base: int | None = None,
    payer: str = "",
) -> list[Measure]:  # fmt: skip
    """Save the outcome that stands on the charge with its sum; answers the measure's row, if any.

    Where the tariff is a range, `amount` lies within it, or None: the official sets it later.
    Refusals: commission.only_after, commission.no_choice, commission.outside_range,
    commission.other_payer, cases.no_tariff.
    """
    after = queries.only_after(case, charge.outcome)
    had = queries.had(charge) if after else frozenset()
    pack = case.election.pack
    sums.may_follow(
        charge.outcome, after=after, had=had, name=charge.respondent.name,
        named=partial(words.outcomes_named, pack),
    )  # fmt: skip
    tariff = queries.range_of(charge, case=case, on=on)
    if tariff is None:
        if amount is not None:
            raise Refusal(
                "commission.no_choice",
                "The law leaves no sum to choose here: leave it empty.",
            )
        outcomes.settle(charge, case=case, on=on)
        return unset(charge)
    within = queries.bounds_of(tariff, base=base)
    if amount is not None:
        sums.may_choose(amount, within=within)
        payer = sums.may_pay(payer, payers=tariff.payers, named=partial(words.payers_named, pack))
    charge.units, charge.amount, charge.currency = None, amount, tariff.currency
    charge.verified = tariff.verified
    charge.version += 1
    charge.save(update_fields=["outcome", "outcome_reason", "version", *outcomes.SUM])
    row, _ = Measure.objects.update_or_create(
        charge=charge,
        defaults=_told(tariff, within, amount=amount, base=base, payer=payer),
    )
    return [row]


def _told(
    tariff: law.Tariff, within: sums.Bounds, *, amount: int | None, base: int | None, payer: str
) -> dict[str, object]:
    return {
        "amount": amount, "base": base, "per": tariff.per, "least": within.least,
        "most": within.most, "arithmetic": within.arithmetic,
        "payer": payer if amount is not None else "",
    }  # fmt: skip


def unset(charge: Charge) -> list[Measure]:
    """The sum that was set falls with the outcome; its row stays."""
    row = Measure.objects.filter(charge=charge).first()
    if row is None:
        return []
    row.amount, row.payer = None, ""
    row.save(update_fields=["amount", "payer"])
    return [row]
