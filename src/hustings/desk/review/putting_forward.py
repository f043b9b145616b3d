"""A publication that a person puts before the law, with facts that no program can see on a page."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from hustings import evidence, law, publications, screening
from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Account, Election, Import, Publication
from hustings.desk.review import facts as of_publication
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

ALLOWED: Mapping[str, tuple[object, ...]] = {
    **dict.fromkeys(law.FACTS, (True, False)),
    "place": law.PLACES, "act": law.ACTS, "person": law.PERSONS, "author_class": law.AUTHORS,
}  # fmt: skip
FREE = "area"  # a place of the election's own calendar


@transaction.atomic
def put_forward(
    election: Election, *, item_id: str, facts: Mapping[str, Any], by: Person, at: datetime,
    ground: str,
) -> list[Indication]:  # fmt: skip
    """Ask the law again about one imported publication, with what a person states about it.

    `facts`: yes/no facts of `law.FACTS`, and place, act, area, person, author_class. What is stated
    is sealed. Answers the new indications; those that the queue has already are not doubled.
    Refusals: review.unknown_item, review.unknown_fact, review.nothing_found.
    """
    role = gate.require("monitoring.screen", by=by, at=at)
    _known(facts)
    election = Election.objects.get(pk=election.pk)  # as it now is: a roster may have come since
    rows: list[Publication | Indication] = []
    publication = Publication.objects.filter(election=election, item_id=item_id).last()
    if publication is None:
        publication = _taken_in(election, item_id)
        rows.append(publication)
    pack = packs.of(election)
    asked = of_publication.said(publication) | dict(facts)
    found = [
        _indication(publication, one)
        for one in law.assess(pack, asked)
        if not publication.indications.filter(
            offence=one.offence, provision=one.provision
        ).exists()
    ]  # fmt: skip
    if not found:
        raise Refusal(
            "review.nothing_found",
            "With these facts no rule of the pack {pack} finds anything new in {item}; nothing was "
            "changed.",
            pack=pack.code,
            item=item_id,
        )
    Publication.objects.filter(pk=publication.pk).update(stated=publication.stated | dict(facts))
    stated = json.dumps({"item": publication.archive_id, "facts": facts}, sort_keys=True)
    digest = evidence.Store(settings.STORE).seal(stated.encode())
    record.act(
        name="monitoring.put_forward", by=by, role=role, at=at, ground=ground,
        rows=[*rows, *found], about=[publication.row], seals=[digest],
    )  # fmt: skip
    return found


def _known(facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        allowed = ALLOWED.get(name, ())
        if value not in allowed and name != FREE:
            raise Refusal(
                "review.unknown_fact",
                "{name} cannot be {value}; say {allowed}.",
                name=name,
                value=value,
                allowed=", ".join(map(str, allowed)) or ", ".join([*ALLOWED, FREE]),
            )


def _taken_in(election: Election, item_id: str) -> Publication:
    """The publication's row, with what screening reads in its words."""
    kept = publications.Archive(settings.ARCHIVE).scan()
    frame = kept.filter(pl.col("item_id") == item_id).sort("collected_at").tail(1).collect()
    digests = frame["raw_ref"].to_list()
    brought = Import.objects.filter(election=election, file_digest__in=digests).last()
    if brought is None:
        raise Refusal(
            "review.unknown_item",
            "No file of this election brought in {item}; import it first.",
            item=item_id,
        )
    roster = screening.Roster.of(evidence.Store(settings.STORE).read(election.roster_digest))
    pack = packs.of(election)
    (read,) = screening.screen(
        frame, pack=pack, election=election.code, roster=roster
    ).iter_rows(named=True)  # fmt: skip
    told = json.dumps(screening.versions(pack, roster), sort_keys=True).encode()
    (one,) = frame.iter_rows(named=True)
    author = one["author"]
    key = author["id"] or author["handle"] or author["name"] or one["container"] or one["item_id"]
    account, _ = Account.objects.get_or_create(
        source=one["source"][:32], key=key[:255],
        defaults={"name": (author["name"] or key)[:255], "handle": (author["handle"] or "")[:255]},
    )  # fmt: skip
    metrics = (one["metrics"] or {}).items()
    return Publication.objects.create(
        archive_id=one["id"], election=election, brought_in=brought,
        file_digest=brought.file_digest, account=account, author_class=author["class"] or "voter",
        item_id=one["item_id"][:255], url=one["url"] or "",
        container=(one["container"] or "")[:255], kind=one["kind"] or "", text=one["text"],
        published_at=one["published_at"],
        published_at_provenance=one["published_at_provenance"], collected_at=one["collected_at"],
        metrics={name: value for name, value in metrics if value is not None and name != "as_of"},
        mentions=read["mentions"], signals=read["signals"], rank=read["rank"],
        screened_with=evidence.Store(settings.STORE).seal(told),
    )  # fmt: skip


def _indication(publication: Publication, found: law.Indication) -> Indication:
    fields = {field.name for field in Indication._meta.get_fields()}  # noqa: SLF001  # Django's documented name
    told = {name: value for name, value in found.as_dict().items() if name in fields}
    return Indication.objects.create(publication=publication, rank=publication.rank, **told)
