"""Reading a pack's folder, with every fault named by file, line and remedy."""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hustings.law.article import Block, blocks, faulty
from hustings.law.pack import CONFIDENCE, Election, Offence, Pack, Provision, Rule, Zone
from hustings.refusal import Refusal

KINDS = ("call", "preference", "consequences", "activity", "discredit", "bribery", "charity", "poll",
         "hatred", "event")  # fmt: skip
AUTHORS = ("voter", "candidate", "representative", "media", "state_servant", "religious", "foreign",
           "commission", "party")  # fmt: skip
PERSONS = ("natural", "legal")
PLACES = ("mosque", "school", "hospital", "concert", "sport", "monument", "trees", "private_wall",
          "commission_premises")  # fmt: skip
CONDITIONS = {"kinds", "zones", "authors", "not_authors", "places", "from_event", "to_event"}


def folders() -> list[Path]:
    """Where packs are looked for: $HUSTINGS_PACKS, the checkout, the installed package."""
    here = Path(__file__).resolve()
    named = [Path(os.environ["HUSTINGS_PACKS"])] if os.environ.get("HUSTINGS_PACKS") else []
    return [*named, here.parents[3] / "packs", here.parents[1] / "packs"]


def load(code: str) -> Pack:
    """The pack of that code, read once. Refusal law.unknown_pack names those there are."""
    for folder in folders():
        if code.isidentifier() and (folder / code / "pack.toml").is_file():
            return _read(folder / code)
    known = sorted(
        {path.parent.name for folder in folders() for path in folder.glob("*/pack.toml")}
    )
    raise Refusal(
        "law.unknown_pack",
        "There is no law pack {pack}; there are: {known}. Set HUSTINGS_PACKS to a folder of packs.",
        pack=code, known=", ".join(known),
    )  # fmt: skip


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise faulty(
            path.name, 1, f"this is not TOML: {error}", "Mend the line it names."
        ) from None


@cache
def _read(folder: Path) -> Pack:
    about = _toml(folder / "pack.toml")
    code = about["code"]
    provisions, offences, rules = _law(code, folder / "law")
    roles = _toml(folder / "procedure/roles.toml")
    elections = map(_election, sorted((folder / "elections").glob("*.toml")))
    return Pack(
        code=code, version=about["version"], digest=_digest(folder), names=about["names"],
        languages=tuple(about["languages"]), folder=folder, currency=about["currency"],
        unit_values=tuple(sorted(about["unit"], key=lambda value: value["since"])), rules=rules,
        outcomes=_toml(folder / "procedure/outcomes.toml"), words=_toml(folder / "words.toml"),
        roles=roles["roles"], incompatible=tuple(tuple(pair) for pair in roles["incompatible"]),
        clocks=_toml(folder / "procedure/clocks.toml"),
        quorum=_toml(folder / "procedure/quorum.toml"), _provisions=provisions,
        _offences=offences, _elections={election.code: election for election in elections},
    )  # fmt: skip


def _law(
    code: str, folder: Path
) -> tuple[dict[str, tuple[Provision, ...]], dict[str, Offence], tuple[Rule, ...]]:
    """Every article of every act: words, offences, rules with the examples beneath them."""
    provisions: dict[str, tuple[Provision, ...]] = {}
    offences: dict[str, Offence] = {}
    rules: list[Rule] = []
    for article in sorted(folder.glob("*/*.md")):
        act = article.parent.name
        for block in blocks(article, f"{act}/{article.name}"):
            place = f"{code}/{act}/{block.place}"
            match block.kind:
                case "words":
                    provisions[place] = _wording(provisions.get(place, ()), place, block)
                case "offence":
                    offences[place] = _offence(place, block)
                case "rule":
                    rules.append(_rule(code, place, block))
                case "example" if rules:
                    rules[-1] = _with_example(rules[-1], block)
                case _:
                    raise faulty(
                        block.file, block.line, f"a block {block.kind} means nothing here",
                        "Blocks are: words, offence, rule, and example beneath a rule.",
                    )  # fmt: skip
    _cited(rules, provisions, offences)
    return provisions, offences, tuple(rules)


def _cited(
    rules: list[Rule], provisions: Mapping[str, object], offences: Mapping[str, object]
) -> None:
    for rule in rules:
        if rule.offence not in offences:
            raise faulty(
                rule.file, rule.line, f"no offence {rule.offence}", "Cite one that the pack holds."
            )
        if rule.provision not in provisions:
            raise faulty(
                rule.file, rule.line, f"{rule.provision} has no words", "Give it a words block."
            )


def _wording(earlier: tuple[Provision, ...], place: str, block: Block) -> tuple[Provision, ...]:
    """Wordings of one place follow one another: half-open periods that do not overlap."""
    wording = _provision(place, block)
    if earlier and (earlier[-1].until is None or wording.since is None
                    or wording.since < earlier[-1].until):  # fmt: skip
        raise faulty(
            block.file, block.line, f"two wordings of {place} overlap",
            "Give the earlier one an `until`, and the later one a `since` not before it.",
        )  # fmt: skip
    return (*earlier, wording)


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(str(path.relative_to(folder)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{total.hexdigest()}"


def _confidence(block: Block, value: object) -> str:
    if value not in CONFIDENCE:
        raise faulty(
            block.file,
            block.line,
            f"confidence is {value!r}",
            f"Say one of {', '.join(CONFIDENCE)}.",
        )
    return str(value)


def _need(block: Block, key: str) -> Any:
    if key not in block.values:
        raise faulty(
            block.file, block.line, f"the {block.kind} block has no {key}", f"Add {key} = …"
        )
    return block.values[key]


def _provision(place: str, block: Block) -> Provision:
    return Provision(
        id=place, citation=_need(block, "citation"), heading=_need(block, "heading"),
        text=_need(block, "text"), source=_need(block, "source"),
        confidence=_confidence(block, _need(block, "confidence")),
        since=block.values.get("since"), until=block.values.get("until"),
    )  # fmt: skip


def _offence(place: str, block: Block) -> Offence:
    for rate in block.values.get("tariff", []):
        if "units" in rate and not isinstance(rate["units"], int):
            raise faulty(
                block.file,
                block.line,
                "a tariff's units are not a whole number",
                "Write units = 75.",
            )
        _known(block, rate["authors"], AUTHORS, "authors")
        _confidence(block, rate.get("confidence"))
    return Offence(
        id=place, citation=_need(block, "citation"), heading=_need(block, "heading"),
        text=_need(block, "text"), route=_need(block, "route"), source=_need(block, "source"),
        confidence=_confidence(block, _need(block, "confidence")),
        tariffs=tuple(block.values.get("tariff", [])),
    )  # fmt: skip


def _known(block: Block, said: list[str], allowed: tuple[str, ...], what: str) -> frozenset[str]:
    if strange := sorted(set(said) - set(allowed)):
        raise faulty(block.file, block.line, f"unknown {what}: {', '.join(strange)}",
                     f"Use: {', '.join(allowed)}.")  # fmt: skip
    return frozenset(said)


def _rule(code: str, place: str, block: Block) -> Rule:
    when = _need(block, "when")
    if strange := sorted(set(when) - CONDITIONS):
        raise faulty(block.file, block.line, f"unknown condition: {', '.join(strange)}",
                     f"Conditions are: {', '.join(sorted(CONDITIONS))}.")  # fmt: skip
    return Rule(
        name=block.name, provision=place, offence=f"{code}/{_need(block, 'offence')}",
        kinds=_known(block, when.get("kinds", []), KINDS, "kinds"),
        zones=frozenset(when.get("zones", [])),
        authors=_known(block, when.get("authors", AUTHORS), AUTHORS, "authors"),
        not_authors=_known(block, when.get("not_authors", []), AUTHORS, "authors"),
        places=_known(block, when.get("places", []), PLACES, "places"),
        from_event=when.get("from_event", ""), to_event=when.get("to_event", ""),
        because=_need(block, "because"), confidence=_confidence(block, _need(block, "confidence")),
        file=block.file, line=block.line,
    )  # fmt: skip


def _with_example(rule: Rule, block: Block) -> Rule:
    return replace(rule, examples=(*rule.examples, {"name": block.name, **block.values}))


def _election(path: Path) -> Election:
    said = _toml(path)
    zone = ZoneInfo(said["timezone"])
    events = {name: _moment(value["at"], zone) for name, value in said["events"].items()}
    zones = tuple(
        Zone(
            code=one["code"], starts=events.get(one.get("starts", "")),
            ends=events.get(one.get("ends", "")), names=one["names"],
            confidence=one["confidence"],
        )
        for one in said["zone"]
    )  # fmt: skip
    return Election(
        code=said["code"],
        names=said["names"],
        timezone=zone,
        events=events,
        zones=zones,
        sources={name: value["source"] for name, value in said["events"].items()},
    )


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    return datetime(value.year, value.month, value.day, tzinfo=zone).astimezone(UTC)
