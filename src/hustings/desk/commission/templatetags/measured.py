"""How a sum came about, for the pages that show one."""

from typing import Any

from django import template

from hustings.desk import packs
from hustings.desk.cases.models import Case, Charge
from hustings.desk.commission import papers, words
from hustings.desk.templatetags.desk import in_words

register = template.Library()


@register.simple_tag
def measured(charge: Charge) -> dict[str, Any]:
    """`per`, `payer`, `unit` in words, `arithmetic`; empty where the tariff fixes the sum."""
    pack = packs.of(charge.respondent.case.election)
    if charge.units is not None:
        return {"unit": papers.unit_of(pack)}
    return papers.measured(pack, charge)


@register.simple_tag
def period(case: Case, code: str) -> str:
    """«a full hour»: how long the sum stands for, where it runs."""
    return in_words(words.of(packs.of(case.election), "per", code))
