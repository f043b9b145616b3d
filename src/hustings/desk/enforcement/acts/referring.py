"""Materials to the authorised official, or to another body, against a receipt."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from hustings import documents, evidence
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.acts.row_lock import SEALED, grown, locked, number
from hustings.desk.cases.models import Case
from hustings.desk.cases.queries import zone_of
from hustings.desk.commission.models import Resolution
from hustings.desk.enforcement import packets, papers, procedure, queries
from hustings.desk.enforcement.models import Referral
from hustings.desk.ledger import record
from hustings.desk.ledger.papers import sealed
from hustings.refusal import Refusal


@transaction.atomic
def refer(resolution: Resolution, *, by: Person, at: datetime, to: str = "official") -> Referral:
    """Seal one packet for that body and send it; the receipt must name the packet's digest."""
    role = gate.require("enforcement.refer", by=by, at=at)
    case = locked(resolution.item.case_id)
    procedure.may_refer([queries.charged(one) for one in queries.charges(case)], to=to)
    referral = Referral(
        resolution=resolution, number=number("referral", case_zone=zone_of(case), at=at),
        to=to, sent_by=by, sent_at=at,
    )  # fmt: skip
    pack = case.election.pack
    if documents.languages("referral", pack=pack):
        told = papers.referral_record(referral, packets.contents(resolution))
        referral.papers = sealed(template="referral", record=told, pack=pack)
    packet = packets.packet(resolution, letter=referral.papers)
    referral.packet = evidence.Store(settings.STORE).seal(packet)
    try:
        with transaction.atomic():
            referral.save()
    except IntegrityError:
        raise Refusal(
            "enforcement.referred_already", "The materials are with {body} already.", body=to
        ) from None
    case.stage = Case.Stage.REFERRED
    grown(case)
    record.act(
        name="enforcement.refer", by=by, role=role, at=at, ground="resolution",
        rows=[referral, case], about=[resolution.row],
        seals=[referral.packet, *referral.papers.values()],
    )  # fmt: skip
    return referral


@transaction.atomic
def receive(referral: Referral, *, receipt_digest: str, by: Person, at: datetime) -> Referral:
    """The official names the digest of what arrived; only then may anything be executed."""
    role = gate.require("enforcement.receive", by=by, at=at)
    kept = _locked(referral)
    procedure.may_receive(state=kept.state, packet=kept.packet, receipt=receipt_digest)
    evidence.Store(settings.STORE).check(kept.packet)
    kept.state, kept.receipt_digest = Referral.State.RECEIVED, receipt_digest.strip()
    kept.official, kept.received_at = by, at
    kept.save()
    case = locked(kept.resolution.item.case_id)
    grown(case)
    record.act(name="enforcement.receive", by=by, role=role, at=at, ground="receipt",
               rows=[kept, case])  # fmt: skip
    return kept


@transaction.atomic
def send_back(referral: Referral, *, defects: str, by: Person, at: datetime) -> Referral:
    """Return the materials with what is wrong; they can be referred again."""
    role = gate.require("enforcement.return", by=by, at=at)
    kept = _locked(referral)
    case = locked(kept.resolution.item.case_id)
    charges = [queries.charged(one) for one in queries.charges(case)]
    procedure.may_send_back(charges, state=kept.state, defects=defects)
    kept.state, kept.defects = Referral.State.RETURNED, defects.strip()
    kept.save()
    case.stage = Case.Stage.DECIDED
    grown(case)
    record.act(name="enforcement.return", by=by, role=role, at=at, ground=SEALED,
               rows=[kept, case])  # fmt: skip
    return kept


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("resolution__item")
        .get(pk=referral.pk)
    )
