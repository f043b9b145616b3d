"""Every sentence a reader may meet stands in Kyrgyz and Russian too."""

import ast
import io
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src" / "hustings"
DESK = SOURCE / "desk"
ROOMS = [folder for folder in sorted(DESK.iterdir()) if (folder / "apps.py").exists()]
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


@cache
def translated(path):
    """msgid → msgstr of one .po; a plural is joined, fuzzy ones count as missing."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        entries = list(read_po(file))
    known = {}
    for entry in entries:
        first = entry.id[0] if isinstance(entry.id, tuple) else entry.id
        said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if first and not entry.fuzzy and all(said):
            known[first] = said
    return known


def refusals():
    """(file, line, sentence) of every Refusal raised and every sentence said to a terminal."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
    names, before = {"Refusal"}, 0
    while len(names) != before:
        before = len(names)
        for tree in trees.values():
            names |= {
                node.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ClassDef)
                and any(isinstance(base, ast.Name) and base.id in names for base in node.bases)
            }
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            at = 1 if node.func.id in names else 0 if node.func.id == "say" else None
            if at is None or len(node.args) <= at:
                continue
            sentence = node.args[at]
            if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                yield path.relative_to(SOURCE), node.lineno, sentence.value


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_refusal_is_translated(language):
    known = {}
    for path in (SOURCE / "locale" / language / "LC_MESSAGES").glob("*.po"):
        known |= translated(path)
    found = list(refusals())
    assert len(found) > 50
    missing = [f"{path}:{line}: {said}" for path, line, said in found if said not in known]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_translations_of_refusals_keep_the_holes(language):
    for path in (SOURCE / "locale" / language / "LC_MESSAGES").glob("*.po"):
        for sentence, said in translated(path).items():
            holes = [{hole for _, hole, _, _ in string.Formatter().parse(text) if hole}
                     for text in (sentence, *said)]  # fmt: skip
            assert all(hole == holes[0] for hole in holes), f"{path.name}: {sentence}"


def page_sentences(room):
    """(file, sentence) of every string that a room's pages and forms show."""
    for path in sorted(room.rglob("*.html")):
        code = templatize(path.read_text("utf-8"), origin=str(path))
        yield from ((path, said) for said in _extracted(code))
    for path in sorted(room.rglob("*.py")):
        yield from ((path, said) for said in _extracted(path.read_text("utf-8")))


def _extracted(code):
    for _line, said, _comments, _context in extract(
        "python", io.BytesIO(code.encode()), keywords=KEYWORDS
    ):
        yield said[0] if isinstance(said, tuple) else said


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(
    "room", [*ROOMS, DESK / "templates", DESK / "templatetags"], ids=lambda room: room.name
)
def test_every_string_of_a_page_is_translated(room, language):
    known = translated(DESK / "locale" / language / "LC_MESSAGES" / "django.po") | translated(
        room / "locale" / language / "LC_MESSAGES" / "django.po"
    )
    missing = {f"{path.name}: {said!r}" for path, said in page_sentences(room) if said not in known}
    assert not missing, "\n".join(sorted(missing))
