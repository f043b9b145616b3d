"""Refuted claims come in, are found again, are told with their source, and decide nothing."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.conftest import NOW
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import acts, finding
from hustings.desk.suggestions.models import Claim, ClaimFile, Repeat, Searched
from hustings.refusal import Refusal
from hustings.screening import claims

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "Ойдон айылында добуш берүү бюллетендери алдын ала белгиленип коюлган экен"
OTHER = "Талапкер Ойдонбеков шайлоо акчасын чет өлкөлүк компаниядан алган дешет"


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def review(text, **more):
    return {"@type": "ClaimReview", "claimReviewed": text, "url": "https://checks.example/1",
            "datePublished": "2025-10-01", "author": {"name": "Ойдон текшерүү"},
            "reviewRating": {"alternateName": "жалган", "x-own": [1]}, **more}  # fmt: skip


@pytest.fixture
def bring(cast):
    def run(*records, by=None):
        content = json.dumps(list(records), ensure_ascii=False).encode()
        return acts.import_claims(file_name="ойдон.json", content=content, by=by or cast.monitor,
                                  at=NOW, ground="test")  # fmt: skip

    return run


@pytest.fixture
def add(cast):
    def run(text=SAID, by=None, **more):
        told = {"rating": "жалган", "reviewer": "Ойдон текшерүү", "ground": "test", **more}
        return acts.add_claim(text=text, by=by or cast.monitor, at=NOW, **told)

    return run


def search():
    steps = 0
    while finding.search(at=NOW):
        steps += 1
    return steps


def test_takes_the_good_records_and_tells_the_others_one_by_one(bring):
    file = bring(review(SAID), {"claimReviewed": ""}, review(OTHER, url="javascript:alert(1)"), 7,
                 review(OTHER, inLanguage="ky"), review(SAID))  # fmt: skip
    assert (file.taken, file.known, file.refused) == (2, 0, 3)
    assert [(one["number"], one["field"]) for one in file.refused_records] == [
        (2, "claimReviewed"), (3, "url"), (4, ""),
    ]  # fmt: skip
    assert set(Claim.objects.values_list("rating", "reviewer")) == {("жалган", "Ойдон текшерүү")}
    assert list(record.unexplained()) == []


def test_a_second_time_adds_nothing_and_another_content_is_refused(bring):
    bring(review(SAID, **{"@id": "urn:invented:1"}))
    again = bring(dict(reversed(review(SAID, **{"@id": "urn:invented:1"}).items())))
    assert (again.taken, again.known, again.refused) == (0, 1, 0)
    other = bring(review(OTHER, **{"@id": "urn:invented:1"}), review(OTHER))
    assert (other.taken, other.known, other.refused) == (1, 0, 1)
    (told,) = other.refused_records
    assert (told["number"], told["field"]) == (1, "@id")


@pytest.mark.parametrize(
    "odd", [review(SAID, **{"@id": "x" * 501}), review(f"{SAID}\0"), review(SAID, **{"@id": "a\0"}),
            review(SAID, url="https://a.example/\0")]
)  # fmt: skip
def test_refuses_by_its_number_what_no_database_takes(bring, odd):
    file = bring(review(OTHER), odd)
    assert (file.taken, file.refused, file.refused_records[0]["number"]) == (1, 1, 2)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{", b"GIF89a", b"[" * 100_000])
def test_a_file_that_is_none_keeps_nothing(cast, content):
    with refused("claims.not_json"):
        acts.import_claims(file_name="a.json", content=content, by=cast.monitor, at=NOW, ground="t")
    assert not ClaimFile.objects.exists()
    assert not Line.objects.filter(act="suggestions.import_claims").exists()


def test_a_large_file_has_its_lines_in_the_ledger_in_parts(bring):
    file = bring(*(review(f"{SAID} {number}") for number in range(250)))
    assert file.taken == 250
    assert Line.objects.filter(act="suggestions.import_claims").count() == 4
    assert list(record.unexplained()) == []


def test_hands_on_every_field_of_every_record(bring, add):
    records = [
        review(SAID, **{"@id": "urn:invented:1", "x-more": {"deep": [1, "ө"]}}),
        review(OTHER),
    ]
    bring(*records)
    add("Үчүнчү ойдон сөз: бардык участоктор түштөн кийин жабылат экен", url="https://c.example/3")
    out = claims.from_claimreview(finding.exported())
    assert out.frame.height == 3
    assert all(one in out.records() for one in records)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rating": " "}, "suggestions.no_rating"), ({"reviewer": ""}, "suggestions.no_reviewer"),
        ({"url": "javascript:alert(1)"}, "claims.url"), ({"published_on": "31.02.2025"}, "claims.day"),
        ({"language": "кыргызча"}, "claims.language"), ({"text": "…"}, "claims.no_text"),
    ],
)  # fmt: skip
def test_by_hand_needs_words_and_who_refuted_them(add, more, code):
    with refused(code):
        add(**more)
    assert not Claim.objects.exists()


def test_is_found_in_what_is_stored_and_in_what_comes_later(flag, add):
    first = flag(text=f"Достор, көрдүңөрбү? {SAID}!!! Тараткыла", account="бир")
    flag(text="Таптакыр башка сөз: бүгүн базарда жолугушуу болду", account="эки")
    claim = add()
    assert search() == 1
    later = flag(text=SAID.upper().replace("А", "A"), account="үч")
    assert search() == 1
    found = {one.publication_id: one for one in Repeat.objects.all()}
    assert set(found) == {first.publication_id, later.publication_id}
    one = found[first.publication_id]
    assert first.publication.text[one.start : one.end] == SAID
    assert (one.claim, one.likeness) == (claim, 1.0)
    assert search() == 0


def test_the_order_of_claims_and_publications_changes_nothing(flag, bring):
    texts = {"бир": f"Карагыла: {SAID}", "эки": f"{OTHER}, айтышат", "үч": "Башка сөз, башка жер"}

    def told():
        return set(Repeat.objects.values_list(
            "publication__account__key", "claim__name", "start", "end", "likeness"))  # fmt: skip

    flag(text=texts["бир"], account="бир")
    bring(review(SAID))
    search()
    flag(text=texts["эки"], account="эки")
    flag(text=texts["үч"], account="үч")
    search()
    bring(review(OTHER))
    search()
    step_by_step = told()
    Repeat.objects.all().delete()
    Searched.objects.all().delete()
    search()
    assert told() == step_by_step
    assert {who for who, *_ in step_by_step} == {"бир", "эки"}


def test_goes_on_where_it_ended_a_bounded_part_at_a_time(flag, add, monkeypatch):
    for number in range(7):
        flag(text=f"{number} {SAID}", account=str(number))
    add()
    monkeypatch.setattr(finding, "AT_ONCE", 3)
    assert finding.search(at=NOW)
    assert (Repeat.objects.count(), finding.left()) == (3, (3, 7))
    assert search() == 2
    assert Repeat.objects.count() == 7


def test_a_withdrawn_claim_is_found_no_more_and_stays_with_its_reason(cast, flag, add):
    flag(text=SAID)
    claim = add()
    search()
    with refused("suggestions.why"):
        acts.withdraw_claim(claim, why=" ", by=cast.monitor, at=NOW)
    acts.withdraw_claim(claim, why="чындык экен", by=cast.monitor, at=NOW)
    with refused("suggestions.withdrawn"):
        acts.withdraw_claim(claim, why="дагы", by=cast.monitor, at=NOW)
    search()
    assert not Repeat.objects.exists()
    assert Claim.objects.get().withdrawn_why == "чындык экен"
    assert claims.from_claimreview(finding.exported()).frame.is_empty()
    assert list(record.unexplained()) == []


def test_finding_decides_nothing(flag, add):
    one = flag(text=SAID)
    before = Indication.objects.filter(pk=one.pk).values().get()
    add()
    search()
    assert Repeat.objects.count() == 1
    assert Indication.objects.filter(pk=one.pk).values().get() == before


def test_the_page_of_an_indication_quotes_both_with_the_source(flag, add, cast, signed_in):
    one = flag(text=f"<b>Достор</b>! {SAID}")
    add(url="https://checks.example/1")
    search()
    page = signed_in(cast.auditor).get(f"/desk/review/{one.pk}").content.decode()
    assert "This repeats a refuted claim" in page
    assert f">{SAID}</mark>" in page
    assert "https://checks.example/1" in page
    assert "<b>Достор" not in page


def test_the_pages_take_a_file_and_a_claim_by_hand(cast, signed_in, flag):
    flag(text=f"Угулгула: {SAID}")
    client = signed_in(cast.lawyer)
    content = json.dumps([review(SAID), {"claimReviewed": ""}]).encode()
    answer = client.post("/desk/claims/file", {
        "file": SimpleUploadedFile("ойдон.json", content), "ground": "буйрук 14"})  # fmt: skip
    page = client.get(answer["Location"]).content.decode()
    assert "claimReviewed" in page
    assert "there are no words" in page
    search()
    claim = Claim.objects.get()
    page = client.get(f"/desk/claims/{claim.pk}").content.decode()
    assert f">{SAID}</mark>" in page
    answer = client.post("/desk/claims/add", {
        "text": OTHER, "rating": "жалган", "reviewer": "Ойдон", "ground": "көрдүм"})  # fmt: skip
    assert answer.status_code == 302
    page = client.get("/desk/claims/").content.decode()
    assert "Searched: 0 of 1 publications." in page
    bad = client.post("/desk/claims/add", {"text": OTHER, "rating": "x", "reviewer": "y",
                                           "url": "ftp://x", "ground": "z"})  # fmt: skip
    assert bad.status_code == 409
    assert "is not the address of a page" in bad.content.decode()
    assert json.loads(client.get("/desk/claims/export").content)["@graph"]
    for odd in ("x", "-1", "9" * 400):
        assert client.get("/desk/claims/", {"after": odd, "words": "a\0'%_"}).status_code == 200


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "administrator",
                                 "stranger"])  # fmt: skip
def test_belongs_to_the_working_group(cast, bring, add, signed_in, who):
    person, claim = getattr(cast, who), add()
    with pytest.raises(NotYours):
        bring(review(OTHER), by=person)
    with pytest.raises(NotYours):
        add(OTHER, by=person)
    with pytest.raises(NotYours):
        acts.withdraw_claim(claim, why="x", by=person, at=NOW)
    client = signed_in(person)
    for path in ("file", "add", f"{claim.pk}/withdraw"):
        assert client.post(f"/desk/claims/{path}", {"why": "x"}).status_code == 403
    assert Claim.objects.filter(withdrawn_at=None).count() == 1
    may_read = who not in {"administrator", "stranger"}
    for path in ("", f"{claim.pk}", "export"):
        assert (client.get(f"/desk/claims/{path}").status_code == 200) is may_read
