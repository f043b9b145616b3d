"""What waits for somebody: each room says for whom its work waits, and this room asks them all.

Rooms register a question in their AppConfig.ready(); so accounts need not know what is to its right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One kind of work: how much, where, since when, until when."""

    sentence: str  # in the reader's language, without the number
    count: int
    url: str
    oldest: datetime | None = None
    deadline: datetime | None = None


Question = Callable[[Person, datetime], "Waiting | None"]
_questions: list[tuple[str, Question]] = []


def register(act: str, question: Question) -> None:
    """Ask `question(person, at)` for everybody who may do `act`."""
    if (act, question) not in _questions:
        _questions.append((act, question))


def for_person(person: Person, *, at: datetime) -> Iterator[Waiting]:
    """What waits for this person now; the most urgent first."""
    found = [
        answer
        for act, question in _questions
        if gate.may(act, by=person, at=at)
        if (answer := question(person, at)) is not None and answer.count
    ]
    yield from sorted(
        found, key=lambda one: (one.deadline is None, one.deadline or at, one.oldest or at)
    )
