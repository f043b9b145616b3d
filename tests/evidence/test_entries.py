"""An entry …"""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings import evidence
from hustings.evidence import entries, verify
from hustings.refusal import Refusal

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS


def test_is_canonical_and_says_the_moment_in_utc_milliseconds(line):
    bishkek = timezone(timedelta(hours=6))
    made = line(1, at=datetime(2025, 10, 27, 15, 4, 5, 678_999, tzinfo=bishkek), ground="ө")
    assert b'"at":"2025-10-27T09:04:05.678Z"' in made
    assert '"ground":"ө"'.encode() in made
    assert list(json.loads(made)) == sorted(json.loads(made))


@given(now=st.dictionaries(WORDS, st.dictionaries(WORDS, VALUES, max_size=3), max_size=3))
@settings(deadline=None)
def test_means_the_same_to_the_verifier_as_to_the_ledger(now, line):
    made = line(1, now=now, seals=["sha256:" + "a" * 64])
    assert entries.parsed(made)["now"] == now
    assert verify.read_entry(made) == (json.loads(made)["id"], ["sha256:" + "a" * 64])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", datetime(2025, 10, 27, 15, 0)),  # noqa: DTZ001 - the naive moment is the point
        ("id", "12"),
        ("id", "00000000-0000-0000-0000-00000000000A"),
        ("by", ""),
        ("act", None),
        ("ground", "\ud800"),
        ("on", [3]),
        ("seals", ["sha256:ABC"]),
        ("seals", ["md5:" + "a" * 32]),
        ("now", {"a.b:1": {"amount": 7500.0}}),
        ("now", {"a.b:1": {"amount": 2**53}}),
        ("now", {"a.b:1": {"names": ["x"]}}),
        ("now", {"a.b:1": "confirmed"}),
        ("now", {"\udfff": {}}),
    ],
)
def test_refuses_what_could_not_be_read_the_same_everywhere(line, field, value):
    with pytest.raises(Refusal) as refused:
        line(1, **{field: value})
    assert refused.value.code == "evidence.entry_field"
    assert field in str(refused.value)


def test_refuses_more_bytes_than_a_bundle_can_count(line):
    room = entries.LIMIT - len(line(1, ground=""))
    assert len(line(1, ground="x" * room)) == entries.LIMIT
    with pytest.raises(Refusal, match="65535"):
        line(1, ground="x" * (room + 1))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('":', '": ', 1),
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), separators=(",", ":")),
        lambda text: text.replace("{", '{"act":"review.confirm",', 1),
        lambda text: text.replace('"v":1', '"v":1.0'),
        lambda text: text.replace('"v":1', '"v":1e0'),
        lambda text: text.replace('"place":1', '"place":-0'),
        lambda text: text.replace('"place":1', '"place":NaN'),
        lambda text: text.replace('"place":1', '"place":' + "9" * 5000),
        lambda text: text.replace("person", "\\u0070erson"),
        lambda text: text.replace("person", "\\ud800"),
        lambda text: text.replace('"on":[', '"on":[' + "[" * 20_000),
        lambda text: "\ufeff" + text,
        lambda text: text + "\n",
        lambda text: text[:-1],
        lambda _: "",
        lambda _: "[]",
    ],
)
def test_is_refused_in_any_but_its_canonical_form(line, spoil):
    spoilt = spoil(line(1).decode()).encode()
    with pytest.raises(Refusal) as refused:
        entries.parsed(spoilt)
    assert refused.value.code == "evidence.not_canonical"
    with pytest.raises(verify.Invalid):
        verify.read_entry(spoilt)


def test_is_refused_as_bytes_that_are_no_utf_8(line):
    for spoilt in (line(1)[:-2] + b"\xff}", line(1).decode().encode("utf-16")):
        with pytest.raises(Refusal):
            entries.parsed(spoilt)
        with pytest.raises(verify.Invalid):
            verify.read_entry(spoilt)


def test_keeps_letters_apart_that_only_look_composed_alike(line):
    composed, decomposed = "\u0439", "\u0438\u0306"
    assert line(1, ground=composed) != line(1, ground=decomposed)
    assert entries.parsed(line(1, ground=decomposed))["ground"] == decomposed


def test_replays_to_the_last_value_of_each_field(line):
    told = [
        line(1, now={"cases.case:1": {"state": "open", "number": 4}}),
        line(2, now={"cases.case:1": {"state": "closed"}, "cases.case:2": {"state": None}}),
    ]
    assert evidence.replay(told) == {
        "cases.case:1": {"state": "closed", "number": 4},
        "cases.case:2": {"state": None},
    }


def test_commits_to_a_text_only_with_its_key():
    key = evidence.new_key()
    assert evidence.commitment("Асан уулу", key) == evidence.commitment("Асан уулу", key)
    assert evidence.commitment("Асан уулу", evidence.new_key()) != evidence.commitment(
        "Асан уулу", key
    )
    assert evidence.commitment("Асан кызы", key) != evidence.commitment("Асан уулу", key)
    for short in ("", "00", "x" * 64):
        with pytest.raises(Refusal, match="64 hexadecimal"):
            evidence.commitment("Асан уулу", short)
