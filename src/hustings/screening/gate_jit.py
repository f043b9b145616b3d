"""Where the gates' code is compiled: as the first pass's, and anew when any of it changes."""

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
    here = Path(__file__).parent
    files = sorted([*here.glob("gate*.py"), *here.glob("kernel*.py"), here / "fold_tokens.py"])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def compiled(function: _Function) -> _Function:
    """Machine code that lets go of Python's lock, kept on disk; the function may make no array."""
    function.__qualname__ = f"{function.__qualname__}_{_version()}"
    return cast("_Function", _njit(**_HOW)(function))


def inlined(function: _Function) -> _Function:
    """The same, laid into each of its callers."""
    function.__qualname__ = f"{function.__qualname__}_{_version()}"
    return cast("_Function", _njit(**_HOW, forceinline=True)(function))
