"""Search folds what keyboards differ in: ё/е, ө/о, ү/у, ң/н, and case."""

from collections.abc import Iterator, Mapping
from typing import Any

TWINS = str.maketrans("ёөүң", "еоун")


def folded(text: str) -> str:
    return " ".join(text.casefold().translate(TWINS).split())


def searchable(public: Mapping[str, Any]) -> str:
    """Every word of a public record, in all its languages, folded."""
    return folded(" ".join(_words(public)))


def _words(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case bool() | None:
            return
        case int():
            yield str(value)
        case Mapping():
            for part in value.values():
                yield from _words(part)
        case list():
            for part in value:
                yield from _words(part)
        case _:
            raise TypeError(f"a public record holds no {type(value).__name__}")
