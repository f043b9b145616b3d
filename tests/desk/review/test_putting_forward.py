"""What no program sees on a page, a person states, and the law is asked again."""

import json

import pytest

from desk.conftest import NOW
from hustings.desk.accounts.gate import NotYours
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.monitoring.models import Publication
from hustings.desk.review import intake
from hustings.desk.review.models import Indication
from hustings.desk.review.putting_forward import put_forward
from hustings.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip
# In the campaign window: lawful by itself.
POST = {
    "id": "p1", "platform": "facebook", "author": {"name": "Ойдон", "class": "voter"},
    "published_at": "2025-11-15T10:00:00+06:00",
    "text": "Голосуйте за Азамата Ойдонбекова, 18 округ!",
}  # fmt: skip
CONCERT = {"place": "concert"}


@pytest.fixture
def brought(cast, election):
    monitoring.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")
    monitoring.bring_in(
        election, file_name="ойдон.jsonl", content=json.dumps(POST).encode(), options={},
        by=cast.monitor, at=NOW, ground="test",
    )  # fmt: skip
    assert intake.run_next(at=NOW).flagged == 0
    return election


def forward(election, by, *, item="p1", facts=CONCERT):
    return put_forward(election, item_id=item, facts=facts, by=by, at=NOW, ground="test")


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_a_lawful_post_in_an_unlawful_place_reaches_the_queue_once(brought, cast):
    (found,) = forward(brought, cast.monitor)
    assert found.provision.startswith("kg/elections/art_22")
    publication = Publication.objects.get()
    assert publication.text == POST["text"]
    assert [one["candidate"] for one in publication.mentions] == ["i-1"]
    with refused("review.nothing_found"):
        forward(brought, cast.monitor)
    assert Indication.objects.count() == 1
    assert list(record.unexplained()) == []


def test_what_was_stated_is_sealed_under_a_name(brought, cast):
    forward(brought, cast.monitor)
    line = Line.objects.get(act="monitoring.put_forward")
    assert line.by == cast.monitor
    assert json.loads(bytes(line.canonical))["seals"]


@pytest.mark.parametrize("facts", [{"place": "moon"}, {"paid": "perhaps"}, {"colour": True}])
def test_a_fact_outside_the_vocabulary_changes_nothing(brought, cast, facts):
    with refused("review.unknown_fact"):
        forward(brought, cast.monitor, facts=facts)
    assert not Publication.objects.exists()


def test_an_item_that_no_file_brought_in_is_refused(brought, cast):
    with refused("review.unknown_item"):
        forward(brought, cast.monitor, item="p2")


def test_who_is_not_of_the_group_puts_nothing_forward(brought, cast):
    with pytest.raises(NotYours):
        forward(brought, cast.official)


def test_the_page_says_what_is_wrong_and_leads_to_the_item(brought, cast, signed_in):
    monitor = signed_in(cast.monitor)
    page = monitor.get("/desk/review/forward")
    assert page.status_code == 200
    assert "concert or show" in page.content.decode()
    typed = {"item_id": "p2", "ground": "seen there", "place": "concert"}
    again = monitor.post("/desk/review/forward", typed)
    assert again.status_code == 409
    assert "No file of this election brought in p2" in again.content.decode()
    done = monitor.post("/desk/review/forward", typed | {"item_id": "p1"})
    assert done.status_code == 302
    assert done["Location"] == f"/desk/review/{Indication.objects.get().pk}"
