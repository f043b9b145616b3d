"""An invented campaign of a law pack, played through the same acts that people use: every hop real.

This file stays free of Django: the folder is made ready before the settings are read from it.
"""

import os
import shutil
from pathlib import Path

from hustings.desk import chosen_pack
from hustings.refusal import Refusal

MARK = "invented"  # this file in a desk's folder: nothing in it is real, and pages say so
DONE = "demo-complete"


def fresh(folder: Path, *, pack: str, anew: bool) -> None:
    """Make the folder ready to be played in, before Django reads it.

    Clears what an earlier demonstration left (unfinished, of another pack, or asked for anew).
    Refuses a folder that no demonstration made: a real desk is never cleared.
    """
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise Refusal(
            "desk.not_a_demo",
            "{folder} holds something that no demonstration made; name another with --home.",
            folder=folder,
        )
    other = chosen_pack.of(folder) != pack
    if folder.exists() and (anew or other or not (folder / DONE).exists()):
        shutil.rmtree(folder)
    chosen_pack.choose(folder, pack)
    (folder / MARK).touch()
    os.environ["HUSTINGS_INVENTED"] = "yes"
