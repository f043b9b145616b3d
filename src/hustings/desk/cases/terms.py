"""Until when a respondent may explain."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hustings import law
from hustings.desk import packs
from hustings.desk.cases.models import Case
from hustings.desk.cases.queries import zone_of


def explanation(case: Case, *, since: datetime) -> law.Due:
    """The pack's term to explain that begins at `since` (aware), by the election's clock."""
    pack = packs.of(case.election)
    return law.due(
        pack.clocks["explanation"], since=since, days=pack.days, zone=ZoneInfo(zone_of(case))
    )


def until(case: Case, *, at: datetime) -> datetime:
    """The first instant after the term that begins at `at`; aware, in UTC as Django keeps it."""
    ends = explanation(case, since=at).at
    assert ends is not None, "nothing suspends a term that has only begun"
    return ends


def assumed(case: Case) -> bool:
    """Whether the term is somebody's assumption and must be shown as one."""
    return packs.of(case.election).clocks["explanation"].confidence != "quoted"
