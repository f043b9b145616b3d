"""The ration drawn again, place by place, from the seed, the sealed population and the answers: an
auditor's check that nobody chose what the estimate rests on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noted

from hustings import evidence
from hustings.desk.ledger import record
from hustings.desk.ledger.models import Line
from hustings.desk.review import reading_estimate, reading_population
from hustings.desk.review.models import Answer, Reading, Shown
from hustings.desk.review.reading_dealing import NONE, WHOLE
from hustings.desk.review.reading_estimate import RANK, RATION, Place
from hustings.screening import reading, reading_ration

DECIDED = Shown.Outcome.values


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What does not agree, in which reading, at which place (None: as a whole)."""

    reading: str
    place: int | None
    text: str

    def __str__(self) -> str:
        where = self.reading if self.place is None else f"{self.reading}, {self.place}"
        return f"{where}: {gettext(self.text)}"


def faults() -> Iterator[Fault]:
    """Of every reading of the desk."""
    for one in Reading.objects.order_by("pk"):
        yield from of(one)


def of(one: Reading) -> Iterator[Fault]:
    """What of a reading cannot be drawn again: its seed, its places, or what was shown there."""
    if not _promised(one):
        said = noted("the seed is not the one that the ledger was told when it was opened")
        yield Fault(reading=one.row, place=None, text=said)
    lots = list(reading_population.lots(one))
    if len(lots) != one.size:
        said = noted("the sealed population has another size")
        yield Fault(reading=one.row, place=None, text=said)
    answers = list(Answer.objects.filter(shown__reading=one).order_by("pk"))
    taken = {said.shown_id for said in answers if said.how == Answer.How.QUEUE}
    gone: set[str] = set()
    outcome: dict[int, str] = {}  # by row, of the answers known at that place
    first = told = 0  # all lots before the one were shown, all answers before the other are told
    shown_all = list(one.shown.order_by("place"))
    for at, shown in enumerate(shown_all):
        while first < len(lots) and lots[first] in gone:
            first += 1
        while told < len(answers) and answers[told].pk <= shown.after:
            _tell(answers[told], outcome)
            told += 1
        lot = lots[first] if first < len(lots) else ""
        if shown.share == NONE:
            said = _not_shown_so(shown, taken)
        else:
            said = _not_drawn_so(one, at, shown, _known(shown_all, at, outcome)) or _other(
                shown, lot
            )
        if said or shown.place != at:
            said = said or noted("a place is missing before it")
            yield Fault(reading=one.row, place=at, text=said)
        gone.add(shown.archive_id)


def _tell(said: Answer, outcome: dict[int, str]) -> None:
    if said.outcome != Answer.Outcome.SKIP:
        outcome[said.shown_id] = said.outcome if said.outcome in DECIDED else ""


def _not_shown_so(shown: Shown, taken: set[int]) -> str:
    """What is wrong with a place that nobody drew, "" where nothing is."""
    if shown.pk in taken and shown.way == RANK:
        return ""
    return noted("it was neither drawn nor taken over from the queue")


def _not_drawn_so(one: Reading, at: int, shown: Shown, known: Sequence[Place]) -> str:
    """The same of a place at which the ration was due, or was not."""
    if shown.share not in {reading_estimate.share_now(one, known), WHOLE}:
        return noted("the share of the ration is not what the answers known then ask for")
    due = reading_ration.due(one.seed, at, shown.share / 100)
    if due != (shown.way == RATION):
        return noted("the ration was due and not drawn, or drawn and not due")
    return ""


def _other(shown: Shown, lot: str) -> str:
    """The same of what the ration drew."""
    if shown.way != RATION or shown.archive_id == lot:
        return ""
    return noted("the publication shown is not the one that the ration draws")


def _known(shown: Sequence[Shown], at: int, outcome: Mapping[int, str]) -> list[Place]:
    """The answered places before that one, as many as say whether the ranking finds nothing."""
    known: list[Place] = []
    ranked = 0
    for one in reversed(range(at)):
        if ranked == reading.DRY:
            break
        row = shown[one]
        if outcome.get(row.pk):
            known.append(Place(way=row.way, outcome=outcome[row.pk]))
            ranked += row.way == RANK
    return known[::-1]


def _promised(one: Reading) -> bool:
    """Whether the first line of the reading commits to this seed."""
    told = Line.objects.filter(act="review.reading_open", touched__row=one.row).first()
    if told is None:
        return False
    log = record.log_of_acts()
    line = bytes(told.canonical) if told.index is None else log.entry(told.index)
    state = evidence.replay([line]).get(one.row, {})
    return state.get("seed") == one.now()["seed"]
