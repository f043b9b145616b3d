import uuid

import pytest
from django.conf import settings
from django.db import transaction

from desk.cases import matter_at
from desk.cases.matter_at import GROUND, START, confirmed, opened
from hustings import evidence
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts
from hustings.desk.cases.models import Case, Finding
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring.models import Election
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db


def test_numbers_it_and_makes_two_exhibits_of_each_finding(cast, flag):
    case = opened(cast, flag(), flag(text="Экинчи Кадыров", account="экинчи"))
    assert case.number == "1/2025"
    assert case.stage == "opened"
    labels = list(case.exhibits.order_by("label").values_list("label", "kind"))
    assert labels == [
        ("A-1", "original"), ("A-2", "original"), ("B-1", "record"), ("B-2", "record"),
    ]  # fmt: skip
    store = evidence.Store(settings.STORE)
    for exhibit in case.exhibits.select_related("finding__indication__publication"):
        publication = exhibit.finding.indication.publication
        body = store.read(exhibit.digest)
        if exhibit.kind == "original":
            assert exhibit.digest == publication.file_digest
        else:
            assert publication.text in body.decode()


def test_gives_the_same_bytes_the_same_label(cast, flag):
    one = flag()
    two = flag(offence="kg/code-of-offences/art_66", provision="kg/elections/art_28__part_5")
    case = opened(cast, one, two)
    assert set(case.exhibits.filter(kind="original").values_list("label", flat=True)) == {"A-1"}


def test_refuses_what_nobody_confirmed(cast, flag):
    with pytest.raises(Refusal) as refused:
        acts.open_case(title="иш", indications=[flag()], by=cast.lawyer, at=START, ground=GROUND)
    assert refused.value.code == "cases.not_confirmed"
    assert not Case.objects.exists()


def test_refuses_a_finding_that_another_case_holds_and_names_it(cast, flag, case):
    held = case.findings.get().indication
    with pytest.raises(Refusal) as refused:
        acts.open_case(
            title="иш", indications=[confirmed(flag(account="b"), cast), held],
            by=cast.lawyer, at=START, ground=GROUND,
        )  # fmt: skip
    assert refused.value.code == "cases.in_another_case"
    assert "1/2025" in refused.value.say("ru")
    assert Case.objects.count() == 1


def test_gives_a_refused_case_s_number_to_the_next(cast, flag, case):
    held = case.findings.get().indication
    for _ in range(3):
        with pytest.raises(Refusal):
            acts.open_case(title="иш", indications=[held], by=cast.lawyer, at=START, ground=GROUND)
    assert opened(cast, flag(account="b")).number == "2/2025"


def test_refuses_a_case_about_nothing(cast):
    with pytest.raises(Refusal) as refused:
        acts.open_case(title="иш", indications=[], by=cast.lawyer, at=START, ground=GROUND)
    assert refused.value.code == "cases.nothing_to_open"


def test_refuses_two_elections_in_one_case(cast, flag):
    one, other = confirmed(flag(), cast), confirmed(flag(account="b"), cast)
    with transaction.atomic():
        repeat = Election.objects.create(pack="kg", code=str(uuid.uuid4()))
        publication = other.publication
        publication.election = repeat
        publication.save()
        record.act(name="test.move", by=None, role="system", at=START, ground="test",
                   rows=[repeat, publication])  # fmt: skip
    with pytest.raises(Refusal) as refused:
        acts.open_case(title="иш", indications=[one, other], by=cast.lawyer, at=START,
                       ground=GROUND)  # fmt: skip
    assert refused.value.code == "cases.two_elections"


def test_belongs_to_lawyers(cast, flag):
    finding = confirmed(flag(), cast)
    for who in (cast.monitor, cast.secretary, cast.official, cast.auditor, cast.administrator):
        with pytest.raises(NotYours):
            acts.open_case(title="иш", indications=[finding], by=who, at=START, ground=GROUND)
    assert not Case.objects.exists()


NO_WRITING = (
    ("", GROUND, "cases.nothing_written"),
    (" \u200b\u00a0\u2060 ", GROUND, "cases.nothing_written"),
    ("иш", "…—!", "cases.nothing_written"),
    ("и" * 301, GROUND, "cases.too_long"),
    ("и\0ш", GROUND, "cases.unreadable"),
    ("иш", "\ud800 негиз", "cases.unreadable"),
)


def test_refuses_what_cannot_be_a_title_or_a_ground(cast, flag):
    finding = confirmed(flag(), cast)
    for title, ground, code in NO_WRITING:
        with pytest.raises(Refusal) as refused:
            acts.open_case(title=title, indications=[finding], by=cast.lawyer, at=START,
                           ground=ground)  # fmt: skip
        assert refused.value.code == code
        assert refused.value.say("ky") != refused.value.say("en")
    assert not Case.objects.exists()


def test_keeps_hostile_words_as_they_were_typed(cast, flag):
    hostile = "<script>alert(1)</script> \u202eнегиз " + "а\u0301" * 100
    case = opened(cast, flag(), title=hostile)
    case.refresh_from_db()
    assert case.title == hostile


def test_takes_a_title_of_exactly_300_letters(cast, flag):
    assert len(opened(cast, flag(), title="и" * 300).title) == 300


def test_keeps_the_ground_out_of_the_ledger(cast, flag):
    acts.open_case(title="Жашыруун аталыш", indications=[confirmed(flag(), cast)],
                   by=cast.lawyer, at=START, ground="Жашыруун негиз")  # fmt: skip
    told = b"".join(bytes(line.canonical) for line in Line.objects.all()).decode()
    assert "Жашыруун" not in told


def test_takes_a_publication_from_before_the_call_and_says_so(cast, flag):
    before = flag(published_at=START.replace(month=9, day=1), window="before_call")
    case = opened(cast, before)
    read = case.exhibits.get(kind="record").digest
    assert "2025-09-01" in evidence.Store(settings.STORE).read(read).decode()


def test_refuses_evidence_that_the_store_does_not_hold(cast, flag):
    finding = confirmed(flag(), cast)
    publication = finding.publication
    with transaction.atomic():
        publication.file_digest = "sha256:" + "a" * 64
        publication.save()
        record.act(name="test.lose", by=None, role="system", at=START, ground="test",
                   rows=[publication])  # fmt: skip
    with pytest.raises(Refusal) as refused:
        acts.open_case(title="иш", indications=[finding], by=cast.lawyer, at=START, ground=GROUND)
    assert refused.value.code == "cases.no_evidence"


def test_attaches_a_finding_later(cast, flag, case):
    other = confirmed(flag(account="b", text="Экинчи Кадыров"), cast)
    late = acts.attach(case, indication=other, by=cast.lawyer, at=START, ground=GROUND)
    assert Finding.objects.filter(case=case).count() == 2
    assert late.exhibits.count() == 2
    assert late.exhibits.get(kind="original").label == "A-2"


def test_attaches_nothing_once_the_account_s_respondent_was_told(cast, flag, case, notice):
    more = confirmed(flag(text="Дагы бир Кадыров"), cast)
    with pytest.raises(Refusal) as refused:
        acts.attach(case, indication=more, by=cast.lawyer, at=START, ground=GROUND)
    assert refused.value.code == "cases.told_already"
    acts.attach(case, indication=confirmed(flag(account="b"), cast), by=cast.lawyer, at=START,
                ground=GROUND)  # fmt: skip


def test_attaches_nothing_while_a_proposal_stands(cast, flag, case):
    matter_at.everybody_heard(case, cast)
    matter_at.drafted(case, cast)
    with pytest.raises(Refusal) as refused:
        acts.attach(case, indication=confirmed(flag(account="b"), cast), by=cast.lawyer,
                    at=START, ground=GROUND)  # fmt: skip
    assert refused.value.code == "cases.proposal_stands"


def test_opens_on_many_findings_with_a_ledger_line_for_each_lot(cast, flag):
    case = opened(cast, *(flag(text=f"Кадыров {number}") for number in range(70)))
    assert case.findings.count() == 70
    lines = Line.objects.filter(act="cases.open")
    assert lines.count() == 4  # 211 rows, sixty a line
    assert max(len(bytes(line.canonical)) for line in lines) < 65_535 // 2


def test_refuses_more_findings_than_a_page_shows(cast, flag):
    one = confirmed(flag(), cast)
    with pytest.raises(Refusal) as refused:
        acts.open_case(title="иш", indications=[one] * 201, by=cast.lawyer, at=START,
                       ground=GROUND)  # fmt: skip
    assert refused.value.code == "cases.too_many"
