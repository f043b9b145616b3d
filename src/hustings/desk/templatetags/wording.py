"""Conditions of rules in plain language, with the pack's own words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings import law
from hustings.desk.templatetags.desk import in_words

# What a condition asks for; %s is the pack's words for its values.
ASKED: Mapping[str, str | Promise] = {
    "kinds": gettext_lazy("the words contain: %s"),
    "stances": gettext_lazy("they speak: %s"),
    "zones": gettext_lazy("published in the period: %s"),
    "from_event": gettext_lazy("published not before: %s"),
    "to_event": gettext_lazy("published before: %s"),
    "authors": gettext_lazy("the author is: %s"),
    "not_authors": gettext_lazy("the author is none of: %s"),
    "persons": gettext_lazy("the author is a: %s"),
    "places": gettext_lazy("the place is: %s"),
    "acts": gettext_lazy("it is a: %s"),
    "yes": gettext_lazy("it is known to be so: %s"),
    "no": gettext_lazy("it is known not to be so: %s"),
    "in_force": gettext_lazy("the rule was in force: %s"),
}
# Where the pack keeps the words of a condition's values.
WORDS = {
    "kinds": "kinds", "stances": "stances", "authors": "authors", "not_authors": "authors",
    "persons": "persons", "places": "places", "acts": "acts", "yes": "facts", "no": "facts",
    "author_class": "authors", "person": "persons", "place": "places", "act": "acts",
}  # fmt: skip
PER: Mapping[str, str | Promise] = {
    "hour": gettext_lazy("for each hour"), "day": gettext_lazy("for each day"),
}  # fmt: skip
FACTS: Mapping[str, str | Promise] = {
    "published_at": gettext_lazy("the exact moment of publication"),
    "zone": gettext_lazy("the period"), "author_class": gettext_lazy("the author's class"),
    "person": gettext_lazy("natural or legal person"), "place": gettext_lazy("the place"),
    "act": gettext_lazy("the kind of act"), "signals": gettext_lazy("what the words do"),
}  # fmt: skip


def asked(pack: law.Pack, election: law.Election, word: str, values: Iterable[str]) -> str:
    """«the author is: candidate, party»."""
    told = ", ".join(value(pack, election, word, one) for one in values)
    return str(ASKED.get(word, "%s")) % told


def value(pack: law.Pack, election: law.Election, word: str, one: str) -> str:
    """One value of a condition in the reader's words; a code that has none as it is."""
    if word in {"zones", "zone"}:
        return zone(election, one)
    if word in {"from_event", "to_event"}:
        return event(election, one)
    if word == "in_force":
        return " – ".join(_day(bound) for bound in one.split("/"))
    kind, _slash, stance = one.partition("/")
    if stance:
        return f"{_named(pack, 'kinds', kind)} ({_named(pack, 'stances', stance)})"
    return _named(pack, WORDS.get(word, ""), one)


def _named(pack: law.Pack, table: str, code: str) -> str:
    return in_words(pack.words.get(table, {}).get(code)) or code


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else "…"


def zone(election: law.Election, code: str) -> str:
    """«campaign window»."""
    try:
        return in_words(election.zone_named(code).names) or code
    except StopIteration:
        return code


def event(election: law.Election, name: str) -> str:
    """An event by the period that it begins or ends, and its date on the election's clock."""
    moment = election.events.get(name)
    when = (
        f"{moment.astimezone(ZoneInfo(str(election.timezone))):%d.%m.%Y %H:%M}" if moment else "—"
    )
    return f"{event_name(election, name)} ({when})"


def event_name(election: law.Election, name: str) -> str:
    """An event as the pack names it, else by the period that it bounds («beginning: campaign
    window»), else by its code, with spaces.
    """
    if names := election.said.get("events", {}).get(name, {}).get("names"):
        return in_words(names)
    listed = election.said.get("zone", [])
    for one in listed:
        if one.get("starts") == name:
            return _("beginning: %s") % in_words(one["names"])
    for one in listed:
        if one.get("ends") == name:
            return _("end: %s") % in_words(one["names"])
    return name.replace("_", " ")


def found(pack: law.Pack, election: law.Election, word: str, said: str | None) -> str:
    """The fact that a step looked at; empty where nobody knows it."""
    if not said:
        return ""
    if word == "in_force":
        return _day(said)
    if word in {"from_event", "to_event"}:
        moment = datetime.fromisoformat(said).astimezone(ZoneInfo(str(election.timezone)))
        return f"{moment:%d.%m.%Y %H:%M:%S}"
    if word in {"yes", "no"}:
        return ", ".join(_so(pack, one) for one in said.split(", "))
    return ", ".join(value(pack, election, word, one) for one in said.split(", "))


def _so(pack: law.Pack, one: str) -> str:
    name, _equals, told = one.partition("=")
    return f"{_named(pack, 'facts', name)}: {_('yes') if told == 'true' else _('no')}"


def fact(pack: law.Pack, name: str) -> str:
    """The name of a fact: «the author's class», «paid for»."""
    return str(FACTS[name]) if name in FACTS else _named(pack, "facts", name)


def otherwise(pack: law.Pack, election: law.Election, name: str, to: str) -> str:
    """A fact as it would have to be: «the author's class: party», «without: call to vote»."""
    if name == "signals":
        return _("without: %s") % value(pack, election, "stances", to.removeprefix("without "))
    if to in {"true", "false"}:
        return f"{fact(pack, name)}: {_('yes') if to == 'true' else _('no')}"
    return f"{fact(pack, name)}: {value(pack, election, name, to)}"


def reckoned(tariff: law.Tariff) -> str:
    """The arithmetic of a tariff: 75 × 100 = 7 500 and the currency; a range; empty where no source
    gives a sum.
    """
    told = summed(
        units=tariff.units, amount=tariff.amount, least=tariff.least, most=tariff.most,
        per=tariff.per, currency=tariff.currency, value_of=tariff.unit_value,
    )  # fmt: skip
    if told and tariff.or_times:
        told += " " + _("or %(times)s times the spend, if that is more") % {
            "times": tariff.or_times
        }
    return told


def summed(
    *, units: int | None, amount: int | None, least: int | None, most: int | None, per: str,
    currency: str, value_of: int | None = None,
) -> str:  # fmt: skip
    """The same of a sum kept on a row; `value_of`: of one unit, where it is known."""
    if amount is not None:
        one = value_of or (amount // units if units else None)
        told = f"{_grouped(amount)} {currency}"
        told = f"{units} × {_grouped(one)} = {told}" if units and one else told
    elif least is not None and most is not None:
        told = f"{_grouped(least)}–{_grouped(most)} {currency}"
        if value_of and value_of > 1:
            units_told = f"{_grouped(least // value_of)}–{_grouped(most // value_of)}"
            told = f"{units_told} × {_grouped(value_of)} = {told}"
    else:
        return ""
    return told + (f" {PER[per]}" if per in PER else "")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
