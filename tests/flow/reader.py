"""A desk of its own process, to be killed: reads one import through, acknowledges each answer.

usage: reader.py prepare COUNT | read | report        (the desk's folder is HUSTINGS_HOME)
"""

# ruff: noqa: T201 - what it prints is what the test reads

import json
import os
import sys
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.desk.settings")
django.setup()

from hustings.desk import founding  # noqa: E402  # Django is set up first
from hustings.desk.accounts import acts as accounts  # noqa: E402
from hustings.desk.accounts.models import Person  # noqa: E402
from hustings.desk.ledger import record  # noqa: E402
from hustings.desk.monitoring import acts as monitoring  # noqa: E402
from hustings.desk.review import intake, reading_acts, reading_again, reading_order  # noqa: E402
from hustings.desk.review.models import Answer, Indication, Reading, Shown  # noqa: E402

AT = datetime(2025, 10, 27, 9, 0, tzinfo=UTC)
ROSTER = ("candidate_id,district,ballot_number,name_ru,name_ky\n"
          "i-1,18,1,Ойдонбеков Азамат Ойдонович,Ойдонбеков Азамат Ойдонович\n").encode()  # fmt: skip


def post(number):
    text = "Голосуйте за Азамата Ойдонбекова, 18 округ! {}" if number % 4 == 0 else "Баа түштү {}"
    return json.dumps({"id": f"p{number}", "platform": "facebook", "text": text.format(number),
                       "published_at": "2025-10-20T10:00:00+06:00",
                       "author": {"name": "Ойдон", "class": "voter"}})  # fmt: skip


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
    monitoring.set_roster(election, file=ROSTER, by=people["secretary"], at=AT, ground="test")
    brought = monitoring.bring_in(
        election, file_name="ойдон.jsonl", options={}, by=people["monitor"], at=AT, ground="test",
        content="\n".join(post(number) for number in range(count)).encode(),
    )  # fmt: skip
    intake.run_next(at=AT)
    brought.refresh_from_db()
    reading_acts.open_reading(
        brought.election, brought_in=brought, by=people["monitor"], at=AT, ground="test", share=30
    )
    reading_order.step(at=AT)


def read():
    monitor, one = Person.objects.get(username="monitor"), Reading.objects.get()
    while (shown := reading_acts.read_on(one, by=monitor, at=AT)) is not None:
        reading_acts.answer(shown, outcome="nothing", by=monitor, at=AT, version=shown.version,
                            reason="satire")  # fmt: skip
        print(shown.archive_id, flush=True)


def report():
    record.hand_over()
    answered = Shown.objects.exclude(outcome="")
    print(json.dumps({
        "answered": list(answered.values_list("archive_id", flat=True)),
        "answers": list(Answer.objects.values_list("shown__archive_id", flat=True)),
        "places": list(Shown.objects.order_by("place").values_list("place", flat=True)),
        "flagged": Indication.objects.filter(state="dismissed").count(),
        "unexplained": list(record.unexplained()),
        "faults": [str(one) for one in reading_again.faults()],
    }))  # fmt: skip


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", count]:
            prepare(int(count))
        case ["read"]:
            read()
        case ["report"]:
            report()
