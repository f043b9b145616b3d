"""The whole campaign in order, and the introduction of the cast to whoever wants to sign in."""

from collections.abc import Callable
from pathlib import Path

from django.urls import reverse

from hustings.desk.demo import DONE, autumn, silence
from hustings.desk.demo.cast import PASSWORD, PLAYERS
from hustings.desk.demo.stage import Stage, Tell


def run(folder: Path, *, address: str, tell: Tell) -> bool:
    """Play into the empty desk in `folder`; answers False where it has been played already."""
    if (folder / DONE).exists():
        return False
    stage = Stage(tell=lambda hop, told, where: tell(hop, told, address + where))
    autumn.play(stage)
    silence.play(stage)
    (folder / DONE).touch()
    return True


def introduce(address: str, *, tell: Callable[[str], None]) -> None:
    """Who may sign in, with what, and the doors worth opening first."""
    tell(f"Sign in at {address}{reverse('accounts:sign-in')} with the password «{PASSWORD}» as:")
    for player in PLAYERS:
        if player.username[-1].isdigit() and player.username != "member1":
            continue  # member1 stands for the twelve
        tell(f"  {player.username:<10} {player.full_name}, {player.role.value}")
    for words, door in (
        ("public register, no sign-in", "register:home"),
        ("queue", "review:queue"),
        ("cases", "cases:list"),
        ("sittings", "commission:sittings"),
        ("how to check it all", "register:verify"),
    ):
        tell(f"  {words + ':':<28} {address}{reverse(door)}")
