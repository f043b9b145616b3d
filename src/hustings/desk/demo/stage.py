"""What the hops share: the scenario, the cast, the election, and how to tell the audience."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import translation

from hustings.desk import founding
from hustings.desk.accounts import acts as accounts
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.roles import Role
from hustings.desk.demo.scenario import Scenario
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.monitoring.models import Election
from hustings.refusal import Refusal

Tell = Callable[[str, str, str], None]  # hop, what happened, where to look
ADMINISTRATOR = "administrator"


@dataclass
class Stage:
    tell: Tell
    scenario: Scenario
    people: dict[str, Person] = field(default_factory=dict)
    opened: Election | None = None

    def refused(self, hop: str, refusal: Refusal, where: str) -> None:
        """Tell of what was refused, in the audience's English."""
        with translation.override("en"):
            self.tell(hop, f"refused: {refusal.say('en')}", where)

    @property
    def election(self) -> Election:
        """The election, once it has been opened."""
        if self.opened is None:
            raise RuntimeError("the election is opened first")
        return self.opened

    def one(self, role: Role, *, place: int = 0) -> Person:
        """The first of that role in the cast (or the one after it)."""
        named = [player.username for player in self.scenario.players if player.role is role]
        return self.people[named[place]]

    @property
    def members(self) -> list[Person]:
        """Everybody who decides, in the order of the cast."""
        return [
            self.people[player.username]
            for player in self.scenario.players
            if player.role is Role.MEMBER
        ]


def found(stage: Stage) -> None:
    """An empty desk gets its people, its election and its roster."""
    scenario, at = stage.scenario, stage.scenario["called"]
    founding.found(username=ADMINISTRATOR, password=scenario["password"], at=at)
    stage.people = enrol(scenario, at=at)
    secretary = stage.one(Role.SECRETARY)
    stage.opened = monitoring.open_election(
        pack=scenario.pack, code=scenario["election"], by=secretary, at=at,
        ground=scenario.said.get("decree", scenario["ground"]),
    )  # fmt: skip
    monitoring.set_roster(
        stage.election,
        file=(scenario.folder / scenario["roster"]).read_bytes(),
        by=secretary,
        at=at,
        ground="invented roster of the demonstration",
    )
    told = f"{len(stage.people)} people appointed, {stage.election.candidates.count()} candidates"
    stage.tell("founding", told, reverse("accounts:waiting"))


def enrol(scenario: Scenario, *, at: datetime) -> dict[str, Person]:
    """Everybody enrolled and appointed by the administrator; by username."""
    administrator = Person.objects.get(username=ADMINISTRATOR)
    people = {ADMINISTRATOR: administrator}
    for player in scenario.players:
        person = accounts.enrol(
            username=player.username, full_name=player.full_name, password=scenario["password"],
            language=player.language, by=administrator, at=at, ground="the demonstration",
        )  # fmt: skip
        accounts.appoint(
            person, role=player.role, by=administrator, at=at, ground="the demonstration"
        )
        people[player.username] = person
    return people
