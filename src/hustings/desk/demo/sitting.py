"""The sitting: what is missing is refused, then set; everybody present decides."""

from django.urls import reverse
from django.utils.translation import get_language_info

from hustings.desk.accounts.roles import Role
from hustings.desk.cases.models import Case, Charge
from hustings.desk.commission import acts as commission
from hustings.desk.commission.models import Item, Resolution, Sitting
from hustings.desk.demo.gathering import Matter, each
from hustings.desk.demo.stage import Stage
from hustings.refusal import Refusal


def decide(stage: Stage, matter: Matter, case: Case) -> Resolution:
    """From the call of the sitting to the numbered act."""
    sitting, item = _convene(stage, matter, case)
    _try(stage, matter, item)
    _set_sums(stage, matter, item)
    _complete(stage, matter, sitting, item)
    for username, ground in matter.get("recused", {}).items():
        commission.recuse(item, ground=ground, by=stage.people[username], at=matter["sits"])
    commission.hear(item, by=stage.one(Role.SECRETARY), at=matter["sits"])
    return _vote(stage, matter, sitting, item)


def _convene(stage: Stage, matter: Matter, case: Case) -> tuple[Sitting, Item]:
    """Call and open a sitting with this case on its agenda."""
    secretary, at = stage.one(Role.SECRETARY), matter["sits"]
    sitting = commission.call_sitting(
        stage.election, begins_at=at, place=stage.scenario["room"], by=secretary, at=at
    )
    item = commission.put_on_agenda(sitting, case=case, by=secretary, at=at)
    absent = matter.get("absent", ())
    for member in stage.members:
        commission.record_presence(
            sitting, member=member, present=member.username not in absent, by=secretary, at=at
        )
    commission.open_sitting(sitting, chair=stage.members[0], by=secretary, at=at)
    return sitting, item


def _try(stage: Stage, matter: Matter, item: Item) -> None:
    """What the law does not allow yet is tried, and refused, in front of everybody."""
    where = reverse("commission:sitting", args=[item.sitting.pk])
    for one, respondent in each(matter, item.case):
        if "tried" not in one:
            continue
        for charge in respondent.charges.all():
            try:
                commission.set_outcome(
                    item, charge=charge, reason=matter["because"], version=charge.version,
                    by=stage.one(Role.SECRETARY), at=matter["sits"], **one["tried"],
                )  # fmt: skip
            except Refusal as refusal:
                stage.refused("commission", refusal, where)
            else:
                raise RuntimeError(f"{one['tried']} was not refused")


def _set_sums(stage: Stage, matter: Matter, item: Item) -> None:
    """Whoever decides sets the sums that the law leaves open."""
    for one, respondent in each(matter, item.case):
        if "sum" not in one:
            continue
        for charge in respondent.charges.all():
            charge = commission.set_outcome(  # noqa: PLW2901  # the row as it now is
                item, charge=charge, outcome="fine", version=charge.version,
                reason=one.get("because", matter["because"]), by=stage.one(Role.SECRETARY),
                at=matter["sits"], **one["sum"],
            )  # fmt: skip
            told = f"{respondent.name}: {charge.measure.amount} {charge.currency}"
            told += f"{' an ' + charge.measure.per if charge.measure.per else ''}"
            told += f" set within {charge.measure.arithmetic}, as {charge.measure.payer}"
            where = reverse("commission:sitting", args=[item.sitting.pk])
            stage.tell("commission", told, where)


def _complete(stage: Stage, matter: Matter, sitting: Sitting, item: Item) -> None:
    """Nobody is left without an outcome: the room refuses, and the secretary sets what is missing."""
    secretary, at = stage.one(Role.SECRETARY), matter["sits"]
    left = {
        respondent.pk: one["settled"]
        for one, respondent in each(matter, item.case)
        if "settled" in one
    }
    if not left:
        return
    try:
        commission.hear(item, by=secretary, at=at)
    except Refusal as refusal:
        where = reverse("commission:sitting", args=[sitting.pk])
        stage.refused("commission", refusal, where)
    charges = Charge.objects.filter(respondent__in=left, outcome="").order_by("pk")
    for charge in charges:
        commission.set_outcome(
            item, charge=charge, by=secretary, at=at, version=charge.version,
            **left[charge.respondent_id],
        )  # fmt: skip


def _vote(stage: Stage, matter: Matter, sitting: Sitting, item: Item) -> Resolution:
    """Every present member votes; the resolution is adopted and the sitting closed."""
    secretary, at = stage.one(Role.SECRETARY), matter["voted"]
    apart = {*matter.get("absent", ()), *matter.get("recused", {})}
    against = matter.get("against", {})
    for member in stage.members:
        if member.username in apart:
            continue
        dissent = against.get(member.username, "")
        commission.vote(
            item, choice="against" if dissent else "for", dissent=dissent, by=member, at=at
        )
    resolution = commission.adopt(item, by=secretary, at=at)
    if resolution is None:
        raise RuntimeError("the demonstration adopts what is put to the vote")
    commission.close_sitting(sitting, by=secretary, at=at)
    stage.tell(
        "commission", _told(stage, resolution), reverse("commission:sitting", args=[sitting.pk])
    )
    return resolution


def _told(stage: Stage, resolution: Resolution) -> str:
    languages = " and ".join(_english(code) for code in resolution.papers)
    votes = list(resolution.item.votes.values_list("choice", flat=True))
    if len(stage.members) == 1:
        return f"decision {resolution.number} by one person, PDF in {languages}"
    told = f"resolution {resolution.number}: {votes.count('for')} for, "
    return f"{told}{votes.count('against')} against with dissent, PDF in {languages}"


def _english(code: str) -> str:
    return str(get_language_info(code)["name"])
