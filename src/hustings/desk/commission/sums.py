"""A sum within a tariff: what the law leaves to whoever decides, with the arithmetic shown. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from hustings.refusal import Refusal

Named = Callable[[Sequence[str]], object]  # codes → their words, in the language of the reader
SPACE = "\u00a0"  # groups of a number are held together; the fonts of papers draw it


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What may be chosen: `least` to `most`, whole units of the currency; `arithmetic`: why."""

    least: int
    most: int
    arithmetic: str = ""


def grouped(number: int) -> str:
    """40 000: groups of three."""
    return f"{number:,}".replace(",", SPACE)


def bounds(*, least: int, most: int, or_times: int | None, base: int | None) -> Bounds:
    """The range of the tariff; or so many times the base, where that is more than the range.

    `base`: what the multiple is taken of (the spend), None where nobody knows it.
    """
    told = grouped(least) if least == most else f"{grouped(least)} – {grouped(most)}"
    if not or_times or base is None:
        return Bounds(least=least, most=most, arithmetic=told)
    product = or_times * base
    said = f"{or_times} × {grouped(base)} = {grouped(product)}"
    if product <= most:
        return Bounds(least=least, most=most, arithmetic=f"{told}; {said} ≤ {grouped(most)}")
    return Bounds(least=product, most=product, arithmetic=f"{said} > {grouped(most)}")


def may_choose(amount: int, *, within: Bounds) -> None:
    """A sum outside the range is nobody's to choose."""
    if not within.least <= amount <= within.most:
        raise Refusal(
            "commission.outside_range",
            "{amount} lies outside what the law allows: {least} to {most} ({arithmetic}). Choose "
            "a sum within it.",
            amount=amount,
            least=within.least,
            most=within.most,
            arithmetic=within.arithmetic,
        )


def may_pay(payer: str, *, payers: Sequence[str], named: Named) -> str:
    """In what capacity the respondent pays: one that the tariff names, the only one by itself."""
    if not payer and len(payers) == 1:
        return payers[0]
    if payer not in payers:
        raise Refusal(
            "commission.other_payer",
            "The tariff names as who pays: {known}. Say which of them the respondent is.",
            known=named(payers),
        )
    return payer


def may_follow(
    outcome: str, *, after: Collection[str], had: Collection[str], name: str, named: Named
) -> None:
    """Some outcomes come only after another: `after`, one of which the respondent must have `had`."""
    if after and not set(after) & set(had):
        raise Refusal(
            "commission.only_after",
            "«{outcome}» comes only after one of these was carried out against {respondent}: "
            "{after}. Decide on one of them first.",
            outcome=named([outcome]),
            respondent=name,
            after=named(sorted(after)),
        )


def run(rate: int, *, times: int) -> tuple[int, str]:
    """A sum that ran: (the whole, its arithmetic). Only full hours or days count; a part is left
    out, for no source says that it counts.
    """
    whole = rate * times
    return whole, f"{grouped(rate)} × {times} = {grouped(whole)}"
