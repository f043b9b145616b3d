"""Without the desk's packages, Hustings imports and screens."""

import json
import os
import subprocess
import sys

# What the extra `desk` brings is refused by name, as on a machine that never installed it.
WITHOUT_DESK = """
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    gone = {"django", "django_htmx", "gunicorn", "whitenoise", "typst", "argon2", "psycopg"}
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.gone:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
import importlib.util
real = importlib.util.find_spec
def without(name, package=None):
    return None if name.partition(".")[0] in Absent.gone else real(name, package)
importlib.util.find_spec = without
from hustings.cli import main
sys.exit(main(sys.argv[1:]))
"""


def hustings(*words, cwd):
    environment = {**os.environ, "HUSTINGS_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_DESK, *words],
        cwd=cwd, capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def test_screens_a_file(tmp_path):
    (tmp_path / "roster.csv").write_text(
        "candidate_id,district,ballot_number,name_ru,name_ky\n"
        "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n",
        encoding="utf-8",
    )
    post = {
        "id": "p1", "lang": "ru", "platform": "facebook",
        "author": {"name": "Вымышленный автор", "class": "voter"},
        "published_at": "2025-10-20T10:00:00+06:00",
        "text": "Голосуйте за Азамата Ойдонбекова, 18 округ!",
    }  # fmt: skip
    (tmp_path / "posts.jsonl").write_text(json.dumps(post) + "\n", encoding="utf-8")
    done = hustings(
        "screen", "posts.jsonl", "--pack", "kg", "--election", "kg-2025-parliament",
        "--roster", "roster.csv", "--output", "out.jsonl", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (answer,) = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert answer["id"] == "p1"
    assert [mention["candidate"] for mention in answer["mentions"]] == ["i-1"]
    assert "kg/code-of-offences/art_65" in {one["offence"] for one in answer["indications"]}


def test_offers_no_command_of_the_desk(tmp_path):
    done = hustings("serve", cwd=tmp_path)
    assert done.returncode == 2
    assert "invalid choice" in done.stderr
