"""Sums as an office writes them."""

from django import template

from hustings.desk.language import current

register = template.Library()
NAMES = {"KGS": {"ky": "сом", "ru": "сом.", "en": "som"}}
THIN = "\u00a0"


@register.filter
def money(amount: int | None, currency: str = "") -> str:
    """7 500 сом: groups of three, and the currency's own name where it has one."""
    if amount is None:
        return "—"
    grouped = f"{amount:,}".replace(",", THIN)
    named = NAMES.get(currency, {}).get(current(), currency)
    return f"{grouped}{THIN}{named}".rstrip(THIN)
