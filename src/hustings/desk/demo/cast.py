"""Who plays. Every name says what its bearer does; none is a real person's."""

from dataclasses import dataclass
from datetime import datetime

from hustings.desk.accounts import acts
from hustings.desk.accounts.models import Person
from hustings.desk.accounts.roles import Role

PASSWORD = "ойдон чыгарылган"  # noqa: S105  # printed by the demo on purpose; it guards nothing real
ADMINISTRATOR = "administrator"
MEMBERS = 12


@dataclass(frozen=True, kw_only=True)
class Player:
    username: str
    full_name: str
    role: Role
    language: str


PLAYERS = (
    Player(username="monitor", full_name="Бермет Байкоова", role=Role.MONITOR, language="ky"),
    Player(username="lawyer", full_name="Тилек Мыйзамов", role=Role.LAWYER, language="ru"),
    Player(username="head", full_name="Жаркын Топбашиева", role=Role.HEAD, language="ky"),
    Player(username="secretary", full_name="Сезим Катчыева", role=Role.SECRETARY, language="ru"),
    Player(username="official", full_name="Эркин Айыпов", role=Role.OFFICIAL, language="ky"),
    Player(username="press", full_name="Мээрим Жарчыева", role=Role.PUBLISHER, language="ru"),
    Player(username="publisher", full_name="Улан Кабаров", role=Role.PUBLISHER, language="ky"),
    Player(username="auditor", full_name="Чынара Текшерова", role=Role.AUDITOR, language="en"),
    *(
        Player(
            username=f"member{number}",
            full_name=f"Мүчө Добушев №{number}",
            role=Role.MEMBER,
            language="ky" if number % 2 else "ru",
        )
        for number in range(1, MEMBERS + 1)
    ),
)


def enrol(*, at: datetime) -> dict[str, Person]:
    """Everybody enrolled and appointed by the administrator; by username."""
    administrator = Person.objects.get(username=ADMINISTRATOR)
    people = {ADMINISTRATOR: administrator}
    for player in PLAYERS:
        person = acts.enrol(
            username=player.username, full_name=player.full_name, password=PASSWORD,
            language=player.language, by=administrator, at=at, ground="the demonstration",
        )  # fmt: skip
        acts.appoint(person, role=player.role, by=administrator, at=at, ground="the demonstration")
        people[player.username] = person
    return people
