"""The pack of India: minutes, silence by polling area, no fine at all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hustings import law
from law.both_ways import asker, offences
from law.invented import heard, papers

PACK = law.load("in")
ELECTION = PACK.election("in-2024-general")
SILENCE, EXIT, IMPRINT = (f"rpa-1951/s_{one}__offence" for one in ("126", "126a", "127a"))
POLICE, NOTICE, REMOVAL = (f"model-code/code__{one}" for one in ("inducement", "notice", "removal"))
DAYS = {
    "phase_1": date(2024, 4, 19), "phase_2": date(2024, 4, 26), "phase_3": date(2024, 5, 7),
    "phase_4": date(2024, 5, 13), "phase_5": date(2024, 5, 20), "phase_6": date(2024, 5, 25),
    "phase_7": date(2024, 6, 1),
}  # fmt: skip
SECOND = timedelta(seconds=1)
asked = asker(PACK, "in-2024-general")


def silence_of(area):
    """When the last 48 hours of an area begin and end."""
    events = ELECTION.areas[area].events
    return events["silence"], events["polls_close"]


def test_holds_all_its_examples():
    assert list(law.check(PACK)) == []


@pytest.mark.parametrize("area", DAYS)
def test_is_silent_for_48_hours_before_each_areas_own_poll_closes(area):
    begins, ends = silence_of(area)
    assert ends.astimezone(ELECTION.timezone) == datetime(
        *DAYS[area].timetuple()[:3], 18, tzinfo=ELECTION.timezone
    )
    assert ends - begins == timedelta(hours=48)
    meeting = {"author": "candidate", "act": "meeting", "area": area}
    answers = [
        offences(asked(moment.isoformat(), "call/for", **meeting))
        for moment in (begins - SECOND, begins, ends - SECOND, ends)
    ]
    assert answers == [[], [SILENCE], [SILENCE], []]


def test_finds_the_same_minute_lawful_in_one_area_and_not_in_another():
    minute = "2024-04-25T12:00:00+05:30"
    asking = {"author": "candidate", "act": "meeting"}
    found = {area: offences(asked(minute, "call/for", area=area, **asking)) for area in DAYS}
    assert found == {area: [SILENCE] if area == "phase_2" else [] for area in DAYS}


@pytest.mark.parametrize("area", [None, "atlantis"])
def test_knows_no_zone_where_the_area_is_not_known(area):
    minute = datetime(2024, 4, 25, 6, 30, tzinfo=UTC)
    assert ELECTION.zone_at(minute, area=area) is None
    asking = {"author": "candidate", "act": "meeting", "area": area}
    assert offences(asked(minute.isoformat(), "call/for", **asking)) == []


def test_does_not_reach_a_voters_posts_though_notices_went_to_parties():
    minute = "2024-04-18T12:00:00+05:30"
    assert offences(asked(minute, "call/for", area="phase_1")) == []
    (one,) = asked(minute, "call/for", author="party", person="legal", area="phase_1")
    assert (one.liable, one.measures) == (("party",), ("notice",))
    assert (one.confidence, one.verified) == ("assumed", False)
    told = law.trace(PACK, {
        "election": ELECTION.code, "published_at": minute, "author_class": "voter", "person": "natural",
        "signals": [{"kind": "call", "stance": "for"}], "area": "phase_1",
    })  # fmt: skip
    (way,) = [way for way in told.rules if way.name == "posts-in-the-last-48-hours"]
    assert way.verdict == "excepted"
    assert "does not name social media" in way.exceptions[0].because["en"]


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2024-04-19T06:59:59+05:30", []),
        ("2024-04-19T07:00:00+05:30", [EXIT]),
        ("2024-06-01T18:29:59+05:30", [EXIT]),
        ("2024-06-01T18:30:00+05:30", []),
    ],
)
@pytest.mark.parametrize("area", [None, "phase_1", "phase_7"])
def test_bans_exit_polls_everywhere_until_the_last_phase_has_voted(moment, found, area):
    assert offences(asked(moment, "poll", author="media", person="legal", area=area)) == found


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2024-03-16T14:59:59+05:30", []),
        ("2024-03-16T15:00:00+05:30", [POLICE]),
        ("2024-06-04T23:59:59+05:30", [POLICE]),
        ("2024-06-05T00:00:00+05:30", []),
    ],
)
def test_holds_the_code_from_the_announcement_to_the_count(moment, found):
    assert offences(asked(moment, "bribery", area="phase_3")) == found
    assert offences(asked(moment, "bribery")) == found


def test_has_no_fine_in_any_tariff_and_none_among_its_outcomes():
    assert "fine" not in PACK.outcomes
    for offence in PACK.offences:
        one = PACK.tariff(offence, author_class="party", person="legal", on=date(2024, 4, 18))
        assert (one.units, one.least, one.most, one.verified) == (None, None, None, False)
        assert one.because[0].startswith(("no fine: ", "no tariff: a court"))
    assert {"removal", "notice", "censure", "refer_police"} <= set(PACK.outcomes)


def test_removes_gives_notice_or_reports_to_the_police():
    minute = "2024-04-05T10:00:00+05:30"
    poster = asked(minute, "preference/for", act="print", place="street", area="phase_2",
                   permitted=False, imprint=True)  # fmt: skip
    paid = asked(minute, "preference/for", author="media", person="legal", area="phase_2",
                 paid=True, labelled=False)  # fmt: skip
    gift = asked(minute, "bribery", area="phase_2")
    told = [(offences(found), found[0].route) for found in (poster, paid, gift)]
    assert told == [([REMOVAL], "official"), ([NOTICE], "official"), ([POLICE], "police")]


def test_wants_printer_and_publisher_named_unless_it_only_announces_a_meeting():
    minute = "2024-04-05T10:00:00+05:30"
    bare = {"act": "print", "area": "phase_2", "imprint": False}
    assert offences(asked(minute, "preference/for", **bare)) == [IMPRINT]
    assert offences(asked(minute, "event", "activity/for", **bare)) == []
    assert offences(asked(minute, "event", "call/for", **bare)) == [IMPRINT]


@pytest.mark.parametrize(
    ("clock", "minutes"), [("capture", 5), ("between_reports", 5), ("squad", 25), ("decision", 100)]
)
def test_counts_minutes_by_night_and_on_sundays_to_the_second(clock, minutes):
    since = datetime(2024, 3, 31, 23, 58, 59, tzinfo=ELECTION.timezone)  # a Sunday, before midnight
    due = law.due(PACK.clocks[clock], since=since, days=PACK.days, zone=ELECTION.timezone)
    assert due.at - since == timedelta(minutes=minutes)


def test_warns_twenty_minutes_before_the_hundred_are_over_and_tells_the_observer_after():
    since = datetime(2024, 4, 5, 10, tzinfo=ELECTION.timezone)
    due = law.due(PACK.clocks["decision"], since=since, days=PACK.days, zone=ELECTION.timezone)
    told = [(int((at - since).total_seconds()) // 60, step.to) for at, step in due.steps]
    assert told == [(80, "member"), (100, "member"), (110, "auditor")]


def test_is_sure_of_no_zone_whose_hour_is_assumed():
    assert ELECTION.confidence_of("polls_close") == "assumed"
    meeting = {"author": "candidate", "act": "meeting", "area": "phase_1"}
    (one,) = asked("2024-04-18T12:00:00+05:30", "call/for", **meeting)
    assert (one.confidence, one.verified) == ("assumed", False)
    provision = PACK.provision("in/rpa-1951/s_126__item_a")
    assert provision.verified  # the words are quoted; the hour of this poll is not


def test_speaks_english_russian_and_kyrgyz_where_a_page_shows_it():
    zones = ELECTION.areas["phase_1"].zones
    shown = [zone.names for zone in zones] + [area.names for area in ELECTION.areas.values()]
    shown += [rule.because for rule in PACK.rules]
    shown += [PACK.provision(rule.provision).heading for rule in PACK.rules]
    shown += [one["names"] for one in PACK.outcomes.values()] + list(PACK.roles.values())
    assert all({"en", "ru", "ky"} <= set(words) and all(words.values()) for words in shown)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vote for Fulano Inventado tomorrow!", ["call/for"]),
        ("Fulano Inventado ko vote dijiye", ["call/for"]),
        ("Don't vote for Kalpana Farziwal", ["call/against"]),
        ("Kalpana Farziwal ko harao", ["call/against"]),
        ("500 rupees per vote in ward 4", ["bribery/for"]),
        ("They are distributing liquor behind the school", ["bribery/for"]),
        ("Kalpana Farziwal looted the bank", ["discredit/against"]),
        ("Exit poll at six", ["poll/none"]),
        ("Heavy rain in our town today", []),
    ],
)
def test_hears_english_and_hindi_in_latin_letters(text, found):
    assert heard("in", ELECTION.code, text) == found


def test_draws_order_case_sheet_notice_and_report_without_a_sum():
    told = {act: text for act, _, text in papers("in")}
    assert "ORDER" in told["resolution"].replace(" ", "")
    assert "CASESHEET" in told["protocol"].replace(" ", "")
    assert all("Fulano Inventado" in text for text in told.values())
    assert not any("Rs" in text for text in told.values())
