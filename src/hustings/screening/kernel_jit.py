"""Where numba is asked to compile: machine code that lets other threads run, kept on disk."""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])


_njit: Any = numba.njit
_HOW = {"cache": True, "nogil": True, "boundscheck": False, "_nrt": False}


@functools.cache
def _version() -> str:
    """Digest of all code that is compiled together."""
    files = sorted(Path(__file__).parent.glob("kernel*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def compiled(function: _Function) -> _Function:
    """Machine code that lets go of Python's lock, kept beside the module for the next start; the
    function may make no array.

    Numba looks only at a function's own file to see whether what it kept is stale; the name
    says what the functions called here were, too. Counting references to arrays at each call would
    take longer than most calls (three quarters of the pass), so none are counted.
    """
    function.__qualname__ = f"{function.__qualname__}_{_version()}"
    return cast("_Function", _njit(**_HOW)(function))


def inlined(function: _Function) -> _Function:
    """The same, laid into each of its callers: for the few lines that run for every word."""
    function.__qualname__ = f"{function.__qualname__}_{_version()}"
    return cast("_Function", _njit(**_HOW, forceinline=True)(function))
