"""Sums as an office writes them."""

from django import template

from hustings.desk.language import current

register = template.Library()
SPACE = "\u00a0"
SEVERAL = range(2, 5)
TEENS = range(11, 15)


@register.filter
def money(amount: int | None, currency: str = "") -> str:
    """7 500 сом: groups of three, and the currency's own name where the desk knows it."""
    if amount is None:
        return "—"
    grouped = f"{amount:,}".replace(",", SPACE)
    named = _som(amount) if currency == "KGS" else currency
    return f"{grouped}{SPACE}{named}".rstrip(SPACE)


def _som(amount: int) -> str:
    language = current()
    if language != "ru":
        return "som" if language == "en" else "сом"
    if amount % 100 in TEENS:
        return "сомов"
    return {1: "сом"}.get(amount % 10, "сома" if amount % 10 in SEVERAL else "сомов")
