"""A desk of its own process, to be killed: makes indications, decides them, acknowledges each.

usage: decider.py prepare COUNT | decide | report        (the desk's folder is HUSTINGS_HOME)
`decide` prints one line after each act has returned; `report` prints what stands, as JSON.
"""

# ruff: noqa: T201 - what it prints is what the test reads

import json
import os
import sys
import uuid
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.desk.settings")
django.setup()

from django.conf import settings  # noqa: E402  # Django is set up first
from django.db import transaction  # noqa: E402

from hustings import evidence  # noqa: E402
from hustings.desk import founding  # noqa: E402
from hustings.desk.accounts import acts as accounts  # noqa: E402
from hustings.desk.accounts.models import Person  # noqa: E402
from hustings.desk.ledger import record  # noqa: E402
from hustings.desk.ledger.models import Line  # noqa: E402
from hustings.desk.monitoring import acts as monitoring  # noqa: E402
from hustings.desk.monitoring.models import Account, Import, Publication  # noqa: E402
from hustings.desk.review import acts as review  # noqa: E402
from hustings.desk.review.models import Indication, Judgement  # noqa: E402

AT = datetime(2025, 10, 27, 9, 0, tzinfo=UTC)


def prepare(count):
    founding.found(username="administrator", password="ойдон чыгарылган сырсөз", at=AT)
    administrator = Person.objects.get(username="administrator")
    people = {}
    for name, role in (("monitor", "monitor"), ("secretary", "secretary")):
        people[name] = accounts.enrol(
            username=name, full_name=f"Ойдонов {name}", password="ойдон чыгарылган сырсөз",
            language="ky", by=administrator, at=AT, ground="test",
        )  # fmt: skip
        accounts.appoint(people[name], role=role, by=administrator, at=AT, ground="test")
    election = monitoring.open_election(
        pack="kg", code="kg-2025-parliament", by=people["secretary"], at=AT, ground="test"
    )
    digest = evidence.Store(settings.STORE).seal(b"an invented file")
    with transaction.atomic():
        owner = Account.objects.create(source="facebook", key="invented", name="Ойдон")
        brought = Import.objects.create(
            election=election, file_name="invented.csv", file_digest=digest, ground="test",
            by=people["monitor"], at=AT, state="done",
        )  # fmt: skip
        rows = [brought]
        for number in range(count):
            publication = Publication.objects.create(
                archive_id=f"test:{uuid.uuid4()}", election=election, brought_in=brought,
                file_digest=digest, account=owner, author_class="voter", item_id=str(number),
                text="Ойдон чыгарылган", published_at=AT, published_at_provenance="zoned",
                collected_at=AT, screened_with="sha256:" + "0" * 64,
            )  # fmt: skip
            indication = Indication.objects.create(
                publication=publication, offence="kg/code-of-offences/art_65",
                provision="kg/elections/art_23__part_1", window="early", because=[], units=75,
                amount=7500, currency="KGS", verified=True, rank=0.5,
            )  # fmt: skip
            rows += [publication, indication]
        record.act(name="monitoring.screen", by=people["monitor"], role="monitor", at=AT,
                   ground="test", rows=rows[:100])  # fmt: skip
        for start in range(100, len(rows), 100):
            record.act(name="monitoring.screen", by=people["monitor"], role="monitor", at=AT,
                       ground="test", rows=rows[start : start + 100])  # fmt: skip


def decide():
    monitor = Person.objects.get(username="monitor")
    for indication in Indication.objects.filter(state="waiting").order_by("pk"):
        if indication.pk % 2:
            review.confirm(indication, by=monitor, at=AT, version=indication.version)
        else:
            review.dismiss(indication, by=monitor, at=AT, version=indication.version,
                           reason="satire")  # fmt: skip
        print(indication.pk, flush=True)


def report():
    record.hand_over()
    log = record.log_of_acts()
    judged = list(Judgement.objects.values_list("indication_id", flat=True))
    print(json.dumps({
        "judged": judged,
        "decided": list(Indication.objects.exclude(state="waiting").values_list("pk", flat=True)),
        "unexplained": list(record.unexplained()),
        "lines": Line.objects.count(),
        "logged": log.size,
        "places": list(Line.objects.order_by("place").values_list("place", flat=True)),
    }))  # fmt: skip


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", count]:
            prepare(int(count))
        case ["decide"]:
            decide()
        case ["report"]:
            report()
