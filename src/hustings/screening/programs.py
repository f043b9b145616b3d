"""Programs of others, run within bounds: of time, of memory, of what they may say.

A list of words and no shell; a process group of its own, which is killed as a whole; and
nothing of what they print is believed: it is bytes, cut at a limit, for the caller to check.
"""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hustings.refusal import Refusal

COMPLAINT = 300  # characters of what it said about its failure
_PIECE = 65_536


class ProgramRefusal(Refusal):
    """Codes `programs.*`: missing, slow, talkative, failed. Nothing it said was used."""


@dataclass(frozen=True)
class Bounds:
    """Seconds by the clock; bytes of answer; bytes of address space (None: as the machine has)."""

    seconds: float
    answer: int
    memory: int | None = None


def run(
    words: Sequence[str], *, bounds: Bounds, given: bytes = b"", folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """What the program wrote to its standard output. `given` is its standard input.

    `folder`: where it runs; `environment`: all that it sees of this one's (None: all of it). Refusals
    (`ProgramRefusal`): `programs.missing`, `programs.slow`, `programs.talkative`, `programs.failed`.
    """
    name = Path(words[0]).name if words else ""
    if not words or shutil.which(words[0]) is None:
        raise ProgramRefusal(
            "programs.missing",
            "The program {program} is not here. Install it, or give the path to it.",
            program=name,
        )
    with tempfile.TemporaryFile() as held:
        held.write(given)
        held.seek(0)
        process = subprocess.Popen(  # noqa: S603 - a list of words, no shell; see above
            list(words), stdin=held, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
            env=environment, start_new_session=True,
        )  # fmt: skip
    if bounds.memory is not None:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    return _heard(process, name, bounds)


def _heard(process: "subprocess.Popen[bytes]", name: str, bounds: Bounds) -> bytes:
    """Its answer; whatever goes wrong, none of the program's processes is left."""
    assert process.stdout is not None
    assert process.stderr is not None
    answer, complaint = bytearray(), bytearray()
    too_much = threading.Event()
    readers = [
        threading.Thread(target=_read, args=(process.stdout, answer, bounds.answer, too_much)),
        threading.Thread(target=_read, args=(process.stderr, complaint, _PIECE, None)),
    ]
    slow = threading.Timer(bounds.seconds, _kill, [process])
    for thread in (*readers, slow):
        thread.daemon = True
        thread.start()
    readers[0].join()
    if too_much.is_set():
        _kill(process)
    status = process.wait()
    in_time = slow.is_alive()
    slow.cancel()
    _kill(process)
    readers[1].join()
    process.stdout.close()
    process.stderr.close()
    _refuse(name, bounds, status, bytes(complaint), in_time=in_time, too_much=too_much.is_set())
    return bytes(answer)


def _refuse(
    name: str, bounds: Bounds, status: int, complaint: bytes, *, in_time: bool, too_much: bool
) -> None:
    if too_much:
        raise ProgramRefusal(
            "programs.talkative",
            "{program} said more than {limit} bytes and was stopped. Nothing of it was used.",
            program=name, limit=bounds.answer,
        )  # fmt: skip
    if not in_time:
        raise ProgramRefusal(
            "programs.slow",
            "{program} took more than {seconds} seconds and was stopped. Give it a shorter file, or "
            "more time.",
            program=name, seconds=bounds.seconds,
        )  # fmt: skip
    if status:
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        told = "".join(one for one in " | ".join(lines[-3:]) if one.isprintable())[-COMPLAINT:]
        raise ProgramRefusal(
            "programs.failed",
            "{program} failed with status {status}: {said}",
            program=name, status=status, said=told,
        )  # fmt: skip


def _read(source: IO[bytes], into: bytearray, limit: int, full: threading.Event | None) -> None:
    """Read to the end; what passes the limit is dropped, and says so or is simply let go."""
    while piece := source.read1(_PIECE):  # type: ignore[attr-defined]  # a BufferedReader
        into += piece[: max(0, limit - len(into))]
        if full is not None and len(into) >= limit:
            full.set()
            return


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """The whole group: a program may have started others, who hold the pipe open."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
