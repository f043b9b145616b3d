"""A matter begins: confirmed indications become findings, and their evidence exhibits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NoReturn

from django.conf import settings
from django.db import IntegrityError, transaction

from hustings import evidence
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import exhibits, procedure, queries, writing
from hustings.desk.cases.acts.row_lock import SEALED, grown, locked, number, tell
from hustings.desk.cases.models import Case, Finding
from hustings.desk.ledger.models import Recorded
from hustings.desk.monitoring.models import Election
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

MOST = 200  # findings chosen on one page; more are attached afterwards


@transaction.atomic
def open_case(
    *, title: str, indications: Iterable[Indication], by: Person, at: datetime, ground: str
) -> Case:
    """Open a numbered case on confirmed indications of one election, each in no other case.

    Refusals: cases.nothing_to_open, cases.too_many, cases.two_elections, cases.not_confirmed,
    cases.in_another_case, cases.no_evidence and those of what is typed.
    """
    role = gate.require("cases.open", by=by, at=at)
    title = writing.written(title, field="title", limit=writing.TITLE, one_line=True)
    ground = writing.written(ground, field="ground", limit=writing.GROUND)
    confirmed = _confirmed(indications)
    case = Case(
        election=_one_election(confirmed), title=title, ground=ground, opened_by=by, opened_at=at
    )
    case.number = number("case", case_zone=queries.zone_of(case), at=at)
    case.save()
    rows: list[Recorded] = [case]
    for indication in confirmed:
        rows += _take_in(case, indication, at=at)
    about = [indication.row for indication in confirmed]
    tell(name="cases.open", by=by, role=role, at=at, ground=SEALED, rows=rows, about=about)
    return case


@transaction.atomic
def attach(case: Case, *, indication: Indication, by: Person, at: datetime, ground: str) -> Finding:
    """One more finding for a case the group still gathers, until its respondent was notified."""
    role = gate.require("cases.attach", by=by, at=at)
    case = locked(case.pk)
    ground = writing.written(ground, field="ground", limit=writing.GROUND)
    (indication,) = _confirmed([indication])
    procedure.may_attach(queries.matter(case), account=indication.publication.account_id)
    if indication.publication.election_id != case.election_id:
        _refuse_elections()
    finding, *made = _take_in(case, indication, at=at, ground=ground)
    grown(case)
    about = [case.row, indication.row]
    rows = [finding, *made]
    tell(name="cases.attach", by=by, role=role, at=at, ground=SEALED, rows=rows, about=about)
    assert isinstance(finding, Finding)
    return finding


def _confirmed(indications: Iterable[Indication]) -> Sequence[Indication]:
    """The rows as they are now, locked against an undo in the same moment."""
    wanted = [indication.pk for indication in indications]
    if not wanted:
        raise Refusal(
            "cases.nothing_to_open",
            "Choose at least one confirmed indication: a case is opened on findings.",
        )
    if len(wanted) > MOST:
        raise Refusal(
            "cases.too_many",
            "{count} findings at once are too many; open the case with {most} and attach the "
            "others.",
            count=len(wanted),
            most=MOST,
        )
    rows = (
        Indication.objects.select_for_update(of=("self",))
        .select_related("publication__account", "publication__election", "publication__brought_in")
        .filter(pk__in=wanted)
        .order_by("pk")
    )
    for row in rows:
        if row.state != Indication.State.CONFIRMED:
            raise Refusal(
                "cases.not_confirmed",
                "Indication {indication} is not confirmed; only what a person confirmed enters a "
                "case. Confirm it in the review first.",
                indication=row.pk,
            )
    return list(rows)


def _one_election(confirmed: Sequence[Indication]) -> Election:
    elections = {row.publication.election for row in confirmed}
    if len(elections) != 1:
        _refuse_elections()
    return elections.pop()


def _refuse_elections() -> NoReturn:
    raise Refusal(
        "cases.two_elections",
        "These findings belong to different elections; open a case for each election.",
    )


def _take_in(
    case: Case, indication: Indication, *, at: datetime, ground: str = ""
) -> list[Recorded]:
    """The finding and its exhibits; the database lets an indication into one case only."""
    try:
        with transaction.atomic():
            finding = Finding.objects.create(case=case, indication=indication, ground=ground)
    except IntegrityError:
        other = Finding.objects.select_related("case").get(indication=indication)
        raise Refusal(
            "cases.in_another_case",
            "Indication {indication} is in case {case} already; one case holds a finding.",
            indication=indication.pk,
            case=other.case.number,
        ) from None
    store = evidence.Store(settings.STORE)
    return [finding, *exhibits.make(finding, store=store, at=at)]
