"""The respondent's own door: no sign-in, plain words, a receipt."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED, OVER
from hustings.desk.cases import acts
from hustings.desk.cases.models import Explanation
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(notice):
    return f"/explain/{notice.token}"


@pytest.fixture
def reader():
    return Client(headers={"accept-language": "ru"})


def page(answer):
    return answer.content.decode()


def test_tells_what_is_examined_and_until_when_without_signing_in(door, reader, finding):
    answer = reader.get(door)
    assert answer.status_code == 200
    said = page(answer)
    assert "26.10.2025 24:00" in said
    assert "ст. 23, ч. 1" in said
    assert "<mark" in said
    assert "Этот срок принят рабочей группой" in said
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_speaks_the_reader_s_language(door):
    heads = {"ky": "Сиздин түшүндүрмөңүз", "ru": "Ваше пояснение", "en": "Your explanation"}
    for language, words in heads.items():
        said = page(Client(headers={"accept-language": language}).get(door))
        assert words in said
        assert f'<html lang="{language}">' in said


def test_gives_a_receipt_that_the_ledger_confirms(door, reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = reader.post(door, {"text": "Не знал, что нельзя. <b>Удалил</b>."})
    assert answer.status_code == 302
    assert answer.url == f"{door}#received"
    said = page(reader.get(door))
    assert "&lt;b&gt;Удалил" in said
    line = Line.objects.get(act="cases.explain")
    digest = re.search(r"sha256:[0-9a-f]{64}", said).group()
    assert line.index is not None
    assert f'<span class="number">{line.index}</span>' in said
    entry = list(record.log_of_acts().entries())[line.index]
    assert entry == bytes(line.canonical)
    from hashlib import sha256  # noqa: PLC0415 - as anybody would check it

    assert digest == f"sha256:{sha256(entry).hexdigest()}"


def test_takes_a_late_one_kindly_and_marks_it(door, reader, notice, cast):
    # The view reads the real clock, which is past the term.
    assert datetime.now(UTC) > notice.due_at
    assert "Срок прошёл. Всё равно напишите" in page(reader.get(door))
    assert reader.post(door, {"text": "поздно, но вот"}).status_code == 302
    assert "с опозданием" in page(reader.get(door))
    assert Explanation.objects.get().text == "поздно, но вот"


def test_keeps_what_was_typed_when_it_cannot_be_taken(door, reader):
    answer = reader.post(door, {"text": "слово " * 5_000})
    assert answer.status_code == 409
    said = page(answer)
    assert "можно не больше 20000" in said
    assert said.count("слово ") >= 4_999
    empty = reader.post(door, {"text": " \u200b "})
    assert empty.status_code == 409
    assert "напишите хотя бы одно слово" in page(empty)
    assert not Explanation.objects.exists()


def test_shows_what_was_recorded_orally_too(door, reader, notice, cast):
    acts.record_explanation(notice.respondent, text="Оозеки.", how="oral", by=cast.lawyer,
                            at=ANSWERED)  # fmt: skip
    assert "устно, записано рабочей группой" in page(reader.get(door))


def test_a_wrong_link_says_so_and_gives_nothing_away(reader, notice):
    answer = reader.get(f"/explain/{notice.token}x")
    assert answer.status_code == 404
    assert "никуда не ведёт" in page(answer)
    assert notice.respondent.name not in page(answer)


def test_a_form_from_elsewhere_is_refused(door):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(door, {"text": "подделка"}).status_code == 403
    assert not Explanation.objects.exists()


def test_stays_open_after_the_group_has_proposed(case, cast, reader):
    matter_at.everybody_heard(case, cast)
    matter_at.recommended(case, cast)
    acts.adopt_proposal(matter_at.drafted(case, cast), by=cast.head, at=OVER)
    notice = case.respondents.get().notice
    assert reader.post(f"/explain/{notice.token}", {"text": "ещё вот что"}).status_code == 302
    assert Explanation.objects.count() == 2


def test_a_link_typed_in_capitals_opens_too(notice, reader):
    assert notice.token.islower()
    assert notice.token.isalnum()
    assert reader.get(f"/explain/{notice.token.upper()}").status_code == 200
