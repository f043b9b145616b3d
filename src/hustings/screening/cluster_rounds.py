"""Handfuls sent to workers and their outcomes taken back, whoever dies meanwhile.

A task whose worker died is sent again. One that was under way at two deaths is sent alone, so that
the blame is certain; if it kills whoever takes it, it is taken apart, and at last told by name.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass

from hustings.refusal import Refusal
from hustings.screening import segments
from hustings.screening.cluster_seams import Seam
from hustings.screening.cluster_work import Outcome, Work, said, screen_handful
from hustings.screening.screened import AT_ONCE
from hustings.screening.segments import Segment

AHEAD = 2  # tasks a worker is sent at a time: the next one waits there, not the worker
SHARES = 4  # tasks for each worker at least, so that all end at about the same time
SUSPECT = 2  # deaths after which a task is sent alone …
GUILTY = 4  # … and after which it is sent no more
LONELY = 120.0  # seconds without any worker, after which nobody waits any longer
LOOK = 1.0  # seconds between two looks at the clock


@dataclass
class Task:
    """Segments to be screened together, and how many workers died while they had them."""

    handful: tuple[Segment, ...]
    deaths: int = 0

    @property
    def alone(self) -> bool:
        return self.deaths >= SUSPECT


Opening = Callable[[], AbstractContextManager[Seam]]


def outcomes(work: Work, todo: Sequence[Segment], opening: Opening) -> Iterator[Outcome]:
    """One outcome a segment, as they come. `opening` gives the workers, anew when they broke.

    Refusals `cluster.no_workers`, `cluster.lost`, `cluster.not_taken`.
    """
    waiting: deque[Task] | None = None
    while waiting is None or waiting:
        with opening() as seam:
            if waiting is None:
                waiting = deque(Task(some) for some in _shared(todo, seam.width()))
            yield from _round(work, waiting, seam)


def _shared(todo: Sequence[Segment], width: int) -> Iterator[tuple[Segment, ...]]:
    rows = sum(one.rows for one in todo) // (max(1, width) * SHARES)
    return segments.handfuls(todo, rows=min(rows, AT_ONCE))


def _round(work: Work, waiting: deque[Task], seam: Seam) -> Iterator[Outcome]:
    """Until all is done, or the executor is broken: what it had is then waiting again."""
    flying: dict[Future[list[Outcome]], Task] = {}
    heard = time.monotonic()
    broken = False
    while not broken and (waiting or flying):
        broken = _send(work, waiting, flying, seam)
        done, _ = wait(flying, timeout=LOOK, return_when="FIRST_COMPLETED")
        if done or seam.width():
            heard = time.monotonic()
        elif time.monotonic() - heard > LONELY:
            raise Refusal(
                "cluster.no_workers",
                "The scheduler has no worker, or those it had left. See that this Hustings is installed "
                "where they run, start them with dask worker, then run the same command again: what "
                "is done stays done.",
            )
        for future in list(flying) if broken else done:
            task = flying.pop(future)
            death = _death(future, seam)
            if death is None:
                yield from future.result()
                continue
            broken = broken or isinstance(death, BrokenExecutor)
            yield from _again(task, waiting, 1 if isinstance(death, BrokenExecutor) else SUSPECT)
    for task in flying.values():
        yield from _again(task, waiting, 1)


def _send(
    work: Work, waiting: deque[Task], flying: dict[Future[list[Outcome]], Task], seam: Seam
) -> bool:
    """Send what the workers can take; whether they turn out to be broken."""
    while waiting and len(flying) < AHEAD * max(1, seam.width()):
        if flying and (waiting[0].alone or any(task.alone for task in flying.values())):
            return False
        try:
            future = seam.executor.submit(screen_handful, work, waiting[0].handful)
        except BrokenExecutor:
            return True
        flying[future] = waiting.popleft()
    return False


def _death(future: "Future[list[Outcome]]", seam: Seam) -> BaseException | None:
    """What killed the worker that had the task; None where it answered."""
    try:
        error = future.exception()
    except CancelledError as gone:
        raise Refusal(
            "cluster.lost",
            "The scheduler is gone, or took the work away. Start it and its workers, then run the "
            "same command again: what is done stays done.",
        ) from gone
    if error is not None and not isinstance(error, seam.died):
        raise Refusal(
            "cluster.not_taken",
            "A worker could not take the work: {reason}. See whether this Hustings is installed on "
            "every machine and whether its workers log more, then run the same command again.",
            reason=f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}",
        ) from error
    return error


def _again(task: Task, waiting: deque[Task], deaths: int) -> Iterator[Outcome]:
    task.deaths += deaths
    if task.deaths < GUILTY:
        (waiting.append if task.alone else waiting.appendleft)(task)
    elif len(task.handful) > 1:
        waiting.extend(Task((one,), SUSPECT) for one in task.handful)
    else:
        (one,) = task.handful
        refusal = Refusal(
            "cluster.killed",
            "{segment}: every worker that screens it is killed ({count} times). It is not marked as "
            "done; the others are not touched by it. See whether the machine runs out of memory.",
            segment=one.name, count=task.deaths,
        )  # fmt: skip
        yield Outcome(one.name, refused=said(refusal))
