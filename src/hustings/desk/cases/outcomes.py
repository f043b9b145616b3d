"""Outcomes of the pack, and the sum a fine brings with it."""

from collections.abc import Mapping
from datetime import date

from hustings import law
from hustings.desk import packs
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.words import PERSON_KINDS, cited
from hustings.desk.templatetags.desk import in_words
from hustings.refusal import Refusal

FINE = "fine"
SUM = ("units", "amount", "currency", "verified")


def names(case: Case) -> dict[str, Mapping[str, str]]:
    """Every outcome the pack knows, with its words in each language, in the pack's order."""
    return {code: one["names"] for code, one in packs.of(case.election).outcomes.items()}


def known(case: Case, outcome: str) -> None:
    """Refuse an outcome that the pack does not know."""
    codes = names(case)
    if outcome not in codes:
        raise Refusal(
            "cases.unknown_outcome",
            "«{outcome}» is no outcome of this law; choose one of: {known}.",
            outcome=outcome,
            known=", ".join(in_words(words) for words in codes.values()),
        )


def executed(case: Case, outcome: str) -> bool:
    """Whether somebody has to carry it out after the decision."""
    return bool(packs.of(case.election).outcomes[outcome]["execution"])


def sum_of(charge: Charge, *, case: Case, outcome: str, on: date) -> law.Tariff | None:
    """The tariff of a fine on that day; None for another outcome. Its amount is None where the law
    leaves the sum open: whoever decides sets it within the bounds.

    Refusal cases.no_tariff where no source gives a sum for that class of offender: nobody puts a
    number in by hand.
    """
    if outcome != FINE:
        return None
    respondent = charge.respondent
    pack = packs.of(case.election)
    tariff = pack.tariff(
        charge.offence, author_class=respondent.author_class, person=respondent.person_kind, on=on
    )
    if tariff.least is None:
        raise Refusal(
            "cases.no_tariff",
            "The law pack gives no fine under {offence} for {respondent} ({author_class}, "
            "{person}); choose another outcome, or correct the class of offender.",
            offence=cited(pack.offence(charge.offence).citation),
            respondent=respondent.name,
            author_class=cited(pack.words["authors"].get(respondent.author_class, {})),
            person=PERSON_KINDS[respondent.person_kind],
        )
    return tariff


def settle(charge: Charge, *, case: Case, on: date) -> None:
    """Save the outcome that stands on the row, with the sum of that day where it is a fine.

    The day is the sitting's: the rate may change between the act and the decision, and the
    commission votes on what it will write. Which day the law means was not seen in its text.
    """
    tariff = sum_of(charge, case=case, outcome=charge.outcome, on=on)
    charge.units = tariff.units if tariff else None
    charge.amount = tariff.amount if tariff else None
    charge.currency = tariff.currency if tariff else ""
    charge.verified = tariff.verified if tariff else False
    charge.version += 1
    charge.save(update_fields=["outcome", "outcome_reason", "version", *SUM])


def clear(charge: Charge) -> None:
    """No outcome stands on the row any more."""
    charge.outcome, charge.outcome_reason = "", ""
    charge.units, charge.amount, charge.currency, charge.verified = None, None, "", False
    charge.version += 1
    charge.save(update_fields=["outcome", "outcome_reason", "version", *SUM])
