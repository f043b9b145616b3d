"""What waits for somebody: each room says for whom its work waits, and this room asks them all.

Rooms register a question in their AppConfig.ready(); so accounts need not know what is to its right.
"""

from collections.abc import Callable, Iterable, Iterator
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
Questions = Callable[[Person, datetime], "Iterable[Waiting]"]
_questions: list[tuple[str, Question]] = []
_several: list[tuple[str, Questions]] = []


def register(act: str, question: Question) -> None:
    """Ask `question(person, at)` for everybody who may do `act`."""
    if (act, question) not in _questions:
        _questions.append((act, question))


def register_many(act: str, questions: Questions) -> None:
    """The same for a question with several answers: as many as the law names, say."""
    if (act, questions) not in _several:
        _several.append((act, questions))


def for_person(person: Person, *, at: datetime) -> Iterator[Waiting]:
    """What waits for this person now; the most urgent first."""
    held = gate.roles_of(person, at=at)
    found = [
        answer
        for act, question in _questions
        if held & gate.MAY[act]
        if (answer := question(person, at)) is not None and answer.count
    ]
    for act, questions in _several:
        found += questions(person, at) if held & gate.MAY[act] else ()
    yield from sorted(
        found, key=lambda one: (one.deadline is None, one.deadline or at, one.oldest or at)
    )
