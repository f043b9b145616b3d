"""A term runs out when the table says: every row was worked out by hand, with a calendar on paper."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.law.clocks import UNITS, Clock, Days, Step, due

HOLIDAYS = frozenset({date(2025, 11, 7), date(2026, 1, 1)})  # a Friday and a Thursday
PLAIN = Days(holidays=HOLIDAYS)
SATURDAY_WORKED = Days(holidays=HOLIDAYS, working=frozenset({date(2025, 11, 8)}))
HOLIDAY_WORKED = Days(holidays=HOLIDAYS, working=frozenset({date(2025, 11, 7)}))
FRIDAY_SATURDAY = Days(weekend=frozenset({5, 6}))
SUNDAY = Days(weekend=frozenset({7}))
EAST, MADRID = ZoneInfo("Asia/Bishkek"), ZoneInfo("Europe/Madrid")
WEST, SOUTH = ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Kolkata")

# since, length, days, shift?, the instant at which the term is over, on the same clock
CALENDAR = [
    ("one day after a Monday", "2025-10-27T15:00", 1, PLAIN, False, "2025-10-29T00:00"),
    ("three days", "2025-10-27T15:00", 3, PLAIN, False, "2025-10-31T00:00"),
    ("an event at midnight", "2025-10-27T00:00", 3, PLAIN, False, "2025-10-31T00:00"),
    ("an event in the last second", "2025-10-27T23:59:59", 3, PLAIN, False, "2025-10-31T00:00"),
    ("ten days", "2025-10-27T15:00", 10, PLAIN, False, "2025-11-07T00:00"),
    ("thirty days over a month's end", "2025-10-27T15:00", 30, PLAIN, False, "2025-11-27T00:00"),
    ("a Saturday, no shift", "2025-10-27T15:00", 5, PLAIN, False, "2025-11-02T00:00"),
    ("a Saturday, shifted", "2025-10-27T15:00", 5, PLAIN, True, "2025-11-04T00:00"),
    ("a Sunday, shifted", "2025-10-27T15:00", 6, PLAIN, True, "2025-11-04T00:00"),
    ("a holiday, no shift", "2025-10-27T15:00", 11, PLAIN, False, "2025-11-08T00:00"),
    ("a holiday, shifted", "2025-10-27T15:00", 11, PLAIN, True, "2025-11-11T00:00"),
    ("to a Saturday that is worked", "2025-10-27T15:00", 11, SATURDAY_WORKED, True, "2025-11-09T00:00"),
    ("a working day does not shift", "2025-10-27T15:00", 3, PLAIN, True, "2025-10-31T00:00"),
    ("over the new year", "2025-12-29T09:00", 5, PLAIN, False, "2026-01-04T00:00"),
    ("over the new year, shifted", "2025-12-29T09:00", 5, PLAIN, True, "2026-01-06T00:00"),
    ("a leap day", "2028-02-28T09:00", 1, PLAIN, False, "2028-03-01T00:00"),
    ("no leap day", "2026-02-28T09:00", 1, PLAIN, False, "2026-03-02T00:00"),
]  # fmt: skip
WORKING = [
    ("one day after a Monday", "2025-10-27T15:00", 1, PLAIN, "2025-10-29T00:00"),
    ("three days", "2025-10-27T15:00", 3, PLAIN, "2025-10-31T00:00"),
    ("five days over a weekend", "2025-10-27T15:00", 5, PLAIN, "2025-11-04T00:00"),
    ("one day after a Friday", "2025-10-31T15:00", 1, PLAIN, "2025-11-04T00:00"),
    ("one day after a Saturday", "2025-11-01T15:00", 1, PLAIN, "2025-11-04T00:00"),
    ("one day after a Sunday", "2025-11-02T15:00", 1, PLAIN, "2025-11-04T00:00"),
    ("ten days over a holiday", "2025-10-27T15:00", 10, PLAIN, "2025-11-12T00:00"),
    ("the eve of a holiday", "2025-11-06T15:00", 1, PLAIN, "2025-11-11T00:00"),
    ("a Saturday that is worked", "2025-11-06T15:00", 1, SATURDAY_WORKED, "2025-11-09T00:00"),
    ("and the Monday after it", "2025-11-06T15:00", 2, SATURDAY_WORKED, "2025-11-11T00:00"),
    ("the new year", "2025-12-31T15:00", 1, PLAIN, "2026-01-03T00:00"),
    ("a holiday on which one works", "2025-11-06T15:00", 1, HOLIDAY_WORKED, "2025-11-08T00:00"),
    ("a weekend of Friday and Saturday", "2025-11-06T15:00", 1, FRIDAY_SATURDAY, "2025-11-10T00:00"),
    ("a weekend of Sunday alone", "2025-10-31T15:00", 1, SUNDAY, "2025-11-02T00:00"),
    ("twenty days", "2025-10-27T15:00", 20, PLAIN, "2025-11-26T00:00"),
    ("the last second of a Friday", "2025-10-31T23:59:59", 3, PLAIN, "2025-11-06T00:00"),
]  # fmt: skip
# unit, since, length, zone, over
BY_THE_CLOCK = [
    ("a day of hours", "hours", "2025-11-01T15:00", 24, EAST, "2025-11-02T15:00"),
    ("a weekend of hours", "hours", "2025-10-31T18:30", 48, EAST, "2025-11-02T18:30"),
    ("over midnight", "hours", "2025-11-12T23:30", 1, EAST, "2025-11-13T00:30"),
    ("over a holiday", "hours", "2025-11-06T09:00", 72, EAST, "2025-11-09T09:00"),
    ("the night of the longer day", "hours", "2025-10-25T12:00", 24, MADRID, "2025-10-26T11:00"),
    ("the night of the shorter day", "hours", "2026-03-28T12:00", 24, MADRID, "2026-03-29T13:00"),
    ("a longer day as a day", "calendar_days", "2025-10-25T12:00", 1, MADRID, "2025-10-27T00:00"),
    ("a shorter day as a day", "calendar_days", "2026-03-28T12:00", 1, MADRID, "2026-03-30T00:00"),
    ("two hours on the eve of a poll", "hours", "2024-10-05T23:00", 2, WEST, "2024-10-06T01:00"),
    ("one hour on the day of a poll", "hours", "2024-10-06T10:15", 1, WEST, "2024-10-06T11:15"),
    ("a hundred minutes", "minutes", "2024-04-18T10:00", 100, SOUTH, "2024-04-18T11:40"),
    ("a hundred minutes by night", "minutes", "2024-04-18T23:00", 100, SOUTH, "2024-04-19T00:40"),
    ("minutes over the close of a poll", "minutes", "2025-11-30T19:50", 25, EAST, "2025-11-30T20:15"),
    ("a day of minutes", "minutes", "2025-11-01T15:00", 1440, EAST, "2025-11-02T15:00"),
    ("to the second", "minutes", "2025-11-01T10:00:30", 5, EAST, "2025-11-01T10:05:30"),
]  # fmt: skip
# unit, length, shift?, suspensions, over; each since Monday 10 November 2025, 10:00
SUSPENDED = [
    ("two hours inside", "hours", 24, False, [("10T12:00", "10T14:00")], "2025-11-11T12:00"),
    ("hours before it", "hours", 24, False, [("10T06:00", "10T08:00")], "2025-11-11T10:00"),
    ("when it is just over", "hours", 24, False, [("11T10:00", "11T14:00")], "2025-11-11T10:00"),
    ("two that overlap", "hours", 24, False, [("10T12:00", "10T14:00"), ("10T13:00", "10T15:00")],
     "2025-11-11T13:00"),
    ("two that touch", "hours", 24, False, [("10T12:00", "10T13:00"), ("10T13:00", "10T14:00")],
     "2025-11-11T12:00"),
    ("at its start", "hours", 24, False, [("10T09:00", "10T11:00")], "2025-11-11T11:00"),
    ("for no time at all", "hours", 24, False, [("10T12:00", "10T12:00")], "2025-11-11T10:00"),
    ("told out of order", "hours", 24, False, [("10T14:00", "10T15:00"), ("10T11:00", "10T12:00")],
     "2025-11-11T12:00"),
    ("minutes inside minutes", "minutes", 100, False, [("10T10:30", "10T10:45")], "2025-11-10T11:55"),
    ("a part of a day", "calendar_days", 3, False, [("12T09:00", "12T18:00")], "2025-11-15T00:00"),
    ("a whole day", "calendar_days", 3, False, [("12T00:00", "13T00:00")], "2025-11-15T00:00"),
    ("three days by two hours", "calendar_days", 3, False, [("11T23:00", "13T01:00")],
     "2025-11-17T00:00"),
    ("and shifted to Monday", "calendar_days", 3, True, [("11T23:00", "13T01:00")], "2025-11-18T00:00"),
    ("a weekend, in working days", "working_days", 3, False, [("15T00:00", "17T00:00")],
     "2025-11-14T00:00"),
    ("a Friday, in working days", "working_days", 5, False, [("14T10:00", "14T12:00")],
     "2025-11-19T00:00"),
    ("without an end, after the end", "calendar_days", 3, False, [("20T00:00", None)],
     "2025-11-14T00:00"),
    ("on the day of the event", "calendar_days", 3, False, [("10T16:00", "10T18:00")],
     "2025-11-14T00:00"),
    ("twice", "calendar_days", 5, False, [("11T00:00", "12T00:00"), ("13T00:00", "14T00:00")],
     "2025-11-18T00:00"),
    ("until a midnight", "calendar_days", 3, False, [("11T08:00", "12T00:00")], "2025-11-15T00:00"),
]  # fmt: skip
# unit, length, suspension without end, what remains
STANDING = [
    ("hours", 24, "10T12:00", 22 * 3600),
    ("minutes", 100, "10T10:30", 70 * 60),
    ("calendar_days", 3, "12T09:00", 2),
    ("working_days", 5, "14T00:00", 2),
    ("hours", 24, "10T09:00", 24 * 3600),
]


def clock(unit, length, *, shift=False, steps=()):
    return Clock(name="term", length=length, unit=unit, steps=tuple(steps),
                 shift="next_working_day" if shift else "none")  # fmt: skip


def local(said, zone=EAST):
    return datetime.fromisoformat(said).replace(tzinfo=zone)


def halts(said):
    return [
        (local(f"2025-11-{begun}"), ended and local(f"2025-11-{ended}")) for begun, ended in said
    ]


def named(rows):
    return [row[0] for row in rows]


def test_was_worked_out_in_more_than_fifty_rows():
    assert sum(map(len, (CALENDAR, WORKING, BY_THE_CLOCK, SUSPENDED, STANDING))) >= 60


@pytest.mark.parametrize("row", CALENDAR, ids=named(CALENDAR))
def test_calendar_days(row):
    _, since, length, days, shift, over = row
    ends = due(
        clock("calendar_days", length, shift=shift), since=local(since), days=days, zone=EAST
    )
    assert ends.at == local(over)
    assert ends.last_day == local(over).date() - timedelta(days=1)


@pytest.mark.parametrize("row", WORKING, ids=named(WORKING))
def test_working_days(row):
    _, since, length, days, over = row
    ends = due(clock("working_days", length), since=local(since), days=days, zone=EAST)
    assert ends.at == local(over)


@pytest.mark.parametrize("row", BY_THE_CLOCK, ids=named(BY_THE_CLOCK))
def test_hours_and_minutes_run_by_the_clock(row):
    _, unit, since, length, zone, over = row
    ends = due(clock(unit, length), since=local(since, zone), days=PLAIN, zone=zone)
    assert ends.at == local(over, zone)
    assert ends.at.tzinfo is UTC


@pytest.mark.parametrize("row", SUSPENDED, ids=named(SUSPENDED))
def test_suspended(row):
    _, unit, length, shift, suspended, over = row
    ends = due(clock(unit, length, shift=shift), since=local("2025-11-10T10:00"), days=PLAIN,
               zone=EAST, suspended=halts(suspended))  # fmt: skip
    assert ends.at == local(over)


@pytest.mark.parametrize(("unit", "length", "begun", "remaining"), STANDING)
def test_stands_still_while_a_suspension_has_no_end(unit, length, begun, remaining):
    ends = due(clock(unit, length), since=local("2025-11-10T10:00"), days=PLAIN, zone=EAST,
               suspended=halts([(begun, None)]))  # fmt: skip
    assert (ends.at, ends.last_day, ends.remaining, ends.steps) == (None, None, remaining, ())


def test_resumes_with_the_rest_after_an_appeal():
    # Served on 29 October: 30 and 31 October and 1 to 4 November count, six days. The appeal of
    # 5 November is decided on the 25th; the other 24 days are 26 November to 19 December.
    ends = due(
        clock("calendar_days", 30), since=local("2025-10-29T10:00"), days=PLAIN, zone=EAST,
        suspended=halts([("05T14:00", "25T10:00")]),
    )  # fmt: skip
    assert ends.last_day == date(2025, 12, 19)


def test_day_of_the_event_is_that_of_the_place_not_of_the_clock_that_told_it():
    utc = datetime(2025, 10, 27, 19, 0, tzinfo=UTC)  # 01:00 of the 28th in the east
    ends = due(clock("calendar_days", 1), since=utc, days=PLAIN, zone=EAST)
    assert ends.at == local("2025-10-30T00:00")


def test_escalations_are_told_before_at_and_after_the_end_and_move_with_it():
    steps = [
        Step(after=timedelta(days=1), to="head", says={"en": "late"}),
        Step(after=timedelta(days=-1), to="lawyer", says={"en": "soon"}),
        Step(after=timedelta(), to="lawyer", says={"en": "now"}),
    ]
    told = clock("calendar_days", 3, steps=steps)
    plain = due(told, since=local("2025-11-10T10:00"), days=PLAIN, zone=EAST)
    assert [(at, step.says["en"]) for at, step in plain.steps] == [
        (local("2025-11-13T00:00"), "soon"), (local("2025-11-14T00:00"), "now"),
        (local("2025-11-15T00:00"), "late"),
    ]  # fmt: skip
    moved = due(told, since=local("2025-11-10T10:00"), days=PLAIN, zone=EAST,
                suspended=halts([("11T00:00", "12T00:00")]))  # fmt: skip
    assert [at - before for (at, _), (before, _) in zip(moved.steps, plain.steps, strict=True)] == [
        timedelta(days=1)
    ] * 3


def test_moment_without_a_zone_begins_no_term():
    with pytest.raises(ValueError, match="without a zone"):
        due(clock("hours", 1), since=datetime(2025, 11, 10), days=PLAIN, zone=EAST)  # noqa: DTZ001  # the point


MOMENTS = st.datetimes(datetime(2025, 9, 1), datetime(2026, 4, 1)).map(  # noqa: DTZ001  # made aware next
    lambda moment: moment.replace(tzinfo=UTC)
)
HALTS = st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9))), max_size=4).map(
    lambda some: [(begun, begun + long) for begun, long in some]
)


@given(st.sampled_from(UNITS), st.integers(1, 40), MOMENTS, HALTS, st.sampled_from([EAST, MADRID]))
def test_suspension_never_shortens_a_term_and_a_longer_one_never_ends_earlier(
    unit, length, since, suspended, zone
):
    plain = due(clock(unit, length), since=since, days=PLAIN, zone=zone)
    halted = due(clock(unit, length), since=since, days=PLAIN, zone=zone, suspended=suspended)
    longer = due(clock(unit, length + 1), since=since, days=PLAIN, zone=zone, suspended=suspended)
    assert since < plain.at <= halted.at < longer.at


@given(st.integers(1, 500), MOMENTS, HALTS)
def test_hours_lost_are_those_inside_the_suspensions(length, since, suspended):
    ends = due(clock("hours", length), since=since, days=PLAIN, zone=EAST, suspended=suspended)
    hours = timedelta(hours=length)
    inside = timedelta()
    covered = since
    for begun, ended in sorted(suspended):
        inside += max(timedelta(), min(ended, ends.at) - max(begun, covered))
        covered = max(covered, min(ended, ends.at))
    assert ends.at == since + hours + inside
