"""Refuted claims found again in publications. All claims here are invented."""

import random
import unicodedata

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bench_claims
from hustings.screening import claims, claims_letters, claims_search, claims_tables, fold

MILLS = "В Ойдонском районе избирателям раздают по пять тысяч сомов за каждый голос"
BUS = "Шайлоо күнү Мисал айылына автобус менен башка райондун тургундарын алып келишти"
HOST = "Сегодня в столице открыли новый мост через реку. Движение начнётся вечером."
KNOWN = claims.Claims.of(
    [
        {"@id": "mills", "claimReviewed": MILLS},
        {"@id": "bus", "claimReviewed": BUS},
        {"@id": "short", "claimReviewed": "Явка сто!"},
    ]
)


def found(*texts, known=KNOWN):
    """(text number, claim, words) of each claim found."""
    frame = pl.DataFrame(
        {"id": [str(at) for at in range(len(texts))], "text": texts},
        schema={"id": pl.String, "text": pl.String},
    )
    answer = claims.find(frame, known)
    assert answer.schema == claims.FOUND
    return [
        (int(line["id"]), line["claim"], texts[int(line["id"])][line["start"] : line["end"]])
        for line in answer.iter_rows(named=True)
    ]


def test_finds_a_claim_in_a_longer_post_and_quotes_it():
    assert found(HOST, f"{HOST} Пишут: {MILLS.lower()}!!! {HOST}") == [(1, "mills", MILLS.lower())]


@pytest.mark.parametrize(
    ("text", "claim", "said"),
    [
        (MILLS.upper(), "mills", MILLS.upper()),
        (MILLS[12:], "mills", None),
        (MILLS.removesuffix(" за каждый голос"), "mills", MILLS.removesuffix(" за каждый голос")),
        (MILLS.translate(bench_claims.LOOKALIKE), "mills", None),
        (BUS.translate(bench_claims.PLAIN), "bus", None),
        ("".join(bench_claims.LATIN.get(one, one) for one in BUS.lower()), "bus", None),
        (MILLS.replace("избирателям", "из6ирателям").replace("раздают", "р@здают"), "mills", None),
        (MILLS.replace("избирателям", "всем избирателям подряд"), "mills", None),
        (MILLS.replace("о", "о\u0301"), "mills", None),
        (MILLS.replace(" ", "\n"), "mills", None),
        (" ".join(MILLS), "mills", None),
        (MILLS.replace("ра", "ра-\n"), "mills", None),
    ],
)
def test_finds_an_edited_claim(text, claim, said):
    ((_, name, words),) = found(f"{HOST} {text} {HOST}")
    assert name == claim
    assert len(words) > 0.7 * len(text)
    assert said is None or words == said


@pytest.mark.parametrize(
    "text",
    [
        HOST,
        "В Ойдонском районе избирателям показали, как устроена урна с прозрачной стенкой",
        "Цена мешка муки в районе поднялась до пяти тысяч сомов, сообщили на рынке",
        "Мисал айылында мектептин чатыры оңдолду",
        "Явка сто процентов!",
        "",
        None,
    ],
)
def test_finds_nothing_in_what_is_only_about_the_same(text):
    assert found(text) == []


def test_finds_a_short_claim_only_as_the_whole_post():
    assert found("ЯВКА — CТО", "Явка сто, говорят", "Явка") == [(0, "short", "ЯВКА — CТО")]


def test_finds_each_claim_once_at_its_best_place():
    worse = MILLS.replace("избирателям", "жителям").replace("тысяч", "сотен")
    assert found(f"{worse} — так писали. {HOST} {MILLS}") == [(0, "mills", MILLS)]


def test_finds_several_claims_in_the_order_of_the_text():
    text = f"{BUS}. {HOST} {MILLS}."
    assert found(text) == [(0, "bus", BUS), (0, "mills", MILLS)]


def test_says_less_likeness_where_more_was_changed():
    frame = pl.DataFrame({"id": ["a", "b"], "text": [MILLS, MILLS[20:]]})
    whole, cut = claims.find(frame, KNOWN)["likeness"]
    assert whole == 1
    assert 0.6 <= cut < 0.85


def test_finds_every_one_of_claims_that_say_the_same():
    known = claims.Claims.of(
        [{"@id": f"n{at:02}", "claimReviewed": MILLS + "!" * at} for at in range(3)]
        + [{"@id": f"v{at:02}", "claimReviewed": f"{MILLS}, пишут из {at}"} for at in range(60)]
    )
    names = [name for _, name, _ in found(f"{HOST} {MILLS}", known=known)]
    assert len(names) == 63


def test_tells_stock_phrases_from_what_only_one_claim_says():
    stock = "По предварительным данным комиссии, на участке возбуждено дело по поводу"
    ends = ["подкупа", "вброса", "каруселей", "подвоза", "угроз", "подделки", "пропажи", "драки"]
    known = claims.Claims.of(
        {"@id": end, "claimReviewed": f"{stock} {end} избирателей"} for end in ends
    )
    names = [name for _, name, _ in found(f"{stock} каруселей избирателей", known=known)]
    assert "каруселей" in names
    assert found("По предварительным данным комиссии, всё спокойно", known=known) == []


def test_reads_each_publication_by_itself():
    texts = [HOST, MILLS, None, f"{BUS} {HOST}", MILLS[11:], "Явка сто"]
    alone = [(at, name, said) for at, one in enumerate(texts) for _, name, said in found(one)]
    assert found(*texts) == alone
    assert len(alone) == 4


def test_finds_nothing_where_there_are_no_claims_or_no_publications():
    assert found(MILLS, known=claims.Claims.of([])) == []
    assert found() == []


@pytest.mark.parametrize("family", bench_claims.FAMILIES)
def test_finds_19_of_20_claims_hidden_by_any_family_of_edits_and_no_other(family):
    told = bench_claims.claims(1_000, seed=21)
    texts, _, which = bench_claims.hide(
        told, bench_claims.posts(300, seed=22), bench_claims.FAMILIES[family], 400, seed=23
    )
    answer = claims.find(bench_claims.frame_of(texts), bench_claims.records(told))
    pairs = {(int(text), int(name[1:])) for text, name in answer.select("id", "claim").iter_rows()}
    planted = set(enumerate(which))
    assert len(pairs & planted) >= 0.95 * len(planted)
    assert len(pairs - planted) <= 0.01 * len(planted)


@pytest.mark.parametrize(
    "text",
    [
        "ы" * 1_000_000,
        "сом " * 250_000,
        "а" + "\u0301" * 10_000,
        "\0" * 1_000,
        "http://" + "a" * 1_000_000,
        f"{MILLS[:30]} " * 100_000,
        "".join(chr(point) for point in range(0xD7FF) if point % 3),
    ],
    ids=["one letter", "one word", "marks", "nul", "endless address", "fragment", "all characters"],
)
def test_bears_a_hostile_text_and_reads_on(text):
    assert [name for _, name, _ in found(text, f"{text} {MILLS}", MILLS)] == ["mills", "mills"]


def test_finds_a_claim_behind_ten_megabytes():
    filler = " ".join(bench_claims.posts(200, seed=31))
    text = filler * (5_000_000 // len(filler)) + f". {MILLS}. {filler}"
    assert len(text.encode()) > 9_000_000
    assert found(text) == [(0, "mills", MILLS)]


def letters(text):
    """Folded letters as the search reads them, and the characters they stand for."""
    known = claims_tables.tables()
    data, offsets = claims_letters.bytes_of(pl.Series([text], dtype=pl.String))
    room = max(1, data.size)
    told, places = np.zeros(room, np.uint16), np.zeros(room, np.uint32)
    count = claims_letters.letters_of(data, 0, offsets[1], known, told, places)
    return "".join(map(chr, told[:count])), places[:count].tolist()


MIXED = "абвеёжзйкмнорстуфхцьюяөүңғқҳabcehikmnoprtuxyzÀЁөАЕ\u0301\u00ad"
WORD = st.text(st.sampled_from(MIXED), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@example(["Ойдон", "р4йоне", "pайон", "m00н"])
@given(st.lists(st.one_of(WORD, st.integers(0, 99999).map(str)), max_size=8))
def test_folds_words_as_names_are_folded(told):
    text = " ".join(told)
    # A word a row: names read single letters in a row as one word that was spelled out.
    frame = pl.DataFrame(
        {"row": range(len(told)), "text": told}, schema={"row": pl.UInt32, "text": pl.String}
    )
    words = fold.words(fold.tokens(frame)["raw"])
    assert letters(text)[0] == "".join(words)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_letters_stand_for_characters_of_the_text_in_their_order(text):
    told, places = letters(text)
    assert places == sorted(places)
    for letter, place in zip(told, places, strict=True):
        assert (
            unicodedata.category(text[place])[0] in "LN" or letter in "ac" or text[place] > "\u00a9"
        )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_a_message_found_lies_within_its_text(before, behind):
    frame = pl.DataFrame({"id": ["0"], "text": [before + MILLS + behind]})
    (line,) = claims.find(frame, KNOWN).filter(claim="mills").to_dicts()
    assert 0 <= line["start"] < line["end"] <= len(before + MILLS + behind)
    assert line["likeness"] >= 0.9


def test_aligns_as_the_plain_recurrence_does():
    chance = random.Random(7)
    for _ in range(60):
        pattern = np.array(chance.choices(range(1, 6), k=chance.randint(1, 20)), np.uint8)
        codes = np.array(chance.choices(range(1, 6), k=chance.randint(1, 40)), np.uint8)
        weights = np.array(chance.choices(range(1, 13), k=pattern.size), np.uint8)
        score, first, last = claims_search._aligned(
            pattern, weights, codes, codes.size, -pattern.size, codes.size
        )
        assert score == plain_score(pattern.tolist(), weights.tolist(), codes.tolist())
        assert first <= last or score == 0


def plain_score(pattern, weights, codes):
    """Best local alignment: +2 a match, −2 a change, −1 a gap, each times the weight."""
    before, best = [0] * (len(codes) + 1), 0
    for one, weight in zip(pattern, weights, strict=True):
        now = [0]
        for at, other in enumerate(codes):
            step = 2 * weight if one == other else -2 * weight
            now.append(max(0, before[at] + step, before[at + 1] - weight, now[at] - weight))
        best, before = max(best, *now), now
    return best
