"""The same message over accounts and platforms is one group, whatever came in first."""

import itertools
import json

import pytest

from desk.conftest import NOW
from desk.monitoring.test_imports import ROSTER
from hustings.desk.monitoring import acts
from hustings.desk.monitoring.models import Publication
from hustings.desk.review import intake
from hustings.desk.suggestions import grouping
from hustings.desk.suggestions.models import Copied, Grouped, Spread

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGE = "Голосуйте за Азамата Ойдонбекова, он построит школу в каждом айыле 18 округа!"
OTHER = "Каждый, кто придет завтра на встречу с Азаматом Ойдонбековым, получит мешок муки даром."


def post(number, text, *, account, platform="facebook", at="2025-10-20T10:00:00+06:00"):
    return json.dumps({"id": f"p{number}", "platform": platform, "text": text, "published_at": at,
                       "author": {"id": account, "name": account, "class": "voter"}})  # fmt: skip


FILES = (
    [post(1, MESSAGE, account="бир"), post(2, OTHER, account="эки")],
    [post(3, f"Друзья! {MESSAGE}", account="үч", platform="telegram", at="2025-10-21T10:00:00+06:00")],
    [post(4, MESSAGE.replace("о", "o"), account="төрт", at="2025-10-20T16:00:00+06:00"),
     post(5, OTHER.upper(), account="эки", at="2025-10-22T10:00:00+06:00")],
)  # fmt: skip


@pytest.fixture
def ready(cast, election):
    return acts.set_roster(election, file=ROSTER, by=cast.secretary, at=NOW, ground="test")


@pytest.fixture
def bring(cast, ready):
    def run(lines, *, work=True):
        acts.bring_in(ready, file_name="ойдон.jsonl", content="\n".join(lines).encode(), options={},
                      by=cast.monitor, at=NOW, ground="test")  # fmt: skip
        while work and intake.work_once(at=NOW):
            pass

    return run


def told():
    """What the rows say, without the order in which they were written."""
    spreads = {
        spread.group: (spread.messages, spread.accounts, spread.platforms, spread.first_seen,
                       spread.hours)
        for spread in Spread.objects.all()
    }  # fmt: skip
    members = set(Copied.objects.values_list("spread__group", "publication__item_id", "likeness"))
    return spreads, members


def test_counts_accounts_platforms_and_hours(bring):
    for lines in FILES:
        bring(lines)
    by_item = {one.publication.item_id: one.spread for one in Copied.objects.all()}
    spread = by_item["p1"]
    assert {item for item, other in by_item.items() if other == spread} == {"p1", "p3", "p4"}
    assert (spread.messages, spread.accounts, spread.platforms, spread.hours) == (3, 3, 2, 24.0)
    assert spread.first_seen == Publication.objects.get(item_id="p1").published_at
    assert all(0.65 <= one.likeness <= 1 for one in Copied.objects.all())


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_the_files_changes_nothing(bring, order):
    for number in order:
        bring(FILES[number])
    after_each = told()
    Copied.objects.all().delete()
    Spread.objects.all().delete()
    Grouped.objects.all().delete()
    assert grouping.regroup(at=NOW)
    assert told() == after_each
    assert sorted(measures[:3] for measures in after_each[0].values()) == [(2, 1, 1), (3, 3, 2)]
    assert {item for _, item, _ in after_each[1]} == {"p1", "p2", "p3", "p4", "p5"}


def test_what_has_not_changed_is_not_written(bring):
    bring(FILES[0])
    bring(FILES[1])
    rows = set(Copied.objects.values_list("pk", flat=True))
    assert rows
    assert not grouping.regroup(at=NOW)
    bring(
        [post(9, "Ойдонбеков Азаматка добуш бергиле, ал мектеп курат деп айтышат", account="беш")]
    )
    assert set(Copied.objects.values_list("pk", flat=True)) == rows


def test_a_worker_killed_before_it_grouped_does_so_at_its_next_start(bring):
    bring(FILES[0] + FILES[1], work=False)
    intake.run_next(at=NOW)
    assert not Copied.objects.exists()
    assert intake.work_once(at=NOW)
    assert Copied.objects.count() == 2
    assert not intake.work_once(at=NOW)


def test_a_time_that_is_not_exact_is_counted_nowhere(flag):
    for number, provenance in enumerate(("zoned", "date")):
        one = flag(text=MESSAGE, account=str(number))
        Publication.objects.filter(pk=one.publication_id).update(published_at_provenance=provenance)
    grouping.regroup(at=NOW)
    spread = Spread.objects.get()
    assert (spread.messages, spread.hours) == (2, 0.0)
