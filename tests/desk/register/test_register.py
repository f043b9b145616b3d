"""The public register says what was decided, to everybody, and nothing else."""

import json

import pytest
from django.test import Client

from desk.conftest import NOW
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.register import acts, open_data, queries
from hustings.desk.register.models import Entry
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def public(cast, decided):
    """public("fine", …) → the published entry of such a resolution."""

    def publish(*outcomes, **more):
        entry = acts.prepare(decided(*outcomes, **more), by=cast.publisher, at=NOW)
        return acts.publish(entry, by=cast.second_publisher, at=NOW, version=entry.version)

    return publish


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_shows_a_prepared_entry_to_nobody_outside(cast, decided):
    entry = acts.prepare(decided("fine"), by=cast.publisher, at=NOW)
    for path in (
        f"/entries/{entry.pk}",
        f"/entries/{entry.pk}.json",
        f"/entries/{entry.pk}/paper.ru.pdf",
    ):
        assert Client().get(path).status_code == 404
    assert queries.public_entries().count() == 0
    assert Client().get("/data/register.jsonl").content == b""


def test_is_published_by_another_than_prepared_it(cast, decided):
    entry = acts.prepare(decided("fine"), by=cast.publisher, at=NOW)
    with refused("register.own_entry"):
        acts.publish(entry, by=cast.publisher, at=NOW, version=0)
    with refused("register.stale"):
        acts.publish(entry, by=cast.second_publisher, at=NOW, version=7)
    for who in (cast.secretary, cast.official, cast.head, cast.members[0], cast.stranger):
        with pytest.raises(NotYours):
            acts.publish(entry, by=who, at=NOW, version=0)
    assert Entry.objects.get().state == "prepared"


def test_holds_no_name_account_or_words_of_a_private_person(cast, public):
    entry = public("fine")
    told = json.dumps(open_data.told(entry), ensure_ascii=False)
    page = Client().get(f"/entries/{entry.pk}").content.decode()
    for secret in ("Ойдонов", "Ойдон баракча", "Кадыров келсе", "Билген эмесмин", "social.example"):
        assert secret not in told
        assert secret not in page
    assert "О. О." in page


def test_names_a_candidate_who_acts_in_public(public):
    entry = public("fine", author_class="candidate")
    assert "Ойдонов" in Client().get(f"/entries/{entry.pk}").content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("ky", "айып пул"), ("ru", "штраф"), ("en", "fine")]
)
def test_speaks_three_languages(public, language, said):
    entry = public("fine")
    client = Client()
    client.cookies["hustings_language"] = language
    for path in ("/", f"/entries/{entry.pk}"):
        assert said in client.get(path).content.decode()


@pytest.mark.parametrize("words", ["АЙЫП", "штраф", "1/2025", "угут  жургузуу"])
def test_search_folds_what_keyboards_differ_in(public, words):
    entry = public("fine")
    assert list(queries.search(words=words)) == [entry]


@pytest.mark.parametrize("words", ["%", "_", "*", "' OR 1=1 --", "(" * 500, "я" * 10_000, "\\"])
def test_search_survives_hostile_words(public, words):
    public("fine")
    answer = Client().get("/", {"words": words, "district": words, "month": words})
    assert answer.status_code == 200
    assert "Resolution" not in answer.content.decode() or "?" in words


def test_public_counts_equal_those_inside_after_any_acts(cast, public):
    first, second = public("fine"), public("warning")
    acts.withdraw(first, text="жаңылыштык", by=cast.publisher, at=NOW, version=first.version)
    acts.correct(second, text="оңдоо", by=cast.publisher, at=NOW, version=second.version)
    assert queries.counts_agree()
    assert queries.figures(queries.public_entries())["entries"] == 1
    assert list(record.unexplained()) == []


def test_a_correction_keeps_the_old_version_and_says_why(cast, public):
    entry = public("fine")
    acts.correct(entry, text="Соттун чечими", by=cast.publisher, at=NOW, version=entry.version)
    correction = entry.corrections.get()
    assert correction.public_before == entry.public
    assert "Соттун чечими" in Client().get(f"/entries/{entry.pk}").content.decode()
    with refused("register.note"):
        acts.correct(entry, text=" ", by=cast.publisher, at=NOW, version=entry.version + 1)


def test_a_withdrawn_entry_keeps_its_number_and_its_note(cast, public):
    entry = public("fine")
    acts.withdraw(entry, text="Сот жокко чыгарды", by=cast.publisher, at=NOW, version=entry.version)
    page = Client().get(f"/entries/{entry.pk}").content.decode()
    assert "Сот жокко чыгарды" in page
    assert "7500" not in page
    assert open_data.told(Entry.objects.get())["record"] is None


def test_papers_are_the_sealed_bytes(public):
    entry = public("fine", author_class="candidate")
    paper = Client().get(f"/entries/{entry.pk}/paper.ky.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert Client().get(f"/entries/{entry.pk}/paper.en.pdf").status_code == 404


def test_papers_that_name_private_persons_are_not_public(public):
    entry = public("fine")
    assert Client().get(f"/entries/{entry.pk}/paper.ky.pdf").status_code == 404
    assert entry.public["papers"]["ky"] in Client().get(f"/entries/{entry.pk}").content.decode()


def test_csv_holds_no_formula(public):
    entry = public("fine", author_class="candidate")
    entry.public["outcomes"][0]["respondent"] = '=HYPERLINK("http://x","y")'
    (_, row) = open_data.as_csv([entry]).splitlines()
    assert "'=HYPERLINK" in row


def test_share_links_are_plain_links_to_five_networks(public):
    page = Client().get(f"/entries/{public('fine').pk}").content.decode()
    for host in ("vk.com", "x.com", "connect.ok.ru", "wa.me", "t.me"):
        assert f'href="https://{host}/' in page
    assert '<script src="http' not in page


SCRIPT = """
GET / → 200
    header Content-Security-Policy contains default-src 'none'
    body contains Hustings
GET /data → 200
    body contains register.csv
GET /data/register.csv → 200
    header Content-Type contains text/csv
    body contains fine
GET /verify → 200
    body contains verify.py
GET /checkpoint → 200
    header Content-Type contains text/plain
    body contains hustings.example/test
GET /api/register → 200
    body contains "outcome": "fine"
GET /entries/999999 → 404
GET /desk/ → 302
"""


def test_public_pages_do_as_this_script_says(public):
    public("fine")
    answer = None
    for line in SCRIPT.strip().splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "GET":
            path, _, status = rest.partition(" → ")
            answer = Client().get(path)
            assert answer.status_code == int(status), path
        elif word == "header":
            name, _, wanted = rest.partition(" contains ")
            assert wanted in answer[name]
        else:
            assert rest.removeprefix("contains ") in answer.content.decode()


def test_the_press_service_sees_the_page_before_the_public_does(cast, decided, signed_in):
    entry = acts.prepare(decided("fine"), by=cast.publisher, at=NOW)
    client = signed_in(cast.second_publisher)
    assert "As the public sees it" in client.get(f"/desk/register/{entry.pk}").content.decode()
    answer = client.post(f"/desk/register/{entry.pk}/publish", {"version": "0"})
    assert answer.status_code == 302
    assert Client().get(f"/entries/{entry.pk}").status_code == 200
