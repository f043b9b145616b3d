"""The evening of 27 October: six authors on one network, five proposed, and nobody dropped.

The shape follows the public report of that sitting; every person, page and word is invented.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hustings import law
from hustings.desk import founding
from hustings.desk.accounts.models import Person
from hustings.desk.cases import acts as cases
from hustings.desk.cases.models import Case, Charge, Finding, Respondent
from hustings.desk.commission import acts as commission
from hustings.desk.commission.models import Item, Resolution, Sitting
from hustings.desk.demo import SAMPLES, bishkek, cast
from hustings.desk.demo.stage import Stage
from hustings.desk.enforcement import acts as enforcement
from hustings.desk.enforcement.models import Penalty
from hustings.desk.monitoring import acts as monitoring
from hustings.desk.register import acts as register
from hustings.desk.register.models import Entry
from hustings.desk.review import acts as review
from hustings.desk.review import intake
from hustings.desk.review.models import Indication
from hustings.refusal import Refusal

CALLED = bishkek("2025-09-30", "10:00")
IMPORTED = bishkek("2025-10-24", "09:00")
REVIEWED = bishkek("2025-10-24", "09:30")
OPENED = bishkek("2025-10-24", "10:30")
NOTIFIED = bishkek("2025-10-24", "11:00")
TERM_OVER = bishkek("2025-10-27", "12:00")
ADOPTED = bishkek("2025-10-27", "12:30")
SITTING = bishkek("2025-10-27", "15:00")
VOTED = bishkek("2025-10-27", "15:40")
REFERRED = bishkek("2025-10-28", "09:00")
FINED = bishkek("2025-10-29", "10:00")
PUBLISHED = bishkek("2025-10-28", "11:00")
PAID = bishkek("2025-11-05", "14:00")
CORRECTED = bishkek("2025-11-06", "10:00")

GROUND = "мониторинг социальных сетей"
COLUMNS = {
    "item_id": "id",
    "container": "group",
    "author.name": "author",
    "author.class": "author_class",
}


@dataclass(frozen=True, kw_only=True)
class Author:
    """One of the six, as the files name the account; what they say; what the group proposes."""

    item: str
    explains: str | None = None
    proposed: bool = True


SIX = (
    Author(item="invented-fb-001", explains="Эрежени билген эмесмин, жарыяны өчүрүп салдым."),
    Author(item="invented-fb-002", explains="Не знал, что до начала агитации нельзя писать."),
    Author(item="invented-fb-003"),
    Author(item="invented-fb-004", explains="Бул менин жеке пикирим."),
    Author(item="invented-fb-005"),
    # The report named this person among the authors and not among those proposed.
    Author(item="invented-fb-006", explains="Это не моя страница.", proposed=False),
)


def play(stage: Stage) -> None:
    """From an empty desk to a published, fined, paid and appealed decision."""
    _found(stage)
    case = _open_case(stage, _review(stage))
    _hear(stage, case)
    _propose(stage, case)
    resolution = _sit(stage, case)
    entry = publish(stage, resolution, at=PUBLISHED)
    _execute(stage, resolution)
    _correct(stage, entry)


def _found(stage: Stage) -> None:
    founding.found(username=cast.ADMINISTRATOR, password=cast.PASSWORD, at=CALLED)
    stage.people = cast.enrol(at=CALLED)
    secretary = stage.people["secretary"]
    stage.opened = monitoring.open_election(
        pack="kg", code="kg-2025-parliament", by=secretary, at=CALLED, ground="decree No 272"
    )
    monitoring.set_roster(
        stage.election,
        file=(SAMPLES / "roster.csv").read_bytes(),
        by=secretary,
        at=CALLED,
        ground="invented roster of the demonstration",
    )
    told = f"{len(stage.people)} people appointed, {stage.election.candidates.count()} candidates"
    stage.tell("founding", told, reverse("accounts:waiting"))


def bring_in(stage: Stage, file_name: str, *, at: datetime, options: dict[str, object]) -> None:
    """Import one sample file, and screen it as the worker does."""
    monitoring.bring_in(
        stage.election,
        file_name=file_name,
        content=(SAMPLES / file_name).read_bytes(),
        options=options,
        by=stage.people["monitor"],
        at=at,
        ground=GROUND,
    )
    done = intake.run_next(at=at)
    if done is None or done.state != "done":
        raise RuntimeError(f"{file_name} was not imported: {done and done.refusal}")
    told = f"{file_name}: {done.read} read, {done.kept} kept, {done.duplicate} duplicate, "
    told += f"{done.unreadable} unreadable, {done.flagged} flagged by screening"
    stage.tell("publications", told, reverse("monitoring:imports"))


def _review(stage: Stage) -> list[Indication]:
    bring_in(stage, "facebook.csv", at=IMPORTED, options={"mapping": COLUMNS})
    monitor = stage.people["monitor"]
    items = [author.item for author in SIX]
    waiting = Indication.objects.filter(publication__item_id__in=items).order_by("pk")
    confirmed = [
        review.confirm(indication, by=monitor, at=REVIEWED, version=indication.version)
        for indication in waiting
    ]
    found = {indication.publication.item_id for indication in confirmed}
    if missed := set(items) - found:
        raise RuntimeError(f"screening missed {sorted(missed)}")
    other = Indication.objects.filter(state="waiting").order_by("-rank").last()
    if other is not None:
        review.dismiss(
            other, by=monitor, at=REVIEWED, version=other.version, reason="news_report",
            note="Жаңылыктын баяны, үгүт эмес.",
        )  # fmt: skip
    left = Indication.objects.filter(state="waiting").count()
    told = f"{len(confirmed)} indications confirmed as findings, 1 dismissed, {left} wait"
    stage.tell("review", told, reverse("review:queue"))
    return confirmed


def _open_case(stage: Stage, confirmed: list[Indication]) -> Case:
    lawyer = stage.people["lawyer"]
    case = cases.open_case(
        title="Facebook: 18 жана 23-округдар / 18 и 23 округа",
        indications=confirmed, by=lawyer, at=OPENED, ground=GROUND,
    )  # fmt: skip
    for account in sorted({one.publication.account for one in confirmed}, key=lambda a: a.pk):
        respondent = cases.name_respondent(
            case, name=account.name, person_kind="natural", author_class="voter",
            account=account, by=lawyer, at=OPENED, ground="the page's owner said so by telephone",
        )  # fmt: skip
        _charge(respondent, by=lawyer)
        cases.notify(respondent, by=lawyer, at=NOTIFIED)
    told = f"case {case.number}: {case.respondents.count()} respondents, "
    told += f"{Charge.objects.filter(respondent__case=case).count()} charges, notices sent"
    stage.tell("cases", told, reverse("cases:case", args=[case.pk]))
    return case


def _charge(respondent: Respondent, *, by: Person) -> None:
    """A charge for each provision that the respondent's findings point to."""
    theirs = Finding.objects.filter(
        case=respondent.case, indication__publication__account=respondent.account
    ).select_related("indication")
    for place in sorted({(one.indication.offence, one.indication.provision) for one in theirs}):
        offence, provision = place
        cases.charge(
            respondent,
            findings=[
                one
                for one in theirs
                if (one.indication.offence, one.indication.provision) == place
            ],
            offence=offence, provision=provision, by=by, at=OPENED, ground=GROUND,
        )  # fmt: skip


def _author_of(respondent: Respondent) -> Author:
    items = respondent.account.publications.values_list("item_id", flat=True)  # type: ignore[union-attr]  # named with an account
    return next(author for author in SIX if author.item in items)


def _hear(stage: Stage, case: Case) -> None:
    lawyer = stage.people["lawyer"]
    explained = 0
    for respondent in case.respondents.order_by("pk"):
        author = _author_of(respondent)
        if author.explains is None:
            cases.lapse(respondent, by=lawyer, at=TERM_OVER)
            continue
        cases.explain(
            respondent.notice.token, text=author.explains, at=bishkek("2025-10-25", "18:00")
        )
        explained += 1
    told = f"{explained} respondents explained through their own link, "
    told += f"{case.respondents.count() - explained} terms lapsed"
    stage.tell("hearing", told, reverse("cases:case", args=[case.pk]))


def _propose(stage: Stage, case: Case) -> None:
    lawyer, head = stage.people["lawyer"], stage.people["head"]
    for respondent in case.respondents.order_by("pk"):
        if not _author_of(respondent).proposed:
            continue  # left pending, as in the report: the sitting will not let it pass
        for charge in respondent.charges.all():
            cases.recommend(
                charge, outcome="fine", by=lawyer, at=ADOPTED, version=charge.version,
                reason="Үгүт мезгилине чейинки жарыя; түшүндүрмө бааны өзгөртпөйт.",
            )  # fmt: skip
    proposal = cases.draft_proposal(case, text="", by=lawyer, at=ADOPTED)
    cases.adopt_proposal(proposal, by=head, at=ADOPTED)
    told = "the working group proposes five of six; drafted by one, adopted by another"
    stage.tell("proposal", told, reverse("cases:case", args=[case.pk]))


def _sit(stage: Stage, case: Case) -> Resolution:
    sitting, item = convene(stage, case, at=SITTING, absent=("member12",))
    secretary = stage.people["secretary"]
    url = reverse("commission:sitting", args=[sitting.pk])
    try:
        commission.hear(item, by=secretary, at=SITTING)
    except Refusal as refusal:
        stage.tell("commission", f"refused: {refusal.say('en')}", url)
    for charge in Charge.objects.filter(respondent__case=case, outcome="").order_by("pk"):
        commission.set_outcome(
            item, charge=charge, outcome="closed_without_sanction", by=secretary, at=SITTING,
            reason="Баракчанын ээси такталган жок / принадлежность страницы не установлена",
            version=charge.version,
        )  # fmt: skip
    commission.recuse(item, ground="респондентти тааныйт", by=stage.people["member11"], at=SITTING)
    commission.hear(item, by=secretary, at=SITTING)
    against = {"member10": "Жарандын бир жолку жарыясына эскертүү жетиштүү болчу."}
    return decide(stage, sitting, item, at=VOTED, against=against)


def convene(
    stage: Stage, case: Case, *, at: datetime, absent: tuple[str, ...] = ()
) -> tuple[Sitting, Item]:
    """Call and open a sitting with this case on its agenda."""
    secretary = stage.people["secretary"]
    sitting = commission.call_sitting(
        stage.election, begins_at=at, place="Ойдон чыгарылган шаар, залкар зал", by=secretary, at=at
    )
    item = commission.put_on_agenda(sitting, case=case, by=secretary, at=at)
    for member in members(stage):
        commission.record_presence(
            sitting, member=member, present=member.username not in absent, by=secretary, at=at
        )
    commission.open_sitting(sitting, chair=stage.people["member1"], by=secretary, at=at)
    return sitting, item


def members(stage: Stage) -> list[Person]:
    return [person for name, person in stage.people.items() if name.startswith("member")]


def decide(
    stage: Stage, sitting: Sitting, item: Item, *, at: datetime, against: dict[str, str]
) -> Resolution:
    """Every present member votes; the resolution is adopted and the sitting closed."""
    secretary = stage.people["secretary"]
    apart = set(item.recusals.values_list("member__username", flat=True))
    apart |= set(sitting.presences.filter(present=False).values_list("member__username", flat=True))
    for member in members(stage):
        if member.username in apart:
            continue
        dissent = against.get(member.username, "")
        commission.vote(
            item, choice="against" if dissent else "for", dissent=dissent, by=member, at=at
        )
    resolution = commission.adopt(item, by=secretary, at=at)
    if resolution is None:
        raise RuntimeError("the demonstration's commission adopts what it is shown")
    commission.close_sitting(sitting, by=secretary, at=at)
    votes = item.votes.values_list("choice", flat=True)
    told = f"resolution {resolution.number}: {list(votes).count('for')} for, "
    told += f"{list(votes).count('against')} against with dissent, PDF in Kyrgyz and Russian"
    stage.tell("commission", told, reverse("commission:sitting", args=[sitting.pk]))
    return resolution


def _execute(stage: Stage, resolution: Resolution) -> None:
    official = stage.people["official"]
    referral = enforcement.refer(resolution, by=stage.people["secretary"], at=REFERRED)
    enforcement.receive(referral, receipt_digest=referral.packet, by=official, at=REFERRED)
    fines = Charge.objects.filter(respondent__case=resolution.item.case, outcome="fine").order_by(
        "pk"
    )
    pack = law.load(stage.election.pack)
    total = 0
    for charge in fines:
        enforcement.draw_protocol(referral, charge=charge, text="", by=official, at=FINED)
        tariff = pack.tariff(
            charge.offence, author_class=charge.respondent.author_class,
            person=charge.respondent.person_kind, on=FINED.date(),
        )  # fmt: skip
        penalty = enforcement.impose(charge, units=tariff.units, by=official, at=FINED)
        enforcement.serve(penalty, by=official, at=FINED)
        total += penalty.amount or 0
    told = (
        f"materials received against their digest; {fines.count()} protocols, fines of {total} som"
    )
    where = reverse("enforcement:case", args=[resolution.item.case.pk])
    stage.tell("enforcement", told, where)
    _aftermath(stage, where)


def _aftermath(stage: Stage, where: str) -> None:
    """One pays, one appeals."""
    official = stage.people["official"]
    first, *_, last = Penalty.objects.order_by("pk")
    enforcement.record_payment(
        first, amount=first.amount or 0, paid_on=PAID.date(), receipt="ойдон чыгарылган 0001",
        by=official, at=PAID,
    )  # fmt: skip
    enforcement.file_appeal(
        last.charge, court="Ойдон чыгарылган райондук сот", filed_on=PAID.date(),
        by=official, at=PAID,
    )  # fmt: skip
    stage.tell("enforcement", "one fine paid, one appealed to court", where)


def publish(stage: Stage, resolution: Resolution, *, at: datetime) -> Entry:
    """Prepared by one of the press service, published by another."""
    entry = register.prepare(resolution, by=stage.people["press"], at=at)
    register.publish(entry, by=stage.people["publisher"], at=at, version=entry.version)
    told = f"entry {entry.number} is public: prepared by one, published by another"
    stage.tell("register", told, reverse("register:entry", args=[entry.pk]))
    return entry


def _correct(stage: Stage, entry: Entry) -> None:
    """What was paid and appealed since is told in a correction; the old version stays."""
    entry.refresh_from_db()
    register.correct(
        entry, text="Төлөнгөн айып жана сотко даттануу киргизилди / внесены уплата и обжалование",
        by=stage.people["publisher"], at=CORRECTED, version=entry.version,
    )  # fmt: skip
    told = f"entry {entry.number} corrected in public: one fine paid, one under appeal"
    stage.tell("register", told, reverse("register:entry", args=[entry.pk]))
