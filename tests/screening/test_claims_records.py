"""ClaimReview records: what is taken, what is refused and why, what is handed on."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.refusal import Refusal
from hustings.screening import claims

WHOLE = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "@id": "https://hustings.example/reviews/17#claim",
    "claimReviewed": "В Ойдонском районе раздают по пять тысяч сомов за голос",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": "Выдуманный канал", "sameAs": "https://c.example"},
        "datePublished": "2025-11-19",
        "firstAppearance": {"@type": "CreativeWork", "url": "https://c.example/1"},
        "appearance": [{"@type": "CreativeWork", "url": "https://c.example/2"}, "https://c.example/3"],
        "invented": [{"any": [1, 2.5, None, True]}],
    },
    "reviewRating": {
        "@type": "Rating", "ratingValue": "1", "worstRating": 1, "bestRating": "5",
        "alternateName": "Неправда",
    },
    "author": [{"@type": "Organization", "name": "Проверка"}, {"name": "Текшерүү"}],
    "url": "https://hustings.example/reviews/17",
    "datePublished": "2025-11-20T09:00:00+06:00",
    "inLanguage": {"@type": "Language", "name": "Russian", "alternateName": "ru"},
    "anything": {"else": "stays"},
}  # fmt: skip
BARE = {"claimReviewed": "Шайлоо күнү автобус менен башка айылдан алып келишти"}


def read(*records):
    return claims.from_claimreview(json.dumps(records))


def test_reads_the_fields_that_a_desk_shows():
    (line,) = read(WHOLE).frame.to_dicts()
    assert json.loads(line.pop("record")) == WHOLE
    assert line == {
        "claim": WHOLE["@id"],
        "text": WHOLE["claimReviewed"],
        "language": "ru",
        "said_by": "Выдуманный канал",
        "appearances": ["https://c.example/1", "https://c.example/2", "https://c.example/3"],
        "rating": "Неправда",
        "url": WHOLE["url"],
        "published_on": WHOLE["datePublished"],
        "reviewer": "Проверка, Текшерүү",
    }


def test_needs_no_more_than_the_claim():
    read_ = read(BARE)
    assert read_.refused == ()
    (line,) = read_.frame.to_dicts()
    assert line["claim"].startswith("claim:")
    assert line["appearances"] == []
    assert [line[name] for name in ("language", "said_by", "rating", "url")] == [None] * 4


def test_gives_the_same_record_the_same_name_whatever_the_order_of_its_fields():
    turned = dict(reversed(list((BARE | {"url": "https://hustings.example"}).items())))
    assert read(BARE | {"url": "https://hustings.example"}, turned).frame.height == 1


@pytest.mark.parametrize(
    "document",
    [
        [WHOLE, BARE],
        {"@context": "https://schema.org", "@graph": [WHOLE, BARE]},
        {"@type": "DataFeed", "dataFeedElement": [{"item": [WHOLE]}, {"item": BARE}]},
        {"@type": "DataFeed", "dataFeedElement": [WHOLE, BARE]},
    ],
    ids=["list", "graph", "feed of items", "feed"],
)
def test_reads_each_shape_of_document(document):
    assert claims.from_claimreview(json.dumps(document)).records() == [WHOLE, BARE]


def test_reads_one_record_alone_and_a_record_a_line():
    assert claims.from_claimreview(json.dumps(WHOLE)).records() == [WHOLE]
    lines = f"\ufeff{json.dumps(WHOLE)}\n{json.dumps(BARE)}\n".encode()
    assert claims.from_claimreview(lines).records() == [WHOLE, BARE]


def test_reads_a_file(tmp_path):
    (tmp_path / "claims.json").write_text(json.dumps([WHOLE, BARE]), encoding="utf-8")
    assert claims.Claims.read(tmp_path / "claims.json").records() == [WHOLE, BARE]


@pytest.mark.parametrize(
    ("record", "field", "code"),
    [
        (7, "", "claims.no_object"),
        ({}, "claimReviewed", "claims.no_text"),
        (BARE | {"claimReviewed": " — !"}, "claimReviewed", "claims.no_text"),
        (BARE | {"claimReviewed": ["a"]}, "claimReviewed", "claims.no_text"),
        (BARE | {"claimReviewed": "сом " * 501}, "claimReviewed", "claims.too_long"),
        (BARE | {"@type": "Article"}, "@type", "claims.kind"),
        (BARE | {"@id": 5}, "@id", "claims.id"),
        (BARE | {"url": "hustings.example"}, "url", "claims.url"),
        (BARE | {"url": "javascript:alert(1)"}, "url", "claims.url"),
        (BARE | {"datePublished": "вчера"}, "datePublished", "claims.day"),
        (BARE | {"datePublished": 20251120}, "datePublished", "claims.day"),
        (BARE | {"datePublished": "2025-02-30"}, "datePublished", "claims.day"),
        (BARE | {"inLanguage": "по-русски"}, "inLanguage", "claims.language"),
        (BARE | {"reviewRating": "false"}, "reviewRating", "claims.rating"),
        (
            BARE | {"reviewRating": {"ratingValue": 9, "bestRating": 5}},
            "reviewRating",
            "claims.rating_range",
        ),
        (BARE | {"note": {"deep": ["\ud800"]}}, "note", "claims.half_character"),
        (BARE | {"claimReviewed": "сом \udc00"}, "claimReviewed", "claims.half_character"),
        (BARE | {"note": json.loads("[" * 200 + "]" * 200)}, "note", "claims.too_deep"),
    ],
)
def test_refuses_a_bad_record_by_number_and_field_and_takes_the_rest(record, field, code):
    read_ = read(WHOLE, record, BARE)
    assert read_.records() == [WHOLE, BARE]
    (refused,) = read_.refused
    assert (refused.number, refused.field, refused.reason.code) == (2, field, code)
    for language in ("en", "ru", "ky"):
        said = refused.reason.say(language)
        assert "2" in said
        assert field in said
        said.encode()


def test_refuses_a_second_claim_of_the_same_name():
    read_ = read(WHOLE, WHOLE | {"claimReviewed": "Другое утверждение о том же районе"})
    assert read_.frame.height == 1
    assert [(one.number, one.field) for one in read_.refused] == [(2, "@id")]


def test_refuses_a_line_that_is_not_json_by_its_number():
    lines = f"{json.dumps(WHOLE)}\n{{broken\n{json.dumps(BARE)}\n"
    read_ = claims.from_claimreview(lines)
    assert read_.records() == [WHOLE, BARE]
    assert [one.number for one in read_.refused] == [2]


@pytest.mark.parametrize(
    "document",
    [b"", b"claims", b"\xff\xfe", b"[" * 100_000, b'{"claimReviewed": NaN}', b"[1, 2"],
)
def test_refuses_a_document_that_is_not_json(document):
    with pytest.raises(Refusal) as refused:
        claims.from_claimreview(document)
    assert refused.value.code == "claims.not_json"


def test_hands_on_every_field_of_every_record():
    told = read(WHOLE, BARE)
    handed = json.loads(claims.to_claimreview(told))
    assert handed["@context"] == "https://schema.org"
    assert handed["@graph"] == [WHOLE, {"@type": "ClaimReview", **BARE}]
    again = claims.from_claimreview(claims.to_claimreview(told))
    assert again.records() == handed["@graph"]
    assert claims.to_claimreview(again) == claims.to_claimreview(told)


FIELD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)  # JSON has neither
    | st.text(st.characters(codec="utf-8"), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELD, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from([*WHOLE, "x"]), VALUE, max_size=5))
def test_takes_or_refuses_any_record_and_loses_nothing_of_what_it_takes(record):
    for whole in (record, WHOLE | record):
        told = claims.from_claimreview(json.dumps([whole]))
        assert told.frame.height + len(told.refused) == 1
        if told.frame.height:
            (handed,) = json.loads(claims.to_claimreview(told))["@graph"]
            assert handed == {"@type": "ClaimReview", **whole}
