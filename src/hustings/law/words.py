"""Words in several languages: whoever reads another language than the pack speaks sees English."""

from collections.abc import Mapping
from typing import Any

Words = Mapping[str, str]


class InLanguages(dict[str, str]):
    """`words[language]`, falling back to the English; so a page need not know the pack's languages."""

    def __missing__(self, language: str) -> str:
        return self["en"]

    def get(self, language: str, default: Any = None) -> Any:  # noqa: ARG002  # English is the default
        return self[language]


def worded(value: Any) -> Any:
    """The same value with every table of languages in it made InLanguages."""
    if isinstance(value, dict):
        if "en" in value and all(isinstance(text, str) for text in value.values()):
            return InLanguages(value)
        return {key: worded(one) for key, one in value.items()}
    return [worded(one) for one in value] if isinstance(value, list) else value
