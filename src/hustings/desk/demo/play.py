"""The whole campaign in order, and the introduction of the cast to whoever wants to sign in."""

from collections.abc import Callable
from pathlib import Path

from django.urls import reverse

from hustings.desk.demo import DONE, gathering, sitting, stage
from hustings.desk.demo.executing import amend, execute, publish
from hustings.desk.demo.scenario import Scenario, load
from hustings.desk.demo.stage import Stage, Tell
from hustings.desk.review.models import Indication


def run(folder: Path, *, pack: str, address: str, tell: Tell) -> bool:
    """Play into the empty desk in `folder`; answers False where it has been played already."""
    if (folder / DONE).exists():
        return False
    on = Stage(tell=lambda hop, told, where: tell(hop, told, address + where), scenario=load(pack))
    stage.found(on)
    for matter in on.scenario.matters:
        case = gathering.gather(on, matter)
        gathering.hear(on, matter, case)
        gathering.propose(on, matter, case)
        resolution = sitting.decide(on, matter, case)
        # What is published before it is carried out is corrected afterwards, in public.
        early = matter["published"] < matter["executed"]
        if early:
            entry = publish(on, matter, resolution)
        execute(on, matter, resolution)
        if not early:
            entry = publish(on, matter, resolution)
        amend(on, matter, entry)
    left = Indication.objects.filter(state="waiting").count()
    on.tell("review", f"{left} indications wait for whoever signs in", reverse("review:queue"))
    (folder / DONE).touch()
    return True


def introduce(address: str, *, pack: str, tell: Callable[[str], None]) -> None:
    """Who may sign in, with what, and the doors worth opening first."""
    scenario: Scenario = load(pack)
    where = f"{address}{reverse('accounts:sign-in')}"
    tell(f"Sign in at {where} with the password «{scenario['password']}» as:")
    for player in scenario.players:
        if player.username[-1].isdigit() and not player.username.endswith("r1"):
            continue  # the first stands for all that are numbered
        tell(f"  {player.username:<10} {player.full_name}, {player.role.value}")
    for words, door in (
        ("public register, no sign-in", "register:home"),
        ("queue", "review:queue"),
        ("cases", "cases:list"),
        ("sittings", "commission:sittings"),
        ("how to check it all", "register:verify"),
    ):
        tell(f"  {words + ':':<28} {address}{reverse(door)}")
