"""The `hustings` command: each room brings its own sub-commands."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

from hustings import __version__
from hustings.messages import say, terminal_language
from hustings.refusal import Refusal

ROOMS = ("law", "publications", "screening", "evidence", "desk")
REFUSED = 2
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line. The desk's commands are there only where Django is installed."""
    top = argparse.ArgumentParser(
        prog="hustings", description="The desk of an election commission."
    )
    top.add_argument("--version", action="version", version=f"hustings {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in ROOMS:
        if room == "desk" and importlib.util.find_spec("django") is None:
            continue
        importlib.import_module(f"hustings.{room}.commands").add_to(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit status 0: done; 1: done, and the answer is no (a check that failed);
    2: refused, nothing changed, the sentence is on standard error.
    """
    chosen = parser().parse_args(arguments)
    try:
        status = chosen.run(chosen)
    except Refusal as refusal:
        print(f"hustings: {refusal.say(terminal_language())}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        text = "{what}: {reason}. Nothing was changed."
        facts = {"what": error.filename or chosen.command, "reason": error.strerror}
        print(f"hustings: {say(text, terminal_language(), **facts)}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return int(status or 0)


if __name__ == "__main__":
    sys.exit(main())
