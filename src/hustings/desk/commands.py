"""The desk's commands: found, enrol, serve, work, audit, demo."""

# ruff: noqa: T201 - the command speaks on standard output

import argparse
import getpass
import os
import secrets
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from hustings.messages import say, terminal_language
from hustings.refusal import Refusal

IDLE = 1.0  # seconds between two looks at an empty list of imports


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the desk's sub-commands. Django is set up only when one of them runs."""
    for name, run, words in (
        ("found", found, "make the folder of a new desk: database, store, ledger"),
        ("serve", serve, "serve the desk and work on imports"),
        ("work", work, "work on waiting imports, without serving"),
        (
            "audit",
            audit,
            "compare every row with the ledger, and every sealed byte with its digest",
        ),
        ("demo", demo, "play an invented campaign from publication to register, then serve it"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--home", type=Path, help="the desk's folder (HUSTINGS_HOME, ./var)")
        command.set_defaults(run=run)
        if name in {"serve", "demo"}:
            command.add_argument("--port", type=int, default=8000)
            command.add_argument("--address", default="127.0.0.1")
        if name == "demo":
            command.add_argument("--no-serve", action="store_true", help="end after the last hop")
            command.add_argument("--anew", action="store_true", help="begin again from nothing")
        if name in {"demo", "found"}:
            command.add_argument("--pack", help="the law pack (the folder's own, else the default)")
        if name == "found":
            command.add_argument("--administrator", default="administrator", metavar="USERNAME")


def _set_up(home: Path | None) -> Path:
    """Point Django at the desk's folder; answers the folder."""
    if home is not None:
        os.environ["HUSTINGS_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.desk.settings")
    import django  # noqa: PLC0415  # only a desk command needs Django
    from django.conf import settings  # noqa: PLC0415  # the same

    django.setup()
    return Path(settings.HOME)


def _founded(home: Path | None) -> Path:
    folder = _set_up(home)
    if not (folder / "ledger").exists():
        raise Refusal(
            "desk.not_founded",
            "There is no desk in {folder}. Make one with: hustings found --home {folder}",
            folder=folder,
        )
    return folder


def found(arguments: argparse.Namespace) -> int:
    """A new desk: tables, store, ledger with its key, and the first administrator."""
    from hustings.desk import chosen_pack  # noqa: PLC0415  # only where a pack is chosen

    if arguments.pack:
        home = arguments.home or Path(os.environ.get("HUSTINGS_HOME", "var"))
        chosen_pack.choose(home, arguments.pack)
    folder = _set_up(arguments.home)
    from hustings.desk import founding  # noqa: PLC0415  # after Django is set up

    password = os.environ.get("HUSTINGS_PASSWORD") or (
        getpass.getpass() if sys.stdin.isatty() else secrets.token_urlsafe(12)
    )
    founding.found(username=arguments.administrator, password=password, at=datetime.now(UTC))
    print(say("The desk stands in {folder}.", terminal_language(), folder=folder))
    if not sys.stdin.isatty() and "HUSTINGS_PASSWORD" not in os.environ:
        print(f"{arguments.administrator} {password}")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Gunicorn for the pages and one worker for imports, until interrupted."""
    folder = _founded(arguments.home)
    environment = {**os.environ, "HUSTINGS_HOME": str(folder)}
    worker = subprocess.Popen(  # our own command, no shell
        [sys.executable, "-m", "hustings.cli", "work"], env=environment
    )
    bind = f"{arguments.address}:{arguments.port}"
    pages = [sys.executable, "-m", "gunicorn", "hustings.desk.wsgi", "--bind", bind,
             "--threads", "8", "--workers", "1", "--log-level", "warning"]  # fmt: skip
    print(say("The desk is at http://{bind}/ (Ctrl-C ends it).", terminal_language(), bind=bind))
    try:
        return subprocess.run(pages, env=environment, check=False).returncode  # noqa: S603  # the same
    except KeyboardInterrupt:
        return 0
    finally:
        worker.terminate()
        worker.wait()


def work(arguments: argparse.Namespace) -> int:
    """Take waiting imports one after another. Killed at any moment, the next start goes on."""
    _founded(arguments.home)
    from django.db import close_old_connections  # noqa: PLC0415  # after Django is set up

    from hustings.desk.review import intake  # noqa: PLC0415  # the same

    while True:
        close_old_connections()
        if not intake.work_once(at=datetime.now(UTC)):
            time.sleep(IDLE)


def audit(arguments: argparse.Namespace) -> int:
    """Exit 0 when the ledger explains every row, every sealed byte is as sealed, and the ration of
    every reading can be drawn again; else 1.
    """
    folder = _founded(arguments.home)
    from hustings import evidence  # noqa: PLC0415  # after Django is set up
    from hustings.desk.ledger import record  # noqa: PLC0415  # the same
    from hustings.desk.review import reading_again  # noqa: PLC0415  # the same

    waiting = record.hand_over()
    stored = evidence.Store(folder / "store").check_all()
    faults = [*record.unexplained(), *stored.changed, *stored.missing, *stored.strange,
              *map(str, reading_again.faults())]  # fmt: skip
    for fault in faults:
        print(fault)
    log = record.log_of_acts()
    words = "{size} acts in the ledger ({waiting} handed over now), root {root}: {faults} faults."
    print(
        say(words, terminal_language(), size=log.size, waiting=waiting, root=log.root().hex(),
            faults=len(faults))
    )  # fmt: skip
    return 1 if faults else 0


def demo(arguments: argparse.Namespace) -> int:
    """The whole chain of one law pack with invented people; then the desk, served."""
    from hustings.desk import chosen_pack  # noqa: PLC0415  # only where a pack is chosen

    pack = arguments.pack or chosen_pack.default()
    home = arguments.home or Path("var") / f"demo-{pack}"
    arguments.home = home
    if not arguments.no_serve:
        arguments.port = _free_port(arguments.address, arguments.port)
    address = f"http://{arguments.address}:{arguments.port}"
    from hustings.desk.demo import fresh  # noqa: PLC0415  # only the demo needs it

    fresh(home, pack=pack, anew=arguments.anew)
    _set_up(home)
    from hustings.desk.demo import play  # noqa: PLC0415  # after Django is set up

    begun = time.monotonic()
    if play.run(home, pack=pack, address=address, tell=_tell_hop):
        print(f"\nPlayed in {time.monotonic() - begun:.0f} s. Everything in it is invented.")
    play.introduce(address, pack=pack, tell=print)
    return 0 if arguments.no_serve else serve(arguments)


def _tell_hop(hop: str, told: str, where: str) -> None:
    print(f"{hop:>12}  {told}\n{'':>12}  {where}", flush=True)


def _free_port(address: str, port: int) -> int:
    """That port, or the next free one: another desk may be running."""
    import socket  # noqa: PLC0415  # only here

    for candidate in range(port, port + 20):
        with socket.socket() as probe:
            if probe.connect_ex((address, candidate)):
                return candidate
    raise Refusal("desk.no_port", "No free port from {port} on; say one with --port.", port=port)
