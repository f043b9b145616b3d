"""An answer comes with its reasons: what held, what failed, what nobody knows, what would change it."""

import json
from datetime import datetime

import pytest

from desk.conftest import NOW
from hustings import law
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.review import facts, intake, reasons
from hustings.desk.review.models import Indication

pytestmark = pytest.mark.django_db(transaction=True)
ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def brought(cast, election):
    """brought(…) → the indications of an import, as the intake makes them."""
    monitoring.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")

    def bring(*posts):
        lines = [
            json.dumps({"id": f"p{number}", "platform": "facebook", "text": said, "published_at": at,
                        "author": {"name": "Ойдон", "class": who}})
            for number, (said, at, who) in enumerate(posts)
        ]  # fmt: skip
        monitoring.bring_in(election, file_name="a.jsonl", content="\n".join(lines).encode(),
                            options={}, by=cast.monitor, at=NOW, ground="test")  # fmt: skip
        intake.run_next(at=NOW)
        return list(Indication.objects.select_related("publication__election"))

    return bring


def test_the_facts_kept_give_the_answer_that_screening_gave(brought):
    call = "Голосуйте за Азамата Ойдонбекова, 18 округ!"
    found = brought(
        (call, "2025-10-20T10:00:00+06:00", "voter"), (call, "2025-11-29T09:00:00+06:00", "media"),
        (call, "2025-11-15T09:00:00+06:00", "state_servant"),
        (call, "2025-10-20T10:00:00+06:00", "nobody knows"),
    )  # fmt: skip
    assert len(found) >= 3
    pack = law.load("kg")
    for one in found:
        answers = law.assess(pack, facts.said(one.publication))
        (same,) = [a for a in answers if (a.offence, a.provision) == (one.offence, one.provision)]
        told = same.as_dict()
        assert {name: getattr(one, name) for name in told} == told
        columns = law.assess_columns(
            pack, facts.frame([(one.pk, facts.said(one.publication))]),
            election=pack.election(one.publication.election.code),
        )  # fmt: skip
        assert told in columns["indications"][0].to_list()


def test_each_condition_says_whether_it_holds_and_by_which_fact(flag):
    told = reasons.of(flag(), pack=law.load("kg"))
    rule = told.mine[0]
    assert (rule.name, rule.verdict) == ("campaigning-before-the-window", "fires")
    assert [step.held for step in rule.steps] == [True, True]
    assert rule.steps[1].found == "before campaigning may begin"
    failing = [one for verdict, ways in told.others for one in ways if verdict == "fails"]
    assert any(step.held is False for one in failing for step in one.steps)
    waiting = [one for verdict, ways in told.others for one in ways if verdict == "unknown"]
    assert all(any(step.held is None for step in one.steps) or one.exceptions for one in waiting)
    assert told.missing


def test_says_what_single_fact_would_change_the_answer(flag):
    told = reasons.of(flag(), pack=law.load("kg"))
    gone = [one for one in told.changes if one["this"]]
    assert any("the period: campaign window" in one["facts"] for one in gone)
    assert all(one["gone"] or one["found"] or one["this"] for one in told.changes)


def test_a_time_that_is_not_exact_triggered_nothing_and_the_page_says_so(cast, flag, signed_in):
    one = flag()
    one.publication.published_at_provenance = "local"
    one.publication.save()
    told = reasons.of(Indication.objects.get(), pack=law.load("kg"))
    assert not told.exact
    assert not told.found
    step = next(step for step in told.mine[0].steps if step.held is None)
    assert step.found == ""
    said = text(signed_in(cast.monitor).get(f"/desk/review/{one.pk}"))
    assert "It triggered nothing" in said
    assert "the exact moment of publication" in said


def test_both_answers_on_who_is_liable_are_told_where_decisions_differ(cast, flag, signed_in):
    pack = law.load("kg")
    (rule,) = [one for one in pack.rules if one.name == "campaigning-before-the-window"]
    shape = [one for one in rule.practice if one.author_class in {None, "voter"} and not one.place]
    assert len({one.liable for one in shape}) > 1
    one = flag()
    told = reasons.of(one, pack=pack)
    assert len(told.liable) > 1
    said = text(signed_in(cast.monitor).get(f"/desk/review/{one.pk}"))
    assert "Decisions differ; all answers are told." in said
    assert all(liable["who"] in said for liable in told.liable)


def test_what_is_inferred_is_drawn_differently_on_the_page_and_in_the_queue(cast, flag, signed_in):
    sure, unsure = flag(), flag(account="божомол")
    Indication.objects.filter(pk=sure.pk).update(confidence="quoted")
    Indication.objects.filter(pk=unsure.pk).update(confidence="inferred", verified=False)
    client = signed_in(cast.auditor)
    assert "nobody saw in the law itself" in text(client.get(f"/desk/review/{unsure.pk}"))
    assert "nobody saw in the law itself" not in text(client.get(f"/desk/review/{sure.pk}"))
    rows = text(client.get("/desk/review/")).split("<tr>")
    (row,) = [row for row in rows if f"/desk/review/{unsure.pk}" in row]
    assert "inferred, unverified" in row


def test_the_wording_shown_is_the_one_in_force_when_it_appeared(cast, flag, signed_in):
    pack = law.load("kg")
    place, some = next(
        (place, some) for place, some in pack.places.items()
        if len({one.text["en"] for one in some}) > 1 and some[-1].since
        and any(rule.provision == place for rule in pack.rules)
    )  # fmt: skip
    older, newer = some[-2], some[-1]
    before = datetime.fromisoformat(f"{newer.since}T00:00:00+06:00").replace(
        year=newer.since.year - 1
    )
    offence = next(rule.offence for rule in pack.rules if rule.provision == place)
    one = flag(provision=place, offence=offence, published_at=before)
    said = text(signed_in(cast.auditor).get(f"/desk/review/{one.pk}"))
    assert older.text["en"].replace("'", "&#x27;") in said
    assert newer.text["en"].replace("'", "&#x27;") not in said


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_reasons_are_told_in_each_language(cast, flag, signed_in, language):
    one = flag()
    client = signed_in(cast.monitor)
    client.cookies["hustings_language"] = language
    said = text(client.get(f"/desk/review/{one.pk}"))
    rule = next(
        rule for rule in law.load("kg").rules if rule.name == "campaigning-before-the-window"
    )
    assert rule.because[language] in said.replace("&#x27;", "'")
