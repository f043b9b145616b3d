"""What the pages of the law show: acts, articles, rules in plain language, terms."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings import law
from hustings.desk.law.queries import InUse
from hustings.desk.templatetags import wording
from hustings.desk.templatetags.desk import in_words
from hustings.law.pack import Exempting, Rule, in_force
from hustings.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Said:
    """A rule or an exception in plain language: every condition must hold."""

    name: str
    because: str
    confidence: str
    conditions: Sequence[str]
    exceptions: Sequence["Said"] = ()
    examples: Sequence[Mapping[str, Any]] = ()
    practice: Sequence[Mapping[str, Any]] = ()
    since: date | None = None
    until: date | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A numbered place: its words on the day asked for, its other wordings, what stands there."""

    id: str
    short: str
    cited: Sequence[str]
    wording: law.Provision | None
    wordings: Sequence[Mapping[str, Any]]
    rules: Sequence[Said]
    undecided: Sequence[str]
    offence: law.Offence | None = None
    rates: Sequence[Mapping[str, Any]] = ()
    overlaps: Sequence[Mapping[str, str]] = ()
    standing: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # rule: act, article


def article_of(identity: str) -> str:
    """pack/act/art_23__part_1 → pack/act/art_23."""
    return identity.partition("__")[0]


def acts(pack: law.Pack) -> dict[str, list[dict[str, Any]]]:
    """The articles of each act in the pack's order: id, short name, heading, how much stands there."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for identity in (*pack.places, *pack.offences):
        article = article_of(identity)
        _pack, act, name = article.split("/")
        heads = found.setdefault(act, {})
        if article not in heads:
            heads[article] = {"act": act, "name": name, "short": cited(name), "places": 0,
                              "rules": 0, "heading": _heading(pack, identity)}  # fmt: skip
        heads[article]["places"] += 1
    for rule in pack.rules:
        for article in {article_of(rule.provision), article_of(rule.offence)}:
            found[article.split("/")[1]][article]["rules"] += 1
    return {act: sorted(heads.values(), key=_numbered) for act, heads in found.items()}


def _numbered(head: Mapping[str, Any]) -> tuple[list[int], str]:
    """Art. 9 before art. 10, art. 107-1 after art. 107; what has no number comes last."""
    numbers = [int(part) for part in head["name"].split("_") if part.isdecimal()]
    return numbers or [sys.maxsize], head["name"]


def _heading(pack: law.Pack, identity: str) -> str:
    if identity in pack.places:
        return in_words(pack.places[identity][-1].heading)
    return in_words(pack.offence(identity).heading)


def act_name(pack: law.Pack, act: str) -> str:
    """The act as citations name it: what stands before the article's number."""
    for identity in (*pack.places, *pack.offences):
        if identity.split("/")[1] == act:
            words = pack.places[identity][-1] if identity in pack.places else pack.offence(identity)
            return in_words(words.citation).rsplit(",", 1)[0].split(", ст.")[0].split(", art")[0]
    return act


def cited(name: str) -> str:
    """art_22__part_10__paragraph_4 → «art. 22, part 10, paragraph 4» in the reader's language. What is
    no unit of a law is a name for the pack's authors only, and left out.
    """
    told = []
    for unit in name.split("__"):
        word, _underscore, number = unit.partition("_")
        number = number.replace("_", "-")
        pattern = {
            "art": _("art. %s"), "part": _("part %s"), "item": _("item %s"),
            "paragraph": _("paragraph %s"),
        }.get(word)  # fmt: skip
        told += [pattern % number] if pattern else []
    return ", ".join(told) or name.replace("_", " ")


def places(
    here: InUse, article: str, *, on: date, counts: Mapping[str, Mapping[str, int]]
) -> list[Place]:
    """Every place of one article as it stands on that day. `article`: kg/elections/art_23."""
    pack = here.pack
    wanted = dict.fromkeys(
        one for one in (*pack.offences, *pack.places) if article_of(one) == article
    )
    return [_place(here, one, on=on, counts=counts) for one in wanted]


def _place(
    here: InUse, identity: str, *, on: date, counts: Mapping[str, Mapping[str, int]]
) -> Place:
    pack = here.pack
    wordings = pack.places.get(identity, ())
    offence = pack.offences.get(identity)
    rules = [one for one in pack.rules if identity in {one.provision, one.offence}]
    place = identity.rpartition("/")[2]
    also = [name.rpartition("/")[2] for name in (wordings[-1].also if wordings else ())]
    return Place(
        id=place, short=cited(place), cited=[cited(one) for one in also],
        wording=_in_force(pack, identity, on=on) if wordings else None,
        wordings=[
            {"words": one, "now": in_force(one.since, one.until, on)}
            for one in wordings if len(wordings) > 1 or one.since or one.until
        ],
        rules=[said(here, one, counts=counts.get(one.name, {})) for one in rules],
        standing={one.name: _where(one) for one in rules},
        undecided=[in_words(one) for one in pack.undecided.get(identity, ())],
        offence=offence, rates=list(_rates(pack, offence, on=on)) if offence else (),
        overlaps=[
            {"citation": in_words(pack.offence(one).citation), "route": pack.offence(one).route}
            for one in (offence.overlaps if offence else ())
        ],
    )  # fmt: skip


def _where(rule: Rule) -> tuple[str, str]:
    _pack, act, name = article_of(rule.provision).split("/")
    return act, name


def _in_force(pack: law.Pack, identity: str, *, on: date) -> law.Provision | None:
    try:
        return pack.provision(identity, on=on)
    except Refusal:  # no wording of the place is in force that day, and the page says so
        return None


def undecided(pack: law.Pack, article: str, shown: Iterable[Place]) -> list[str]:
    """Questions left to people that stand at the article itself, and at no place that is shown."""
    if article.rpartition("/")[2] in {one.id for one in shown}:
        return []
    return [in_words(one) for one in pack.undecided.get(article, ())]


def said(here: InUse, rule: Rule, *, counts: Mapping[str, int]) -> Said:
    """A rule, condition by condition."""
    return Said(
        name=rule.name, because=in_words(rule.because), confidence=rule.confidence,
        conditions=_conditions(here, rule), since=rule.since, until=rule.until, counts=counts,
        exceptions=[_exception(here, one) for one in rule.exceptions],
        examples=[_example(here, one) for one in rule.examples],
        practice=[_practice(here, one) for one in rule.practice],
    )  # fmt: skip


def _exception(here: InUse, one: Exempting) -> Said:
    return Said(
        name=one.name, because=in_words(one.because), confidence=one.confidence,
        conditions=_conditions(here, one),
        exceptions=[_exception(here, inner) for inner in one.exceptions],
        examples=[_example(here, example) for example in one.examples],
    )  # fmt: skip


def _conditions(here: InUse, one: Rule | Exempting) -> list[str]:
    return [wording.asked(here.pack, here.election, c.word, c.values) for c in one.when]


def _example(here: InUse, one: Mapping[str, Any]) -> dict[str, Any]:
    pack, election = here.pack, here.election
    told = [wording.otherwise(pack, election, "author_class", one["author_class"])]
    told += [wording.value(pack, election, "stances", signal) for signal in one["signals"]]
    told += [
        wording.otherwise(pack, election, key, one[key]) for key in ("place", "act") if key in one
    ]
    facts = one.get("facts", {})
    told += [wording.otherwise(pack, election, key, str(so).lower()) for key, so in facts.items()]
    return {
        "name": one["name"], "at": one["published_at"], "facts": told,
        "finds": [in_words(pack.offence(f"{pack.code}/{name}").citation) for name in one["finds"]],
    }  # fmt: skip


def _practice(here: InUse, one: law.Practice) -> dict[str, Any]:
    pack, election = here.pack, here.election
    shape = [wording.otherwise(pack, election, key, getattr(one, key))
             for key in ("author_class", "place") if getattr(one, key)]  # fmt: skip
    return {
        "on": one.on, "because": in_words(one.because), "shape": shape, "amount": one.amount,
        "liable": in_words(pack.words.get("liable", {}).get(one.liable)) or one.liable,
        "outcome": in_words(pack.outcomes[one.outcome]["names"]) if one.outcome in pack.outcomes
        else one.outcome,
        "source": one.source, "confidence": one.confidence,
    }  # fmt: skip


def _rates(pack: law.Pack, offence: law.Offence, *, on: date) -> Iterator[dict[str, Any]]:
    """The tariff of each class of offender on that day, with its arithmetic."""
    for rate in offence.tariffs:
        if not in_force(rate.get("since"), rate.get("until"), on):
            continue
        tariff = pack.tariff(
            offence.id, author_class=rate["authors"][0], person=rate["person"], on=on
        )
        yield {
            "authors": [wording.value(pack, pack.elections[0], "authors", one) for one in rate["authors"]],
            "person": wording.value(pack, pack.elections[0], "persons", rate["person"]),
            "payers": [in_words(pack.words.get("liable", {}).get(one)) or one for one in tariff.payers],
            "reckoned": wording.reckoned(tariff), "source": tariff.source,
            "confidence": tariff.confidence,
            "because": [in_words(one) for one in rate.get("because", ())],
        }  # fmt: skip


def terms(pack: law.Pack) -> list[dict[str, Any]]:
    """Every clock of the pack: how long, from what, who is told when."""
    return [
        {
            "name": term_name(one.name), "length": length(one), "shift": one.shift != "none",
            "suspended_by": [term_name(name) for name in one.suspended_by], "source": one.source,
            "confidence": one.confidence,
            "steps": [
                {"when": when(step.after), "says": in_words(step.says),
                 "to": in_words(pack.roles.get(step.to)) or step.to}
                for step in one.steps
            ],
        }
        for one in pack.clocks.values()
    ]  # fmt: skip


def term_name(code: str) -> str:
    return {
        "explanation": _("to explain"), "payment": _("to pay"), "appeal": _("to appeal"),
        "complaint": _("to complain"), "complaint_decision": _("to decide on a complaint"),
        "complaint_on_voting_day": _("to decide on a complaint of voting day"),
        "refusal_in_writing": _("to refuse in writing"), "protocol": _("to draw the protocol"),
        "limitation": _("limitation"), "surcharge": _("a day of delay"),
    }.get(code, code.replace("_", " "))  # fmt: skip


def length(clock: law.Clock) -> str:
    """«3 calendar days»."""
    many = clock.length
    told = {
        "calendar_days": ngettext("%(many)s calendar day", "%(many)s calendar days", many),
        "working_days": ngettext("%(many)s working day", "%(many)s working days", many),
        "hours": ngettext("%(many)s hour", "%(many)s hours", many),
        "minutes": ngettext("%(many)s minute", "%(many)s minutes", many),
    }[clock.unit]  # fmt: skip
    return told % {"many": many}


def when(after: timedelta) -> str:
    """«at the end», «3 days before the end», «1 day after the end»."""
    if not after:
        return _("at the end")
    told = spell(abs(after))
    return (_("%s before the end") if after < timedelta() else _("%s after the end")) % told


def spell(length: timedelta) -> str:
    """The two largest units of a stretch of time: «3 days 4 hours»."""
    minutes = int(length.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        (days, ngettext("%(many)s day", "%(many)s days", days)),
        (hours, ngettext("%(many)s hour", "%(many)s hours", hours)),
        (minutes, ngettext("%(many)s minute", "%(many)s minutes", minutes)),
    ]
    shown = [said % {"many": many} for many, said in parts if many]
    return " ".join(shown[:2]) or _("less than a minute")
