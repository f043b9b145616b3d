"""Outputs of segments: written aside, on the disk, then named by what they are and hold.

A name is made of two digests, the segment's and the output's own: whoever does the same twice
writes the same file. Which file counts is what the done-marks say, not what lies in the folder.
"""

import io
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path

import polars as pl

from hustings.screening.segments import digest_of
from hustings.screening.segments_marks import Mark, Versions

LEFT = 3600  # seconds after which a file written aside is nobody's any more


def folder_of(output: Path, versions: Versions) -> Path:
    """Where outputs of these versions stand, below the output folder."""
    return output / "screened" / digest_of("\0".join(astuple(versions)).encode())[7:23]


def name_of(segment: str, output: str) -> str:
    """The file's name, of two digests."""
    return f"{segment.removeprefix('sha256:')[:24]}.{output.removeprefix('sha256:')[:24]}.parquet"


def write(frame: pl.DataFrame, folder: Path, segment: str) -> str:
    """The digest of the output of a segment, which is on the disk, under its name, on return."""
    held = io.BytesIO()
    frame.write_parquet(held, compression="zstd")
    data = held.getvalue()
    output = digest_of(data)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{uuid.uuid4().hex}.part"
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name_of(segment, output))
    _sync(folder)
    return output


def whole(folder: Path, mark: Mark) -> bool:
    """Whether the output that a mark counts is there, byte for byte."""
    try:
        return digest_of((folder / name_of(mark.segment, mark.output)).read_bytes()) == mark.output
    except OSError:
        return False


def counted(folder: Path, marks: Iterable[Mark]) -> Iterator[pl.DataFrame]:
    """The outputs that count, in the order of the segments' digests."""
    for mark in sorted(marks, key=lambda one: one.segment):
        yield pl.read_parquet(folder / name_of(mark.segment, mark.output))


def sweep(folder: Path) -> None:
    """Remove what somebody wrote aside and never named, an hour ago or more."""
    for part in folder.glob(".*.part"):
        if time.time() - part.stat().st_mtime > LEFT:
            part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
