"""The case page: nobody missing, only allowed steps, and what was typed stays."""

import pytest
from django.conf import settings

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED, GROUND, OVER, REASON, START
from hustings import evidence
from hustings.desk.accounts.waiting import for_person
from hustings.desk.cases import acts
from hustings.desk.cases.models import Case, Charge, Exhibit, Respondent

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_lawyer(signed_in, cast):
    client = signed_in(cast.lawyer)
    client.cookies["hustings_language"] = "en"
    return client


def page(answer):
    return answer.content.decode()


def test_every_page_is_closed_to_strangers(client, signed_in, cast, charge, notice):
    case = charge.respondent.case
    doors = (
        "/desk/cases/", "/desk/cases/open", f"/desk/cases/{case.pk}/",
        f"/desk/cases/{case.pk}/attach", f"/desk/cases/{case.pk}/name",
        f"/desk/cases/respondents/{charge.respondent.pk}/charge",
        f"/desk/cases/respondents/{charge.respondent.pk}/notice",
        f"/desk/cases/charges/{charge.pk}/", f"/desk/cases/notices/{notice.pk}/ky.pdf",
        f"/desk/cases/exhibits/{case.exhibits.first().pk}/file",
    )  # fmt: skip
    for door in doors:
        assert client.get(door).status_code == 302, door
    stranger = signed_in(cast.stranger)
    for door in doors:
        assert stranger.get(door).status_code == 403, door


def test_an_auditor_reads_and_is_offered_no_step(signed_in, cast, case):
    said = page(signed_in(cast.auditor).get(f"/desk/cases/{case.pk}/"))
    assert "<textarea" not in said
    assert 'name="step"' not in said
    assert signed_in(cast.auditor).post(
        f"/desk/cases/{case.pk}/", {"step": "draft", "text": "", "version": case.version}
    ).status_code == 403  # fmt: skip


def test_walks_a_case_from_opening_to_adoption(as_lawyer, signed_in, cast, flag):
    one = matter_at.confirmed(flag(), cast)
    made = as_lawyer.post("/desk/cases/open", {
        "indication": [one.pk], "title": "Ойдон", "ground": GROUND,
    })  # fmt: skip
    case = Case.objects.get()
    assert made.url == f"/desk/cases/{case.pk}/"
    assert 'class="missing"' in page(as_lawyer.get(made.url))
    account = one.publication.account
    as_lawyer.post(f"/desk/cases/{case.pk}/name", {
        "account": account.pk, "name": "Ойдон Жооптуев", "person_kind": "natural",
        "author_class": "voter", "ground": GROUND,
    })  # fmt: skip
    respondent = Respondent.objects.get()
    form = page(as_lawyer.get(f"/desk/cases/respondents/{respondent.pk}/charge"))
    assert "checked" in form
    as_lawyer.post(f"/desk/cases/respondents/{respondent.pk}/charge", {
        "place": f"{one.offence} {one.provision}", "findings": [case.findings.get().pk],
        "ground": GROUND,
    })  # fmt: skip
    charge = Charge.objects.get()
    as_lawyer.post(f"/desk/cases/respondents/{respondent.pk}/notice", {"due_at": ""})
    where = f"/desk/cases/respondents/{respondent.pk}/explanation"
    assert as_lawyer.post(where, {"how": "oral", "text": "Айтты."}).status_code == 302
    as_lawyer.post(f"/desk/cases/charges/{charge.pk}/", {
        "outcome": "fine", "reason": REASON, "version": 0,
    })  # fmt: skip
    case.refresh_from_db()
    as_lawyer.post(f"/desk/cases/{case.pk}/", {
        "step": "draft", "text": "", "version": case.version,
    })  # fmt: skip
    assert case.proposals.get().state == "draft"


def test_another_adopts_what_they_saw(as_lawyer, signed_in, cast, case):
    matter_at.everybody_heard(case, cast)
    matter_at.drafted(case, cast)
    respondent = case.respondents.get()
    proposal = case.proposals.get()
    case.refresh_from_db()
    adopting = {"step": "adopt", "proposal": proposal.pk, "version": case.version}
    own = as_lawyer.post(f"/desk/cases/{case.pk}/", adopting)
    assert own.status_code == 409
    assert "another of the working group adopts it" in page(own)
    head = signed_in(cast.head)
    acts.explain(respondent.notice.token, text="Дагы бир сөз.", at=ANSWERED)
    stale = head.post(f"/desk/cases/{case.pk}/", adopting)
    assert stale.status_code == 409
    assert "the respondent" in page(stale)
    head.post(f"/desk/cases/{case.pk}/", adopting | {"version": case.version + 1})
    case.refresh_from_db()
    assert case.stage == "proposed"


def test_says_what_is_missing_beside_the_greyed_step(as_lawyer, case):
    said = page(as_lawyer.get(f"/desk/cases/{case.pk}/"))
    assert "and no respondent. Name who answers for it" in said
    assert 'value="draft" disabled' in said
    assert "Name who answers for each account" in said


def test_a_stale_recommendation_comes_back_with_what_was_typed(as_lawyer, charge, cast):
    acts.recommend(charge, outcome="warning", reason="башка себеп", by=cast.second_lawyer,
                   at=ANSWERED, version=0)  # fmt: skip
    answer = as_lawyer.post(f"/desk/cases/charges/{charge.pk}/", {
        "outcome": "fine", "reason": "менин узун себебим", "version": 0,
    })  # fmt: skip
    said = page(answer)
    assert answer.status_code == 409
    assert cast.second_lawyer.full_name in said
    assert "менин узун себебим" in said
    assert "башка себеп" in said
    assert 'name="version" value="1"' in said
    charge.refresh_from_db()
    assert charge.proposal == "warning"


def test_a_stale_draft_keeps_its_text(as_lawyer, case, cast):
    matter_at.everybody_heard(case, cast)
    answer = as_lawyer.post(f"/desk/cases/{case.pk}/", {
        "step": "draft", "text": "менин долбоорум", "version": 0,
    })  # fmt: skip
    assert answer.status_code == 409
    assert "менин долбоорум" in page(answer)
    assert not case.proposals.exists()


def test_hostile_words_are_shown_as_words(as_lawyer, cast, flag):
    hostile = '<img src=x onerror="alert(1)"> Кадыров {{ 7|add:7 }} \u202e"\'><script>'
    case = matter_at.opened(cast, flag(text=hostile, account=hostile[:90]), title=hostile)
    (respondent,) = matter_at.everybody_charged(case, cast)
    matter_at.told(respondent, cast)
    said = page(as_lawyer.get(f"/desk/cases/{case.pk}/"))
    assert "<img src=x" not in said
    assert "<script>" not in said.replace("<script src", "")
    assert "{{ 7|add:7 }}" in said
    for door in ("notice", "charge", "explanation"):
        answer = as_lawyer.get(f"/desk/cases/respondents/{respondent.pk}/{door}")
        assert "<img src=x" not in page(answer)


def test_the_timeline_narrows_by_kind_and_day(as_lawyer, notice, cast):
    case = notice.respondent.case
    acts.lapse(notice.respondent, by=cast.lawyer, at=OVER)
    where = f"/desk/cases/{case.pk}/timeline"
    htmx = {"HX-Request": "true"}

    def acts_of(**asked):
        return page(as_lawyer.get(where, asked, headers=htmx)).count("<li>")

    assert acts_of() == 7  # screened, confirmed, opened, named, charged, told, lapsed
    assert acts_of(kind="letters") == 2
    assert acts_of(kind="letters", since="2025-10-26") == 1
    assert acts_of(until="2025-10-23") == 5  # the screening came on the 27th
    assert acts_of(kind="commission") == 1  # the sentence that there is nothing
    assert "Nothing of that kind" in page(
        as_lawyer.get(where, {"kind": "commission"}, headers=htmx)
    )
    assert acts_of(since="2025-02-31") == 7
    assert as_lawyer.get(where).status_code == 302


def test_checks_an_exhibit_now(as_lawyer, case):
    exhibit = Exhibit.objects.filter(case=case, kind="record").get()
    where = f"/desk/cases/exhibits/{exhibit.pk}/check"
    htmx = {"HX-Request": "true"}
    assert "unchanged since" in page(as_lawyer.post(where, headers=htmx))
    assert as_lawyer.get(where).status_code == 405
    blob = next(path for path in settings.STORE.rglob("*") if path.name == exhibit.digest[7:])
    blob.chmod(0o600)
    blob.write_bytes(b"forged")
    told = page(as_lawyer.post(where, headers=htmx))
    assert "badge--bad" in told
    assert exhibit.digest in told


def test_hands_out_an_exhibit_as_bytes_never_as_a_page(as_lawyer, case):
    exhibit = Exhibit.objects.filter(case=case, kind="original").get()
    answer = as_lawyer.get(f"/desk/cases/exhibits/{exhibit.pk}/file")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == evidence.Store(settings.STORE).read(exhibit.digest)


def test_the_list_says_what_each_case_waits_for(as_lawyer, notice, cast):
    said = page(as_lawyer.get("/desk/cases/?stage=opened"))
    assert "Hear the respondents, or record the lapse" in said
    assert "26.10.2025 24:00" in said
    assert "No case is at this stage" in page(as_lawyer.get("/desk/cases/?stage=decided"))
    assert as_lawyer.get("/desk/cases/?stage=%00&page=-1").status_code == 200


def test_an_unknown_step_or_row_changes_nothing(as_lawyer, case):
    assert as_lawyer.post(f"/desk/cases/{case.pk}/", {"step": "delete"}).status_code == 302
    assert as_lawyer.post(
        f"/desk/cases/{case.pk}/", {"step": "adopt", "proposal": "9" * 40}
    ).status_code == 404  # fmt: skip
    assert as_lawyer.get("/desk/cases/999999/").status_code == 404


def test_what_waits_is_told_to_whoever_can_do_it(cast, flag, case):
    def told(person, at=ANSWERED):
        return {one.url for one in for_person(person, at=at) if "/cases" in one.url}

    matter_at.confirmed(flag(account="b"), cast)
    assert told(cast.lawyer) == {"/desk/cases/open", "/desk/cases/?stage=opened"}
    assert told(cast.monitor) == set()
    (respondent,) = matter_at.everybody_charged(case, cast)
    matter_at.told(respondent, cast)
    assert f"/desk/cases/{case.pk}/#letters" not in told(cast.lawyer, at=START)
    assert f"/desk/cases/{case.pk}/#letters" in told(cast.lawyer, at=OVER)
    acts.lapse(respondent, by=cast.lawyer, at=OVER)
    matter_at.drafted(case, cast)
    assert f"/desk/cases/{case.pk}/#proposal" in told(cast.head, at=OVER)
    assert f"/desk/cases/{case.pk}/#proposal" not in told(cast.lawyer, at=OVER)
