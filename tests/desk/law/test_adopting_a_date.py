"""A date of the calendar moves only by an act, and nobody's answer changes unseen."""

import json
from datetime import datetime, timedelta

import pytest

from desk.conftest import NOW
from hustings import evidence
from hustings.desk import packs
from hustings.desk.accounts.gate import NotYours
from hustings.desk.cases import acts as cases
from hustings.desk.cases.models import Case, Charge
from hustings.desk.law import acts, comparing, proposing, queries
from hustings.desk.law.models import Adoption, Changed
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.monitoring.models import Election
from hustings.desk.review import acts as review
from hustings.desk.review import intake
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
EVENT, EARLIER, LATER = "registration_ends", "2025-10-20", "2025-11-20"
ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def adopt(cast, election):
    def run(to=EARLIER, *, by=None, shown=None, ground="ойдон чыгарылган чечим"):
        seen = shown or proposing.date_moved(Election.objects.get(), event=EVENT, to=to).digest
        return acts.adopt_calendar(
            election, event=EVENT, to=to, shown=seen, ground=ground, by=by or cast.secretary, at=NOW
        )

    return run


@pytest.fixture
def charged(cast, flag):
    """A charge in a case that is not closed."""
    finding = review.confirm(flag(account="айыпталган"), by=cast.monitor, at=NOW, version=0)
    case = cases.open_case(title="Ойдон", indications=[finding], by=cast.lawyer, at=NOW, ground="т")
    respondent = cases.name_respondent(
        case, name="Ойдонов", person_kind="natural", author_class="voter",
        account=finding.publication.account, by=cast.lawyer, at=NOW, ground="т",
    )  # fmt: skip
    return cases.charge(
        respondent, findings=list(case.findings.all()), offence=finding.offence,
        provision=finding.provision, by=cast.lawyer, at=NOW, ground="т",
    )  # fmt: skip


def test_lists_every_open_matter_old_beside_new_and_changes_nothing(cast, flag, charged, election):
    waiting = flag(account="күткөн")
    found = review.confirm(flag(account="ырасталган"), by=cast.monitor, at=NOW, version=0)
    gone = review.dismiss(
        flag(account="четке"), by=cast.monitor, at=NOW, version=0, reason="satire"
    )
    untouched = flag(
        account="бөлөк", published_at=NOW - timedelta(days=8)
    )  # 19.10: early both ways
    lines = Line.objects.count()
    proposed = proposing.date_moved(election, event=EVENT, to=EARLIER)
    rows = {one.row for one in proposed.turned}
    assert rows == {waiting.row, found.row, charged.row, charged.findings.get().indication.row}
    assert {gone.row, untouched.row}.isdisjoint(rows)
    assert all(one.before["window"] == "early" and one.after is None for one in proposed.turned)
    assert {one.name.rpartition(" ")[2] for one in proposed.differences} >= {EVENT, "window_opens"}
    assert Line.objects.count() == lines
    assert packs.moves(Election.objects.get().calendar) == {}


def test_adopting_is_one_line_and_marks_the_matters_without_changing_them(
    cast, flag, charged, adopt, settings
):
    waiting = flag(account="күткөн")
    before = {one.row: one.now() for one in (*Indication.objects.all(), *Charge.objects.all())}
    adoption = adopt()
    assert Line.objects.filter(act="law.adopt_calendar").count() == 1
    line = Line.objects.get(act="law.adopt_calendar")
    assert (line.by, line.at, line.ground) == (cast.secretary, NOW, "ойдон чыгарылган чечим")
    assert adoption.listed.encode() in bytes(line.canonical)
    assert {
        one.row: one.now() for one in (*Indication.objects.all(), *Charge.objects.all())
    } == before
    assert set(line.touched.values_list("row", flat=True)) >= {
        waiting.row, charged.row, charged.respondent.case.row
    }  # fmt: skip
    assert queries.to_look_at().count() == adoption.changed == 3
    told = json.loads(evidence.Store(settings.STORE).read(adoption.listed))
    assert waiting.row in {one["matter"] for one in told["turned"]}
    assert list(record.unexplained()) == []


def test_new_imports_are_assessed_by_the_adopted_calendar(cast, election, adopt):
    monitoring.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")

    def bring(number):
        post = {"id": f"p{number}", "platform": "facebook", "author": {"name": "Ойдон", "class": "voter"},
                "text": "Голосуйте за Азамата Ойдонбекова, 18 округ!",
                "published_at": "2025-10-24T10:00:00+06:00"}  # fmt: skip
        monitoring.bring_in(
            Election.objects.get(), file_name="a.jsonl", content=json.dumps(post).encode(),
            options={}, by=cast.monitor, at=NOW, ground="test",
        )  # fmt: skip
        return intake.run_next(at=NOW)

    assert bring(1).flagged == 1
    adopt()
    assert bring(2).flagged == 0
    (kept,) = Indication.objects.all()
    assert (kept.state, kept.window, kept.rules) == (
        "waiting",
        "early",
        ["campaigning-before-the-window"],
    )
    sealed = {one.screened_with for one in Election.objects.get().publications.all()}
    assert len(sealed) == 1


def test_what_is_found_anew_waits_in_the_queue(flag, adopt):
    published = datetime.fromisoformat("2025-11-15T10:00:00+06:00")
    flag(
        published_at=published,
        offence="kg/code-of-offences/art_66",
        provision="kg/elections/art_28__part_3",
    )
    adoption = adopt(LATER)
    made = Indication.objects.get(provision="kg/elections/art_23__part_1")
    assert (made.state, made.window, made.amount) == ("waiting", "early", 7500)
    assert Changed.objects.get(indication=made).adoption == adoption
    assert Line.objects.filter(act="law.adopt_calendar").count() == 1
    assert list(record.unexplained()) == []


def test_a_closed_case_stays_as_it_was(flag, charged, adopt):
    Case.objects.update(stage=Case.Stage.CLOSED)
    assert adopt().changed == 0
    assert not Changed.objects.exists()


def test_a_list_that_is_no_longer_the_one_shown_is_refused(cast, flag, election, adopt):
    shown = proposing.date_moved(election, event=EVENT, to=EARLIER).digest
    flag(account="жаңы")
    with refused("law.list_changed"):
        adopt(shown=shown)
    assert not Adoption.objects.exists()
    assert packs.moves(Election.objects.get().calendar) == {}


@pytest.mark.parametrize(
    ("event", "to", "code"),
    [
        ("registration_ends", "2025-12-24", "law.order_of_zones"),
        ("no_such_event", "2025-11-11", "law.unknown_event"),
        ("registration_ends", "31.02.2025", "law.no_moment"),
        ("registration_ends", "2025-02-31", "law.no_moment"),
        ("registration_ends", "'; drop table", "law.no_moment"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_the_way_out(election, event, to, code):
    with refused(code):
        proposing.date_moved(election, event=event, to=to)


def test_needs_a_ground_and_a_difference(election, adopt):
    with refused("law.ground"):
        adopt(ground=" ")
    calendar = packs.of(election).election(election.code)
    same = calendar.events[EVENT].astimezone(calendar.timezone)
    with refused("law.nothing_changes"):
        adopt(f"{same:%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize("who", ["monitor", "lawyer", "head", "official", "publisher", "auditor",
                                 "administrator", "stranger"])  # fmt: skip
def test_belongs_to_the_secretary(cast, adopt, who):
    with pytest.raises(NotYours):
        adopt(by=getattr(cast, who))
    with pytest.raises(NotYours):
        adopt(by=cast.members[0])


def test_dates_adopted_one_after_another_stand_together(election, adopt):
    adopt("2025-11-12")
    adopt("2025-11-14")
    calendar = packs.of(Election.objects.get()).election(election.code)
    assert calendar.events["window_opens"].isoformat() == "2025-11-13T18:00:00+00:00"
    assert Adoption.objects.count() == 2


def test_somebody_looks_and_says_what_follows_once(cast, flag, adopt):
    flag()
    adopt()
    changed = queries.to_look_at().get()
    with pytest.raises(NotYours):
        acts.look(changed, note="карадым", by=cast.secretary, at=NOW)
    with refused("law.look_note"):
        acts.look(changed, note=" ", by=cast.monitor, at=NOW)
    acts.look(changed, note="четке кагам", by=cast.monitor, at=NOW)
    with refused("law.looked_already") as caught:
        acts.look(changed, note="дагы", by=cast.lawyer, at=NOW)
    assert cast.monitor.full_name in caught.value.say("ky")
    assert not queries.to_look_at().exists()
    line = Line.objects.get(act="law.look")
    assert "четке кагам".encode() not in bytes(line.canonical)
    assert list(record.unexplained()) == []


def test_a_charge_is_asked_with_the_class_of_its_respondent(charged, election):
    old = packs.of(election)
    new = packs.with_calendar(
        old, election.code, {EVENT: datetime.fromisoformat("2025-10-20T00:00+06:00")}
    )
    charged.respondent.author_class = "media"
    charged.respondent.save()
    (one,) = [
        told
        for told in comparing.turned(election, old=old, new=new)
        if told.kind == comparing.CHARGE
    ]
    assert one.before["amount"] == 10_000  # 100 units, not the voter's 75


def test_a_program_adopts_by_the_same_act(cast, flag, election, client):
    flag()
    shown = proposing.date_moved(election, event=EVENT, to=EARLIER).digest
    body = {"id": election.pk, "event": EVENT, "to": EARLIER, "shown": shown, "ground": "чечим"}
    client.force_login(cast.secretary)
    answer = client.post(
        "/api/acts/law.adopt_calendar", json.dumps(body), content_type="application/json"
    )
    assert answer.json() == {"done": "law.adopt_calendar", "row": Adoption.objects.get().row}
    changed = queries.to_look_at().get()
    client.force_login(cast.monitor)
    looked = client.post("/api/acts/law.look", json.dumps({"id": changed.pk, "note": "карадым"}),
                         content_type="application/json")  # fmt: skip
    assert looked.json()["done"] == "law.look"
