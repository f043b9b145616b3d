"""The desk's settings as typed readings of the environment that fail loudly.

Each may come from NAME or, for secrets, from the file that NAME_FILE points to.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The setting as text; without a default its absence is an error that says what to set."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE, a file that holds it).")
    return value


def flag(name: str, *, default: bool) -> bool:
    """yes/no, true/false, 1/0."""
    value = os.environ.get(name)
    if value is None:
        return default
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if value.lower() not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; say yes or no.")
    return known[value.lower()]


def database(url: str) -> dict[str, object]:
    """sqlite:///path or postgresql://user@host/name?host=/socket/folder → Django's setting."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            # IMMEDIATE: a writer waits its turn instead of failing half-way (SQLite's lock
            # upgrade cannot wait); FULL: what was acknowledged survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": query.get("port", str(parts.port or "")),
        }
    raise ImproperlyConfigured(
        f"HUSTINGS_DATABASE begins with {parts.scheme!r}; say sqlite:///FILE or postgresql://…"
    )
