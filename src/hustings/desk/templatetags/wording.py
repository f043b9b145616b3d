"""Conditions of rules in plain language, with the pack's own words."""

from collections.abc import Iterable, Mapping
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
    kind, _slash, stance = one.partition("/")
    if stance:
        return f"{_named(pack, 'kinds', kind)} ({_named(pack, 'stances', stance)})"
    return _named(pack, WORDS.get(word, ""), one)


def _named(pack: law.Pack, table: str, code: str) -> str:
    return in_words(pack.words.get(table, {}).get(code)) or code


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
    """«beginning: campaign window»; the event's code where no period is bounded by it."""
    listed = election.said.get("zone", [])
    for one in listed:
        if one.get("starts") == name:
            return _("beginning: %s") % in_words(one["names"])
    for one in listed:
        if one.get("ends") == name:
            return _("end: %s") % in_words(one["names"])
    return name


def found(pack: law.Pack, election: law.Election, word: str, said: str | None) -> str:
    """The fact that a step looked at; empty where nobody knows it."""
    if not said:
        return ""
    if word in {"from_event", "to_event", "in_force"}:
        return said.replace("T", " ")
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
    """The arithmetic of a sum: 75 × 100 = 7 500 KGS; a range; «no source gives a sum»."""
    if tariff.least is None or tariff.most is None:
        return ""
    value_of, currency = tariff.unit_value or 1, tariff.currency
    if tariff.amount is not None:
        told = f"{tariff.units} × {_grouped(value_of)} = {_grouped(tariff.amount)} {currency}"
    else:
        least, most = tariff.least // value_of, tariff.most // value_of
        told = (f"{_grouped(least)}–{_grouped(most)} × {_grouped(value_of)} = "
                f"{_grouped(tariff.least)}–{_grouped(tariff.most)} {currency}")  # fmt: skip
    if tariff.per:
        told += " " + (_("for each hour") if tariff.per == "hour" else _("for each day"))
    if tariff.or_times:
        told += " " + _("or %(times)s times the sum, if that is more") % {"times": tariff.or_times}
    return told


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
