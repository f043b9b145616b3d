"""A pack that says something wrong is refused with the place and the way out, and changes nothing."""

import random
import re
import shutil
from pathlib import Path

import pytest

from hustings import cli, law
from hustings.law import checking
from hustings.law.article import Faulty
from hustings.refusal import Refusal

ZZ = Path(__file__).parents[2] / "packs" / "zz"
RULES, OFFENCE = "law/election-act/art-34.md", "law/election-act/art-91.md"
CALENDAR, CLOCKS = "elections/zz-2026-assembly.toml", "procedure/clocks.toml"
WORDS = """
```words
citation = {en = "c"}
heading = {en = "h"}
text = {en = "t"}
source = "invented"
confidence = "quoted"
```
"""
CIRCLE = """
```exception one
to = "two"
when = {places = ["mosque"]}
because = {en = "one"}
confidence = "quoted"
```

```exception two
to = "one"
when = {places = ["school"]}
because = {en = "two"}
confidence = "quoted"
```
"""

# file, what stands there, what is written instead, what the refusal says, on which line
SPOILT = [
    (RULES, 'zones = ["quiet"]', 'moons = ["quiet"]', "Unknown condition: moons", 15),
    (RULES, 'kinds = ["call", "preference"]', 'kinds = ["shout"]', "Unknown kinds: shout", 15),
    (RULES, 'not_authors = ["media"]', 'not_authors = ["ghost"]', "Unknown not_authors: ghost", 15),
    (RULES, 'not_authors = ["media"]', "not_authors = 5", "not_authors is 5", 15),
    (RULES, "election-act/art_91", "election-act/art_99", "no offence zz/election-act/art_99", 13),
    (RULES, 'when = {zones = ["quiet"], kinds = ["call", "preference"], not_authors = ["media"]}\n', "",
     "when is missing", 13),
    (RULES, 'confidence = "quoted"', 'confidence = "sure"', "confidence is 'sure'", 10),
    (RULES, "offence =", "offence ==", "This is not TOML", 14),
    (RULES, "offence =", "ofence =", "ofence means nothing here", 14),
    (RULES, "published_at = 2026-05-16T12:00:00+02:00", 'published_at = "last Monday"',
     "published_at is 'last Monday'", 21),
    (RULES, "published_at = 2026-05-16T12:00:00+02:00", "published_at = 2026-05-16T12:00:00",
     "published_at is 2026-05-16 12:00:00", 21),
    (RULES, 'author_class = "voter"', 'author_class = "ghost"', "author_class is 'ghost'", 22),
    (RULES, 'signals = ["call"]', 'signals = ["shout"]', "Unknown signals: shout", 23),
    (RULES, '"quoted"\n```', '"quoted"\nsince = 2026-13-45\n```', "not TOML", 11),
    (RULES, '"quoted"\n```', '"quoted"\nsince = "2026"\n```', "since is '2026'", 11),
    (RULES, 'confidence = "quoted"\n```',
     'confidence = "quoted"\nsince = 2026-05-02\nuntil = 2026-05-01\n```', "until is not after since", 12),
    (RULES, "2. Part 1 does", WORDS + "\n2. Part 1 does", "wordings of", 35),
    (RULES, "2. Part 1 does", CIRCLE + "\n2. Part 1 does", "exception to itself", 35),
    (RULES, "2. Part 1", CIRCLE.replace('"two"', '"three"', 1) + "\n2. Part 1", "no rule three", 35),
    (RULES, "```rule campaigning-in-the-quiet-days", "```rule", "no name", 13),
    (RULES, "```rule campaigning-in-the-quiet-days", "```rul campaigning", "means nothing here", 13),
    (RULES, "```rule campaigning", "3. More. {#art_34__part_3}\n\n```rule campaigning",
     "zz/election-act/art_34__part_3 has no words", 15),
    (OFFENCE, "units = 30", 'units = "30"', "units is '30'", 16),
    (OFFENCE, "units = 30", "units = -3", "units is -3", 16),
    (OFFENCE, 'unit = "fee_unit"\n', "", "without a unit", 16),
    (OFFENCE, 'unit = "fee_unit"', 'unit = "ducat"', "without a unit", 16),
    (OFFENCE, "units = 30", "least = 30", "range cannot be read", 16),
    (OFFENCE, "units = 30", "least = 30\nmost = 20", "range cannot be read", 16),
    (OFFENCE, "units = 30", "units = 30\nor_times = 2", "or_times and of together", 17),
    (OFFENCE, "units = 30", 'units = 30\nper = "moon"', "per is 'moon'", 17),
    (OFFENCE, 'person = "natural"', 'person = "robot"', "person is 'robot'", 15),
    (OFFENCE, 'route = "official"', 'route = "nobody"', "No outcome is carried out by nobody", 5),
    (CALENDAR, "2026-05-17T21:00:00", '"2026-05-17"', "at is '2026-05-17'", 7),
    (CALENDAR, "at = 2026-05-15,", 'before = "quiet", days = 2,', "hangs on itself", 6),
    (CALENDAR, "at = 2026-05-15,", 'before = "polls_close", days = "two",', "days is 'two'", 6),
    (CALENDAR, "at = 2026-05-15,", "", "has no date", 6),
    (CALENDAR, "at = 2026-05-15", "at = 2026-05-19", "ends before it starts", None),
    (CALENDAR, 'ends = "quiet"', 'ends = "dawn"', "asks for the event dawn", None),
    (CALENDAR, "Europe/Madrid", "Moon/Sea", "no time zone Moon/Sea", 2),
    (CLOCKS, "length = 3\n", 'length = "3"\n', "length is '3'", 3),
    (CLOCKS, "length = 3\n", "length = 0\n", "length of explanation is 0", 3),
    (CLOCKS, 'unit = "calendar_days"', 'unit = "moons"', "The unit of explanation is moons", 4),
    (CLOCKS, 'unit = "calendar_days"', 'unit = "hours"\nshift = "next_working_day"', "cannot shift", 5),
    ("pack.toml", "value = 7", 'value = "seven"', "value is 'seven'", 11),
    ("pack.toml", 'languages = ["ky", "ru", "en"]', 'languages = ["eo"]', "not worded in eo", None),
    ("procedure/roles.toml", "[roles]", "[rolls]", "roles is missing", 1),
]  # fmt: skip


@pytest.fixture
def zz(tmp_path):
    """A pack of the tests that may be spoilt."""
    return Path(shutil.copytree(ZZ, tmp_path / "zz"))


def faults(folder):
    """Every fault that reading or checking the folder tells."""
    try:
        return list(checking.check(law.read(folder)))
    except Faulty as fault:
        return [fault]


def test_folder_of_the_tests_is_sound(zz):
    assert faults(zz) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "line"), SPOILT, ids=[f"{row[3]}" for row in SPOILT]
)
def test_names_file_line_and_remedy(zz, file, old, new, said, line):
    path = zz / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = faults(zz)
    sentence = next(fault.say("en") for fault in told if said in fault.say("en"))
    place = re.search(r"^(?P<file>[\w./-]+), line (?P<line>\d+): ", sentence)
    if line is not None:
        assert (Path(place["file"]).name, int(place["line"])) == (path.name, line)
    assert len(re.findall(r"[.…:] ", sentence)) >= 2, "place, what is wrong, then how to mend it"
    assert told[0].say("ru") != told[0].say("en") != told[0].say("ky")


def test_file_that_is_missing_or_no_text_is_named(zz):
    (zz / "procedure" / "quorum.toml").unlink()
    assert "quorum.toml, line 1: There is no such file" in faults(zz)[0].say("en")
    (zz / RULES).write_bytes(b"\xff\xfe# Article")
    assert "art-34.md, line 1: The file is not UTF-8" in faults(zz)[0].say("en")


def test_block_that_is_never_closed_is_named(zz):
    path = zz / OFFENCE
    path.write_text(path.read_text("utf-8").rstrip().removesuffix("```"), encoding="utf-8")
    assert "art-91.md, line 5: The block is not closed" in faults(zz)[0].say("en")


def test_rule_needs_an_example_that_fires_and_one_that_does_not(zz):
    path = zz / RULES
    text = path.read_text("utf-8")
    begun = text.index("```example before the election")
    path.write_text(text[:begun] + text[text.index("2. Part 1") :], encoding="utf-8")
    assert "lacks an example" in faults(zz)[0].say("en")


def test_exception_needs_an_example_that_it_takes_out(zz):
    path = zz / RULES
    text = path.read_text("utf-8")
    exception = CIRCLE.partition("```exception two")[0].replace(
        'to = "two"', 'to = "campaigning-in-the-quiet-days"'
    )
    path.write_text(text.replace("2. Part 1", exception + "\n2. Part 1"), encoding="utf-8")
    assert "The exception one lacks an example that it takes out" in faults(zz)[0].say("en")
    example = '\n```example in a mosque\npublished_at = 2026-05-16T12:00:00+02:00\nauthor_class = "voter"\n'
    example += 'signals = ["call"]\nplace = "mosque"\nfinds = []\n```\n'
    names = (zz / "words.toml").read_text("utf-8")
    assert "mosque = " in names
    languages = '{en = "one", ru = "раз", ky = "бир"}'
    text = path.read_text("utf-8").replace('because = {en = "one"}', f"because = {languages}")
    path.write_text(text.replace("\n2. Part 1", example + "\n2. Part 1"), encoding="utf-8")
    assert faults(zz) == []


def test_command_exits_with_the_fault_in_the_readers_language(zz, capsys, monkeypatch):
    monkeypatch.setenv("HUSTINGS_LANG", "ru")
    (zz / CLOCKS).write_text("[explanation]\n", encoding="utf-8")
    assert cli.main(["law", "check", str(zz)]) != 0
    out, err = capsys.readouterr()
    assert "clocks.toml" in out + err
    assert "строка" in out + err


def test_pack_in_use_stays_in_use_while_its_files_are_spoilt(zz, monkeypatch):
    monkeypatch.setenv("HUSTINGS_PACKS", str(zz.parent))
    (zz / "pack.toml").write_text(
        (zz / "pack.toml").read_text("utf-8").replace('code = "zz"', 'code = "zz"'),
        encoding="utf-8",
    )
    used = law.load("zz")
    (zz / RULES).write_text("```rule\n", encoding="utf-8")
    with pytest.raises(Faulty):
        law.read(zz)
    assert law.load("zz") is used


VALUES = [
    '"x"', "5", "-1", "[]", "{}", "true", "2025-02-30", '"2025-01-01"', "2025-01-01", "[1, 2]",
    "{en = 3}", '""', "nan", "[[1]]", '["x"]', "10000000000000000000",
]  # fmt: skip


def test_no_slip_of_the_pen_brings_the_reader_down(zz):
    """One line of one file deleted, doubled, given another value or another character: 250 times."""
    chance = random.Random(20251130)
    files = [path for path in sorted(zz.rglob("*")) if path.suffix in {".md", ".toml"}]
    refused = 0
    for _ in range(250):
        path = chance.choice(files)
        whole = path.read_text("utf-8")
        path.write_text(slipped(whole, chance), encoding="utf-8")
        try:
            refused += bool(list(checking.check(law.read(zz))))
        except Refusal:
            refused += 1
        path.write_text(whole, encoding="utf-8")
    assert refused > 60


def slipped(text, chance):
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    how = chance.random()
    if how < 0.3:
        del lines[at]
    elif how < 0.4:
        lines.insert(at, chance.choice(lines))
    elif how < 0.9 and "=" in lines[at]:
        lines[at] = f"{lines[at].partition('=')[0]}= {chance.choice(VALUES)}"
    else:
        lines[at] = lines[at].replace(chance.choice('=[]{}"`#_1'), chance.choice(["", "x", "]"]))
    return "\n".join(lines) + "\n"
