"""Until when a fine is paid; an appeal stops the clock where the pack says that it does."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hustings import law
from hustings.desk import packs
from hustings.desk.cases.models import Case, Charge
from hustings.desk.cases.queries import zone_of
from hustings.desk.enforcement.models import Appeal, Penalty, Referral

PAYMENT, APPEAL = "payment", "appeal"


def payment(penalty: Penalty, *, case: Case, appeals: Iterable[Appeal]) -> law.Due | None:
    """The term of a fine that was served; None before that. While the court has the matter the
    term has no end, and `remaining` tells the days that are left.
    """
    if penalty.served_at is None:
        return None
    pack, zone = packs.of(case.election), ZoneInfo(zone_of(case))
    clock = pack.clocks[PAYMENT]
    halts = (
        [_before_the_court(one, zone) for one in appeals] if APPEAL in clock.suspended_by else []
    )
    return law.due(clock, since=penalty.served_at, days=pack.days, zone=zone, suspended=halts)


def to_appeal(case: Case, *, since: datetime) -> law.Due:
    """The term to appeal against what was decided or served at `since`."""
    pack = packs.of(case.election)
    return law.due(pack.clocks[APPEAL], since=since, days=pack.days, zone=ZoneInfo(zone_of(case)))


def to_carry_out(charge: Charge, outcome: str) -> law.Due | None:
    """Until when an outcome is carried out: the pack's clock of its name, from the receipt of the
    materials; None without such a clock, or before the receipt.
    """
    case = charge.respondent.case
    pack = packs.of(case.election)
    if outcome not in pack.clocks:
        return None
    body = pack.outcomes[outcome]["execution"]
    sent = Referral.objects.filter(resolution__item__case=case, to=body, state="received").first()
    if sent is None or sent.received_at is None:
        return None
    zone = ZoneInfo(zone_of(case))
    return law.due(pack.clocks[outcome], since=sent.received_at, days=pack.days, zone=zone)


def _before_the_court(appeal: Appeal, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """From the first second of the day of filing to the last of the day of the decision."""
    decided = appeal.decided_on
    ends = None if decided is None else _midnight(decided + timedelta(days=1), zone)
    return _midnight(appeal.filed_on, zone), ends


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def reckoned(penalty: Penalty, *, case: Case, appeals: Iterable[Appeal]) -> None:
    """Set the last day on which to pay; none while an appeal is before the court."""
    term = payment(penalty, case=case, appeals=appeals)
    penalty.due_on = term.last_day if term else None
