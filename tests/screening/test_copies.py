"""Groups of messages that are one, and how far each went."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.screening import copies

MESSAGE = "Завтра в Ойдонском районе всем, кто придёт на участок до полудня, раздадут по мешку муки"
OTHER = "Комиссия напоминает: приём заявлений о голосовании вне помещения заканчивается в четверг"
SHORT = "Все на выборы!"


def frame_of(texts):
    return pl.DataFrame(
        {"id": [f"m{at:06}" for at in range(len(texts))], "text": texts},
        schema={"id": pl.String, "text": pl.String},
    )


def grouped(*texts):
    """For each text the number of the first text of its group."""
    answer = copies.groups(frame_of(list(texts)))
    return [int(name[1:]) for name in answer["group"]]


@pytest.mark.parametrize(
    "copy",
    [
        MESSAGE.upper(),
        MESSAGE.replace("о", "o").replace("а", "a"),
        MESSAGE.replace(" ", "  ").replace(",", ""),
        MESSAGE + " https://hustings.example/?from=17",
        "❗️" + MESSAGE + "!!! 🔥🔥",
        MESSAGE.replace("районе", "рай\u00adо\u200bне"),
        " ".join(MESSAGE),
        MESSAGE.replace("Завтра", "Завтраааа"),
    ],
)
def test_takes_a_disguise_for_the_same_message(copy):
    assert grouped(MESSAGE, OTHER, copy) == [0, 1, 0]
    assert copies.groups(frame_of([MESSAGE, copy]))["likeness"].to_list() == [1, 1]


@pytest.mark.parametrize(
    "copy",
    [
        MESSAGE + " Перешлите дальше",
        MESSAGE.removeprefix("Завтра в "),
        MESSAGE.replace("полудня", "обеда"),
        "Zavtra v Oydonskom rayone " + MESSAGE[26:],
    ],
)
def test_takes_an_edited_message_for_a_copy_and_says_how_like_it_is(copy):
    answer = copies.groups(frame_of([MESSAGE, copy, OTHER]))
    assert answer["group"].to_list() == ["m000000", "m000000", "m000002"]
    assert 0.65 <= answer["likeness"].min() <= 1


def test_leaves_a_message_alone_that_stands_in_a_much_longer_one():
    assert grouped(MESSAGE, " ".join([OTHER, MESSAGE, OTHER[::-1], OTHER[20:]])) == [0, 1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SHORT, "ВСЕ НА ВЫБОРЫ", True),
        (SHORT, "Bсе на выбoры…", True),
        (SHORT, "Все на выборах!", False),
        ("Да", "Да!", True),
        ("Да", "Дар", False),
        ("7", "8", False),
    ],
)
def test_asks_of_short_messages_that_all_letters_agree(one, other, same):
    assert (grouped(one, other) == [0, 0]) is same


def test_keeps_messages_without_a_word_apart():
    assert grouped("", "🔥", None, "https://hustings.example", "!!!") == [0, 1, 2, 3, 4]


def test_answers_a_frame_without_rows():
    assert copies.groups(frame_of([])).schema == copies.GROUPS


def test_keeps_the_order_of_the_frame_and_calls_a_group_by_its_smallest_id():
    frame = pl.DataFrame({"id": ["z", "b", "a"], "text": [MESSAGE, OTHER, MESSAGE.upper()]})
    answer = copies.groups(frame)
    assert answer["id"].to_list() == ["z", "b", "a"]
    assert answer["group"].to_list() == ["a", "b", "a"]


WORDS = "урна голос мешок мука село район комиссия участок деньги автобус ночь список".split()  # noqa: SIM905 - read more easily in a row
texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=0, max_size=14).map(" ".join), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_groups_alike_whatever_the_order(told, chance):
    frame = frame_of(told)
    order = list(range(len(told)))
    chance.shuffle(order)
    once = copies.groups(frame)
    again = copies.groups(frame[order])
    assert again.sort("id").equals(once.sort("id"))


@settings(max_examples=60, deadline=None)
@given(texts)
def test_puts_equal_texts_into_one_group_and_every_group_has_its_own_name(told):
    answer = copies.groups(frame_of(told)).with_columns(text=pl.Series(told))
    named = answer.filter(pl.col("text") != "")
    assert (named.group_by("text").agg(pl.col("group").n_unique())["group"] == 1).all()
    names = answer.group_by("group").agg(pl.col("id").min())
    assert names["group"].to_list() == names["id"].to_list()


def test_takes_a_hundred_thousand_equal_messages_at_once():
    answer = copies.groups(frame_of([MESSAGE] * 100_000))
    assert answer["group"].n_unique() == 1


def test_takes_fifty_thousand_messages_that_differ_in_a_number():
    answer = copies.groups(frame_of([f"{MESSAGE} № {number}" for number in range(50_000)]))
    assert answer["group"].n_unique() == 1
    assert answer["likeness"].min() > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "ы" * 1_000_000,
        "аб" * 500_000,
        "а" + "\u0301" * 10_000,
        MESSAGE * 60_000,
        "\0" * 1_000,
        "http://" + "a" * 1_000_000,
    ],
    ids=["one letter", "two letters", "marks", "10 MB", "nul", "endless address"],
)
def test_bears_a_hostile_text(text):
    answer = copies.groups(frame_of([MESSAGE, text, MESSAGE]))
    assert answer["group"].to_list()[::2] == ["m000000", "m000000"]


def test_leaves_half_a_character_to_the_frame_that_refuses_it():
    with pytest.raises(UnicodeEncodeError, match="surrogates not allowed"):
        frame_of([MESSAGE + "\ud800"])


def sent(id_, source, author, hours):
    at = datetime(2025, 11, 20, 8, tzinfo=UTC)
    return {
        "id": id_, "source": source, "text": MESSAGE,
        "author": {"id": author, "name": None, "handle": author and f"@{author}"},
        "published_at": None if hours is None else at + timedelta(hours=hours),
    }  # fmt: skip


SENT = [
    sent("a", "telegram", "one", 2),
    sent("b", "telegram", "two", 0),
    sent("c", "facebook", "one", 30),
    sent("d", "facebook", "one", None),
    sent("e", "forum", None, 5),
    sent("f", "forum", "three", 7) | {"text": OTHER},
]
SENT_SCHEMA = {
    "id": pl.String, "source": pl.String, "text": pl.String,
    "author": pl.Struct({"id": pl.String, "name": pl.String, "handle": pl.String}),
    "published_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


def test_spread_counts_accounts_platforms_and_hours():
    frame = pl.DataFrame(SENT, schema=SENT_SCHEMA)
    wide, narrow = copies.spread(frame, copies.groups(frame)).to_dicts()
    assert wide == {
        "group": "a", "messages": 5, "accounts": 3, "platforms": 3,
        "first_seen": datetime(2025, 11, 20, 8, tzinfo=UTC), "hours": 30.0,
    }  # fmt: skip
    assert (narrow["group"], narrow["messages"], narrow["hours"]) == ("f", 1, 0.0)


def test_spread_of_no_messages_has_the_same_columns():
    frame = pl.DataFrame(schema=SENT_SCHEMA)
    assert copies.spread(frame, copies.groups(frame)).schema == copies.SPREAD


def test_spread_says_nothing_of_hours_where_no_time_is_known():
    frame = pl.DataFrame([sent("a", "forum", "one", None)], schema=SENT_SCHEMA)
    (line,) = copies.spread(frame, copies.groups(frame)).to_dicts()
    assert line["first_seen"] is None
    assert line["hours"] is None
