"""The worker's search for refuted claims, a bounded part at a time.

What a publication was searched with stands beside it; a claim added or withdrawn makes another set, and
all are searched again. Killed at any moment, the next step goes on where the last one ended.
"""

from datetime import datetime
from functools import lru_cache

import polars as pl
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from hustings import __version__
from hustings.desk.monitoring.models import Publication
from hustings.desk.suggestions.models import Claim, Repeat, Searched
from hustings.screening import claims
from hustings.screening.claims_records import CLAIMS

AT_ONCE = 5_000  # publications of one step; some microseconds each


def version() -> str:
    """A name of the set of claims: they are only added, and withdrawn once."""
    last = Claim.objects.aggregate(last=Max("pk"))["last"] or 0
    withdrawn = Claim.objects.filter(withdrawn_at__isnull=False).count()
    return f"{__version__}:{last}:{Claim.objects.count()}:{withdrawn}"


def search(*, at: datetime) -> bool:
    """Search the next publications that were not searched with this set; whether there were any."""
    del at  # what is found depends on the words alone
    now = version()
    if not Claim.objects.filter(withdrawn_at=None).exists():
        return Repeat.objects.all().delete()[0] + Searched.objects.all().delete()[0] > 0
    known = _known(now)
    done = Searched.objects.filter(publication=OuterRef("pk"), claims=now)
    waiting = Publication.objects.filter(~Exists(done)).order_by("pk")
    rows = list(waiting.values_list("pk", "text")[:AT_ONCE])
    if not rows:
        return False
    frame = pl.DataFrame(rows, schema={"id": pl.Int64, "text": pl.String}, orient="row")
    _written(frame, claims.find(frame, known), now)
    return True


def left() -> tuple[int, int]:
    """(publications searched with the present set, publications): what a page says of the search."""
    done = Searched.objects.filter(claims=version()).count()
    return done, Publication.objects.count()


def exported() -> str:
    """Every claim in use as one JSON-LD document, each record with every field it came with."""
    used = Claim.objects.filter(withdrawn_at=None).order_by("pk").values_list("record", flat=True)
    frame = pl.DataFrame({"record": list(used)}, schema={"record": pl.String})
    return claims.to_claimreview(claims.Claims(frame=frame))


@lru_cache(maxsize=1)
def _known(now: str) -> claims.Claims:
    """The claims in use, with their index; `now` is their version."""
    del now  # the cache's key
    columns = ("pk", "text", "record")
    rows = Claim.objects.filter(withdrawn_at=None).order_by("name").values_list(*columns)
    frame = pl.DataFrame(
        list(rows), schema={"claim": pl.Int64, "text": pl.String, "record": pl.String}, orient="row"
    )
    whole = frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in CLAIMS.items() if name not in frame.columns
    )
    return claims.Claims(frame=whole.select(pl.col(name).cast(CLAIMS[name]) for name in CLAIMS))


@transaction.atomic
def _written(frame: pl.DataFrame, found: pl.DataFrame, now: str) -> None:
    pks = frame["id"].to_list()
    Repeat.objects.filter(publication__in=pks).delete()
    Searched.objects.filter(publication__in=pks).delete()
    Repeat.objects.bulk_create(
        Repeat(publication_id=int(row["id"]), claim_id=int(row["claim"]), start=row["start"],
               end=row["end"], likeness=row["likeness"])
        for row in found.iter_rows(named=True)
    )  # fmt: skip
    Searched.objects.bulk_create(Searched(publication_id=pk, claims=now) for pk in pks)
