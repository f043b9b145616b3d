"""Adopting a changed date or a changed pack; looking at what that changed."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from hustings import evidence
from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases.models import Case
from hustings.desk.law import comparing, procedure, proposing
from hustings.desk.law.models import Adoption, Changed, Looked
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Election, Publication
from hustings.desk.review.models import Indication

SEALED = "sealed"  # the note stands on the row; the ledger commits to it
NAMED = 200  # matters that the line itself names; the sealed list names all
CHUNK = 40  # indications in one line of the ledger, as the intake has it


@transaction.atomic
def adopt_calendar(
    election: Election, *, event: str, to: str, shown: str, ground: str, by: Person, at: datetime
) -> Adoption:
    """Move a dated event. `shown`: the digest of the list that was looked at.

    Open matters whose answer changes are marked for a person; none is changed. Refusals:
    law.list_changed, law.nothing_changes, law.ground, and those of `proposing.date_moved`.
    """
    role = gate.require("law.adopt_calendar", by=by, at=at)

    def propose(locked: Election) -> proposing.Proposed:
        return proposing.date_moved(locked, event=event, to=to)

    return _adopted(election, propose, shown=shown, ground=ground, by=by, role=role, at=at)


@transaction.atomic
def adopt_pack(
    election: Election, *, shown: str, ground: str, by: Person, at: datetime
) -> Adoption:
    """Take over the pack as its folder has it now; the same otherwise."""
    role = gate.require("law.adopt_pack", by=by, at=at)
    adoption = _adopted(
        election, proposing.pack_changed, shown=shown, ground=ground, by=by, role=role, at=at
    )
    transaction.on_commit(lambda: packs.put_in_use(adoption.election))
    return adoption


def _adopted(
    election: Election, propose: Callable[[Election], proposing.Proposed], *, shown: str,
    ground: str, by: Person, role: str, at: datetime,
) -> Adoption:  # fmt: skip
    locked = Election.objects.select_for_update().get(pk=election.pk)
    proposed = propose(locked)
    procedure.may_adopt(ground=ground, same=proposed.same, shown=shown, listed=proposed.digest)
    before = (locked.law_digest or "", locked.calendar or "{}")
    store = evidence.Store(settings.STORE)
    if proposed.archive is not None:
        locked.law_sealed = store.seal(proposed.archive)
        locked.law_digest = proposed.new.digest
    locked.calendar = proposed.calendar
    locked.save(update_fields=["law_sealed", "law_digest", "calendar"])
    adoption = Adoption.objects.create(
        election=locked, kind=proposed.kind, law_before=before[0], calendar_before=before[1],
        law_after=locked.law_digest or "", calendar_after=locked.calendar, ground=ground.strip(),
        listed=store.seal(proposed.content), changed=len(proposed.turned), by=by, at=at,
    )  # fmt: skip
    record.act(
        name=f"law.adopt_{proposed.kind}", by=by, role=role, at=at, ground=ground.strip(),
        rows=[locked, adoption], about=_about(proposed), seals=_seals(locked, adoption),
    )  # fmt: skip
    _marked(adoption, proposed, by=by, role=role, at=at)
    return adoption


def _about(proposed: proposing.Proposed) -> list[str]:
    """The matters, and the cases that they stand in, so that a case's timeline tells of it."""
    named = proposed.turned[:NAMED]
    charges = [one.pk for one in named if one.kind == comparing.CHARGE]
    cases = Case.objects.filter(respondents__charges__in=charges).distinct()
    return [*(one.row for one in named), *(case.row for case in cases)]


def _seals(election: Election, adoption: Adoption) -> list[str]:
    return [one for one in (adoption.listed, election.law_sealed) if one]


def _marked(
    adoption: Adoption, proposed: proposing.Proposed, *, by: Person, role: str, at: datetime
) -> None:
    """A mark on every matter; what is found anew waits in the queue like anything else."""
    of = {comparing.INDICATION: "indication_id", comparing.CHARGE: "charge_id"}
    anew = list(_found(proposed))
    for start in range(0, len(anew), CHUNK):
        record.act(
            name="law.find_anew", by=by, role=role, at=at, ground=adoption.ground,
            rows=[indication for indication, _ in anew[start : start + CHUNK]],
            about=[adoption.row],
        )  # fmt: skip
    Changed.objects.bulk_create(
        [
            *(
                Changed(adoption=adoption, before=one.before, after=one.after, **{of[one.kind]: one.pk})
                for one in proposed.turned if one.kind in of
            ),
            *(Changed(adoption=adoption, indication=made, before=None, after=one.after)
              for made, one in anew),
        ],
        batch_size=1_000,
    )  # fmt: skip


def _found(proposed: proposing.Proposed) -> Iterator[tuple[Indication, comparing.Turned]]:
    anew = [one for one in proposed.turned if one.kind == comparing.PUBLICATION]
    publications = Publication.objects.in_bulk([one.pk for one in anew])
    for one in anew:
        offence, provision = one.place
        publication = publications[one.pk]
        made = Indication.objects.create(
            publication=publication, offence=offence, provision=provision, rank=publication.rank,
            **(one.after or {}),
        )  # fmt: skip
        yield made, one


@transaction.atomic
def look(changed: Changed, *, note: str, by: Person, at: datetime) -> Looked:
    """Somebody looked at a matter whose answer changed, and says what follows. The matter itself is
    decided where it stands: dismissed, withdrawn, recommended anew.
    """
    role = gate.require("law.look", by=by, at=at)
    locked = Changed.objects.select_for_update(of=("self",)).get(pk=changed.pk)
    earlier = Looked.objects.select_related("by").filter(changed=locked).first()
    procedure.may_look(
        looked_by=earlier.by.full_name if earlier else "",
        looked_at=earlier.at if earlier else None, note=note,
    )  # fmt: skip
    looked = Looked.objects.create(changed=locked, note=note.strip(), by=by, at=at)
    matter = locked.indication or locked.charge
    assert matter is not None, "the database lets no other in"
    record.act(name="law.look", by=by, role=role, at=at, ground=SEALED, rows=[looked],
               about=[matter.row])  # fmt: skip
    return looked
