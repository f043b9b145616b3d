"""Opening an election, setting its roster, bringing files in."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from hustings import evidence
from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.monitoring import procedure
from hustings.desk.monitoring.models import Candidate, Election, Import
from hustings.refusal import Refusal
from hustings.screening import Roster


@transaction.atomic
def open_election(*, pack: str, code: str, by: Person, at: datetime, ground: str) -> Election:
    """Work on an election that a pack knows, by the law as it stands in the pack's folder now: its
    files are sealed, and what is edited there later is in use only when somebody adopts it.
    """
    role = gate.require("monitoring.open_election", by=by, at=at)
    taken = packs.candidate(pack)
    known = taken.pack.election(code)
    sealed = evidence.Store(settings.STORE).seal(taken.archive)
    try:
        with transaction.atomic():
            election = Election.objects.create(
                pack=pack, code=known.code, law_digest=taken.pack.digest, law_sealed=sealed,
                calendar="{}",
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(
            "monitoring.open_already",
            "The election {code} is open on this desk already.",
            code=code,
        ) from None
    record.act(
        name="monitoring.open_election", by=by, role=role, at=at, ground=ground, rows=[election],
        seals=[sealed],
    )  # fmt: skip
    transaction.on_commit(lambda: packs.put_in_use(election))
    return election


@transaction.atomic
def set_roster(
    election: Election, *, file: bytes, by: Person, at: datetime, ground: str
) -> Election:
    """The registered candidates, from a file that is sealed. A late candidate is a new file."""
    role = gate.require("monitoring.set_roster", by=by, at=at)
    digest = evidence.Store(settings.STORE).seal(file)
    roster = Roster.of(file)
    locked = Election.objects.select_for_update().get(pk=election.pk)
    locked.roster_digest = digest
    locked.save(update_fields=["roster_digest"])
    locked.candidates.all().delete()
    fields = {field.name for field in Candidate._meta.fields}  # noqa: SLF001  # Django's documented name
    Candidate.objects.bulk_create(
        Candidate(election=locked, **{key: value for key, value in row.items() if key in fields})
        for row in roster.candidates.iter_rows(named=True)
    )
    record.act(
        name="monitoring.set_roster", by=by, role=role, at=at, ground=ground, rows=[locked],
        seals=[digest],
    )  # fmt: skip
    return locked


@transaction.atomic
def bring_in(
    election: Election, *, file_name: str, content: bytes, options: Mapping[str, object],
    by: Person, at: datetime, ground: str,
) -> Import:  # fmt: skip
    """Seal a file and let it wait for the worker. The bytes are durable before the row is."""
    role = gate.require("monitoring.import", by=by, at=at)
    digest = evidence.Store(settings.STORE).seal(content)
    locked = Election.objects.select_for_update().get(pk=election.pk)
    earlier = (
        locked.imports.filter(file_digest=digest).exclude(state=Import.State.REFUSED)
        .select_related("by").first()
    )  # fmt: skip
    procedure.may_bring_in(
        size=len(content), roster=locked.roster_digest,
        earlier=(earlier.by.full_name, earlier.at) if earlier else None,
    )  # fmt: skip
    brought = Import.objects.create(
        election=locked, file_name=file_name[-255:], file_digest=digest, options=dict(options),
        ground=ground, by=by, at=at,
    )  # fmt: skip
    record.act(
        name="monitoring.bring_in", by=by, role=role, at=at, ground=ground, rows=[brought],
        seals=[digest],
    )  # fmt: skip
    return brought
