"""A sitting and its items as procedure sees them: plain facts, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SittingState(StrEnum):
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"


class ItemState(StrEnum):
    SCHEDULED = "scheduled"
    HEARD = "heard"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How many members the law establishes, and how many must be there, and must agree."""

    established: int
    quorum: int
    majority: int
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A sitting: who is there. Members by their ids; `begins_at` is aware."""

    number: str
    state: SittingState
    rule: Rule
    begins_at: datetime
    zone: str
    present: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One charge before the commission: respondent × provision × outcome ("" none yet)."""

    respondent: str
    provision: str
    outcome: str = ""
    reason: str = ""

    @property
    def complete(self) -> bool:
        """An outcome without a reason is none."""
        return bool(self.outcome and self.reason)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An item of the agenda. `group` are those who drafted and adopted the proposal."""

    case: str
    state: ItemState
    rows: Sequence[Row] = ()
    recused: frozenset[int] = frozenset()
    group: frozenset[int] = frozenset()
    votes: Mapping[int, Choice] = field(default_factory=dict)

    @property
    def barred(self) -> frozenset[int]:
        """Members who take no part in it, by their own word or by the rule."""
        return self.recused | self.group

    def eligible(self, bench: Bench) -> frozenset[int]:
        """Who is there and may vote on it."""
        return bench.present - self.barred

    def count(self, choice: Choice) -> int:
        """Votes of that kind."""
        return sum(vote is choice for vote in self.votes.values())

    @property
    def left_over(self) -> list[str]:
        """Respondents with a charge that has no outcome, or one without a reason."""
        return sorted({row.respondent for row in self.rows if not row.complete})
