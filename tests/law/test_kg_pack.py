"""The law of the Kyrgyz pack: places by every unit, wordings by date, tariffs by class, doubts that show."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings import law
from hustings.law.article import blocks

PACK = law.load("kg")
A65, A66, A107 = (f"kg/code-of-offences/art_{n}" for n in ("65", "66", "107_1"))
LAW = "kg/elections/"
DISTRICT_13 = PACK.election("kg-2026-district-13")
PARLIAMENT = PACK.election("kg-2025-parliament")
MINORS, JUNE = date(2026, 2, 10), date(2025, 6, 9)


def found(
    moment,
    *,
    author="voter",
    signals=("call",),
    election="kg-2025-parliament",
    person="natural",
    **more,
):
    return law.assess(PACK, {
        "election": election, "published_at": f"{moment}+06:00", "author_class": author, "person": person,
        "signals": [{"kind": kind} for kind in signals], **more,
    })  # fmt: skip


# Places


@pytest.mark.parametrize("item", [1, 2, 3, 4])
def test_item_and_paragraph_are_two_names_of_one_place(item):
    """The opening line counts as the first paragraph."""
    by_item = PACK.provision(f"{LAW}art_22__part_10__item_{item}")
    assert PACK.provision(f"{LAW}art_22__part_10__paragraph_{item + 1}") is by_item
    assert f"item {item}" in by_item.citation["en"]


def test_the_news_report_and_the_list_mean_the_same_consequences():
    cited = PACK.provision(f"{LAW}art_22__part_10__paragraph_4")
    assert cited.id.endswith("item_3")
    assert "consequences" in cited.heading["en"]


def test_every_other_name_leads_to_one_place_that_is_no_place_itself():
    names = {
        place: {name for one in some for name in one.also} for place, some in PACK.places.items()
    }
    every = [name for some in names.values() for name in some]
    assert len(every) == len(set(every)) >= 14
    assert not set(every) & set(PACK.places)
    for place, some in names.items():
        assert all(PACK.provision(name).id == place for name in some)  # fmt: skip


@pytest.mark.parametrize("article", [22, 23, 24, 25, 26, 27, 28, 43, 44, 45, 46, 47])
def test_articles_on_information_complaints_and_liability_are_there(article):
    assert any(place.startswith(f"{LAW}art_{article}__") for place in PACK.places)


@pytest.mark.parametrize("article", range(60, 71))
def test_the_eleven_articles_of_the_code_are_there_and_unread_ones_cost_nothing(article):
    place = f"kg/code-of-offences/art_{article}"
    if article in {65, 66}:
        assert PACK.offence(place).tariffs
    elif article in {60, 61, 62}:
        assert PACK.offence(place).tariffs == ()
        assert PACK.offence(place).confidence != "quoted"
    else:
        assert place not in PACK.offences
        assert PACK.provision(f"{place}__unseen").confidence == "assumed"


# Dates


@pytest.mark.parametrize(
    ("place", "day", "before", "after"),
    [
        ("nomination__deposit", date(2025, 2, 1), "was not seen", "1,000 calculated rates"),
        ("nomination__districts", JUNE, "not seen", "30 multi-mandate"),
        ("nomination__women", JUNE, "not seen", "one is a woman"),
        ("nomination__by_whom", JUNE, "not seen", "by themselves"),
        ("nomination__by_elections", JUNE, "not seen", "next most votes"),
        ("nomination__remote_voting", JUNE, "not seen", "electronic voting"),
        ("art_22__minors", MINORS, "its text was not seen", "own photographs"),
        ("art_22__barred", MINORS, "minors", "religious leaders"),
    ],
)
def test_wording_turns_on_the_day_of_the_amendment(place, day, before, after):
    old = PACK.provision(LAW + place, on=day - timedelta(days=1))
    new = PACK.provision(LAW + place, on=day)
    assert before in old.text["en"]
    assert after in new.text["en"]
    assert old.until == new.since == day
    assert PACK.provision(LAW + place) is new
    assert {old.confidence, new.confidence} <= {
        "inferred",
        "assumed",
    }  # the day of signing stands for force


def test_a_minor_is_barred_by_the_list_one_day_and_by_the_new_rule_the_next():
    def said(day, **more):
        facts = {"author": "minor", "election": "kg-2026-district-13", **more}
        return [(one.provision, one.rules) for one in found(f"{day}T12:00:00", **facts)]

    assert said("2026-02-09") == [(f"{LAW}art_22__barred", ("minor-in-the-list-of-the-barred",))]
    assert said("2026-02-10") == [(f"{LAW}art_22__minors", ("minor-campaigns",))]
    assert "minors" not in PACK.provision(f"{LAW}art_22__barred", on=MINORS).text["en"]


def test_no_fine_is_named_for_a_child():
    (one,) = found("2026-02-20T12:00:00", author="minor", election="kg-2026-district-13")
    assert (one.amount, one.verified) == (None, False)
    assert any("no fine on a child is known" in reason for reason in one.because)


@pytest.mark.parametrize(
    ("day", "author", "more", "provisions"),
    [
        ("2026-02-09", "party", {"minor_shown": True}, []),
        ("2026-02-10", "party", {"minor_shown": True}, ["art_22__minors"]),
        ("2026-02-10", "party", {"minor_shown": True, "permitted": True}, ["art_22__minors"]),
        ("2026-02-10", "candidate", {"minor_shown": True}, ["art_22__minors"]),
        ("2026-02-10", "candidate", {"minor_shown": True, "permitted": True}, []),
        ("2026-02-10", "candidate", {"minor_shown": True, "act": "meeting"}, []),
        ("2026-02-10", "party", {"minor_shown": True, "act": "meeting"}, ["art_22__minors"]),
        ("2026-02-10", "candidate", {"minor_shown": False}, []),
        ("2026-02-10", "candidate", {}, []),
    ],
)
def test_a_minor_who_is_shown_is_a_question_since_february_2026(day, author, more, provisions):
    answer = found(f"{day}T12:00:00", author=author, election="kg-2026-district-13", **more)
    assert [one.provision for one in answer] == [LAW + place for place in provisions]


@pytest.mark.parametrize(("day", "amount"), [(date(2025, 2, 9), None), (date(2025, 2, 10), 20000)])
def test_libel_in_the_code_costs_since_it_is_in_force(day, amount):
    tariff = PACK.tariff(A107, author_class="voter", person="natural", on=day)
    assert tariff.amount == amount


# Likes


@pytest.mark.parametrize(
    ("author", "moment", "provisions"),
    [
        ("state_servant", "2025-11-15T12:00:00", ["art_22__likes"]),
        ("state_company", "2025-11-15T12:00:00", ["art_22__likes"]),
        ("state_servant", "2025-10-20T12:00:00", ["art_22__likes", "art_23__part_1"]),
        ("state_servant", "2025-09-29T12:00:00", []),
        ("commission", "2025-11-15T12:00:00", []),
        ("voter", "2025-11-15T12:00:00", []),
        ("voter", "2025-10-20T12:00:00", []),
        ("candidate", "2025-11-29T12:00:00", []),
    ],
)
def test_a_like_counts_where_the_author_may_not_campaign(author, moment, provisions):
    answer = found(moment, author=author, signals=["preference"], act="like")
    assert [one.provision for one in answer] == [LAW + place for place in provisions]
    assert not any(one.verified for one in answer if one.provision.endswith("likes"))


def test_the_trace_tells_that_a_citizens_like_is_left_out_on_an_assumption():
    facts = {
        "election": "kg-2025-parliament", "published_at": "2025-10-20T12:00:00+06:00", "act": "like",
        "person": "natural", "author_class": "voter", "signals": [{"kind": "preference"}],
    }  # fmt: skip
    way = next(
        one for one in law.trace(PACK, facts).rules if one.name == "campaigning-before-the-window"
    )
    (exception,) = way.exceptions
    assert way.verdict == "excepted"
    assert (exception.name, exception.confidence) == ("like-of-a-citizen", "assumed")


# What stands and what is new


@pytest.mark.parametrize(
    ("more", "provisions"),
    [
        ({"act": "print", "standing": True}, []),
        ({"act": "print", "standing": False}, ["art_23__part_1"]),
        ({"act": "print"}, ["art_23__part_1"]),
        ({"act": "print", "standing": True, "place": "polling_area"},
         ["art_23__part_1", "art_28__polling_area"]),
        ({"act": "post", "standing": True}, []),
        ({"act": "boost", "standing": True}, ["art_23__part_1"]),
    ],
)  # fmt: skip
def test_what_was_placed_before_the_silence_may_stay(more, provisions):
    answer = found("2025-11-29T12:00:00", author="candidate", **more)
    assert [one.provision for one in answer] == [LAW + place for place in provisions]


# Tariffs

BY_CLASS = {
    **dict.fromkeys(product(["voter", "candidate", "representative", "observer"], ["natural"]), (75, True)),
    ("media", "natural"): (100, True), ("media", "legal"): (280, True),
    ("party", "natural"): (200, True), ("party", "legal"): (650, True),
    **{(author, "natural"): (75, False) for author in (
        "state_servant", "state_company", "commission", "religious", "charity", "foreign", "company",
    )},
}  # fmt: skip


@pytest.mark.parametrize(("author", "person"), list(product(law.AUTHORS, law.PERSONS)))
def test_article_65_costs_by_class_and_nothing_where_no_source_says(author, person):
    units, verified = BY_CLASS.get((author, person), (None, False))
    tariff = PACK.tariff(A65, author_class=author, person=person, on=date(2025, 11, 1))
    assert (tariff.units, tariff.verified) == (units, verified)
    assert tariff.amount == (units and units * 100)
    assert verified or tariff.because


@pytest.mark.parametrize("author", law.AUTHORS)
def test_article_66_is_observed_and_never_sure(author):
    tariff = PACK.tariff(A66, author_class=author, person="natural", on=date(2025, 11, 1))
    assert not tariff.verified
    assert tariff.because
    if author == "media":
        assert tariff.amount == 17500
    elif author not in {"minor", "platform", "public_body"}:
        assert tariff.amount == 12500
        assert any("12,000" in reason for reason in tariff.because)


def test_obstruction_is_a_range():
    tariff = PACK.tariff(
        "kg/criminal-code/art_195", author_class="voter", person="natural", on=date(2025, 12, 3)
    )
    assert (tariff.least, tariff.most, tariff.amount) == (20000, 50000, None)  # fmt: skip


def test_the_bill_of_december_2025_binds_nobody():
    assert "pending" in PACK.provision("kg/code-of-offences/art_65__bill").text["en"]
    assert PACK.undecided["kg/code-of-offences/art_65__bill"]
    assert not any("art_65__bill" in rule.provision for rule in PACK.rules)


# Calendars


@given(st.integers(-20, 20))
def test_silence_and_the_ban_on_polls_move_with_the_vote(days):
    """The calendar of a vote that is put off by so many days."""
    moved = timedelta(days=days)
    later = PARLIAMENT.moved({
        name: PARLIAMENT.events[name] + moved for name in ("registration_ends", "polls_open", "polls_close")
    })  # fmt: skip
    for name in ("silence", "poll_ban", "window_opens"):
        assert later.events[name] == PARLIAMENT.events[name] + moved
    assert later.events["polls_open"] - later.events["silence"] == timedelta(hours=24)


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        ("2025-12-02T23:59:59+06:00", "before_call"), ("2025-12-03T00:00:00+06:00", "early"),
        ("2026-02-08T23:59:59+06:00", "early"), ("2026-02-09T00:00:00+06:00", "window"),
        ("2026-02-28T07:59:59+06:00", "window"), ("2026-02-28T08:00:00+06:00", "silence"),
        ("2026-03-01T19:59:59+06:00", "silence"), ("2026-03-01T20:00:00+06:00", "after"),
    ],
)  # fmt: skip
def test_district_13_has_a_calendar_of_its_own(moment, zone):
    assert DISTRICT_13.zone_at(datetime.fromisoformat(moment)).code == zone


def test_before_its_window_district_13_is_sure_of_nothing_because_the_call_was_not_found():
    (one,) = found("2026-02-01T12:00:00", election="kg-2026-district-13")
    assert (one.amount, one.verified, one.confidence) == (7500, False, "assumed")


def test_charity_is_barred_until_the_results():
    last = PARLIAMENT.events["results"] - timedelta(seconds=1)
    for moment, count in ((last, 1), (last + timedelta(seconds=1), 0)):
        local = moment.astimezone(PARLIAMENT.timezone).replace(tzinfo=None).isoformat()
        assert len(found(local, author="candidate", signals=["charity"])) == count


# Doubts, languages, procedure


def told():
    """(what, source, confidence) of everything in the pack that has both."""
    for place, wordings in PACK.places.items():
        yield from ((place, one.source, one.confidence) for one in wordings)
    for name, offence in PACK.offences.items():
        yield name, offence.source, offence.confidence
        yield from ((name, rate["source"], rate["confidence"]) for rate in offence.tariffs)
    for rule in PACK.rules:
        yield from ((rule.name, one.source, one.confidence) for one in rule.practice)
    for election in PACK.elections:
        for name, event in election.said["events"].items():
            yield f"{election.code} {name}", event["source"], event["confidence"]
    for name, clock in PACK.clocks.items():
        yield name, clock.source, clock.confidence
    yield "days", PACK.days.source, PACK.days.confidence
    yield from (("unit", one["source"], one["confidence"]) for one in PACK.unit_values)


def test_whatever_is_quoted_names_a_source_and_what_was_not_found_is_assumed():
    for what, source, confidence in told():
        if confidence == "quoted":
            assert re.match(r"S\d{2,3}\b", source), (what, source)
        if source.startswith("not "):
            assert confidence == "assumed" or re.search(r"\bS\d", source), (what, source)
    assert {confidence for _, _, confidence in told()} == {"quoted", "inferred", "assumed"}


def test_every_key_of_a_source_leads_to_an_address_and_none_is_left_over():
    register = tomllib.loads((PACK.folder / "law" / "sources.toml").read_text("utf-8"))
    files = [*PACK.folder.glob("law/*/*.md"), *PACK.folder.glob("elections/*.toml"),
             *PACK.folder.glob("procedure/*.toml"), PACK.folder / "pack.toml"]  # fmt: skip
    used = {key for path in files for key in re.findall(r"\bS\d{2,3}\b", path.read_text("utf-8"))}
    assert set(register) == used
    assert all(address.startswith("http") for address in register.values())


def test_only_three_rules_rest_on_words_that_were_read():
    assert {rule.name for rule in PACK.rules if rule.confidence == "quoted"} == {
        "campaigning-before-the-window", "campaigning-in-silence", "campaigning-at-a-show",
    }  # fmt: skip


def test_terms_that_nobody_found_are_assumed():
    assumed = {name for name, clock in PACK.clocks.items() if clock.confidence == "assumed"}
    assert assumed == {
        "explanation", "complaint", "complaint_decision", "complaint_on_voting_day", "refusal_in_writing",
        "protocol", "limitation",
    }  # fmt: skip
    assert {name for name, clock in PACK.clocks.items() if clock.confidence == "inferred"} == {
        "payment", "appeal", "surcharge",
    }  # fmt: skip


def worded(value):
    """Every table of languages within it."""
    if isinstance(value, dict):
        if "en" in value:
            yield value
        for one in value.values():
            yield from worded(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from worded(one)


def sentences():
    for path in sorted((PACK.folder / "law").glob("*/*.md")):
        for block in blocks(path, path.name):
            yield from ((path.name, one) for one in worded(dict(block.values)))
    for folder in ("elections", "procedure"):
        for path in sorted((PACK.folder / folder).glob("*.toml")):
            said = tomllib.loads(path.read_text("utf-8"))
            yield from ((path.name, one) for one in worded(said))
    said = tomllib.loads((PACK.folder / "words.toml").read_text("utf-8"))
    yield from (("words.toml", one) for one in worded(said))


def test_every_sentence_is_there_in_three_languages():
    every = list(sentences())
    assert len(every) > 500
    for file, words in every:
        assert set(words) == set(PACK.languages), (file, words["en"])
        for language in ("ru", "ky"):
            assert re.search("[а-яёА-ЯЁ]", words[language]), (file, words["en"])
            assert not re.search("[{}]", words[language]), (file, words["en"])


def test_every_kind_author_place_act_and_fact_of_the_vocabulary_has_a_name():
    for section, words in (("kinds", law.KINDS), ("authors", law.AUTHORS), ("places", law.PLACES),
                           ("acts", law.ACTS), ("facts", law.FACTS), ("persons", law.PERSONS),
                           ("stances", law.STANCES), ("liable", law.LIABLE)):  # fmt: skip
        assert set(words) <= set(PACK.words[section])


def test_the_ladder_speaks_of_outcomes_and_tells_the_practice_against_it():
    for step in PACK.ladder:
        assert {step["measure"], *step["after"]} <= set(PACK.outcomes)
        assert re.search(r"S\d\d", step["source"])
    assert sum("27 November" in step["because"]["en"] for step in PACK.ladder) >= 1
    assert PACK.ladder[2]["measure"] == "cancel_registration"


def test_escalations_go_to_roles_that_there_are():
    since = datetime(2025, 11, 15, 12, tzinfo=UTC)
    for clock in PACK.clocks.values():
        assert {step.to for step in clock.steps} <= set(PACK.roles)
        due = law.due(clock, since=since, days=PACK.days, zone=PARLIAMENT.timezone)
        assert due.at > since
        assert len(due.steps) == len(clock.steps) >= 1
