"""The house keeps its own rules."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]


def tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_has_no_module_over_400_lines():
    long = {p.name: n for p in WRITTEN if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long


def code_lines(node):
    """Lines of a function without its docstring: a contract may be as long as it must."""
    length = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        length -= first.end_lineno - first.lineno + 1
    return length


def test_has_no_function_over_40_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {code_lines(node)}"
        for path in WRITTEN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > 40
    ]
    assert not long, "\n".join(long)


def test_has_no_room_without_a_name_of_its_own():
    nameless = re.compile(r"(utils?|helpers?|common|misc|base|manager)[^/]*\.py$")
    assert not [path for path in SOURCES if nameless.match(path.name)]


def test_leaves_no_unfinished_marks():
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert not [path for path in SOURCES if marks.search(path.read_text("utf-8"))]


def test_names_no_index_and_no_path_of_one_machine():
    told = re.compile(
        r"(pypi|pythonhosted|npmjs)\.org|/(root|home)/[a-z]+|--(extra-)?index-url|/wor" r"k/",
        re.IGNORECASE,
    )
    found = []
    for path in tracked():
        if path.suffix in {".png", ".svg", ".parquet", ".npz"}:
            continue
        text = path.read_text("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in told.finditer(text)]
    assert not found, "\n".join(found)


def test_shows_a_newcomer_at_most_14_things_at_its_root():
    visible = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert len([name for name in visible if not name.startswith(".")]) <= 14


def test_keeps_the_readme_within_80_lines():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 80


@pytest.mark.parametrize("command", ["demo", "test"])
def test_readme_names_the_command(command):
    assert f"make {command}" in (ROOT / "README.md").read_text("utf-8")
