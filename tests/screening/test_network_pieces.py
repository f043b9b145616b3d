"""The pieces of a text …"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.screening.network_pieces import LONGEST_WORD, MARK, UNKNOWN, Pieces

LISTED = ["<s>", "</s>", "<unk>", MARK, "а", "б", "аб", "ба", f"{MARK}аб", "бба"]
SCORES = [0.0, 0.0, 0.0, -2.0, -3.0, -3.5, -4.0, -5.0, -4.5, -6.0]


def pieces():
    return Pieces(LISTED, SCORES)


def spelled(text):
    return [LISTED[number] for number in pieces().cut(text, 100)]


@given(st.text(alphabet="абв", min_size=1, max_size=7))
def test_are_those_of_the_likeliest_cut(word):
    score = dict(zip(LISTED[3:], SCORES[3:], strict=True))
    whole = MARK + word

    def worth(parts):
        return sum(
            score.get(part, min(SCORES) - UNKNOWN if len(part) == 1 else float("-inf"))
            for part in parts
        )

    cuts = (
        [whole[a:b] for a, b in itertools.pairwise([0, *middle, len(whole)])]
        for count in range(len(whole))
        for middle in itertools.combinations(range(1, len(whole)), count)
    )
    told = [LISTED[n] if n > 2 else None for n in pieces().cut(word, 100)]
    best = max(map(worth, cuts))
    assert sum(score[p] if p else min(SCORES) - UNKNOWN for p in told) == pytest.approx(best)


def test_stand_where_their_letters_stand():
    text = "  аб\n\nба ﬁаб"
    found = pieces().placed(text, 100)
    assert [(LISTED[number], place) for number, place in found] == [
        (f"{MARK}аб", 2), (MARK, 6), ("ба", 6), (MARK, 9), ("<unk>", 9), ("<unk>", 9), ("аб", 10),
    ]  # fmt: skip


def test_are_the_same_whether_marks_are_joined_to_their_letters_or_not():
    joined, apart = "\u0439", "\u0438\u0306"
    listed = [*LISTED, joined]
    known = Pieces(listed, [*SCORES, -3.0])
    assert known.cut(apart, 9) == known.cut(joined, 9)
    assert listed[known.cut(apart, 9)[-1]] == joined


def test_are_no_more_than_asked_for():
    assert len(pieces().cut("аб " * 50, 7)) == 7


@given(st.text(max_size=30))
def test_are_found_for_any_text(text):
    found = pieces().placed(text, 50)
    assert all(0 <= place < len(text) for _, place in found)


def test_of_a_word_without_end_are_cut_in_bounded_time():
    found = pieces().placed("в" * (LONGEST_WORD * 40), 10**6)
    assert len(found) == LONGEST_WORD * 40 + 1
    assert [place for _, place in found][-1] == LONGEST_WORD * 40 - 1


def test_of_half_a_surrogate_are_unknown():
    assert spelled("\ud800") == [MARK, "<unk>"]
