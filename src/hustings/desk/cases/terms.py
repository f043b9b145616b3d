"""Until when a respondent may explain."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hustings import law
from hustings.desk.cases.models import Case
from hustings.desk.cases.queries import zone_of


def until(case: Case, *, at: datetime) -> datetime:
    """The pack's term from `at`, in calendar days by the election's clock: the same hour of the
    day on which it ends, whatever the clock did in between. Aware, in UTC as Django keeps it.
    """
    clock = law.load(case.election.pack).clocks["explanation"]
    zone = ZoneInfo(zone_of(case))
    return (at.astimezone(zone) + timedelta(days=clock["days"])).astimezone(ZoneInfo("UTC"))


def assumed(case: Case) -> bool:
    """Whether the term is somebody's assumption and must be shown as one."""
    clock = law.load(case.election.pack).clocks["explanation"]
    return bool(clock["confidence"] != "quoted")
