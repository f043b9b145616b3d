"""What a pack calls its acts, for pages that speak of them."""

import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from hustings import law
from hustings.law.words import worded

NAMES = "names.toml"
UNNAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "resolution": {"en": "Resolution", "ru": "Постановление", "ky": "Токтом"},
        "protocol": {"en": "Protocol", "ru": "Протокол", "ky": "Протокол"},
        "notice": {"en": "Notice", "ru": "Уведомление", "ky": "Билдирүү"},
        "referral": {"en": "Letter", "ru": "Сопроводительное письмо", "ky": "Коштомо кат"},
    }
)


def name(template: str, *, pack: str) -> Mapping[str, str]:
    """The act's name in every language that the pack gives it in; another reader sees English."""
    path = law.load(pack).folder / "documents" / NAMES
    said: dict[str, Any] = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    words: Mapping[str, str] = worded(dict(said.get(template, UNNAMED[template])))
    return words
