"""A file is sealed, read, archived, screened; every row is accounted for in the reader's language."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.conftest import NOW
from hustings import evidence, publications
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring import acts
from hustings.desk.monitoring.models import Import, Publication
from hustings.desk.review import intake
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip


@pytest.fixture
def ready(cast, election):
    return acts.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")


def post(
    number, text="Голосуйте за Азамата Ойдонбекова, 18 округ!", at="2025-10-20T10:00:00+06:00"
):
    return json.dumps({"id": f"p{number}", "platform": "facebook", "text": text, "published_at": at,
                       "author": {"name": "Ойдон", "class": "voter"}})  # fmt: skip


@pytest.fixture
def bring(cast, ready):
    def run(*lines, by=None, options=None, at=NOW):
        return acts.bring_in(ready, file_name="ойдон.jsonl", content="\n".join(lines).encode(),
                             options=options or {}, by=by or cast.monitor, at=at, ground="test")  # fmt: skip

    return run


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_flags_what_may_be_a_violation_and_keeps_the_rest_in_the_archive(bring, settings):
    bring(post(1), post(2, text="Бүгүн аба ырайы жакшы"), post(3, at="2025-11-15T10:00:00+06:00"))
    done = intake.run_next(at=NOW)
    assert (done.state, done.read, done.kept, done.unreadable, done.flagged) == ("done", 3, 3, 0, 1)
    (publication,) = Publication.objects.all()
    (indication,) = Indication.objects.all()
    assert (publication.item_id, indication.offence) == ("p1", "kg/code-of-offences/art_65")
    named = publication.mentions[0]
    assert publication.text[named["start"] : named["end"]] == named["surface"]
    assert publications.Archive(settings.ARCHIVE).scan().collect().height == 3
    assert evidence.Store(settings.STORE).has(publication.file_digest)
    assert list(record.unexplained()) == []


def test_says_who_brought_the_same_file_before(cast, bring):
    bring(post(1))
    with refused("monitoring.here_already") as caught:
        bring(post(1), by=cast.lawyer)
    assert cast.monitor.full_name in caught.value.say("ru")
    assert Import.objects.count() == 1


def test_the_same_rows_in_another_file_are_duplicates(bring):
    bring(post(1), post(2))
    bring(post(2), post(3))
    first, second = intake.run_next(at=NOW), intake.run_next(at=NOW)
    assert (first.kept, second.kept, second.duplicate) == (2, 1, 1)
    assert Publication.objects.count() == 3
    assert intake.run_next(at=NOW) is None


def test_a_worker_that_died_is_followed_by_another(bring):
    brought = bring(post(1))
    Import.objects.filter(pk=brought.pk).update(claimed_until=NOW + intake.CLAIM)
    assert intake.run_next(at=NOW) is None
    done = intake.run_next(at=NOW + intake.CLAIM)
    assert (done.state, Indication.objects.count()) == ("done", 1)


def test_a_repeat_after_the_archive_was_written_doubles_nothing(bring, settings):
    brought = bring(post(1), post(2))
    reading = intake._read(brought)
    publications.Archive(settings.ARCHIVE).keep(
        reading, raw_ref=brought.file_digest, collected_at=NOW
    )
    done = intake.run_next(at=NOW + timedelta(hours=1))
    assert (done.kept, done.duplicate, done.flagged) == (2, 0, 2)
    assert Publication.objects.count() == 2


def test_a_time_that_is_not_exact_triggers_no_rule_of_time(bring):
    bring(post(1, at="2025-10-20"), post(2, at="2025-10-20 10:00"))
    assert intake.run_next(at=NOW).flagged == 0


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "stranger"])
def test_belongs_to_the_working_group(cast, ready, bring, who):
    with pytest.raises(NotYours):
        bring(post(1), by=getattr(cast, who))
    with pytest.raises(NotYours):
        acts.set_roster(ready, file=ROSTER, by=cast.monitor, at=NOW, ground="test")


def test_waits_for_a_roster(cast, election):
    with refused("monitoring.no_roster"):
        acts.bring_in(election, file_name="a", content=b"x", options={}, by=cast.monitor, at=NOW,
                      ground="test")  # fmt: skip


@pytest.mark.parametrize(
    ("body", "language", "said"),
    [
        (b"", "ky", "бош"), (b"", "ru", "пуст"), (b"", "en", "is empty"),
        (b"GIF89a", "en", "no reader knows"), (b'id,text\n1,"open', "en", "never closed"),
        ("id,text\n1,Шайлоо".encode("windows-1251"), "en", "windows-1251"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_the_readers_language(
    cast, ready, signed_in, body, language, said
):
    client = signed_in(cast.monitor)
    client.cookies["hustings_language"] = language
    answer = client.post("/desk/publications/imports",
                         {"file": SimpleUploadedFile("ойдон.csv", body), "ground": "test"})  # fmt: skip
    assert answer.status_code == 302
    done = intake.run_next(at=NOW + timedelta(days=400))
    assert done.state == "refused"
    assert said in client.get(answer["Location"]).content.decode()
    assert Publication.objects.count() == 0
    assert list(record.unexplained()) == []


def test_bad_rows_are_listed_with_row_column_value_reason(cast, ready, signed_in):
    body = "id,text,date\n1,сөз,31.02.2025\n2,сөз,2025-10-20T10:00:00+06:00\n".encode()
    client = signed_in(cast.monitor)
    answer = client.post("/desk/publications/imports",
                         {"file": SimpleUploadedFile("a.csv", body), "ground": "test"})  # fmt: skip
    intake.run_next(at=NOW + timedelta(days=400))
    text = client.get(answer["Location"]).content.decode()
    assert "31.02.2025" in text
    assert "no date that exists" in text


def test_check_now_tells_a_changed_byte(cast, bring, signed_in, settings):
    bring(post(1))
    intake.run_next(at=NOW)
    publication = Publication.objects.get()
    client = signed_in(cast.monitor)
    check = f"/desk/publications/{publication.pk}/check"
    assert "unchanged" in client.post(check, follow=True).content.decode()
    digest = publication.file_digest.removeprefix("sha256:")
    (blob,) = [path for path in settings.STORE.rglob("*") if (path.is_file() and digest in str(path))
               or path.name == digest[2:]]  # fmt: skip
    blob.chmod(0o600)
    blob.write_bytes(b"forged")
    assert "unchanged" not in client.post(check, follow=True).content.decode()


def test_an_unknown_election_is_not_opened(cast):
    with refused("law.unknown_election"):
        acts.open_election(pack="kg", code="kg-1825", by=cast.secretary, at=NOW, ground="test")
    assert not Line.objects.filter(act="monitoring.open_election").exists()
