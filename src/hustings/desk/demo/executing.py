"""From a decision to its end: referral, execution, payment, appeal, and the public register."""

from datetime import timedelta

from django.urls import reverse

from hustings import law
from hustings.desk.accounts.roles import Role
from hustings.desk.cases.models import Case, Charge
from hustings.desk.commission.models import Resolution
from hustings.desk.demo.gathering import Matter, each
from hustings.desk.demo.stage import Stage
from hustings.desk.enforcement import acts as enforcement
from hustings.desk.enforcement import queries
from hustings.desk.enforcement.models import Referral
from hustings.desk.enforcement.procedure import FINE, HERE, WARNING
from hustings.desk.register import acts as register
from hustings.desk.register.models import Entry
from hustings.refusal import Refusal

MINUTE = timedelta(minutes=1)


def execute(stage: Stage, matter: Matter, resolution: Resolution) -> None:
    """Each outcome goes to whoever carries it out, against a receipt; what is ours is done."""
    case = resolution.item.case
    where = reverse("enforcement:case", args=[case.pk])
    referrals = _refer(stage, matter, resolution)
    if not referrals:
        return
    done = [
        told
        for one, respondent in each(matter, case)
        for charge in queries.charges(case).filter(respondent=respondent)
        if (told := _carry_out(stage, matter, one, charge, referrals))
    ]
    bodies = ", ".join(sorted(referrals))
    stage.tell("enforcement", f"materials received against their digest: {bodies}", where)
    for told in dict.fromkeys(done):
        many = done.count(told)
        stage.tell("enforcement", f"{many} × {told}" if many > 1 else told, where)
    _aftermath(stage, matter, case, where)


def _refer(stage: Stage, matter: Matter, resolution: Resolution) -> dict[str, Referral]:
    """A packet to each body that has something to do; by the body."""
    case = resolution.item.case
    bodies = {queries.outcome_execution(case, one.outcome) for one in queries.charges(case)}
    referrals = {}
    for body in sorted(bodies - {""}):
        sent = enforcement.refer(
            resolution, by=stage.one(Role.SECRETARY), at=matter["referred"], to=body
        )
        referrals[body] = enforcement.receive(
            sent, receipt_digest=sent.packet, by=stage.one(Role.OFFICIAL),
            at=matter.get("received", matter["referred"]),
        )  # fmt: skip
    return referrals


def _carry_out(
    stage: Stage, matter: Matter, one: Matter, charge: Charge, referrals: dict[str, Referral]
) -> str:
    """What was done on one charge, as a sentence; empty where it is another body's."""
    body = queries.outcome_execution(charge.respondent.case, charge.outcome)
    if body not in HERE:
        return ""
    if charge.outcome == FINE:
        told = _fine(stage, matter, one, charge, referrals[body])
    elif charge.outcome == WARNING:
        enforcement.warn(charge, by=stage.one(Role.OFFICIAL), at=matter["executed"])
        told = "warning given"
    else:
        told = _do(stage, matter, charge, one["done"])
    if "follows" in one:
        told += "; then " + _do(stage, matter, charge, one["follows"])
    return told


def _fine(stage: Stage, matter: Matter, one: Matter, charge: Charge, referral: Referral) -> str:
    official, at = stage.one(Role.OFFICIAL), matter["executed"]
    drawn = queries.charged(charge).protocolled
    if drawn:
        enforcement.draw_protocol(referral, charge=charge, text="", by=official, at=at)
    if "early" in one:
        _too_early(stage, matter, charge, one["early"])
    tariff = queries.tariff(charge, at=at)
    penalty = enforcement.impose(
        charge, units=tariff.units, by=official, at=at, **one.get("imposed", {})
    )
    told = f"{'a protocol, ' if drawn else ''}fine of "
    if penalty.per:
        penalty = enforcement.stop(penalty, stopped_at=one["stopped"], by=official, at=at)
        told = f"the sum ran by the {penalty.per}: {penalty.arithmetic}, fine of "
    enforcement.serve(penalty, by=official, at=at)
    return f"{told}{penalty.amount} {penalty.currency}"


def _too_early(stage: Stage, matter: Matter, charge: Charge, tried: Matter) -> None:
    """What may only follow is tried first, and refused."""
    try:
        _do(stage, matter, charge, tried)
    except Refusal as refusal:
        where = reverse("enforcement:case", args=[charge.respondent.case_id])
        stage.refused("enforcement", refusal, where)
    else:
        raise RuntimeError(f"{tried} was not refused")


def _do(stage: Stage, matter: Matter, charge: Charge, said: Matter) -> str:
    """An outcome that is no fine; the moment when it was entered is a minute after it was done."""
    done = enforcement.carry_out(
        charge, outcome=said.get("outcome", ""), done_at=said["at"], what=said["what"],
        by=stage.one(Role.OFFICIAL), at=max(said["at"] + MINUTE, matter["executed"]),
    )  # fmt: skip
    names = law.load(stage.scenario.pack).outcomes[done.outcome]["names"]
    return f"{names['en']} carried out {said['at']:%d.%m.%Y %H:%M}"


def _aftermath(stage: Stage, matter: Matter, case: Case, where: str) -> None:
    """One pays, one appeals."""
    official, told = stage.one(Role.OFFICIAL), []
    for one, respondent in each(matter, case):
        for charge in queries.charges(case).filter(respondent=respondent):
            penalty = getattr(charge, "penalty", None)
            if "paid" in one and penalty is not None:
                paid = one["paid"]
                enforcement.record_payment(
                    penalty, amount=queries.owed(penalty), paid_on=paid["at"].date(),
                    receipt=paid["receipt"], by=official, at=paid["at"],
                )  # fmt: skip
                told.append("one fine paid")
            if "appeals" in one:
                filed = one["appeals"]
                enforcement.file_appeal(
                    charge, court=filed["court"], filed_on=filed["at"].date(), by=official,
                    at=filed["at"],
                )  # fmt: skip
                told.append("one appealed to court")
    if told:
        stage.tell("enforcement", ", ".join(told), where)


def publish(stage: Stage, matter: Matter, resolution: Resolution) -> Entry:
    """Prepared by one of the press service, published by another."""
    at = matter["published"]
    entry = register.prepare(resolution, by=stage.one(Role.PUBLISHER), at=at)
    publisher = stage.one(Role.PUBLISHER, place=1)
    register.publish(entry, by=publisher, at=at, version=entry.version)
    told = f"entry {entry.number} is public: prepared by one, published by another"
    stage.tell("register", told, reverse("register:entry", args=[entry.pk]))
    return entry


def amend(stage: Stage, matter: Matter, entry: Entry) -> None:
    """What was paid and appealed since is told in a correction; the old version stays."""
    if "corrected" not in matter:
        return
    entry.refresh_from_db()
    register.correct(
        entry, text=matter["corrected"]["text"], by=stage.one(Role.PUBLISHER, place=1),
        at=matter["corrected"]["at"], version=entry.version,
    )  # fmt: skip
    told = f"entry {entry.number} corrected in public: {matter['corrected']['told']}"
    stage.tell("register", told, reverse("register:entry", args=[entry.pk]))
