"""An answer with its reasons, in the reader's words: what held, what failed, what nobody knows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hustings import law
from hustings.desk.review import facts
from hustings.desk.review.models import Indication
from hustings.desk.templatetags import wording
from hustings.desk.templatetags.desk import in_words
from hustings.law.reasons import EXCEPTED, FAILS, FIRES, UNKNOWN, Change, Way
from hustings.law.reasons import routes as routes_of

SHOWN = 12  # changes that are told; the rest of them say the same of other classes


@dataclass(frozen=True, kw_only=True)
class Step:
    """One condition: `held` is so, not so, or unknown (None)."""

    asked: str
    found: str
    held: bool | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A rule or an exception on its way to the answer."""

    name: str
    citation: str
    verdict: str
    because: str
    confidence: str
    steps: Sequence[Step]
    exceptions: Sequence["Told"] = ()


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """`mine`: the rules of this indication; `others`: the rest, by verdict."""

    mine: Sequence[Told]
    others: Sequence[tuple[str, Sequence[Told]]]
    missing: Sequence[str]
    changes: Sequence[dict[str, Any]]
    liable: Sequence[dict[str, Any]]
    routes: Sequence[str]
    undecided: Sequence[str]
    exact: bool
    found: bool  # by the law in use now
    unsure: bool = field(default=False)


def of(indication: Indication, *, pack: law.Pack) -> Reasons:
    """The reasons of one indication by the law in use and the facts that the desk keeps."""
    publication = indication.publication
    election = pack.election(publication.election.code)
    trace = law.trace(pack, facts.said(publication))
    place = (indication.offence, indication.provision)
    named = {rule.name: (rule.offence, rule.provision) for rule in pack.rules}
    ways = [(named[way.name] == place, _told(pack, election, way)) for way in trace.rules]
    mine = [told for here, told in ways if here]
    return Reasons(
        mine=sorted(mine, key=lambda one: one.verdict != FIRES),
        others=list(_grouped(told for here, told in ways if not here)),
        missing=[wording.fact(pack, one) for one in trace.missing],
        changes=list(_changes(pack, election, trace.changes, place)),
        liable=_liable(pack, trace.practice),
        routes=trace.routes.get(indication.offence) or routes_of(pack, indication.offence),
        undecided=[in_words(one) for one in trace.undecided],
        exact=facts.moment_of(publication) is not None,
        found=any((one.offence, one.provision) == place for one in trace.indications),
        unsure=any(one.confidence != "quoted" for one in mine if one.verdict == FIRES),
    )  # fmt: skip


def _told(pack: law.Pack, election: law.Election, way: Way) -> Told:
    return Told(
        name=way.name, citation=in_words(pack.provision(way.provision).citation),
        verdict=way.verdict, because=in_words(way.because), confidence=way.confidence,
        steps=[
            Step(asked=wording.asked(pack, election, one.word, one.wanted),
                 found=wording.found(pack, election, one.word, one.found), held=one.held)
            for one in way.steps
        ],
        exceptions=[_told(pack, election, one) for one in way.exceptions],
    )  # fmt: skip


def _grouped(ways: Iterable[Told]) -> Iterator[tuple[str, list[Told]]]:
    groups: defaultdict[str, list[Told]] = defaultdict(list)
    for one in ways:
        groups[one.verdict].append(one)
    for verdict in (FIRES, EXCEPTED, UNKNOWN, FAILS):
        if groups[verdict]:
            yield verdict, groups[verdict]


def _changes(
    pack: law.Pack, election: law.Election, changes: Iterable[Change], place: tuple[str, str]
) -> Iterator[dict[str, Any]]:
    """One line for each turn of the answer, with every single fact that would bring it about."""
    turns: defaultdict[tuple[Any, Any], list[str]] = defaultdict(list)
    for one in changes:
        said = wording.otherwise(pack, election, one.fact, one.to)
        turns[one.found, one.gone].append(said)
    ordered = sorted(turns.items(), key=lambda one: place not in one[0][1])
    for (found, gone), facts_otherwise in ordered[:SHOWN]:
        yield {
            "facts": facts_otherwise, "this": place in gone,
            "gone": [_cited(pack, one) for one in gone if one != place],
            "found": [_cited(pack, one) for one in found],
        }  # fmt: skip


def _cited(pack: law.Pack, place: tuple[str, str]) -> str:
    offence, provision = place
    return f"{in_words(pack.provision(provision).citation)} ({in_words(pack.offence(offence).citation)})"


def _liable(pack: law.Pack, practice: Iterable[law.Practice]) -> list[dict[str, Any]]:
    """Whom decisions of this shape held liable: each answer once, with the decisions that gave it."""
    by_whom: defaultdict[str, list[law.Practice]] = defaultdict(list)
    for one in practice:
        by_whom[one.liable].append(one)
    return [
        {
            "who": in_words(pack.words.get("liable", {}).get(liable)) or liable,
            "decisions": [
                {"on": one.on, "because": in_words(one.because), "source": one.source,
                 "outcome": in_words(pack.outcomes.get(one.outcome, {}).get("names")) or one.outcome,
                 "amount": one.amount, "confidence": one.confidence}
                for one in decisions
            ],
        }
        for liable, decisions in by_whom.items()
    ]  # fmt: skip
