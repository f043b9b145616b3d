"""The commands of the evidence room: found and show the ledger, export it, verify an export."""
# ruff: noqa: T201 - the command speaks on standard output

import argparse
import json
import os
import sys
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hustings.evidence import verify
from hustings.evidence.bag import Progress, export
from hustings.evidence.ledger import Ledger
from hustings.evidence.store import Store


def home() -> Path:
    """Where the store and the ledger are: $HUSTINGS_HOME, else ./var."""
    return Path(os.environ.get("HUSTINGS_HOME") or "var")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ledger, export and verify."""
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--home", type=Path, metavar="DIR", help="default $HUSTINGS_HOME or ./var")

    ledger = commands.add_parser("ledger", parents=[where], help="show the last acts, or found it")
    ledger.add_argument("--last", type=int, default=10, metavar="N", help="how many acts to show")
    ledger.add_argument("--found", metavar="NAME", help="make a ledger of that name and its key")
    ledger.set_defaults(run=_ledger)

    writer = commands.add_parser(
        "export", parents=[where], help="write the ledger and its evidence to a folder"
    )
    writer.add_argument("folder", type=Path)
    writer.set_defaults(run=_export)

    checker = commands.add_parser("verify", help="check a folder exported from a ledger")
    checker.add_argument("folder")
    checker.add_argument("--key", help="the ledger's key, got by another way")
    checker.add_argument("--from", dest="older", help="a checkpoint kept from earlier")
    checker.add_argument("--all", action="store_true", help="demand every sealed file")
    checker.set_defaults(run=_verify)


def _ledger(chosen: argparse.Namespace) -> None:
    folder = (chosen.home or home()) / "ledger"
    if chosen.found is not None:
        print(Ledger.found(folder, chosen.found, at=datetime.now(UTC)).key)
        return
    ledger = Ledger(folder)
    size = ledger.size
    for line in deque(ledger.entries(max(size - max(chosen.last, 0), 0)), maxlen=chosen.last):
        fields: dict[str, Any] = json.loads(line)
        print(fields["at"], fields["by"], fields["act"], *fields["on"])
    print(f"\n{ledger.checkpoint()}")


def _export(chosen: argparse.Namespace) -> None:
    where = chosen.home or home()
    written = export(
        chosen.folder,
        ledger=Ledger(where / "ledger"),
        store=Store(where / "store"),
        at=datetime.now(UTC),
        progress=_progress(),
    )
    print(written)


def _progress() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        if done % 100 == 0 or done >= total:
            print(f"\r{done} / {total}", end="", file=sys.stderr, flush=True)

    return tell


def _verify(chosen: argparse.Namespace) -> int:
    options = [f"--{name}={value}" for name, value in
               (("key", chosen.key), ("from", chosen.older)) if value]  # fmt: skip
    return verify.main([*options, *["--all"] * chosen.all, "--", chosen.folder])
