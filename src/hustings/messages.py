"""Sentences in the reader's language: one gettext catalogue a room, chained.

The English sentence is the key. A room's translations stand in
`locale/<language>/LC_MESSAGES/<room>.po`; the build compiles them to `.mo` beside it.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("ky", "ru", "en")
LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """All rooms' sentences in one language; English is the sentences themselves."""
    chain = gettext.NullTranslations()
    for compiled in sorted((LOCALE / language / "LC_MESSAGES").glob("*.mo")):
        with compiled.open("rb") as file:
            chain.add_fallback(gettext.GNUTranslations(file))
    return chain


def say(text: str, language: str, /, **facts: object) -> str:
    """The sentence in that language, its {holes} filled with the facts."""
    sentence = catalogue(language).gettext(text)
    return sentence.format_map(facts) if facts else sentence


def terminal_language() -> str:
    """The language of the person at the terminal: HUSTINGS_LANG, else the locale, else English."""
    for name in ("HUSTINGS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "")[:2].lower()
        if language in LANGUAGES:
            return language
    return "en"
