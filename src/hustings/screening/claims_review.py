"""ClaimReview records in a JSON document, and what makes one unfit for use."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from hustings.refusal import Refusal

LONGEST = 2_000  # characters of a claim: a sentence or a paragraph, not an article
SHOWN = 60
DEEPEST = 32  # levels of a record; the schema itself needs four
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_PAGE = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


class ClaimRefusal(Refusal):
    """A record, or a document of records, that cannot be used."""


_Fault = tuple[str, Refusal | None]


def records(document: str | bytes, *, where: str) -> Iterator[Any]:
    """The records of a document, unfit ones too; where a line is not JSON, a text of that line."""
    try:
        text = document.decode("utf-8-sig") if isinstance(document, bytes) else document
        return iter(_inside(_parsed(text)))
    except ValueError as error:
        lines = [] if isinstance(error, UnicodeDecodeError) else _lines(text)
        if not lines:
            raise ClaimRefusal(
                "claims.not_json",
                "{file} is not JSON in UTF-8 (line {line}). Save the ClaimReview records as one "
                "JSON document, or as one JSON object a line.",
                file=where, line=getattr(error, "lineno", 1),
            ) from None  # fmt: skip
        return iter(lines)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError from None


def _no_number(said: str) -> float:
    raise ValueError(said)


def _lines(text: str) -> list[Any]:
    """A record a line, where at least the first of them is one."""
    found: list[Any] = []
    for line in text.splitlines():
        try:
            found.append(_parsed(line) if line.strip() else None)
        except ValueError:
            found.append(line)
        if len(found) == 1 and not isinstance(found[0], dict):
            return []
    return found


def _inside(document: Any) -> list[Any]:
    """Records of a list, an @graph or a DataFeed (https://schema.org/DataFeed), or the one."""
    if isinstance(document, list):
        return [record for part in document for record in _inside_feed(part)]
    for name in ("@graph", "dataFeedElement"):
        if isinstance(document, dict) and name in document:
            return _inside(many(document[name]))
    return [document]


def _inside_feed(part: Any) -> list[Any]:
    """A DataFeedItem holds its records under `item`."""
    if isinstance(part, dict) and "item" in part and "claimReviewed" not in part:
        return many(part["item"])
    return [part]


def many(value: Any) -> list[Any]:
    """JSON-LD writes one value with or without brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def one(value: Any) -> Mapping[str, Any]:
    """The first object of a value; an empty one where there is none."""
    return next((part for part in many(value) if isinstance(part, dict)), {})


def name(value: Any) -> str | None:
    """Name of a person or an organisation, written as text or as an object; several joined."""
    told = [part.get("name") if isinstance(part, dict) else part for part in many(value)]
    return ", ".join(part for part in told if isinstance(part, str)) or None


def language(value: Any) -> str | None:
    """A tag of BCP 47, written as text or as a Language object."""
    first = next(iter(many(value)), None)
    if isinstance(first, dict):
        first = first.get("alternateName") or first.get("name")
    return first if isinstance(first, str) else None


def addresses(item: Mapping[str, Any]) -> list[str]:
    """Where the claim appeared: addresses of firstAppearance, appearance and the item itself."""
    told = [*many(item.get("firstAppearance")), *many(item.get("appearance")), item.get("url")]
    found = [part.get("url") if isinstance(part, dict) else part for part in told]
    return list(dict.fromkeys(part for part in found if isinstance(part, str)))


def fault(number: int, record: Any) -> _Fault:
    """(field, why this record cannot be used), or ("", None)."""
    if not isinstance(record, Mapping):
        return "", ClaimRefusal(
            "claims.no_object",
            "Record {number} is not a JSON object. Each record is one ClaimReview with its "
            "claimReviewed.",
            number=number,
        )
    for check in (_broken, _kind, _text, _page, _day, _tag, _rating):
        field, reason = check(number, record)
        if reason is not None:
            return field, reason
    return "", None


def _kind(number: int, record: Mapping[str, Any]) -> _Fault:
    kinds = many(record.get("@type", "ClaimReview"))
    if any(str(kind).rpartition("/")[2].rpartition(":")[2] == "ClaimReview" for kind in kinds):
        own = record.get("@id")
        if own is None or (isinstance(own, str) and own):
            return "", None
        return "@id", ClaimRefusal(
            "claims.id",
            "Record {number}, @id: {value} is no name. Write a text, or leave @id out.",
            number=number, value=_shown(own),
        )  # fmt: skip
    return "@type", ClaimRefusal(
        "claims.kind",
        "Record {number}, @type: {value} is not ClaimReview. Leave such records out.",
        number=number, value=_shown(record["@type"]),
    )  # fmt: skip


def _text(number: int, record: Mapping[str, Any]) -> _Fault:
    text = record.get("claimReviewed")
    if not isinstance(text, str) or not re.search(r"[^\W_]", text):
        return "claimReviewed", ClaimRefusal(
            "claims.no_text",
            "Record {number}, claimReviewed: there are no words. Write the refuted claim there, as "
            "it was spread.",
            number=number,
        )
    if len(text) > LONGEST:
        return "claimReviewed", ClaimRefusal(
            "claims.too_long",
            "Record {number}, claimReviewed: longer than {limit} characters. Write the sentence that "
            "was refuted, not the whole publication.",
            number=number, limit=LONGEST,
        )  # fmt: skip
    return "", None


def _page(number: int, record: Mapping[str, Any]) -> _Fault:
    url = record.get("url")
    if url is None or (isinstance(url, str) and _PAGE.fullmatch(url)):
        return "", None
    return "url", ClaimRefusal(
        "claims.url",
        "Record {number}, url: {value} is not the address of a page. Write it whole, with https://",
        number=number, value=_shown(url),
    )  # fmt: skip


def _day(number: int, record: Mapping[str, Any]) -> _Fault:
    day = record.get("datePublished")
    if day is None or _is_day(day):
        return "", None
    return "datePublished", ClaimRefusal(
        "claims.day",
        "Record {number}, datePublished: {value} is not a date. Write it as 2025-11-30, or as "
        "2025-11-30T09:00:00+06:00.",
        number=number, value=_shown(day),
    )  # fmt: skip


def _is_day(day: Any) -> bool:
    try:
        date.fromisoformat(day) if len(day) == len("2025-11-30") else datetime.fromisoformat(day)
    except (TypeError, ValueError):
        return False
    return True


def _tag(number: int, record: Mapping[str, Any]) -> _Fault:
    given = record.get("inLanguage")
    if given is None or _TAG.fullmatch(language(given) or ""):
        return "", None
    return "inLanguage", ClaimRefusal(
        "claims.language",
        "Record {number}, inLanguage: {value} is not the tag of a language. Write ky, ru or another "
        "tag of BCP 47.",
        number=number, value=_shown(given),
    )  # fmt: skip


def _rating(number: int, record: Mapping[str, Any]) -> _Fault:
    if record.get("reviewRating") is None:
        return "", None
    rating = one(record["reviewRating"])
    if not any(rating.get(field) for field in ("alternateName", "name", "ratingValue")):
        return "reviewRating", ClaimRefusal(
            "claims.rating",
            "Record {number}, reviewRating: there is no rating. Give alternateName in words, or "
            "ratingValue.",
            number=number,
        )
    try:
        value, worst, best = (
            float(rating[field]) if field in rating else None
            for field in ("ratingValue", "worstRating", "bestRating")
        )
    except (TypeError, ValueError):
        value, worst, best = None, None, None
    out = value is not None and (
        (worst is not None and value < worst) or (best is not None and value > best)
    )
    if not out:
        return "", None
    return "reviewRating", ClaimRefusal(
        "claims.rating_range",
        "Record {number}, reviewRating: {value} lies outside worstRating and bestRating. Correct "
        "one of the three.",
        number=number, value=_shown(rating["ratingValue"]),
    )  # fmt: skip


def _broken(number: int, record: Mapping[str, Any]) -> _Fault:
    """No column and no file in UTF-8 holds half a surrogate pair, which JSON may escape."""
    for field, value in record.items():
        if _too_deep(value):
            return field, ClaimRefusal(
                "claims.too_deep",
                "Record {number}, {field}: more than {limit} levels, one inside the other. Write it "
                "flatter.",
                number=number, field=_shown(field), limit=DEEPEST,
            )  # fmt: skip
        if re.search("[\ud800-\udfff]", json.dumps({field: value}, ensure_ascii=False)):
            return field, ClaimRefusal(
                "claims.half_character",
                "Record {number}, {field}: half a character (a lone surrogate) stands there. Write "
                "the whole character.",
                number=number, field=_shown(field),
            )  # fmt: skip
    return "", None


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for part in level
            if isinstance(part, dict | list)
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
    return bool(level)


def _shown(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    said = said.encode("utf-8", "replace").decode()
    return said if len(said) <= SHOWN else said[:SHOWN] + "…"
