"""One spelling for words that people write many ways: the skeleton of a word.

Kyrgyz and Uzbek posts mix Cyrillic with several Latin alphabets, and swap ө/о, ү/у, ң/н, ы/и.
Both the lexicon and the text are brought to one skeleton, so a pattern is written once.
"""

import re
from functools import cache, partial

import polars as pl

_LATIN = (
    ("shch", "ш"), ("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"),
    ("gh", "г"), ("ts", "тс"), ("ng", "н"), ("ya", "иа"), ("yu", "иу"), ("yo", "ио"),
    ("o'", "о"), ("g'", "г"), ("oʻ", "о"), ("gʻ", "г"), ("o’", "о"), ("g’", "г"),
    ("o‘", "о"), ("g‘", "г"), ("o`", "о"), ("g`", "г"),
)  # fmt: skip
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzüöŋşçığñәөүңқғҳўҷёэыйщѐѝіїєґҝҡ",
        "абсдефгхижклмнопкрстуввхизуоншчигнеоункгхожееиишеииеегкк",
        strict=True,
    )
)
_CYRILLIC = {"нг": "н", "я": "иа", "ю": "иу", "ц": "тс", "ъ": "", "ь": ""}
_SILENT = dict.fromkeys("'ʻ’‘`´ʼ-_\u0301\u200b\u200d\ufe0f", "")
_FIRST = {**dict(_LATIN), **_CYRILLIC, **_LETTERS, **_SILENT}
_ALPHABET = "абвгдежзиклмнопрстуфхчш"
_RUNS = {letter * length: letter for length in range(12, 1, -1) for letter in _ALPHABET}
_SECOND = {"нг": "н", **_RUNS}
LONGEST = 40
_PATTERNS = [
    (table, re.compile("|".join(re.escape(written) for written in table)))
    for table in (_FIRST, _SECOND, _RUNS)
]


def skeletons(words: pl.Series) -> pl.Series:
    """Skeletons of words (Utf8 in, Utf8 out; at most 40 letters of each are read)."""
    return (
        words.str.head(LONGEST)
        .str.to_lowercase()
        .str.replace_many(_FIRST, leftmost=True)
        .str.replace_many(_SECOND, leftmost=True)
        .str.replace_many(_RUNS, leftmost=True)
    )


@cache
def skeleton(word: str) -> str:
    """The skeleton of one word or stem of a lexicon: `skeletons`, without columns, which for
    ten thousand words one by one would take ten seconds.
    """
    spelled = word[:LONGEST].lower()
    for table, pattern in _PATTERNS:
        spelled = pattern.sub(partial(_instead, table), spelled)
    return spelled


def _instead(table: dict[str, str], match: re.Match[str]) -> str:
    return table[match[0]]
