"""Every open matter whose answer another law or calendar changes: old beside new."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import polars as pl

from hustings import law
from hustings.desk.cases.models import Case, Charge
from hustings.desk.monitoring.models import Election
from hustings.desk.review import facts
from hustings.desk.review.models import Indication

AT_ONCE = 5_000  # matters put before the law together
# All that an indication tells besides its place.
TOLD = (
    "window", "units", "amount", "least", "most", "per", "currency", "verified", "confidence", "route",
    "because", "rules", "liable", "measures",
)  # fmt: skip
INDICATION, CHARGE, PUBLICATION = "review.indication", "cases.charge", "monitoring.publication"
Row = TypeVar("Row")
Told = Mapping[str, Any] | None
Answer = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A matter and its two answers; None: nothing is found. `kind` and `pk` name the row."""

    kind: str  # of INDICATION, CHARGE, PUBLICATION (something is found that nobody was asked about)
    pk: int
    place: tuple[str, str]  # offence and provision
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def row(self) -> str:
        """The matter as the ledger names it."""
        return f"{self.kind}:{self.pk}"

    def told(self) -> dict[str, Any]:
        """As the sealed list has it."""
        return {"matter": self.row, "place": self.place, "before": self.before, "after": self.after}


def turned(election: Election, *, old: law.Pack, new: law.Pack) -> list[Turned]:
    """The matters of that election whose answer is not the same under `new`: indications, charges,
    what is found anew. Rows are read as values and put before the law in columns: thousands a second.
    """
    both = Both(old=old, new=new, code=election.code)
    asked, found = _asked(election), [*_charges(election, both)]
    indications: list[Turned] = []
    anew: list[Turned] = []
    kept = election.publications.order_by("pk").values("pk", *facts.KEPT)
    for batch in batched(kept.iterator(chunk_size=AT_ONCE)):
        rows = [(one["pk"], facts.told(one, election=election.code)) for one in batch]
        for publication, before, after in both.differing(rows):
            mine = asked.get(publication, {})
            for place in dict.fromkeys([*before, *after]):
                was, becomes = before.get(place), after.get(place)
                if was == becomes:
                    continue
                if place not in mine and was is None:
                    anew.append(_turned(PUBLICATION, publication, place, was, becomes))
                elif (pk := mine.get(place)) is not None:
                    indications.append(_turned(INDICATION, pk, place, was, becomes))
    return [*indications, *found, *anew]


def _turned(kind: str, pk: int, place: tuple[str, str], was: Told, becomes: Told) -> Turned:
    return Turned(kind=kind, pk=pk, place=place, before=was, after=becomes)


def digest(listed: Sequence[Turned], *, old: law.Pack, new: law.Pack) -> tuple[str, bytes]:
    """(digest, bytes) of the list and of the two laws that it compares."""
    told = {"old": old.digest, "new": new.digest, "turned": [one.told() for one in listed]}
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()
    return f"sha256:{hashlib.sha256(content).hexdigest()}", content


def _asked(election: Election) -> dict[int, dict[tuple[str, str], int | None]]:
    """By publication: what somebody was asked about, with the indication's id; None: it is closed
    (dismissed, or in a closed case) and stays as it is.
    """
    rows = Indication.objects.filter(publication__election=election).values_list(
        "pk", "publication_id", "offence", "provision", "state", "finding__case__stage"
    )
    asked: defaultdict[int, dict[tuple[str, str], int | None]] = defaultdict(dict)
    for pk, publication, offence, provision, state, stage in rows.iterator(chunk_size=AT_ONCE):
        closed = state == Indication.State.DISMISSED or stage == Case.Stage.CLOSED
        asked[publication][offence, provision] = None if closed else pk
    return asked


def _charges(election: Election, both: "Both") -> Iterator[Turned]:
    """Of cases that are not closed; each publication with the class and kind of the respondent."""
    through = "findings__indication__publication__"
    held = (
        Charge.objects.filter(respondent__case__election=election, findings__isnull=False)
        .exclude(respondent__case__stage=Case.Stage.CLOSED)
        .order_by("pk", "findings")
        .values("pk", "offence", "provision", "respondent__author_class", "respondent__person_kind",
                *(f"{through}{name}" for name in facts.KEPT))
    )  # fmt: skip
    told: set[int] = set()
    for batch in batched(held.iterator(chunk_size=AT_ONCE)):
        rows = [
            (number, facts.told({name: one[f"{through}{name}"] for name in facts.KEPT},
                                election=election.code, author_class=one["respondent__author_class"],
                                person=one["respondent__person_kind"]))
            for number, one in enumerate(batch)
        ]  # fmt: skip
        for number, before, after in both.differing(rows):
            one = batch[number]
            place = (one["offence"], one["provision"])
            if before.get(place) != after.get(place) and one["pk"] not in told:
                told.add(one["pk"])
                yield _turned(CHARGE, one["pk"], place, before.get(place), after.get(place))


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, AT_ONCE at a time."""
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch


@dataclass(frozen=True, kw_only=True)
class Both:
    """Two laws beside one another, asked the same."""

    old: law.Pack
    new: law.Pack
    code: str

    def differing(
        self, rows: Sequence[tuple[int, Mapping[str, Any]]]
    ) -> Iterator[tuple[int, Answer, Answer]]:
        """(id, old answer, new answer) of the rows whose answers are not the same."""
        if not rows:
            return
        frame = facts.frame(rows)
        before, after = (
            law.assess_columns(pack, frame, election=pack.election(self.code))
            for pack in (self.old, self.new)
        )
        beside = before.with_columns(after["indications"].alias("after"))
        changed = beside.filter(pl.col("indications").ne_missing(pl.col("after")))
        for identity, was, becomes in changed.iter_rows():
            yield identity, _answer(was), _answer(becomes)


def _answer(found: Iterable[Mapping[str, Any]]) -> Answer:
    """By offence and provision: all that an indication tells."""
    return {(one["offence"], one["provision"]): {key: one[key] for key in TOLD} for one in found}
