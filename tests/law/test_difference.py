"""Two states of the law side by side: what is said otherwise, and whose answer changes."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hustings import cli, law
from hustings.refusal import Refusal

ZZ = Path(__file__).parents[2] / "packs" / "zz"
OFFENCE, RULE = "law/election-act/art-91.md", "law/election-act/art-34.md"
CALENDAR = "elections/zz-2026-assembly.toml"
CALL = {
    "pack": "zz", "election": "zz-2026-assembly", "published_at": "2026-05-14T12:00:00+02:00",
    "author_class": "voter", "person": "natural", "signals": [{"kind": "call"}],
}  # fmt: skip


@pytest.fixture
def changed(tmp_path):
    """changed(file, old, new) → the folder of a pack with that one change."""

    def change(file, old, new):
        folder = Path(shutil.copytree(ZZ, tmp_path / "changed"))
        path = folder / file
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
        return folder

    return change


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (OFFENCE, "units = 30", "units = 40", ("offence", "zz/election-act/art_91", "tariffs")),
        (RULE, '"call", "preference"', '"call"', ("rule", "campaigning-in-the-quiet-days", "when")),
        (CALENDAR, "2026-05-15", "2026-05-14", ("event", "zz-2026-assembly quiet", "at")),
        ("procedure/clocks.toml", "length = 3\n", "length = 5\n", ("clock", "explanation", "length")),
        ("procedure/quorum.toml", "established = 5", "established = 7", ("quorum", "quorum", "established")),
        ("pack.toml", "value = 9", "value = 11", ("unit", "fee_unit 2026-05-16", "value")),
        ("procedure/days.toml", "2026-05-14", "2026-05-13", ("days", "days", "holidays")),
    ],
)  # fmt: skip
def test_names_what_is_said_otherwise(changed, file, old, new, told):
    (one,) = law.difference(law.load("zz"), law.read(changed(file, old, new)))
    assert (one.kind, one.name, one.field) == told
    assert one.old != one.new


def test_same_law_in_another_place_is_no_difference(changed):
    moved = changed(RULE, "# Article 34", "\n\n# Article 34")
    assert list(law.difference(law.load("zz"), law.read(moved))) == []


def test_rows_whose_answer_changes_are_told_old_beside_new(changed, tmp_path, capsys):
    folder = changed(CALENDAR, "2026-05-15", "2026-05-14")
    rows = tmp_path / "facts.jsonl"
    rows.write_text(
        "\n".join(
            json.dumps({"id": name, "facts": CALL | {"published_at": moment}})
            for name, moment in (
                ("turns", "2026-05-14T12:00:00+02:00"), ("stays", "2026-05-13T23:59:59+02:00"),
                ("was so", "2026-05-15T12:00:00+02:00"),
            )
        ),
        encoding="utf-8",
    )  # fmt: skip
    assert cli.main(["law", "diff", "zz", str(folder), "--facts", str(rows)]) == 1
    *_, last = capsys.readouterr().out.splitlines()
    told = json.loads(last)
    assert told["id"] == "turns"
    assert told["old"] == []
    assert [one["offence"] for one in told["new"]] == ["zz/election-act/art_91"]


def test_no_difference_exits_with_nothing_said(capsys):
    assert cli.main(["law", "diff", "zz", "zz"]) == 0
    assert capsys.readouterr().out == ""


def test_date_that_moves_takes_along_what_hangs_on_it():
    election = law.load("zz").election("zz-2026-assembly")
    earlier = datetime(2026, 5, 14, tzinfo=UTC)
    moved = election.moved({"quiet": earlier})
    assert moved.events["quiet"] == earlier
    assert (moved.zones[0].ends, moved.zones[1].starts) == (earlier, earlier)
    assert election.events["quiet"] != earlier, "the calendar in use stays as it is"


def test_event_that_hangs_on_another_moves_with_it():
    calendar = law.load("zz").election("zz-2026-islands")
    assert "quiet" not in calendar.events
    assert (
        calendar.areas["north"].events["polls_close"] - calendar.areas["north"].events["quiet"]
    ).total_seconds() == 48 * 3600


@pytest.mark.parametrize(
    ("event", "moment", "code"),
    [
        ("dawn", datetime(2026, 5, 14, tzinfo=UTC), "law.unknown_event"),
        ("quiet", datetime(2026, 5, 18, tzinfo=UTC), "law.order_of_zones"),
    ],
)
def test_date_that_cannot_be_is_refused_and_changes_nothing(event, moment, code):
    election = law.load("zz").election("zz-2026-assembly")
    before = dict(election.events)
    with pytest.raises(Refusal) as refused:
        election.moved({event: moment})
    assert refused.value.code == code
    assert election.events == before
