"""What the law says, as values, and what it makes of a set of facts. Touches nothing."""

from hustings.law.assess import Indication, assess
from hustings.law.checking import check
from hustings.law.clocks import Clock, Days, Due, due
from hustings.law.columns import INDICATION, assess_columns
from hustings.law.condition import Facts, facts_of
from hustings.law.difference import Difference, difference, turned
from hustings.law.election import Election, Zone
from hustings.law.pack import Offence, Pack, Practice, Provision, Rule, Tariff
from hustings.law.reading import at, known, load, read
from hustings.law.reasons import Trace, trace
from hustings.law.vocabulary import ACTS, AUTHORS, FACTS, KINDS, LIABLE, PERSONS, PLACES, STANCES
from hustings.law.words import Words

__all__ = [
    "ACTS", "AUTHORS", "FACTS", "INDICATION", "KINDS", "LIABLE", "PERSONS", "PLACES", "STANCES",
    "Clock", "Days", "Difference", "Due", "Election", "Facts", "Indication", "Offence", "Pack",
    "Practice", "Provision", "Rule", "Tariff", "Trace", "Words", "Zone", "assess", "assess_columns",
    "at", "check", "difference", "due", "facts_of", "known", "load", "read", "trace", "turned",
]  # fmt: skip
