"""The record of an act …"""

import re
from pathlib import Path

import pytest

from hustings.documents.records import RECORDS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "packs/kg/documents"
FORMS = ROOT / "src/hustings/documents/forms"


def fields(spec, path=""):
    """Every field of a spec as docs/documents.md lists it: (path, kind)."""
    for name, inner in spec.items():
        place = f"{path}.{name}".lstrip(".")
        if isinstance(inner, list):
            one = inner[0]
            yield f"{place}[]", one if isinstance(one, str) else "list"
            inner, place = one, f"{place.rstrip('?')}[]"  # noqa: PLW2901 - one level down
        elif isinstance(inner, dict):
            yield place, "group"
        else:
            yield place, inner
        if isinstance(inner, dict):
            yield from fields(inner, place.rstrip("?"))


@pytest.mark.parametrize("template", RECORDS)
def test_is_described_field_by_field(template):
    text = (ROOT / "docs/documents.md").read_text("utf-8")
    section = text.partition(f"### {template}\n")[2].partition("\n#")[0]
    told = re.findall(r"^\| `([^`]+)` \| (\w+) \|", section, re.MULTILINE)
    assert told == list(fields(RECORDS[template]))


@pytest.mark.parametrize("language", ["ru", "ky"])
@pytest.mark.parametrize("template", RECORDS)
def test_is_drawn_field_by_field(template, language):
    parts = (FORMS / "act.typ", TEMPLATES / f"words.{language}.typ",
             TEMPLATES / f"{template}.{language}.typ")  # fmt: skip
    source = "".join(path.read_text("utf-8") for path in parts)
    names = {re.sub(r"[?\[\]]", "", path).rpartition(".")[2] for path, _ in
             fields(RECORDS[template])}  # fmt: skip
    undrawn = {name for name in names if not re.search(rf'\.{name}\b|"{name}"', source)}
    assert undrawn == set()


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("packs/*/documents/*.typ"), *FORMS.glob("*.typ")]),
    ids=lambda path: path.name,
)
def test_is_never_evaluated_by_a_template(path):
    source = path.read_text("utf-8")
    assert not re.search(r"\beval\(|@preview|\bplugin\(|\bread\(", source)
