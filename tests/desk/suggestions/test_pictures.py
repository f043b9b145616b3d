"""Words in pictures are read by a real tesseract, join the text, and lead back to their boxes."""

import io
import json
import shutil
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.conftest import NOW
from desk.monitoring.test_imports import ROSTER
from desk.suggestions.test_claims import review
from hustings import evidence
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.monitoring import acts
from hustings.desk.monitoring.models import Import, Publication
from hustings.desk.review import acts as judging
from hustings.desk.review import intake
from hustings.desk.review.models import Indication
from hustings.desk.suggestions import acts as suggestions
from hustings.desk.suggestions import bringing, reading
from hustings.desk.suggestions.models import Picture, Repeat, Spread
from hustings.refusal import Refusal
from screening.test_pictures import drawn, reads

pytest.importorskip("PIL", reason="the extra pictures (Pillow) is not installed")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CALL = "Голосуйте за Азамата\nОйдонбекова, 18 округ!"
CLAIM = "Избирательные урны спрятали\nв сарае у реки за селом"


@pytest.fixture
def ready(cast, election):
    return acts.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")


def png(text, **how):
    held = io.BytesIO()
    drawn(text, **how).save(held, "PNG")
    return held.getvalue()


def post(number, *media, text="", platform="facebook"):
    return {"id": f"p{number}", "platform": platform, "text": text, "media": list(media),
            "published_at": "2025-10-20T10:00:00+06:00",
            "author": {"name": f"Ойдон {number}", "class": "voter"}}  # fmt: skip


def zipped(posts, **pictures):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in posts)
        archive.writestr("export/posts.jsonl", lines)
        for name, body in pictures.items():
            archive.writestr(f"export/photos/{name}.png", body)
    return held.getvalue()


@pytest.fixture
def bring(cast, ready):
    def run(content, *, work=True):
        brought = acts.bring_in(ready, file_name="ойдон.zip", content=content, options={},
                                by=cast.monitor, at=NOW, ground="test")  # fmt: skip
        if work:
            finish()
        return Import.objects.get(pk=brought.pk)

    return run


def finish(at=NOW):
    for _ in range(50):
        if not intake.work_once(at=at):
            return
    raise AssertionError("the worker does not come to an end")


@reads
def test_a_publication_that_is_only_a_picture_is_found(bring):
    done = bring(zipped([post(1, "photos/a.png"), post(2, "photos/b.png")],
                        a=png(CALL), b=png("Бүгүн ырайы жакшы болот")))  # fmt: skip
    assert (done.state, done.read, done.kept, done.unreadable, done.flagged) == ("done", 2, 2, 0, 1)
    publication = Publication.objects.get()
    (indication,) = Indication.objects.all()
    assert (publication.item_id, indication.offence) == ("p1", "kg/code-of-offences/art_65")
    picture = Picture.objects.get(archive_id=publication.archive_id)
    assert publication.text[picture.start : picture.end] == picture.text
    assert picture.text.split() == CALL.split()
    named = publication.mentions[0]
    assert publication.text[named["start"] : named["end"]] == named["surface"]
    assert set(Picture.objects.values_list("state", "screened")) == {("read", True)}
    assert list(record.unexplained()) == []


@reads
def test_the_authors_words_keep_their_places_and_the_picture_stands_behind(bring):
    bring(zipped([post(1, "photos/a.png", text="Карагыла, достор!")], a=png(CALL)))
    publication, picture = Publication.objects.get(), Picture.objects.get()
    assert publication.text.startswith("Карагыла, достор!\n\nГолосуйте")
    assert picture.start == len("Карагыла, достор!\n\n")


@reads
def test_words_screened_before_and_pictures_that_come_later_end_the_same(bring, cast):
    posts = [post(1, "photos/a.png", text="Голосуйте за Азамата Ойдонбекова!")]
    plain = "\n".join(json.dumps(one, ensure_ascii=False) for one in posts).encode()
    bring(plain)
    one = Indication.objects.get()
    judging.confirm(one, by=cast.monitor, at=NOW, version=0)
    before = Publication.objects.get().text
    done = bring(zipped(posts, a=png("Каждому придёт мешок муки\nот Азамата Ойдонбекова")))
    assert (done.kept, done.duplicate) == (0, 1)
    publication = Publication.objects.get()
    assert publication.text.startswith(f"{before}\n\n")
    assert Indication.objects.get(pk=one.pk).state == "confirmed"
    assert Indication.objects.filter(pk=one.pk).values_list("version", flat=True)[0] == 1
    assert list(record.unexplained()) == []


@reads
def test_copies_and_refuted_claims_are_found_in_pictures_too(bring, cast):
    suggestions.import_claims(
        file_name="a.json", content=json.dumps([review(CLAIM.replace("\n", " "))]).encode(),
        by=cast.monitor, at=NOW, ground="test",
    )  # fmt: skip
    words = f"{CALL}\n{CLAIM}"
    bring(zipped([post(1, "photos/a.png"), post(2, "photos/b.png", platform="telegram")],
                 a=png(words), b=png(words, size=36)))  # fmt: skip
    spread = Spread.objects.get()
    assert (spread.messages, spread.platforms) == (2, 2)
    assert Repeat.objects.count() == 2
    repeat = Repeat.objects.first()
    assert "спрятали" in repeat.publication.text[repeat.start : repeat.end]


@reads
def test_the_page_shows_the_grey_copy_with_its_boxes_and_never_the_strangers_bytes(
    bring, cast, signed_in
):
    body = png(CALL, ink="red") + b"<script>alert(1)</script>"
    bring(zipped([post(1, "photos/a.png", text="Карагыла")], a=body))
    indication, picture = Indication.objects.get(), Picture.objects.get()
    client = signed_in(cast.auditor)
    page = client.get(f"/desk/review/{indication.pk}").content.decode()
    assert page.count("box box--marked") + page.count('class="box"') == len(picture.words)
    assert "box--marked" in page
    assert '<div class="quote" tabindex="0">Карагыла</div>' in page
    shown = client.get(f"/desk/pictures/{picture.pk}/shown")
    assert shown["Content-Type"] == "image/png"
    assert shown.content.startswith(b"\x89PNG")
    assert b"alert" not in shown.content
    original = client.get(f"/desk/pictures/{picture.pk}/original")
    assert original.content == body
    assert original["Content-Type"] == "application/octet-stream"
    assert original["Content-Disposition"].startswith("attachment")


@reads
def test_likeness_only_suggests(bring, cast, signed_in):
    bring(zipped([post(1, "photos/a.png"), post(2, "photos/b.png")],
                 a=png(CALL), b=png(f"{CALL} ")))  # fmt: skip
    first, second = Indication.objects.order_by("publication__item_id")
    assert first.rank == second.rank
    page = signed_in(cast.monitor).get(f"/desk/review/{first.pk}").content.decode()
    assert "May be the same picture" in page
    assert f"/desk/publications/{second.publication_id}" in page


def test_what_is_no_picture_is_refused_by_itself_and_stops_nothing(bring, cast, signed_in):
    bring(zipped([post(1, "photos/a.png", "photos/b.png", "photos/no.png", "a.mp4",
                       "https://x.example/a.png", text="Голосуйте за Азамата Ойдонбекова!")],
                 a=b"GIF89a" + b"\0" * 40, b=png("x")[:80]))  # fmt: skip
    told = dict(Picture.objects.values_list("medium", "state"))
    assert told == {"photos/a.png": "refused", "photos/b.png": "refused",
                    "photos/no.png": "missing", "a.mp4": "missing"}  # fmt: skip
    publication = Publication.objects.get()
    assert publication.text == "Голосуйте за Азамата Ойдонбекова!"
    page = signed_in(cast.monitor).get(f"/desk/review/{Indication.objects.get().pk}")
    text = page.content.decode()
    assert "is a GIF" in text or "GIF" in text
    assert "was not brought in with it" in text
    assert list(record.unexplained()) == []


def test_without_tesseract_a_picture_waits_and_says_so(bring, cast, signed_in, monkeypatch):
    here = shutil.which
    monkeypatch.setenv("PATH", "/nowhere")
    bring(zipped([post(1, "photos/a.png", text="Голосуйте за Азамата Ойдонбекова!")], a=png(CALL)))
    picture = Picture.objects.get()
    assert (picture.state, picture.refusal["code"]) == ("waiting", "pictures.no_tesseract")
    page = signed_in(cast.monitor).get(f"/desk/review/{Indication.objects.get().pk}")
    assert "Install tesseract-ocr" in page.content.decode()
    monkeypatch.undo()
    if here("tesseract"):
        assert not reading.read_next(at=NOW)
        finish(at=NOW + reading.CLAIM)
        assert Picture.objects.get().state == "read"


@reads
def test_a_worker_killed_between_its_steps_goes_on(bring):
    bring(zipped([post(1, "photos/a.png")], a=png(CALL)), work=False)
    intake.run_next(at=NOW)
    Picture.objects.update(claimed_until=NOW + timedelta(minutes=5))
    assert not reading.read_next(at=NOW)
    assert reading.read_next(at=NOW + timedelta(minutes=5))
    assert not Publication.objects.exists()
    finish(at=NOW + timedelta(minutes=6))
    assert Indication.objects.count() == 1
    finish(at=NOW + timedelta(days=1))  # the queue is put in order anew each day, once
    assert Indication.objects.count() == 1


@reads
def test_a_person_attaches_a_picture_on_the_page_of_a_publication(flag, ready, cast, signed_in):
    posted = json.dumps(post(1, text="Голосуйте за Азамата Ойдонбекова!"), ensure_ascii=False)
    acts.bring_in(ready, file_name="a.jsonl", content=posted.encode(), options={}, by=cast.monitor,
                  at=NOW, ground="test")  # fmt: skip
    finish()
    publication = Publication.objects.get()
    client = signed_in(cast.monitor)
    where = f"/desk/pictures/attach/{publication.pk}"
    assert where in client.get(f"/desk/publications/{publication.pk}").content.decode()
    for _ in range(2):
        client.post(where, {"file": SimpleUploadedFile("../../сүрөт.png", png(CLAIM)),
                            "ground": "көрдүм 20.10"})  # fmt: skip
    picture = Picture.objects.get()
    finish()
    publication.refresh_from_db()
    assert publication.text.endswith(CLAIM)
    bad = client.post(where, {"file": SimpleUploadedFile("a.gif", b"GIF89a"), "ground": "x"},
                      follow=True)  # fmt: skip
    assert "GIF" in bad.content.decode()
    assert Picture.objects.get() == picture
    assert evidence.Store(record.settings.STORE).has(picture.digest)
    assert list(record.unexplained()) == []


@pytest.mark.parametrize("who", ["secretary", "official", "publisher", "auditor", "administrator",
                                 "stranger"])  # fmt: skip
def test_attaching_belongs_to_the_working_group(cast, flag, signed_in, who):
    publication = flag().publication
    with pytest.raises(NotYours):
        bringing.attach_picture(publication, file_name="a.png", content=png("x"),
                                by=getattr(cast, who), at=NOW, ground="x")  # fmt: skip
    answer = signed_in(getattr(cast, who)).post(f"/desk/pictures/attach/{publication.pk}", {
        "file": SimpleUploadedFile("a.png", png("x")), "ground": "x"})  # fmt: skip
    assert answer.status_code == 403
    assert not Picture.objects.exists()


def test_what_cannot_be_a_picture_is_refused_before_it_is_sealed(cast, flag):
    publication = flag().publication
    for content in (b"", b"%PDF-1.4", png("x")[:20]):
        with pytest.raises(Refusal):
            bringing.attach_picture(publication, file_name="a.png", content=content,
                                    by=cast.monitor, at=NOW, ground="x")  # fmt: skip
    assert not Picture.objects.exists()
