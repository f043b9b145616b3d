"""The pack of Brazil: one judge, a fixed date, ranges in money, hours, a beneficiary who knew."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest

from hustings import law
from law.both_ways import asker, offences
from law.invented import heard, papers

PACK = law.load("br")
ELECTION = PACK.election("br-2024-municipal")
DAY = date(2024, 9, 10)
EARLY, BENEFICIARY = "law-9504/art_36__fine", "law-9504/art_36__beneficiary"
ONLINE, CRIME = "law-9504/art_57_c__fine", "law-9504/art_39__crime"
LAST, PLATFORM = "electoral-code/art_240__liability", "resolution-23714/art_2__platform"
SYNTHETIC, DEEP_FAKE = "resolution-23610/art_9_b__liability", "resolution-23610/art_9_c__liability"
asked = asker(PACK, "br-2024-municipal")


def tariff(offence, author="voter", person="natural"):
    return PACK.tariff(f"br/{offence}", author_class=author, person=person, on=DAY)


def test_holds_all_its_examples():
    assert list(law.check(PACK)) == []


@pytest.mark.parametrize(
    ("moment", "zone", "found"),
    [
        ("2024-08-15T23:59:59-03:00", "before_window", [EARLY]),
        ("2024-08-16T02:59:59+00:00", "before_window", [EARLY]),
        ("2024-08-16T00:00:00-03:00", "window", []),
        ("2024-10-03T23:59:59-03:00", "window", []),
        ("2024-10-04T00:00:00-03:00", "last_days", []),
        ("2024-10-05T23:59:59-03:00", "last_days", []),
        ("2024-10-06T00:00:00-03:00", "last_days", [CRIME]),
        ("2024-10-06T16:59:59-03:00", "last_days", [CRIME]),
        ("2024-10-06T17:00:00-03:00", "after", [CRIME]),
        ("2024-10-06T23:59:59-03:00", "after", [CRIME]),
        ("2024-10-07T00:00:00-03:00", "after", []),
    ],
)
def test_judges_a_call_on_a_candidates_own_page_by_the_second(moment, zone, found):
    assert ELECTION.zone_at(datetime.fromisoformat(moment)).code == zone
    assert offences(asked(moment, "call/for", author="candidate")) == found


def test_leaves_personal_positions_free_before_the_date_until_votes_are_asked_for():
    before = "2024-07-16T12:00:00-03:00"
    assert offences(asked(before, "preference/for", "consequences/against")) == []
    assert offences(asked(before, "preference/for", "call/against")) == [EARLY]
    (rule,) = [one for one in PACK.rules if one.name == "propaganda-before-the-date"]
    (exception,) = rule.exceptions
    assert [one.name for one in exception.exceptions] == ["explicit-request"]


def test_asks_the_beneficiary_only_where_prior_knowledge_is_proved():
    before = "2024-08-15T12:00:00-03:00"
    assert offences(asked(before, "call/for")) == [EARLY]
    assert offences(asked(before, "call/for", known=False)) == [EARLY]
    assert offences(asked(before, "call/for", known=True)) == [EARLY, BENEFICIARY]
    told = law.trace(PACK, {
        "election": ELECTION.code, "published_at": before, "author_class": "voter", "person": "natural",
        "signals": [{"kind": "call", "stance": "for"}],
    })  # fmt: skip
    assert "known" in told.missing
    assert (tariff(EARLY).payers, tariff(BENEFICIARY).payers) == (("poster",), ("beneficiary",))


@pytest.mark.parametrize(
    ("offence", "author", "person", "least", "most", "times", "of", "per"),
    [
        (EARLY, "candidate", "natural", 5_000, 25_000, 1, "cost of the propaganda", ""),
        (BENEFICIARY, "party", "legal", 5_000, 25_000, 1, "cost of the propaganda", ""),
        (ONLINE, "company", "legal", 5_000, 30_000, 2, "spend", ""),
        (PLATFORM, "platform", "legal", 100_000, 150_000, None, "", "hour"),
    ],
)
def test_fines_within_ranges_and_never_with_one_sum(
    offence, author, person, least, most, times, of, per
):
    one = tariff(offence, author, person)
    assert (one.amount, one.units, one.currency) == (None, None, "BRL")
    assert (one.least, one.most, one.or_times, one.of, one.per) == (least, most, times, of, per)
    assert one.verified


def test_shows_the_range_in_an_answer():
    (one,) = asked("2024-08-15T23:59:59-03:00", "call/for")
    assert (one.least, one.most, one.amount, one.verified) == (5_000, 25_000, None, True)


def test_invents_no_sum_for_what_no_source_prices():
    for offence in (SYNTHETIC, DEEP_FAKE, LAST, CRIME):
        one = tariff(offence)
        assert (one.least, one.most, one.verified) == (None, None, False)


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2024-10-03T23:59:59-03:00", []),
        ("2024-10-04T00:00:00-03:00", [ONLINE]),
        ("2024-10-07T16:59:59-03:00", [ONLINE]),
        ("2024-10-07T17:00:00-03:00", []),
    ],
)
def test_forbids_paid_reach_from_48_hours_before_to_24_hours_after(moment, found):
    asking = {"author": "candidate", "paid": True}
    assert offences(asked(moment, "activity/for", **asking)) == found
    assert offences(asked(moment, "activity/for", **asking, standing=True)) == []
    assert offences(asked(moment, "activity/for", author="candidate", paid=False)) == []


def test_keeps_what_stood_online_before_election_day():
    noon = "2024-10-06T12:00:00-03:00"
    assert offences(asked(noon, "call/for", author="candidate", standing=True)) == []
    assert offences(asked(noon, "call/for", author="candidate", standing=False)) == [CRIME]
    (one,) = asked(noon, "call/for", author="candidate")
    assert one.route == "prosecutor"


@pytest.mark.parametrize("act", ["broadcast", "meeting"])
def test_stops_broadcasts_and_rallies_two_days_before_and_not_posts(act):
    asking = {"author": "candidate"}
    assert offences(asked("2024-10-03T23:59:59-03:00", "call/for", **asking, act=act)) == []
    assert offences(asked("2024-10-04T00:00:00-03:00", "call/for", **asking, act=act)) == [LAST]
    assert offences(asked("2024-10-04T00:00:00-03:00", "call/for", **asking, act="post")) == []


@pytest.mark.parametrize("author", ["voter", "company", "media", "foreign"])
def test_lets_only_parties_and_candidates_pay(author):
    in_window = "2024-09-10T12:00:00-03:00"
    assert offences(asked(in_window, "activity/for", author=author, paid=True)) == [ONLINE]
    assert offences(asked(in_window, "activity/for", author="party", paid=True)) == []
    assert offences(asked(in_window, "discredit/against", author="party", paid=True)) == [ONLINE]


def test_forbids_deep_fakes_even_with_consent_and_wants_labels_on_the_rest():
    in_window = "2024-09-10T12:00:00-03:00"

    def of(**facts):
        made = {"author": "candidate", "synthetic": True, **facts}
        return offences(asked(in_window, "preference/for", **made))

    assert of(labelled=True, consent=True) == [DEEP_FAKE]
    assert of(labelled=True, consent=False) == [DEEP_FAKE]
    assert of(labelled=True) == []
    assert of(labelled=False) == [SYNTHETIC]
    assert of(labelled=False, consent=True) == [SYNTHETIC, DEEP_FAKE]


def test_sends_propaganda_to_the_judge_disinformation_to_siade_and_crime_to_the_prosecutor():
    in_window = "2024-09-10T12:00:00-03:00"
    (paid,) = asked(in_window, "preference/for", paid=True)
    (false,) = asked(in_window, "discredit/against", false=True)
    (bought,) = asked(in_window, "bribery")
    assert (paid.route, false.route, bought.route) == ("official", "platform", "prosecutor")
    assert PACK.outcomes["refer_siade"]["execution"] == "platform"
    told = law.trace(PACK, {
        "election": ELECTION.code, "published_at": in_window, "author_class": "voter", "person": "natural",
        "signals": [{"kind": "discredit", "stance": "against"}], "false": True,
    })  # fmt: skip
    assert told.routes[false.offence] == ("platform", "prosecutor")


@pytest.mark.parametrize(
    ("moment", "rule", "clock"),
    [
        ("2024-10-03T23:59:59-03:00", "platform-after-the-second-hour", "removal"),
        ("2024-10-04T00:00:00-03:00", "platform-after-the-first-hour", "removal_near_poll"),
        ("2024-10-09T23:59:59-03:00", "platform-after-the-first-hour", "removal_near_poll"),
        ("2024-10-10T00:00:00-03:00", "platform-after-the-second-hour", "removal"),
    ],
)
def test_makes_a_platform_pay_by_the_hour_sooner_near_the_poll(moment, rule, clock):
    (one,) = asked(moment, author="platform", person="legal", false=True, standing=True)
    assert one.rules == (rule,)
    assert (one.per, one.least, one.most) == ("hour", 100_000, 150_000)
    since = datetime(2024, 10, 5, 23, 30, tzinfo=UTC)
    due = law.due(PACK.clocks[clock], since=since, days=PACK.days, zone=ELECTION.timezone)
    assert due.at == since + timedelta(hours=2 if clock == "removal" else 1)


def test_wants_polls_registered_and_tells_how_it_was_decided_for_a_group_of_a_messenger():
    moment = "2024-10-01T12:00:00-03:00"
    assert offences(asked(moment, "poll", filed=True)) == []
    assert offences(asked(moment, "poll")) == []
    (one,) = asked(moment, "poll", filed=False, act="message")
    assert (one.least, one.most, one.verified) == (53_205, 106_410, True)
    assert (one.liable, one.measures) == (("poster",), ("fine",))


def test_doubles_the_suspension_of_a_broadcaster_at_each_repeat():
    told = [(step["after"], step["measure"]) for step in PACK.ladder]
    assert told == [("suspension", "suspension"), (["suspension", "suspension"], "suspension")]
    terms = [step["because"]["en"].partition(": ")[2] for step in PACK.ladder]
    assert terms == ["48 hours off the air", "96 hours off the air"]


def test_is_decided_by_one_judge_who_does_nothing_else():
    assert PACK.quorum["established"] == 1
    alone = {other for one, other, _ in PACK.incompatible if one == "member"}
    assert {"monitor", "lawyer", "head", "official", "publisher"} <= alone


def test_marks_what_no_source_says():
    station = {"author": "media", "person": "legal", "act": "broadcast"}
    (one,) = asked("2024-09-10T20:00:00-03:00", "call/for", **station)
    assert (one.confidence, one.verified) == ("assumed", False)
    assert PACK.clocks["explanation"].confidence == "assumed"
    assert ELECTION.confidence_of("last_days") == "inferred"


def test_speaks_portuguese_english_russian_and_kyrgyz_where_a_page_shows_it():
    shown = [zone.names for zone in ELECTION.zones] + [rule.because for rule in PACK.rules]
    shown += [PACK.provision(rule.provision).heading for rule in PACK.rules]
    shown += [one["names"] for one in PACK.outcomes.values()] + list(PACK.roles.values())
    shown += [PACK.names, ELECTION.names]
    assert all({"en", "pt", "ru", "ky"} <= set(words) and all(words.values()) for words in shown)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vote em Fulano Inventado no domingo!", ["call/for"]),
        ("Não vote na Kalpana Farziwal.", ["call/against"]),
        ("Peço o seu voto: digite 99 e confirme.", ["call/for"]),
        ("Estou com Fulano Inventado.", ["preference/for"]),
        ("Fora Kalpana Farziwal!", ["preference/against"]),
        ("Se Fulano Inventado for eleito, a escola fecha", ["consequences/for"]),
        ("Kalpana Farziwal desviou dinheiro da merenda", ["discredit/against"]),
        ("50 reais pelo voto, é só passar no bar", ["bribery/for"]),
        ("Hoje tem jogo na praça", []),
    ],
)
def test_hears_portuguese(text, found):
    assert heard("br", ELECTION.code, text) == found


def test_writes_its_patterns_without_marks_as_folded_text_has_none():
    for path in (PACK.folder / "lexicon").glob("*.csv"):
        written = unicodedata.normalize("NFKD", path.read_text("utf-8"))
        assert not any(unicodedata.combining(letter) for letter in written), path.name


def test_draws_decision_record_notice_and_letter_in_portuguese_and_english():
    told = {
        (act, language): text
        for act, language, text in papers("br", amount=25_000, currency="BRL", per="por hora")
    }
    assert "DECISÃO" in told["resolution", "pt"].replace(" ", "")
    assert "DECISION" in told["resolution", "en"].replace(" ", "")
    assert "R$ 25.000 por hora (pt)" in " ".join(told["resolution", "pt"].split())
    for (act, language), text in told.items():
        assert "Fulano Inventado" in text, (act, language)
        assert f"office ({language})".upper() in text.upper()
        if act != "referral":
            assert {"pt": "não conferido", "en": "not checked"}[language] in text
