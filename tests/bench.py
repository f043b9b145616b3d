"""Speed, side by side in one run with what one would pick instead. Ratios count, not seconds.

Run by `make bench`; no test of the suite is timed. One process, whatever threads Polars takes.
"""

import time

import polars as pl

from hustings import law, screening
from hustings.publications import read

POSTS = 20_000


def timed(run):
    """Best of three, in seconds."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return best


def shown(capsys, title, rows):
    """Rows of (what, items, seconds), each as a rate and as a multiple of the last row's."""
    slowest = rows[-1][1] / rows[-1][2]
    with capsys.disabled():
        print(f"\n{title}")  # noqa: T201  # what make bench shows
        for what, items, seconds in rows:
            rate = items / seconds
            print(f"  {what:<44} {rate:>12,.0f}/s {rate / slowest:>8.1f} ×")  # noqa: T201  # the same


def test_screening_against_plain_search_by_name(capsys):
    pack = law.load("kg")
    samples_of = pack.folder / "demo"
    roster = screening.Roster.read(samples_of / "roster.csv")
    samples = pl.concat(
        frame.with_columns(pl.lit("x").alias("id"))
        for name in ("facebook.csv", "telegram.json", "news.rss")
        for frame in read(samples_of / name).batches()
    )
    posts = pl.concat([samples] * (POSTS // samples.height))
    names = [name for name in roster.candidates["name_ru"].to_list() if name]

    def search():
        for text in posts["text"].to_list():
            folded = text.lower()
            [name for name in names if name.lower() in folded]

    whole = timed(lambda: screening.screen(
        posts, pack=pack, election="kg-2025-parliament", roster=roster))  # fmt: skip
    shown(capsys, "screening, posts (names, signals, law, rank)", [
        ("hustings screen, all of it", posts.height, whole),
        ("plain loop: full names in each text", posts.height, timed(search)),
    ])  # fmt: skip
