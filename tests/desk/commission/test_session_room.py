"""The session room: what each sees, what each may press, and votes as they come."""

import pytest

from desk.cases import matter_at
from desk.cases.matter_at import ANSWERED
from desk.commission import sitting_at
from desk.commission.sitting_at import BEGINS
from hustings.desk.accounts.waiting import for_person
from hustings.desk.cases import acts as cases
from hustings.desk.commission import acts
from hustings.desk.commission.models import Resolution, Sitting

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_(signed_in):
    def sign_in(person, language="en"):
        client = signed_in(person)
        client.cookies["hustings_language"] = language
        return client

    return sign_in


def page(answer):
    return answer.content.decode()


def room(item):
    return f"/desk/commission/{item.sitting_id}/"


def test_is_closed_to_strangers(client, as_, cast, heard):
    doors = ("/desk/commission/", "/desk/commission/call", room(heard), f"{room(heard)}minutes",
             f"/desk/commission/items/{heard.pk}/votes", "/desk/commission/resolutions/")  # fmt: skip
    for door in doors:
        assert client.get(door).status_code == 302, door
    stranger = as_(cast.stranger)
    for door in doors:
        assert stranger.get(door).status_code == 403, door


def test_calls_a_sitting_by_the_clock_of_the_election(as_, cast, election):
    secretary = as_(cast.secretary)
    made = secretary.post("/desk/commission/call", {
        "election": election.pk, "begins_at": "2125-10-27T15:00", "place": "зал",
    })  # fmt: skip
    assert made.status_code == 302, page(made)
    called = Sitting.objects.get()
    assert called.begins_at.isoformat() == "2125-10-27T09:00:00+00:00"  # 15:00 in Bishkek
    past = secretary.post("/desk/commission/call", {
        "election": election.pk, "begins_at": "2025-10-27T15:00", "place": "менин залым",
    })  # fmt: skip
    assert past.status_code == 409
    assert "менин залым" in page(past)


def test_walks_an_evening(as_, cast, election, case):
    secretary = as_(cast.secretary)
    sitting = sitting_at.called(election, cast)
    where = f"/desk/commission/{sitting.pk}/"
    secretary.post(where, {"step": "place", "case": case.pk})
    item = sitting.items.get()
    early = secretary.post(where, {"step": "open", "chair": cast.members[0].pk})
    assert early.status_code == 409
    assert "7 make a quorum" in page(early)
    secretary.post(where, {"step": "presence", "present": [one.pk for one in cast.members[:8]]})
    secretary.post(where, {"step": "open", "chair": cast.members[0].pk})
    secretary.post(where, {"step": "hear", "item": item.pk})
    for member in cast.members[:8]:
        dissent = "Эскертүү жетиштүү" if member == cast.members[7] else ""
        choice = "against" if dissent else "for"
        answer = as_(member).post(
            where, {"step": "vote", "item": item.pk, "choice": choice, "dissent": dissent}
        )
        assert answer.url == f"{where}#item-{item.pk}"
    secretary = as_(cast.secretary)
    secretary.post(where, {"step": "adopt", "item": item.pk})
    resolution = Resolution.objects.get()
    secretary.post(where, {"step": "close"})
    sitting.refresh_from_db()
    assert sitting.state == "closed"
    minutes = page(secretary.get(f"{where}minutes"))
    assert "8 / 12" in minutes
    assert "not final" not in minutes
    assert f"№ {resolution.number}" in minutes


def test_shows_a_resolution_with_its_papers(as_, heard, cast):
    acts.vote(heard, choice="against", dissent="Эскертүү жетиштүү", by=cast.members[0], at=BEGINS)
    sitting_at.voted(heard, cast.members[1:])
    resolution = sitting_at.adopted(heard, cast)
    secretary = as_(cast.secretary)
    shown = page(secretary.get(f"/desk/commission/resolutions/{resolution.pk}/"))
    assert "Эскертүү жетиштүү" in shown
    assert resolution.record_digest in shown
    paper = secretary.get(f"/desk/commission/resolutions/{resolution.pk}/ky.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert secretary.get(f"/desk/commission/resolutions/{resolution.pk}/xx.pdf").status_code == 404


def test_a_member_sees_a_panel_with_keys_and_votes_once(as_, heard, cast):
    member = as_(cast.members[0])
    said = page(member.get(room(heard)))
    for key in "fab":
        assert f'data-key="{key}"' in said
    assert "disabled" not in said
    member.post(room(heard), {"step": "vote", "item": heard.pk, "choice": "for"})
    again = member.post(
        room(heard),
        {"step": "vote", "item": heard.pk, "choice": "against", "dissent": "менин пикирим"},
    )
    assert again.status_code == 409
    assert "nobody votes twice" in page(again)
    assert "Your vote" in page(member.get(room(heard)))


def test_a_refused_vote_keeps_the_dissent_that_was_typed(as_, item, cast):
    member = as_(cast.members[0])
    sitting_at.heard(item, cast)
    answer = member.post(
        room(item), {"step": "vote", "item": item.pk, "choice": "maybe", "dissent": "узун пикир"}
    )
    assert answer.status_code == 409
    assert "узун пикир" in page(answer)


def test_panel_waits_until_voting_opens(as_, item, cast):
    member = as_(cast.members[0])
    where = f"/desk/commission/items/{item.pk}/panel"
    waiting = page(member.get(where, headers=HTMX))
    assert "hx-trigger" in waiting
    assert "is not open" in waiting
    sitting_at.heard(item, cast)
    assert 'name="choice"' in page(member.get(where, headers=HTMX))
    # Whoever does not vote has no panel.
    assert 'name="choice"' not in page(as_(cast.secretary).get(where, headers=HTMX))


def test_votes_come_in_and_the_result_may_be_established_only_then(as_, heard, cast):
    secretary = as_(cast.secretary)
    where = f"/desk/commission/items/{heard.pk}/votes"
    sitting_at.voted(heard, cast.members[:11])
    said = page(secretary.get(where, headers=HTMX))
    assert "for <b>11</b>" in said
    assert 'value="adopt" disabled' in said
    assert cast.members[11].full_name in said
    sitting_at.voted(heard, cast.members[11:])
    assert 'value="adopt" disabled' not in page(secretary.get(where, headers=HTMX))


def test_an_open_page_learns_that_the_sitting_has_moved_on(as_, item, cast):
    secretary = as_(cast.secretary)
    before = secretary.get(room(item)).context["room"].mark
    where = f"/desk/commission/{item.sitting_id}/pulse"
    assert "moved on" not in page(secretary.get(where, {"mark": before}, headers=HTMX))
    sitting_at.heard(item, cast)
    assert "moved on" in page(secretary.get(where, {"mark": before}, headers=HTMX))


def test_a_red_row_stands_until_the_secretary_sets_an_outcome(as_, sitting, cast, flag):
    case = matter_at.proposed(cast, flag(), pending=True)
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    secretary = as_(cast.secretary)
    said = page(secretary.get(room(item)))
    assert '<tr class="missing">' in said
    assert "No outcome yet" in said
    assert 'value="hear" disabled' in said
    charge = case.respondents.get().charges.get()
    form = f"/desk/commission/items/{item.pk}/charges/{charge.pk}/"
    empty = secretary.post(form, {"outcome": "fine", "reason": "", "version": charge.version})
    assert empty.status_code == 409
    stale = secretary.post(form, {"outcome": "fine", "reason": "менин себебим", "version": 99})
    assert stale.status_code == 409
    assert "менин себебим" in page(stale)
    done = secretary.post(form, {"outcome": "fine", "reason": "себеп", "version": charge.version})
    assert done.url == f"{room(item)}#item-{item.pk}"
    assert '<tr class="missing">' not in page(secretary.get(room(item)))


def test_shows_the_commission_what_was_explained_after_the_proposal(as_, item, cast):
    notice = item.case.respondents.get().notice
    assert "came after the group proposed" not in page(as_(cast.members[0]).get(room(item)))
    cases.explain(notice.token, text="Кеч түшүндүрмө", at=BEGINS)
    said = page(as_(cast.members[0]).get(room(item)))
    assert "came after the group proposed" in said
    assert "Кеч түшүндүрмө" in said


def test_hostile_words_are_shown_as_words(as_, sitting, cast, flag):
    hostile = '<img src=x onerror="alert(1)"> Кадыров {{ 7|add:7 }} \u202e"\'>'
    case = matter_at.opened(cast, flag(), title=hostile)
    matter_at.everybody_heard(case, cast)
    for charge in case.respondents.get().charges.all():
        cases.recommend(charge, outcome="warning", reason=hostile, by=cast.lawyer, at=ANSWERED,
                        version=charge.version)  # fmt: skip
    cases.adopt_proposal(matter_at.drafted(case, cast), by=cast.head, at=ANSWERED)
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast)
    acts.recuse(item, ground=hostile, by=cast.members[10], at=BEGINS)
    sitting_at.heard(item, cast)
    acts.vote(item, choice="against", dissent=hostile, by=cast.members[0], at=BEGINS)
    for where in (room(item), f"{room(item)}minutes", f"/desk/commission/items/{item.pk}/votes"):
        said = page(as_(cast.secretary).get(where))
        assert "<img src=x" not in said
        assert "{{ 7|add:7 }}" in said


def test_what_waits_is_told_to_whoever_can_do_it(cast, election, case):
    def told(person):
        return {one.url for one in for_person(person, at=BEGINS) if "/commission" in one.url}

    assert told(cast.secretary) == {"/desk/commission/"}
    sitting = sitting_at.called(election, cast)
    item = sitting_at.placed(sitting, case, cast)
    sitting_at.opened(sitting, cast, members=cast.members[:11])
    assert told(cast.secretary) == {room(item)}
    acts.recuse(item, ground="тааныйт", by=cast.members[10], at=BEGINS)
    sitting_at.heard(item, cast)
    where = f"{room(item)}#item-{item.pk}"
    assert told(cast.members[0]) == {where}
    assert told(cast.members[10]) == set(), "recused"
    assert told(cast.members[11]) == set(), "absent"
    sitting_at.voted(item, cast.members[:1])
    assert told(cast.members[0]) == set()
