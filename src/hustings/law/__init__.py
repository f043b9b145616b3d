"""What the law says, as values, and what it makes of a set of facts. Touches nothing."""

from hustings.law.assess import Indication, assess
from hustings.law.columns import INDICATION, assess_columns
from hustings.law.pack import Election, Offence, Pack, Provision, Rule, Tariff, Zone
from hustings.law.reading import AUTHORS, KINDS, PERSONS, PLACES, load

__all__ = [
    "AUTHORS", "INDICATION", "KINDS", "PERSONS", "PLACES", "Election", "Indication", "Offence",
    "Pack", "Provision", "Rule", "Tariff", "Zone", "assess", "assess_columns", "load",
]  # fmt: skip
