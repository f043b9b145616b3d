"""What the hops share: the cast, the election, and how to tell the audience."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hustings.desk.accounts.models import Person
from hustings.desk.monitoring.models import Election

Tell = Callable[[str, str, str], None]  # hop, what happened, where to look


@dataclass
class Stage:
    tell: Tell
    people: dict[str, Person] = field(default_factory=dict)
    opened: Election | None = None

    @property
    def election(self) -> Election:
        """The election, once it has been opened."""
        if self.opened is None:
            raise RuntimeError("the election is opened first")
        return self.opened
