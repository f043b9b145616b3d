"""Which of several bearers of a surname: whose region, or whose district, stands in the text or
in the name of the page it was published on.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from hustings.screening import fold, forms, names_match, names_numbers, names_spelling, names_words
from hustings.screening.names_index import Index

_ENDINGS = ("", "а", "у", "е", "ом", "и", "ски", "ская", "ского", "скои", "ском")
_TAILS = pl.DataFrame({"tail": sorted({*forms.TURKIC, *_ENDINGS})})
REGION, DISTRICT = 1.2, 1.7  # logits by which a region, a district on the page, tells bearers apart


@dataclass(frozen=True)
class Places:
    """`places`: [key, region], region a number; `regions`: (key of a name, region)."""

    places: pl.DataFrame
    regions: tuple[tuple[str, int], ...]


def load(folder: Path) -> Places | None:
    """The places of a pack (`folder/places.toml`), or None where it has none."""
    file = folder / "places.toml"
    return _load(file, file.stat().st_mtime_ns) if file.exists() else None


@lru_cache(maxsize=8)
def _load(file: Path, _changed: int) -> Places:
    data = tomllib.loads(file.read_text("utf-8"))
    listed = [
        (place.replace("-", ""), number)
        for number, region in enumerate(data["region"])
        for place in region["places"].split()
    ]
    frame = pl.DataFrame(listed, schema={"raw": pl.String, "region": pl.Int16}, orient="row")
    names = [(name, number) for number, one in enumerate(data["region"]) for name in one["names"]]
    return Places(
        frame.select(names_spelling.keys(fold.words(frame["raw"])).alias("key"), "region").unique(),
        tuple((_key(name), number) for name, number in names),
    )


def _key(text: str) -> str:
    return "".join(names_spelling.key(word) for word in text.replace("-", " ").split())


def near(
    frame: pl.DataFrame,
    *,
    words: pl.DataFrame,
    spans: pl.DataFrame,
    places: Places | None,
    index: Index,
) -> pl.DataFrame:
    """[row, candidate, near]: how much (in logits) the place speaks for that candidate, for texts
    only where several may be meant by one word.

    `frame` has row, and may have about: the names of author and page.
    """
    rows = spans.filter(pl.len().over("row", "at") > 1).select("row").unique()
    pages = frame.join(rows, on="row", how="semi")
    beside, hints = _about(pages.select("row", text="about") if "about" in frame.columns else None)
    people = index.people.select("candidate", "district", "region")
    told = hints.join(people, on="district").select("row", "candidate", near=pl.lit(DISTRICT))
    if places is not None:
        text = words.join(rows, on="row", how="semi").select("row", "key", "gap")
        regions = _regions(pl.concat([text, beside]), places)
        here = regions.join(_homes(people, places), on="region").unique(["row", "candidate"])
        told = pl.concat([told, here.select("row", "candidate", near=pl.lit(REGION))])
    return told.group_by("row", "candidate").agg(pl.col("near").sum())


def _homes(people: pl.DataFrame, places: Places) -> pl.DataFrame:
    """[candidate, region], region the number of the place list."""
    regions = people.select("region").unique()
    numbers = [_region(name, places) for name in regions["region"]]
    known = regions.with_columns(pl.Series("number", numbers, dtype=pl.Int16)).drop_nulls()
    return people.join(known, on="region").select("candidate", region="number")


def _about(pages: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of the names of authors and pages: the words [row, key, gap], the districts [row, district]."""
    if pages is None or not pages.height:
        words = pl.DataFrame(schema={"row": pl.UInt32, "key": pl.String, "gap": pl.String})
        return words, pl.DataFrame(schema={"row": pl.UInt32, "district": pl.String})
    tokens = fold.tokens(pages)
    known = names_match.known(tokens)
    words = names_match.words(tokens, known)
    told = names_match.told(words, names_words.told(known.select("key").unique()))
    districts, _ = names_numbers.read(words, told)
    named = districts.select("row", district=pl.col("value").cast(pl.String)).unique()
    return words.select("row", "key", "gap"), named


def _region(name: str, places: Places) -> int | None:
    key = _key(name)
    return next(
        (number for known, number in places.regions if known and key.startswith(known)), None
    )


def _regions(told: pl.DataFrame, places: Places) -> pl.DataFrame:
    """[row, region]: places of one word, or of two with nothing but a hyphen or space between."""
    same = pl.col("row") == pl.col("row").shift(-1)
    close = pl.col("gap").shift(-1).str.contains(r"^[ \-_.]?$")
    pair = pl.when(same & close).then(pl.col("key") + pl.col("key").shift(-1))
    keys = pl.concat([told.select("row", "key"), told.select("row", key=pair).drop_nulls()])
    distinct = keys.select("key").unique()
    distinct = distinct.with_columns(whole=fold.collapse(pl.col("key").str.head(fold.LONGEST)))
    known = places.places.with_columns(pl.col("key").str.len_chars().alias("long"))
    found = [
        distinct.select(
            key=pl.col("key"),
            place=pl.col("whole").str.head(int(str(length))),
            tail=pl.col("whole").str.slice(int(str(length))),
        )
        .join(some.select("region", place="key"), on="place")
        .join(_TAILS, on="tail", how="semi")
        .select("key", "region")
        for (length,), some in known.group_by("long")
    ]
    return keys.join(pl.concat(found), on="key").select("row", "region").unique()
