"""Preparing, publishing, correcting, withdrawing entries of the public register."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from hustings import evidence
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.acts.row_lock import number
from hustings.desk.cases.models import Proposal
from hustings.desk.cases.queries import zone_of
from hustings.desk.commission.models import Resolution, Vote
from hustings.desk.enforcement.models import Penalty, Protocol
from hustings.desk.ledger import record
from hustings.desk.register import allowed, folding, procedure
from hustings.desk.register.models import Correction, Entry
from hustings.refusal import Refusal


@transaction.atomic
def prepare(resolution: Resolution, *, by: Person, at: datetime) -> Entry:
    """Build the public record of an adopted resolution; nobody outside sees it yet."""
    role = gate.require("register.prepare", by=by, at=at)
    exists = Entry.objects.filter(resolution=resolution).exists()
    procedure.may_prepare(adopted=resolution.item.state == "adopted", exists=exists)
    public = allowed.public_record(resolution)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                resolution=resolution, public=public, searchable=folding.searchable(public),
                number=number("entry", case_zone=zone_of(resolution.item.case), at=at),
                public_digest=allowed.sealed(public, evidence.Store(settings.STORE)),
                prepared_by=by, prepared_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "register.prepared_already", "An entry for this resolution exists already."
        ) from None
    record.act(
        name="register.prepare", by=by, role=role, at=at, ground="resolution", rows=[entry],
        about=[resolution.row, resolution.item.case.row], seals=[entry.public_digest],
    )  # fmt: skip
    return entry


@transaction.atomic
def publish(entry: Entry, *, by: Person, at: datetime, version: int) -> Entry:
    """Make it public: another than prepared it, and none whose hand was in the matter."""
    role = gate.require("register.publish", by=by, at=at)
    kept = _locked(entry)
    procedure.may_publish(
        state=kept.state, version=kept.version, shown=version, by=by.pk,
        preparer=kept.prepared_by_id, hands=_hands(kept),
    )  # fmt: skip
    kept.state, kept.published_by, kept.published_at = Entry.State.PUBLISHED, by, at
    kept.version += 1
    kept.save()
    record.act(
        name="register.publish", by=by, role=role, at=at, ground="duty to publish", rows=[kept],
        about=[kept.resolution.item.case.row], seals=[kept.public_digest],
    )  # fmt: skip
    return kept


@transaction.atomic
def correct(entry: Entry, *, text: str, by: Person, at: datetime, version: int) -> Entry:
    """Build the record anew (a payment, a court) and say publicly what was corrected and why."""
    role = gate.require("register.correct", by=by, at=at)
    kept = _locked(entry)
    procedure.may_amend(state=kept.state, version=kept.version, shown=version, text=text)
    before, kept.public = kept.public, allowed.public_record(kept.resolution)
    kept.searchable = folding.searchable(kept.public)
    kept.public_digest = allowed.sealed(kept.public, evidence.Store(settings.STORE))
    return _amended(kept, before, text, by=by, role=role, at=at, name="register.correct")


@transaction.atomic
def withdraw(entry: Entry, *, text: str, by: Person, at: datetime, version: int) -> Entry:
    """Take the outcomes off the public page; number, date and the note stay for ever."""
    role = gate.require("register.withdraw", by=by, at=at)
    kept = _locked(entry)
    procedure.may_amend(state=kept.state, version=kept.version, shown=version, text=text)
    kept.state = Entry.State.WITHDRAWN
    return _amended(kept, kept.public, text, by=by, role=role, at=at, name="register.withdraw")


def _amended(
    entry: Entry, before: dict[str, object], text: str, *, by: Person, role: str, at: datetime,
    name: str,
) -> Entry:  # fmt: skip
    entry.version += 1
    entry.save()
    correction = Correction.objects.create(
        entry=entry, text=text.strip(), public_digest=entry.public_digest, public_before=before,
        by=by, at=at,
    )  # fmt: skip
    record.act(
        name=name, by=by, role=role, at=at, ground="correction", rows=[entry, correction],
        about=[entry.resolution.item.case.row], seals=[entry.public_digest],
    )  # fmt: skip
    return entry


def _locked(entry: Entry) -> Entry:
    return (
        Entry.objects.select_for_update(of=("self",))
        .select_related("resolution__item__case__election")
        .get(pk=entry.pk)
    )


def _hands(entry: Entry) -> set[int]:
    """Who proposed, voted on, recorded or penalised anything in the matter."""
    case = entry.resolution.item.case
    proposals = Proposal.objects.filter(case=case)
    hands = {
        *proposals.values_list("drafted_by", flat=True),
        *proposals.values_list("adopted_by", flat=True),
        *Vote.objects.filter(item__case=case).values_list("member", flat=True),
        *Protocol.objects.filter(charge__respondent__case=case).values_list("drawn_by", flat=True),
        *Penalty.objects.filter(charge__respondent__case=case).values_list("imposed_by", flat=True),
    }
    return {int(hand) for hand in hands if hand}
