"""No line under src knows a country: countries are packs."""

import io
import re
import token
import tokenize
from pathlib import Path

import pytest

from hustings import law

SOURCE = Path(__file__).parents[1] / "src"
READ = {".py", ".html", ".js", ".css", ".typ"}
PACKS = [law.load(code) for code in law.known()]
CODES = {pack.code for pack in PACKS}
# Countries, their capitals and money, in the languages of this project. A language is no country: «Kyrgyz»
# by itself names a language, «Kyrgyz Republic» and «Kyrgyzstan» do not.
TAGS = {"hustings/publications/feeds.py": {"br"}}  # HTML's, where a code is a tag
NAMES = re.compile(
    r"Kyrgyz ?(?:Rep|stan)|Киргиз|Кыргыз ?(?:Респ|стан)|Кыргызск\w+ Респ|Bishkek|Бишкек"
    r"|Bra[sz]il|Бразили|\bIndia\b|\bИнди[яюи]\b|Delhi|Дели\b|United Kingdom|Brit(?:ain|ish)|Британи"
    r"|\bLondon|Лондон|Sao_Paulo|Kolkata|\b(?:KGS|BRL|INR|GBP)\b"
    r"|\bsoms?\b|\bсом(?:а|ов)?\b|\breais\b|\brupees?\b|calculated rate|расч[её]тн\w+ показател"
)


def each(paths):
    for path in paths:
        yield pytest.param(path, id=str(path.relative_to(SOURCE)))


def files():
    return sorted(
        path for path in SOURCE.rglob("*")
        if path.suffix in READ and "locale" not in path.parts and "migrations" not in path.parts
    )  # fmt: skip


def strings(path):
    """(line, text of a string) of a Python file; docstrings are words for people, not strings."""
    for one in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if one.type == token.STRING:
            yield one.start[0], one.string.strip("rbfRBF").strip("\"'")


def named(path):
    """`line: word` for each name of a country, a capital or a currency."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        for found in NAMES.finditer(line):
            yield f"{path.relative_to(SOURCE)}:{number}: {found.group()}"


def coded(path):
    """`line: "kg"` for each string that is a pack's code, or begins a place of its law."""
    for number, text in strings(path):
        if text in TAGS.get(str(path.relative_to(SOURCE)), ()):
            continue
        if text in CODES or any(re.match(rf"{code}(/|-\d{{4}})", text) for code in CODES):
            yield f"{path.relative_to(SOURCE)}:{number}: {text!r}"


def test_there_are_countries_to_be_found():
    assert {"kg", "br", "in", "gb"} <= CODES
    for said in (
        "Бишкек",
        "the Kyrgyz Republic",
        "75 KGS",
        "Asia/Bishkek",
        "12 som",
        "Brasil",
        "calculated rates",
    ):
        assert NAMES.search(said), said
    for said in ("in Kyrgyz and Russian", "Кыргызча", "some", "Indian file"):
        assert not NAMES.search(said), said


@pytest.mark.parametrize("path", list(each(files())))
def test_names_no_country_capital_or_currency(path):
    assert not list(named(path))


@pytest.mark.parametrize("path", list(each(path for path in files() if path.suffix == ".py")))
def test_holds_no_code_of_a_pack(path):
    assert not list(coded(path))
