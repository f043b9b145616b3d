from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED, OVER, START
from hustings import evidence
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts, papers, queries, terms
from hustings.desk.cases.models import Explanation, Notice
from hustings.desk.ledger.models import Line
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def refused(code, act, *arguments, **keywords):
    with pytest.raises(Refusal) as caught:
        act(*arguments, **keywords)
    assert caught.value.code == code
    return caught.value


def test_notice_is_numbered_sealed_in_two_languages_and_runs_three_days(notice):
    assert notice.number == "1/2025"
    assert notice.due_at == OVER
    store = evidence.Store(settings.STORE)
    assert store.read(notice.papers["ru"]).startswith(b"%PDF")
    assert store.read(notice.papers["ky"]).startswith(b"%PDF")
    assert notice.papers["ru"] != notice.papers["ky"]
    line = Line.objects.get(act="cases.notify")
    assert notice.papers["ru"].encode() in bytes(line.canonical)
    assert notice.token.encode() not in bytes(line.canonical)


def test_notice_says_that_its_term_is_assumed(notice):
    told = papers.notice_record(
        notice.respondent.case, notice.respondent, notice, site="https://desk.example/"
    )
    assert told["term"]["verified"] is False
    assert f"https://desk.example/explain/{notice.token}" in told["how"]["ky"]
    assert told["publications"][0]["exhibit"].startswith("A-1")


def test_notice_before_anything_is_alleged_is_refused(respondent, cast):
    refused("cases.nothing_alleged", acts.notify, respondent, by=cast.lawyer, at=START)
    assert not Notice.objects.exists()


def test_notice_is_sent_once(notice, cast):
    refused("cases.notified_already", acts.notify, notice.respondent, by=cast.lawyer, at=START)
    assert Notice.objects.count() == 1


def test_notice_may_give_more_time_and_never_less(charge, cast):
    less = OVER - A_MINUTE
    said = refused("cases.term_too_short", acts.notify, charge.respondent, by=cast.lawyer,
                   at=START, due_at=less)  # fmt: skip
    assert "26.10.2025 24:00 (Asia/Bishkek)" in said.say("ky")
    more = START + timedelta(days=5)
    assert acts.notify(charge.respondent, by=cast.lawyer, at=START, due_at=more).due_at == more


def test_notice_belongs_to_lawyers(charge, cast):
    for who in (cast.monitor, cast.secretary, cast.official, cast.stranger):
        with pytest.raises(NotYours):
            acts.notify(charge.respondent, by=who, at=START)


def test_a_term_ends_with_the_last_second_of_its_day_by_the_clock_of_bishkek(charge, cast):
    # 31 December, 23:30 in Bishkek: the 3rd of January is the last day, whole.
    at = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)
    sent = acts.notify(charge.respondent, by=cast.lawyer, at=at)
    assert sent.due_at == datetime(2026, 1, 3, 18, 0, tzinfo=UTC)
    assert sent.number == "1/2025"


def test_a_term_counts_the_29th_of_february_and_runs_over_weekends(case):
    # Friday 25 February 2028 and Monday 28 February 2028, 23:59:59 in Bishkek; calendar days.
    for day, ends in ((25, "2028-02-28"), (28, "2028-03-02")):
        until = terms.until(case, at=datetime(2028, 2, day, 17, 59, 59, tzinfo=UTC))
        assert until.isoformat() == f"{ends}T18:00:00+00:00"


def test_a_notice_of_the_new_year_by_bishkek_takes_its_number(charge, cast):
    # 18:30 UTC is half past midnight there.
    at = datetime(2025, 12, 31, 18, 30, tzinfo=UTC)
    assert acts.notify(charge.respondent, by=cast.lawyer, at=at).number == "1/2026"


def test_the_respondent_explains_without_an_account_of_the_desk(notice):
    said = acts.explain(notice.token, text="Эрежени билген эмесмин.", at=ANSWERED)
    assert said.recorded_by is None
    line = Line.objects.get(act="cases.explain")
    assert line.by is None
    assert "Эрежени" not in bytes(line.canonical).decode()


def test_a_wrong_link_leads_nowhere(notice):
    refused("cases.no_such_door", acts.explain, notice.token[:-1], text="мен", at=ANSWERED)


NO_EXPLANATION = (
    ("", "cases.nothing_written"),
    ("   \n ", "cases.nothing_written"),
    ("\u0301" * 10_000, "cases.nothing_written"),
    ("а" * 20_001, "cases.too_long"),
    ("а" * 10_000_000, "cases.too_long"),
    ("нул\0", "cases.unreadable"),
)


def test_an_explanation_that_is_none_is_refused(notice):
    for text, code in NO_EXPLANATION:
        refused(code, acts.explain, notice.token, text=text, at=ANSWERED)
    assert not Explanation.objects.exists()


def test_an_explanation_at_the_limit_is_kept_whole(notice):
    text = "а" * 19_999 + "\u0301"
    assert acts.explain(notice.token, text=text, at=ANSWERED).text == text


def test_late_and_repeated_explanations_are_kept(notice, cast):
    acts.explain(notice.token, text="биринчи", at=ANSWERED)
    acts.explain(notice.token, text="экинчи", at=OVER + timedelta(days=9))
    kept = notice.respondent.explanations.order_by("pk").values_list("text", flat=True)
    assert list(kept) == ["биринчи", "экинчи"]


def test_a_link_takes_twenty_explanations(notice):
    for number in range(20):
        acts.explain(notice.token, text=f"{number}", at=ANSWERED)
    refused("cases.enough_explanations", acts.explain, notice.token, text="21", at=ANSWERED)


def test_a_lawyer_records_what_was_said(notice, cast):
    said = acts.record_explanation(notice.respondent, text="Оозеки айтты.", how="oral",
                                   by=cast.lawyer, at=ANSWERED)  # fmt: skip
    assert said.recorded_by == cast.lawyer
    refused("cases.unknown_way", acts.record_explanation, notice.respondent, text="x", how="link",
            by=cast.lawyer, at=ANSWERED)  # fmt: skip


def test_nobody_explains_before_being_told(charge, cast):
    refused("cases.not_notified", acts.record_explanation, charge.respondent, text="а", how="oral",
            by=cast.lawyer, at=ANSWERED)  # fmt: skip


def test_lapse_is_refused_until_the_very_end_of_the_term(notice, cast):
    said = refused("cases.term_runs", acts.lapse, notice.respondent, by=cast.lawyer,
                   at=OVER - timedelta(microseconds=1))  # fmt: skip
    assert "26.10.2025 24:00" in said.say("ru")
    assert acts.lapse(notice.respondent, by=cast.lawyer, at=OVER).lapsed_at == OVER


def test_lapse_is_refused_after_an_explanation(notice, cast):
    acts.explain(notice.token, text="мен", at=ANSWERED)
    refused("cases.heard_already", acts.lapse, notice.respondent, by=cast.lawyer, at=OVER)


def test_lapse_is_recorded_once_and_only_by_a_lawyer(notice, cast):
    with pytest.raises(NotYours):
        acts.lapse(notice.respondent, by=cast.monitor, at=OVER)
    acts.lapse(notice.respondent, by=cast.lawyer, at=OVER)
    refused("cases.heard_already", acts.lapse, notice.respondent, by=cast.lawyer, at=OVER)


def test_lapse_without_a_notice_is_refused(charge, cast):
    refused("cases.not_notified", acts.lapse, charge.respondent, by=cast.lawyer, at=OVER)


def test_hostile_words_of_a_publication_reach_the_notice_as_words(cast, flag):
    hostile = '#eval("1") Кадыров \\ #import "x" $x$ <b> `raw` \u202eтескери ' + "а\u0301" * 2_000
    case = matter_at.opened(cast, flag(text=hostile))
    (respondent,) = matter_at.everybody_charged(case, cast)
    sent = matter_at.told(respondent, cast)
    assert evidence.Store(settings.STORE).read(sent.papers["ky"]).startswith(b"%PDF")
    quote = papers.notice_record(case, queries.respondents(case).get(), sent)
    assert "#import" in quote["publications"][0]["quote"]
