"""What exactly-once costs: an archive screened with marks, by a pool and by Dask, against a bare pool.

Run by `python -m pytest -q tests/bench_scale.py -s`; no test of the suite is timed. All do the same
handfuls of the same invented posts with two workers, one thread each, that have read pack and
roster before; the bare pool reads and screens, and writes and marks nothing. Taken in turns, the
best of ROUNDS counts. Seconds by the clock mean something on a machine that does nothing else;
seconds of work, of this process and all below it, also on a busy one.
"""

# ruff: noqa: T201 - figures are what it is run for

import random
import time
from concurrent.futures import wait
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from hustings import publications, screening
from hustings.publications.reading import Reading
from hustings.publications.schema import READ, conformed
from hustings.screening import cluster, cluster_rounds, cluster_seams, cluster_work

psutil = pytest.importorskip("psutil", reason="the extra cluster (Dask) is not installed")
POSTS, DAYS, ROUNDS, WORKERS = 12_000, 24, 5, 2
ELECTION = "kg-2025-parliament"
AT = datetime(2025, 11, 1, tzinfo=UTC)
ROSTER = Path(__file__).parents[1] / "packs" / "kg" / "demo" / "roster.csv"
SAID = (
    "Голосуйте за {name}, {number} округ!", "Бүгүн күн жылуу, базарда баа түштү.",
    "{name} айылда жолугушуу өткөрдү, {number} киши келди.", "Кто-нибудь видел кота? Серый, пушистый.",
    "{name} үчүн добуш бергиле, достор, жашоо жакшырат деп ишенебиз!",
    "Ремонт дороги на улице {number} продолжается, объезд через рынок, просим понимания жителей.",
)  # fmt: skip


def bare(work, handful):
    """What a plain pool would do with a handful: read, screen, count."""
    pack, roster, index = cluster_work._prepared(work)
    frame = pl.concat(conformed(pl.read_parquet(work.table / one.name)) for one in handful)
    return screening.screen(frame, pack=pack, election=ELECTION, roster=roster, index=index).height


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Invented posts about invented candidates, a segment a day."""
    chance = random.Random(3)
    names = [name for name in screening.Roster.read(ROSTER).candidates["name_ru"] if name]
    frame = pl.DataFrame(
        {
            "item_id": [f"p{number}" for number in range(POSTS)],
            "source": "invented",
            "text": [
                " ".join(chance.choices(SAID, k=3)).format(name=chance.choice(names), number=number)
                for number in range(POSTS)
            ],
            "published_at": [datetime(2025, 10, 1 + n % DAYS, 4, tzinfo=UTC) for n in range(POSTS)],
            "published_at_provenance": "zoned",
        }
    )
    kept = publications.Archive(tmp_path_factory.mktemp("bench"))
    reading = Reading(format="jsonl", rows_read=POSTS, frames=[conformed(frame).select(READ)],
                      unreadable=[])  # fmt: skip
    kept.keep(reading, raw_ref="sha256:invented", collected_at=AT)
    return kept


@contextmanager
def dask():
    pytest.importorskip("distributed", reason="the extra cluster (Dask) is not installed")
    from distributed import LocalCluster  # noqa: PLC0415 - only where it is installed

    with cluster_seams._threads(1):
        local = LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None)
    with local, cluster_seams.scheduler(local.scheduler_address) as seam:
        yield seam


def worked():
    """Seconds of work done so far by this process and all that it started."""
    own = psutil.Process()
    return sum(
        one.cpu_times().user + one.cpu_times().system
        for one in [own, *own.children(recursive=True)]
    )


def screened(archive, output, seam):
    """The whole command, with workers that are there already."""

    @contextmanager
    def opening():
        yield seam

    report = cluster.screen_archive(
        archive, pack="kg", election=ELECTION, roster=ROSTER, output=output, opening=opening,
        by="user:bench", now=lambda: AT,
    )  # fmt: skip
    assert report.lines == POSTS


def bare_pool(archive, output, seam):
    work = cluster._work(archive, "kg", ELECTION, ROSTER, output)
    handfuls = list(cluster_rounds._shared(cluster.segments.of(archive), WORKERS))
    futures = [seam.executor.submit(bare, work, some) for some in handfuls]
    wait(futures)
    assert sum(future.result() for future in futures) == POSTS


@pytest.mark.filterwarnings("default")
def test_marks_and_dask_against_a_bare_pool(archive, tmp_path, capsys):
    ways = ("bare pool", "pool with marks", "Dask, bare", "Dask with marks")
    clock, work = dict.fromkeys(ways, 1e9), dict.fromkeys(ways, 1e9)
    with cluster_seams.processes(WORKERS) as pool, dask() as workers:
        runs = ((bare_pool, pool), (screened, pool), (bare_pool, workers), (screened, workers))
        for number in range(ROUNDS + 1):  # the first round warms the workers and does not count
            for way, (run, seam) in zip(ways, runs, strict=True):
                begun, before = time.perf_counter(), worked()
                run(archive, tmp_path / f"{number} {way}", seam)
                if number:
                    clock[way] = min(clock[way], time.perf_counter() - begun)
                    work[way] = min(work[way], worked() - before)
        with capsys.disabled():
            print(f"\n{POSTS} posts, {DAYS} segments, {WORKERS} workers; 1 is the bare pool")
            for way in ways:
                print(
                    f"  {way:<16} {POSTS / clock[way]:>7,.0f} posts/s {clock['bare pool'] / clock[way]:.3f}"
                    f"   {work[way]:>6.1f} s of work {work['bare pool'] / work[way]:.3f}"
                )
