"""Everybody who is signed in reads the law in use, in three languages, and sees how sure it is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from desk.conftest import NOW
from hustings import law
from hustings.desk import packs
from hustings.desk.law import pages, picture, proposing, queries
from hustings.desk.law.models import Adoption
from hustings.desk.review import acts as review

pytestmark = pytest.mark.django_db(transaction=True)
READERS = (
    "monitor",
    "lawyer",
    "head",
    "secretary",
    "official",
    "publisher",
    "auditor",
    "administrator",
)
PATHS = ("/desk/law/", "/desk/law/elections/art_23", "/desk/law/code-of-offences/art_65",
         "/desk/law/calendar", "/desk/law/terms", "/desk/law/changes", "/desk/law/looks")  # fmt: skip


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2_000]
    return answer.content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_are_open_to_every_role_and_closed_to_whoever_has_none(cast, election, client, path):
    for who in READERS:
        client.force_login(getattr(cast, who))
        text(client.get(path))
    client.force_login(cast.members[0])
    text(client.get(path))
    client.force_login(cast.stranger)
    assert client.get(path).status_code == 403
    client.logout()
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_article_of_the_pack_is_shown_in_each_language(cast, election, signed_in, language):
    client = signed_in(cast.auditor)
    client.cookies["hustings_language"] = language
    with translation.override(language):
        articles = [one for listed in pages.acts(packs.of(election)).values() for one in listed]
    assert len(articles) > 5
    for one in articles:
        said = text(client.get(f"/desk/law/{one['act']}/{one['name']}"))
        assert one["heading"] in re.sub(r"&#x27;", "'", said)


def test_an_article_says_its_conditions_and_what_each_rule_found(cast, flag, election, signed_in):
    for number in range(3):
        one = flag(account=f"барак {number}")
        one.rules = ["campaigning-before-the-window"]
        one.save()
    review.confirm(one, by=cast.monitor, at=NOW, version=0)
    said = text(signed_in(cast.auditor).get("/desk/law/elections/art_23"))
    assert "published in the period: before campaigning may begin" in said
    assert "waiting: 2" in said
    assert "confirmed: 1" in said
    assert "?state=waiting&amp;rule=campaigning-before-the-window" in said
    listed = text(signed_in(cast.auditor).get(
        "/desk/review/", {"state": "confirmed", "rule": "campaigning-before-the-window"}))  # fmt: skip
    assert listed.count("/desk/review/") >= 1
    assert f"/desk/review/{one.pk}" in listed
    none = text(signed_in(cast.auditor).get("/desk/review/", {"rule": "campaigning-before"}))
    assert "The filter hides everything" in none


def test_what_is_not_quoted_is_drawn_with_its_word(cast, election, signed_in):
    said = text(signed_in(cast.auditor).get("/desk/law/terms"))
    assert '<span class="unverified unverified--assumed">assumed, unverified</span>' in said
    assert '<span class="unverified">inferred, unverified</span>' in said


def test_an_article_is_shown_as_it_stands_on_the_day_asked_for(cast, election, signed_in):
    dated = next(
        (place, some) for place, some in packs.of(election).places.items()
        if len({one.text["en"] for one in some}) > 1 and some[-1].since
    )  # fmt: skip
    place, some = dated
    act, name = place.partition("__")[0].split("/")[1:]
    client = signed_in(cast.auditor)
    for one in (some[-2], some[-1]):
        day = one.since or (one.until - timedelta(days=1))
        said = text(client.get(f"/desk/law/{act}/{name}", {"on": f"{day}"}))
        anchor = said.index(f'id="{place.rpartition("/")[2]}"')
        block = said[anchor : said.index("</article>", anchor)]
        assert block.index(one.text["en"][:40].replace("'", "&#x27;")) >= 0
        assert "in force on the day shown" in block
    assert client.get(f"/desk/law/{act}/{name}", {"on": "31.02.x"}).status_code == 200


def test_the_same_place_is_cited_by_its_other_units(election):
    assert pages.cited("art_22__part_10__paragraph_4") == "art. 22, part 10, paragraph 4"
    assert pages.cited("art_107_1__item_3") == "art. 107-1, item 3"


@pytest.mark.parametrize("path", ["/desk/law/elections/art_999", "/desk/law/no-such-act/art_1"])
def test_an_article_that_is_not_there_is_404(cast, election, signed_in, path):
    assert signed_in(cast.auditor).get(path).status_code == 404


def test_reads_in_a_fixed_number_of_queries(
    cast, flag, election, signed_in, django_assert_max_num_queries
):
    for number in range(12):
        flag(account=f"барак {number}")
    client = signed_in(cast.secretary)
    for path in (*PATHS, "/desk/review/"):
        with django_assert_max_num_queries(14):
            text(client.get(path))


def test_the_picture_places_now_and_counts_down_to_the_next_turn(election):
    here = queries.in_use()
    opens = here.election.events["window_opens"]
    at = opens - timedelta(days=2, hours=3)
    drawn = picture.drawn(here.election, at=at)
    (current,) = [block for block in drawn.blocks if block.now]
    assert current.zone.code == "early"
    assert current.x < drawn.now < current.right
    assert drawn.now > current.middle  # two days before the end of a period of weeks
    turn = picture.turn(here.election, at=at)
    assert (turn["zone"].code, turn["at"], turn["left"]) == ("window", opens, "2 days 3 hours")
    assert picture.turn(here.election, at=datetime(2026, 5, 1, tzinfo=UTC)) is None
    assert (
        picture.drawn(here.election, at=opens).blocks[2].now
    )  # the first instant is the next period's


def test_events_say_their_source_and_what_they_follow(election):
    here = queries.in_use()
    told = {one["code"]: one for one in picture.events(here.election, at=NOW)}
    assert told["window_opens"]["hangs_on"]
    assert all(
        one["source"] and one["confidence"] in {"quoted", "inferred", "assumed"}
        for one in told.values()
    )
    assert [one["at"] for one in told.values()] == sorted(one["at"] for one in told.values())


def test_where_days_differ_by_place_each_has_its_picture():
    india = law.load("in").elections[0]
    assert india.areas
    told = picture.areas(india, at=NOW)
    assert [one["code"] for one in told] == list(india.areas)
    assert all(one["picture"].blocks for one in told)


def test_the_secretary_moves_a_date_on_the_page(cast, flag, election, signed_in):
    one = flag()
    client = signed_in(cast.secretary)
    asked = "/desk/law/changes/date?event=registration_ends&day=2025-10-20&hour="
    said = text(client.get(asked))
    assert "1 open matter whose answer changes" in said
    assert "nothing is found" in said
    shown = re.search(r'name="shown" value="(sha256:\w+)"', said)[1]
    again = client.post(asked, {"shown": shown, "ground": ""})
    assert again.status_code == 409
    done = client.post(asked, {"shown": shown, "ground": "чечим № 1"})
    adoption = Adoption.objects.get()
    assert done["Location"] == f"/desk/law/changes/{adoption.pk}"
    assert "чечим № 1" in text(client.get(done["Location"]))
    item = text(signed_in(cast.monitor).get(f"/desk/review/{one.pk}"))
    assert "The answer changed under a law adopted since" in item
    assert "this question does not arise any more" in item
    waits = text(signed_in(cast.monitor).get("/desk/"))
    assert "matters whose answer the law changed" in waits
    looked = signed_in(cast.monitor).post(
        f"/desk/law/looks/{adoption.changes.get().pk}", {"note": "карадым"}
    )
    assert looked.status_code == 302
    assert "matters whose answer the law changed" not in text(signed_in(cast.monitor).get("/desk/"))


def test_a_broken_folder_is_told_on_the_page_with_file_line_and_remedy(
    cast, election, written, signed_in
):
    path = written / "procedure" / "clocks.toml"
    path.write_text(path.read_text("utf-8") + "\n[explanation\n", "utf-8")
    client = signed_in(cast.secretary)
    client.cookies["hustings_language"] = "ru"
    said = text(client.get("/desk/law/changes/pack"), status=409)
    assert "clocks.toml" in said
    assert "Действует то, что действовало" in said
    text(client.get("/desk/law/terms"))


def test_nobody_else_sees_the_forms_that_change_the_law(cast, election, signed_in):
    for path in ("/desk/law/changes/date", "/desk/law/changes/pack"):
        assert signed_in(cast.head).get(path).status_code == 403
    assert "changes/pack" not in text(signed_in(cast.head).get("/desk/law/changes"))


def test_hostile_words_stay_words(cast, flag, election, signed_in):
    flag(text="<script>alert(1)</script> Кадыров")
    said = text(signed_in(cast.secretary).get(
        "/desk/law/changes/date?event=registration_ends&day=2025-10-20&hour="))  # fmt: skip
    assert "<script>alert" not in said
    shown = proposing.date_moved(election, event="registration_ends", to="2025-10-20")
    assert len(shown.turned) == 1


def test_the_list_of_changed_answers_is_paged(cast, flag, election, signed_in):
    for number in range(queries.PAGE + 3):
        flag(account=f"барак {number}")
    asked = "/desk/law/changes/date?event=registration_ends&day=2025-10-20&hour="
    client = signed_in(cast.secretary)
    first, second = text(client.get(asked)), text(client.get(asked + "&page=2"))
    assert "53 open matters" in first
    assert first.count('data-label="Old answer"') == queries.PAGE
    assert second.count('data-label="Old answer"') == 3
