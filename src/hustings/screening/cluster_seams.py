"""Where the work is done: a pool of processes on this machine, or Dask's workers on several.

Both are executors of the standard library; nothing else of the program knows which it is.
"""

import importlib.util
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hustings.refusal import Refusal

THREADS = "POLARS_MAX_THREADS"
JOINED = 30  # seconds within which the scheduler must answer


@dataclass(frozen=True)
class Seam:
    """An executor; how many workers it has just now; what a future raises whose worker died."""

    executor: Executor
    width: Callable[[], int]
    died: tuple[type[BaseException], ...]


@contextmanager
def processes(workers: int) -> Iterator[Seam]:
    """A pool of `workers` processes, started afresh (spawn), the machine's cores shared among them.

    A worker leaves as soon as this process is gone, whatever ended it. Left by an exception, they
    are killed: what they were doing was marked nowhere.
    """
    before = set(multiprocessing.active_children())
    with _threads(max(1, cores() // workers)):
        pool = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_follow
        )
        try:
            yield Seam(pool, lambda: workers, (BrokenProcessPool,))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - before:
                child.kill()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def scheduler(address: str) -> Iterator[Seam]:
    """The workers of a Dask scheduler, as tcp://10.0.0.5:8786 or tls://…; whoever may reach a tcp
    scheduler may run programs there, so that its network must be the commission's own.

    Refusals `cluster.no_dask`, `cluster.no_scheduler`.
    """
    if importlib.util.find_spec("distributed") is None:
        raise Refusal(
            "cluster.no_dask",
            "--scheduler needs Dask, which is not installed here. Install hustings[cluster], or "
            "leave --scheduler out to use the cores of this machine.",
        )
    from distributed import Client  # noqa: PLC0415 - only where a cluster is asked for
    from distributed.scheduler import KilledWorker  # noqa: PLC0415 - the same

    try:
        client: Any = Client(address, timeout=JOINED, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise Refusal(
            "cluster.no_scheduler",
            "No Dask scheduler answers at {address}: {reason}. Start it with dask scheduler, or "
            "give the address that it printed.",
            address=address, reason=(str(error).splitlines() or [""])[0],
        ) from error  # fmt: skip
    with client:
        executor = client.get_executor(pure=False)  # done again means done again
        try:
            yield Seam(executor, lambda: sum(client.nthreads().values()), (KilledWorker,))
        finally:
            executor.shutdown(wait=False)


def cores() -> int:
    return len(os.sched_getaffinity(0))


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Polars reads its number of threads when it is first imported: children inherit it from here."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = before or str(count)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(THREADS, None)


def _follow() -> None:
    """Ctrl-C is the coordinator's to hear; and without a coordinator nobody waits for an answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=[parent], daemon=True).start()


def _leave_with(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)
