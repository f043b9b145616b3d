"""An invented campaign, played through the same acts that people use: every hop real.

This file stays free of Django: the folder is made ready before the settings are read from it.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hustings.refusal import Refusal

SAMPLES = Path(__file__).parent / "samples"
MARK = "invented"  # this file in a desk's folder: nothing in it is real, and pages say so
DONE = "demo-complete"
BISHKEK = ZoneInfo("Asia/Bishkek")


def bishkek(day: str, hour: str) -> datetime:
    """`2025-10-27`, `15:00` on the clock of Bishkek, as an aware moment in UTC."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BISHKEK).astimezone(UTC)


def fresh(folder: Path, *, anew: bool) -> None:
    """Make the folder ready to be played in, before Django reads it.

    Clears what an earlier demonstration left (unfinished, or asked for anew). Refuses a folder that
    no demonstration made: a real desk is never cleared.
    """
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise Refusal(
            "desk.not_a_demo",
            "{folder} holds something that no demonstration made; name another with --home.",
            folder=folder,
        )
    if folder.exists() and (anew or not (folder / DONE).exists()):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    os.environ["HUSTINGS_INVENTED"] = "yes"
