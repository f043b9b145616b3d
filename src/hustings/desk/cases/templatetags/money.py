"""Sums as an office writes them."""

from contextlib import suppress

from django import template

from hustings import law
from hustings.desk.language import current
from hustings.refusal import Refusal

register = template.Library()
SPACE = "\u00a0"
SEVERAL = range(2, 5)
TEENS = range(11, 15)


@register.filter
def money(amount: int | None, currency: str = "") -> str:
    """7 500 and the currency: groups of three, and the name that the pack of that currency gives it."""
    if amount is None:
        return "—"
    grouped = f"{amount:,}".replace(",", SPACE)
    forms = _names(currency).get(current(), (currency,))
    return f"{grouped}{SPACE}{_form(amount, forms)}".rstrip(SPACE)


def _names(currency: str) -> dict[str, tuple[str, ...]]:
    """The currency's names by language; none where no pack that can be read has any."""
    for code in law.known():
        with suppress(Refusal):
            pack = law.load(code)
            if pack.currency == currency:
                return dict(pack.money)
    return {}


def _form(amount: int, forms: tuple[str, ...]) -> str:
    """Of one, few and many the one that Slavic plurals take; of two singular or plural."""
    if len(forms) == len(("one", "few", "many")) and amount % 100 not in TEENS:
        return forms[0 if amount % 10 == 1 else 1 if amount % 10 in SEVERAL else -1]
    return forms[0] if amount == 1 else forms[-1]
