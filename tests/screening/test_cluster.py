"""Screening a whole archive counts every segment once, whoever is killed, late, doubled or damaged."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from hustings import law, publications, screening
from hustings.refusal import Refusal
from hustings.screening import cluster, cluster_rounds, cluster_seams, cluster_work, segments

ROOT = Path(__file__).parents[2]
ELECTION = "zz-2026-assembly"
AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
DAYS, A_DAY = 12, 25
SAID = (
    "Голосуйте за Сынакова Азамата!", "Бүгүн күн жылуу", "Үлгүбаева уурдады, деди",
    "Вымысленко украла, говорят", "Жээнсынов Кубанычбек сообщил о встрече", "Кыялов менен жолугуу",
    "Не голосуйте за Примерова",
)  # fmt: skip


def keep(folder, posts, name="posts.jsonl"):
    """Invented posts into the archive of that folder: (number, day of May, text)."""
    path = folder / name
    lines = [
        json.dumps({"id": f"p{number}", "platform": "x", "text": f"{text} {number}",
                    "author": {"name": f"Ойдон {number}", "class": "voter"},
                    "published_at": f"2026-05-{day:02}T10:00:00+02:00"})
        for number, day, text in posts
    ]  # fmt: skip
    path.write_text("\n".join(lines), "utf-8")
    archive = publications.Archive(folder / "archive")
    archive.keep(publications.read(path), raw_ref=f"sha256:{name}", collected_at=AT)
    return archive


@pytest.fixture(scope="session")
def kept(tmp_path_factory, roster_text):
    """A house with an archive of 12 segments, an invented pack, and a roster; nobody changes it."""
    folder = tmp_path_factory.mktemp("house")
    chance = random.Random(5)
    keep(
        folder, [(number, 1 + number % DAYS, chance.choice(SAID)) for number in range(DAYS * A_DAY)]
    )
    shutil.copytree(ROOT / "packs" / "zz", folder / "packs" / "zz")
    (folder / "roster.csv").write_text(roster_text, "utf-8")
    return folder


@pytest.fixture
def house(kept, tmp_path, monkeypatch):
    """A house of one's own, in which the commands run."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("HUSTINGS_PACKS", str(tmp_path / "packs"))
    monkeypatch.setenv("HUSTINGS_LANG", "en")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(*more, output="out"):
    return [
        sys.executable, "-m", "hustings.cli", "screen-archive", "archive", "--pack", "zz", "--election",
        ELECTION, "--roster", "roster.csv", "--output", output, "--result", f"{output}.jsonl", *more,
    ]  # fmt: skip


def run(*more, output="out"):
    return subprocess.run(
        command(*more, output=output), capture_output=True, text=True, check=False
    )


@contextmanager
def running(*more, output="out"):
    process = subprocess.Popen(
        command(*more, output=output), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def marks(output="out"):
    """(segment, output) of each mark, [] while there is no table yet."""
    path = Path(output) / "marks.sqlite"
    if not path.exists():
        return []
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60)
    try:
        return base.execute("SELECT segment, output FROM done_mark ORDER BY segment").fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        base.close()


def until(what, process=None):
    """Wait until it is so; a process that ends before is an error."""
    end = time.monotonic() + 120
    while not (answer := what()):
        assert time.monotonic() < end, "nothing happened in two minutes"
        if process is not None and process.poll() is not None:
            raise AssertionError(process.communicate())
        time.sleep(0.02)
    return answer


def children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(one) for one in listed.read_text().split()] if listed.exists() else []
    return [one for one in found if "spawn_main" in _command_of(one)]


def _command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture(scope="session")
def plainly(kept):
    """What one process makes of the whole archive at once, sorted: what every result must equal."""
    pack = law.reading.read(kept / "packs" / "zz")
    frame = publications.Archive(kept / "archive").scan().collect()
    roster = screening.Roster.read(kept / "roster.csv")
    return (
        screening.screen(frame, pack=pack, election=ELECTION, roster=roster)
        .sort("id")
        .write_ndjson()
    )


def counted_once(plainly, output="out"):
    """Every segment has one mark, and the result is what one process gives, byte for byte."""
    done = marks(output)
    assert len(done) == len({segment for segment, _ in done}) == DAYS
    lines = Path(f"{output}.jsonl").read_text("utf-8").splitlines()
    assert [
        pair for pair in zip(lines, plainly.splitlines(), strict=True) if len(set(pair)) > 1
    ] == []


@contextmanager
def here():
    """Workers of this process: real futures, and no second to start them."""
    with ThreadPoolExecutor(1) as executor:
        yield cluster_seams.Seam(executor, lambda: 1, ())


def screen(house, *, roster="roster.csv", opening=here):
    law.reading._once.cache_clear()  # an edited pack is another pack
    return cluster.screen_archive(
        publications.Archive(house / "archive"), pack="zz", election=ELECTION, roster=Path(roster),
        output=Path("out"), opening=opening, by="user:invented", now=lambda: AT,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_gives_what_one_process_gives(house, plainly, workers):
    done = run("--workers", workers)
    assert done.returncode == 0, done.stderr
    assert "12 segments screened now, 0 reused, 0 refused: 300 publications" in done.stdout
    counted_once(plainly)
    before = marks()
    again = run("--workers", workers)
    assert "0 segments screened now, 12 reused, 0 refused: 300 publications" in again.stdout
    assert marks() == before


@pytest.mark.slow
def test_goes_on_after_the_coordinator_was_killed(house, plainly):
    with running("--workers", "2") as process:
        until(marks, process)
        process.kill()
        process.wait()
        done = marks()
    until(lambda: not children(process.pid))
    again = run("--workers", "2")
    assert f"{DAYS - len(done)} segments screened now, {len(done)} reused" in again.stdout
    assert set(done) <= set(marks())
    counted_once(plainly)


@pytest.mark.slow
def test_loses_and_doubles_nothing_when_workers_are_killed(house, plainly):
    chance = random.Random()
    killed = 0
    with running("--workers", "2") as process:
        while process.poll() is None and killed < 3:
            time.sleep(chance.uniform(0.5, 2.5))
            for child in chance.sample(children(process.pid), k=min(1, len(children(process.pid)))):
                os.kill(child, signal.SIGKILL)
                killed += 1
        out, error = process.communicate()
    assert process.returncode == 0, error
    assert killed
    assert "12 segments screened now, 0 reused, 0 refused" in out
    counted_once(plainly)


@pytest.mark.slow
def test_stops_at_once_when_interrupted_and_says_how_to_go_on(house, plainly):
    with running("--workers", "2") as process:
        until(marks, process)
        workers = children(process.pid)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate()
    assert process.returncode == 130
    assert f"Stopped. {len(marks())} of 12 segments are done and stay done" in error
    assert workers
    until(lambda: not any(alive(worker) for worker in workers))
    assert run("--workers", "2").returncode == 0
    counted_once(plainly)


@pytest.mark.slow
def test_counts_nothing_of_a_worker_that_wakes_when_all_is_done(house, plainly):
    with running("--workers", "1") as process:
        (worker,) = until(lambda: children(process.pid), process)
        until(marks, process)
        os.kill(worker, signal.SIGSTOP)
        process.kill()
        process.wait()
        try:
            assert run("--workers", "1").returncode == 0
            done = marks()
        finally:
            os.kill(worker, signal.SIGCONT)
        until(lambda: not alive(worker))
    assert marks() == done
    counted_once(plainly)


@pytest.mark.slow
def test_counts_once_what_two_coordinators_do_at_a_time(house, plainly):
    with running("--workers", "1") as one, running("--workers", "1") as two:
        assert [one.wait(), two.wait()] == [0, 0]
    counted_once(plainly)


POISONED = """
import os, signal, sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from concurrent.futures.process import BrokenProcessPool
from hustings.publications import Archive
from hustings.screening import cluster, cluster_seams, cluster_work

def poisoned(work, handful):
    if any(sys.argv[1] in one.name for one in handful):
        os.kill(os.getpid(), signal.SIGKILL)
    return cluster_work.screen_handful(work, handful)

class Pool(ProcessPoolExecutor):
    def submit(self, fn, *rest):
        return super().submit(poisoned, *rest)

@contextmanager
def opening():
    with Pool(1, mp_context=get_context("spawn")) as pool:
        yield cluster_seams.Seam(pool, lambda: 1, (BrokenProcessPool,))

if __name__ == "__main__":
    report = cluster.screen_archive(
        Archive(Path("archive")), pack="zz", election="zz-2026-assembly", roster=Path("roster.csv"),
        output=Path("out"), opening=opening, by="user:invented", now=lambda: datetime.now(UTC))
    print(report.done, *(refusal.say("en") for refusal in report.refused))
"""


@pytest.mark.slow
def test_names_the_segment_that_kills_its_workers_and_does_the_others(house):
    (house / "poisoned.py").write_text(POISONED, "utf-8")
    done = subprocess.run(
        [sys.executable, "poisoned.py", "day=2026-05-07"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("11 day=2026-05-07/"), done.stdout
    assert "every worker that screens it is killed" in done.stdout
    assert len(marks()) == 11


def data_files(house):
    return sorted((house / "archive" / "publications").glob("day=*/*.parquet"))


@pytest.mark.parametrize("how", ["cut", "gone", "overwritten", "empty"])
def test_tells_a_damaged_segment_and_does_the_others(house, capfd, how):
    path = data_files(house)[4]
    whole = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut": whole[:-100], "overwritten": b"x" * len(whole), "empty": b""}[how])
    report = screen(house)
    (refusal,) = report.refused
    assert refusal.code == ("segments.gone" if how == "gone" else "segments.damaged")
    assert path.name in refusal.say("en")
    assert (report.done, len(marks())) == (DAYS - 1, DAYS - 1)
    path.write_bytes(whole)
    report = screen(house)
    assert (report.reused, report.done, report.refused) == (DAYS - 1, 1, [])


def test_notices_a_segment_that_changed_after_it_was_screened(house):
    screen(house)
    path = data_files(house)[2]
    frame = pl.read_parquet(path)
    frame.with_columns(text=pl.lit("Башка сөз")).write_parquet(path)
    report = screen(house)
    assert [refusal.code for refusal in report.refused] in (
        ["segments.changed"],
        ["segments.damaged"],
    )
    assert report.reused == DAYS - 1


def test_reads_a_touched_file_again_and_reuses_its_mark(house):
    screen(house)
    os.utime(data_files(house)[2])
    report = screen(house)
    assert (report.reused, report.done, report.refused) == (DAYS, 0, [])


def test_does_only_what_was_imported_since(house):
    screen(house)
    keep(house, [(1000, 3, SAID[0]), (1001, 20, SAID[1])], "more.jsonl")
    report = screen(house)
    assert (report.total, report.reused, report.done) == (DAYS + 2, DAYS, 2)
    assert report.lines == DAYS * A_DAY + 2


def test_finds_a_late_candidate_and_keeps_what_was_found_before(house, roster_text):
    keep(house, [(1000, 3, "Голосуйте за Кечиккенова Сыймыка!")], "late.jsonl")
    first = screen(house)
    late = (
        roster_text
        + "i-99,9,Ойдон,2,Кечиккенов Сыймык Ойдонович,,,M,самовыдвижение,врач,2026-05-02,registered\n"
    )
    (house / "late.csv").write_text(late, "utf-8")
    second = screen(house, roster="late.csv")
    assert (second.reused, second.done, second.others) == (0, DAYS + 1, DAYS + 1)

    def named(report):
        lines = pl.concat(cluster.screened(Path("out"), report.versions)).explode("mentions")
        return set(lines["mentions"].struct.field("candidate").drop_nulls())

    assert named(second) - named(first) == {"i-99"}
    back = screen(house)
    assert (back.reused, back.done) == (DAYS + 1, 0)


def test_does_all_again_with_a_changed_lexicon(house):
    screen(house)
    with (house / "packs" / "zz" / "lexicon" / "call.csv").open("a", encoding="utf-8") as lexicon:
        lexicon.write(
            "жолугуу*,*,shows,for,4,mention,invented/lexicon editor,2026-05-02,a late word\n"
        )
    report = screen(house)
    assert (report.reused, report.done, report.others) == (0, DAYS, DAYS)


def test_writes_an_output_again_that_was_lost(house):
    report = screen(house)
    before = marks()
    lost = sorted(Path("out").glob("screened/*/*.parquet"))[3]
    lost.unlink()
    with pytest.raises(Refusal) as refused:
        list(cluster.screened(Path("out"), report.versions))
    assert refused.value.code == "cluster.output_changed"
    again = screen(house)
    assert (again.reused, again.done, again.refused) == (DAYS - 1, 1, [])
    assert lost.exists()
    assert marks() == before


def test_leaves_nothing_aside(house):
    screen(house)
    assert not list(Path("out").rglob("*.part"))
    assert len(list(Path("out").glob("screened/*/*"))) == DAYS


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["no/such/archive"], "is no archive"),
        (["archive", "--pack", "ойдон"], "no law pack"),
        (["archive", "--election", "ойдон"], "ойдон"),
        (["archive", "--roster", "no.csv"], "no.csv"),
        (["archive", "--workers", "0"], "--workers 0 is nobody"),
    ],
)  # fmt: skip
def test_refuses_before_anything_is_written(house, capsys, words, code):
    from hustings.cli import main  # noqa: PLC0415 - needs the environment of the house

    given = {"--pack": "zz", "--election": ELECTION, "--roster": "roster.csv", "--output": "new"}
    given |= dict(zip(words[1::2], words[2::2], strict=True))
    said = ["screen-archive", words[0], *(word for pair in given.items() for word in pair)]
    assert main(said) == 2
    assert code in capsys.readouterr().err
    assert not Path("new").exists()


def test_packs_small_segments_together_and_keeps_their_order():
    some = [segments.Segment(f"s{number}", 1, rows) for number, rows in enumerate((9, 4, 3, 3, 1))]
    assert [[one.rows for one in few] for few in segments.handfuls(some, rows=7)] == [
        [9],
        [4, 3],
        [3, 1],
    ]


def test_refuses_a_worker_with_other_libraries(house):
    work = cluster_work.Work(
        house, house / "out", "zz", house / "roster.csv",
        cluster_work.Versions("e", "p", "r", ELECTION), "python 2.7",
    )  # fmt: skip
    (outcome,) = cluster_work.screen_handful(work, (segments.Segment("a", 1, 1),))
    assert outcome.refused.code == "cluster.other_versions"
    assert outcome.refused.all


@pytest.fixture
def dask(house):
    """A scheduler and two workers of Dask, each a process of its own on 127.0.0.1: its address,
    and a way to start one more worker with a changed environment.
    """
    pytest.importorskip("distributed", reason="the extra cluster (Dask) is not installed")
    started = []

    def start(*words, **changed):
        environment = {**os.environ, "POLARS_MAX_THREADS": "1", **changed}
        with (house / "dask.log").open("a") as log:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *words, "--no-dashboard"], env=environment,
                    stdout=log, stderr=log, start_new_session=True,
                )
            )  # fmt: skip

    def worker(**changed):
        start("worker", "--scheduler-file", "scheduler.json", "--nthreads", "1", "--host", "127.0.0.1",
              "--local-directory", str(house), **changed)  # fmt: skip

    start("scheduler", "--scheduler-file", "scheduler.json", "--host", "127.0.0.1", "--port", "0")
    told = house / "scheduler.json"
    until(lambda: told.exists() and told.read_text().strip().endswith("}"))  # written to its end
    try:
        yield json.loads(told.read_text())["address"], worker
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def dask_workers():
    """Processes that screen: children of the nannies that watch over them."""
    found = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [pid for pid in found if "spawn_main" in _command_of(pid) and _works_here(pid)]


def _works_here(pid):
    try:
        return (
            Path(f"/proc/{pid}/cwd").readlink() == Path.cwd()
            and _command_of(_parent(pid)).find("worker") > 0
        )
    except OSError:
        return False


def _parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.slow
def test_on_dask_loses_and_doubles_nothing_when_workers_are_killed(house, plainly, dask):
    address, worker = dask
    worker()
    worker()
    chance, killed = random.Random(), 0
    with running("--scheduler", address) as process:
        until(marks, process)
        while process.poll() is None and killed < 2:
            for child in chance.sample(dask_workers(), k=min(1, len(dask_workers()))):
                os.kill(child, signal.SIGKILL)
                killed += 1
            time.sleep(chance.uniform(0.3, 1.5))
        out, error = process.communicate()
    assert process.returncode == 0, error
    assert killed
    assert "12 segments screened now, 0 reused, 0 refused" in out
    counted_once(plainly)
    assert "0 segments screened now, 12 reused" in run("--scheduler", address).stdout


@pytest.mark.slow
def test_on_dask_refuses_a_worker_with_another_pack(house, dask):
    address, worker = dask
    worker(HUSTINGS_PACKS="")
    with (house / "packs" / "zz" / "lexicon" / "call.csv").open("a", encoding="utf-8") as lexicon:
        lexicon.write(
            "жолугуу*,*,shows,for,4,mention,invented/lexicon editor,2026-05-02,a late word\n"
        )
    done = run("--scheduler", address)
    assert done.returncode == 2
    assert "A worker screens with other versions (pack)" in done.stderr
    assert not marks()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [0, 1])
def test_on_dask_does_not_wait_for_ever_for_workers(house, dask, monkeypatch, workers):
    address, worker = dask
    if workers:  # one that leaves when it sees the work, as Hustings is not installed there
        (house / "without" / "hustings").mkdir(parents=True)
        told = 'raise ImportError("nobody installed it here")'
        (house / "without" / "hustings" / "__init__.py").write_text(told, "utf-8")
        worker(PYTHONPATH=str(house / "without"))
    monkeypatch.setattr(cluster_rounds, "LONELY", 20)
    with pytest.raises(Refusal) as refused:
        screen(house, opening=lambda: cluster_seams.scheduler(address))
    assert refused.value.code == "cluster.no_workers"
    assert not marks()


def test_tells_what_a_worker_could_not_take(house, monkeypatch):
    def broken(work, handful):
        raise MemoryError("nobody has that much")

    monkeypatch.setattr(cluster_rounds, "screen_handful", broken)
    with pytest.raises(Refusal, match="MemoryError: nobody has that much"):
        screen(house)
    assert not marks()


def test_refuses_a_scheduler_that_does_not_answer(house, monkeypatch):
    pytest.importorskip("distributed", reason="the extra cluster (Dask) is not installed")
    monkeypatch.setattr(cluster_seams, "JOINED", 1)
    with pytest.raises(Refusal) as refused:
        screen(house, opening=lambda: cluster_seams.scheduler("tcp://127.0.0.1:9"))
    assert refused.value.code == "cluster.no_scheduler"
    assert not marks()


LATE = (
    "i-90,2,Ойдон,9,Кыялов Бакыт Ойдонович,Кыялов Бакыт Ойдонович,Kyialov Bakyt,M,самовыдвижение,"
    "врач,2025-11-03,registered\n"
)


def test_a_late_candidate_has_only_read_anew_what_that_name_can_touch(house):
    first = run()
    assert first.returncode == 0, first.stderr
    with (house / "roster.csv").open("a", encoding="utf-8") as file:
        file.write(LATE)
    late = run()
    assert late.returncode == 0, late.stderr
    (taken,) = re.findall(r"(\d+) publications have no part of a name that changed", late.stdout)
    lines = Path("posts.jsonl").read_text("utf-8").splitlines()
    named = sum("Кыялов" in json.loads(line)["text"] for line in lines)
    assert named > 0
    assert int(taken) == DAYS * A_DAY - named
    whole = run("--whole", output="anew")
    assert "no part of a name that changed" not in whole.stdout
    assert Path("out.jsonl").read_bytes() == Path("anew.jsonl").read_bytes()
    assert {output for _, output in marks("anew")} <= {output for _, output in marks()}


def test_an_earlier_output_that_was_lost_is_read_anew(house):
    assert run().returncode == 0
    lost = min(Path("out").glob("screened/*/*.parquet"))
    lost.unlink()
    with (house / "roster.csv").open("a", encoding="utf-8") as file:
        file.write(LATE)
    assert run().returncode == 0
    assert run("--whole", output="anew").returncode == 0
    assert Path("out.jsonl").read_bytes() == Path("anew.jsonl").read_bytes()


def contents(path):
    """The lines of a result without what they were told with."""
    lines = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    return [{name: told for name, told in line.items() if name != "with"} for line in lines]


def test_a_changed_roster_tells_how_many_were_read_touched_and_changed(house):
    assert run(output="old").returncode == 0
    with (house / "roster.csv").open("a", encoding="utf-8") as file:
        file.write(LATE)
    late = run("--since", "old")
    assert late.returncode == 0, late.stderr
    told = re.search(r"(\d+) publications looked.* (\d+) may be.* (\d+) of them tell", late.stdout)
    differ = sum(
        one != other
        for one, other in zip(contents("old.jsonl"), contents("out.jsonl"), strict=True)
    )
    lines = Path("posts.jsonl").read_text("utf-8").splitlines()
    named = sum("Кыялов" in json.loads(line)["text"] for line in lines)
    assert 0 < differ <= named
    assert [int(one) for one in told.groups()] == [DAYS * A_DAY, named, differ]
    assert run("--whole", output="anew").returncode == 0
    assert Path("out.jsonl").read_bytes() == Path("anew.jsonl").read_bytes()


def test_a_changed_lexicon_is_said_to_have_everything_read_again(house):
    assert run().returncode == 0
    lexicon = house / "packs/zz/lexicon/call.csv"
    lexicon.write_text("".join(lexicon.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    again = run()
    assert again.returncode == 0, again.stderr
    assert "may be heard in any text: everything is read again" in again.stdout
    assert "looked through" not in again.stdout
    assert run("--whole", output="anew").returncode == 0
    assert Path("out.jsonl").read_bytes() == Path("anew.jsonl").read_bytes()


def test_another_party_is_said_to_have_everything_read_again(house):
    assert run().returncode == 0
    with (house / "roster.csv").open("a", encoding="utf-8") as file:
        file.write(LATE.replace("самовыдвижение", "Кыял Күч"))
    again = run()
    assert again.returncode == 0, again.stderr
    assert "Other parties are named" in again.stdout
    assert run("--whole", output="anew").returncode == 0
    assert Path("out.jsonl").read_bytes() == Path("anew.jsonl").read_bytes()


def test_lost_or_missing_earlier_outputs_are_said_to_have_everything_read_again(house):
    assert run(output="old").returncode == 0
    with (house / "roster.csv").open("a", encoding="utf-8") as file:
        file.write(LATE)
    (house / "none").mkdir()
    assert "holds no earlier screening" in run("--since", "none").stdout
    shutil.rmtree("old/screened")
    lost = run("--since", "old", output="other")
    assert "is gone from" in lost.stdout
    assert Path("out.jsonl").read_bytes() == Path("other.jsonl").read_bytes()
