"""One function by which every act enters the ledger, and one that hands lines to the log."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import transaction

from hustings import evidence
from hustings.desk.ledger.models import Head, Line, Recorded, Series, Touched

if TYPE_CHECKING:  # accounts stand to the right; only the type is named here
    from hustings.desk.accounts.models import Person

log = logging.getLogger(__name__)
SYSTEM = "system"


def act(
    *,
    name: str,
    by: "Person | None",
    role: str,
    at: datetime,
    ground: str,
    rows: Iterable[Recorded],
    about: Iterable[str] = (),
    seals: Iterable[str] = (),
) -> Line:
    """Write the line of one act, inside the act's own transaction.

    `rows` are told with their state as it now is; `about` names further rows the act concerns
    without changing them. After the commit the line goes to the log; should the log be out of
    reach, the line waits here and `hand_over` takes it next time. Lines never hold personal text.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an act is recorded inside its transaction")
    told = {row.row: row.now() for row in rows}
    identity = uuid.uuid4()
    actor = f"person:{by.pk}" if by is not None else SYSTEM
    canonical = evidence.entry(
        id=str(identity), at=at, by=actor, role=role, act=name,
        on=[*told, *about], ground=ground, now=told, seals=list(seals),
    )  # fmt: skip
    head, _ = Head.objects.select_for_update().get_or_create(id=1)
    line = Line.objects.create(
        id=identity,
        place=head.count,
        at=at,
        by=by,
        act=name,
        ground=ground,
        canonical=canonical,
    )
    Touched.objects.bulk_create(Touched(line=line, row=row) for row in {*told, *about})
    head.count += 1
    head.save(update_fields=["count"])
    transaction.on_commit(hand_over)
    return line


def hand_over() -> int:
    """Append the waiting lines to the log, in order; safe to repeat, the log knows a line's id."""
    waiting = list(Line.objects.filter(index=None).order_by("place"))
    if not waiting:
        return 0
    try:
        indices = log_of_acts().append([bytes(line.canonical) for line in waiting])
    except OSError:
        # The act stands: it is committed, and its line waits in the same database.
        log.exception("the log is out of reach; %s lines wait", len(waiting))
        return 0
    for line, index in zip(waiting, indices, strict=True):
        Line.objects.filter(pk=line.pk).update(index=index)
    return len(waiting)


def log_of_acts() -> evidence.Ledger:
    """The Merkle log in HUSTINGS_HOME/ledger."""
    return evidence.Ledger(settings.LEDGER)


def take_number(series: str, year: int) -> int:
    """The next number of a series, under a lock, without gaps: a rolled-back act gives it back."""
    row, _ = Series.objects.select_for_update().get_or_create(code=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def unexplained() -> Iterator[str]:
    """Rows whose state the ledger does not explain: changed, made or removed past the acts.

    Folds every line handed to the log (`now`: the last value of each field of each row) and
    compares it with the database, row by row of the fold and table by table of the rows.
    """
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for row, state in evidence.replay(log_of_acts().entries()).items():
        told[row.split(":")[0]][row] = state
    kinds = {
        kind._meta.label_lower: kind  # noqa: SLF001  # Django's documented name
        for kind in apps.get_models()
        if issubclass(kind, Recorded)
    }
    for label, kind in kinds.items():
        expected = told[label]
        for instance in kind._default_manager.iterator():  # noqa: SLF001  # the same
            state = expected.pop(instance.row, None)
            if state is None:
                yield f"{instance.row}: no act made it"
                continue
            for field, value in instance.now().items():
                if state.get(field) != value:
                    said = state.get(field)
                    yield f"{instance.row}: {field} is {value!r}, the ledger says {said!r}"
        yield from (
            f"{row}: the ledger tells of it, the table does not hold it" for row in expected
        )
