"""Every open matter whose answer another law or calendar changes: old beside new."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

from hustings import law
from hustings.desk.cases.models import Case, Charge
from hustings.desk.monitoring.models import Election, Publication
from hustings.desk.review import facts
from hustings.desk.review.models import Indication

AT_ONCE = 5_000  # matters put before the law together
# All that an indication tells besides its place.
TOLD = (
    "window", "units", "amount", "least", "most", "per", "currency", "verified", "confidence", "route",
    "because", "rules", "liable", "measures",
)  # fmt: skip
Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A matter and its two answers; None: nothing is found."""

    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    place: tuple[str, str]  # offence and provision
    indication: Indication | None = None
    charge: Charge | None = None
    publication: Publication | None = None  # where something is found that was not asked before

    @property
    def row(self) -> str:
        """The matter as the ledger names it."""
        matter = self.indication or self.charge or self.publication
        assert matter is not None, "a matter is one of the three"
        return matter.row

    def told(self) -> dict[str, Any]:
        """As the sealed list has it."""
        return {"matter": self.row, "place": self.place, "before": self.before, "after": self.after}


def indications(election: Election) -> QuerySet[Indication]:
    """Open ones: waiting, or confirmed and not in a closed case. Dismissed ones are closed."""
    return (
        Indication.objects.filter(publication__election=election)
        .exclude(state=Indication.State.DISMISSED)
        .exclude(finding__case__stage=Case.Stage.CLOSED)
        .select_related("publication__election", "publication__account")
        .order_by("pk")
    )


def charges(election: Election) -> QuerySet[Charge]:
    """Of cases that are not closed."""
    return (
        Charge.objects.filter(respondent__case__election=election)
        .exclude(respondent__case__stage=Case.Stage.CLOSED)
        .select_related("respondent__case")
        .prefetch_related("findings__indication__publication__election")
        .order_by("pk")
    )


def turned(election: Election, *, old: law.Pack, new: law.Pack) -> list[Turned]:
    """The matters of that election whose answer is not the same under `new`, in their order."""
    return [
        *_indications(election, old, new),
        *_charges(election, old, new),
        *_anew(election, old, new),
    ]


def digest(listed: Sequence[Turned], *, old: law.Pack, new: law.Pack) -> tuple[str, bytes]:
    """(digest, bytes) of the list and of the two laws that it compares."""
    told = {"old": old.digest, "new": new.digest, "turned": [one.told() for one in listed]}
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()
    return f"sha256:{hashlib.sha256(content).hexdigest()}", content


def _indications(election: Election, old: law.Pack, new: law.Pack) -> Iterator[Turned]:
    for batch in batched(indications(election).iterator(chunk_size=AT_ONCE)):
        rows = [(one.pk, facts.said(one.publication)) for one in batch]
        before, after = (_answers(pack, election, rows) for pack in (old, new))
        for one in batch:
            place = (one.offence, one.provision)
            was, becomes = before[one.pk].get(place), after[one.pk].get(place)
            if was != becomes:
                yield Turned(indication=one, before=was, after=becomes, place=place)


def _charges(election: Election, old: law.Pack, new: law.Pack) -> Iterator[Turned]:
    """A charge rests on publications, with the class and kind of its respondent."""
    for batch in batched(charges(election).iterator(chunk_size=AT_ONCE)):
        rows: list[tuple[int, Mapping[str, Any]]] = []
        rests_on: defaultdict[int, list[int]] = defaultdict(list)
        for charge in batch:
            for found in charge.findings.all():
                rests_on[charge.pk].append(len(rows))
                rows.append((len(rows), _of_respondent(charge, found.indication.publication)))
        before, after = (_answers(pack, election, rows) for pack in (old, new))
        for charge in batch:
            place = (charge.offence, charge.provision)
            pairs = [(before[row].get(place), after[row].get(place)) for row in rests_on[charge.pk]]
            changed = next(((was, becomes) for was, becomes in pairs if was != becomes), None)
            if changed:
                yield Turned(charge=charge, before=changed[0], after=changed[1], place=place)


def _of_respondent(charge: Charge, publication: Publication) -> dict[str, Any]:
    named = charge.respondent
    return facts.said(publication, author_class=named.author_class, person=named.person_kind)


def _anew(election: Election, old: law.Pack, new: law.Pack) -> Iterator[Turned]:
    """Publications of this desk in which something is found now that nobody was asked about."""
    held = election.publications.select_related("election", "account").prefetch_related(
        "indications"
    )
    for batch in batched(held.order_by("pk").iterator(chunk_size=AT_ONCE)):
        rows = [(one.pk, facts.said(one)) for one in batch]
        before, after = (_answers(pack, election, rows) for pack in (old, new))
        for one in batch:
            asked = {(i.offence, i.provision) for i in one.indications.all()} | set(before[one.pk])
            for place, becomes in after[one.pk].items():
                if place not in asked:
                    yield Turned(publication=one, before=None, after=becomes, place=place)


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, AT_ONCE at a time."""
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch


Answer = dict[tuple[str, str], dict[str, Any]]


def _answers(
    pack: law.Pack, election: Election, rows: Sequence[tuple[int, Mapping[str, Any]]]
) -> dict[int, Answer]:
    """By id: what is found at each offence and provision, as far as a reader would see it change."""
    if not rows:
        return {}
    answered = law.assess_columns(pack, facts.frame(rows), election=pack.election(election.code))
    return {
        identity: {
            (one["offence"], one["provision"]): {key: one[key] for key in TOLD} for one in found
        }
        for identity, found in answered.iter_rows()
    }
