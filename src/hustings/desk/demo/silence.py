"""The last days: a channel and a news feed come in; one matter ends in a warning, the rest wait.

What waits is left for whoever signs in: the queue, an agenda, the register.
"""

from django.urls import reverse

from hustings.desk.cases import acts as cases
from hustings.desk.cases.models import Case, Charge
from hustings.desk.commission import acts as commission
from hustings.desk.demo import bishkek
from hustings.desk.demo.autumn import GROUND, bring_in, convene, decide, publish
from hustings.desk.demo.stage import Stage
from hustings.desk.enforcement import acts as enforcement
from hustings.desk.review import acts as review
from hustings.desk.review.models import Indication

IMPORTED = bishkek("2025-11-29", "12:00")
OPENED = bishkek("2025-11-29", "13:00")
SITTING = bishkek("2025-12-03", "15:00")
WARNED = bishkek("2025-12-04", "10:00")


def play(stage: Stage) -> None:
    """A second matter, shorter: one author, one provision, a warning."""
    bring_in(stage, "telegram.json", at=IMPORTED, options={})
    bring_in(stage, "news.rss", at=IMPORTED, options={})
    case = _case(stage, _strongest())
    sitting, item = convene(stage, case, at=SITTING)
    commission.hear(item, by=stage.people["secretary"], at=SITTING)
    resolution = decide(stage, sitting, item, at=SITTING, against={})
    official = stage.people["official"]
    referral = enforcement.refer(resolution, by=stage.people["secretary"], at=SITTING)
    enforcement.receive(referral, receipt_digest=referral.packet, by=official, at=WARNED)
    for warned in Charge.objects.filter(respondent__case=case, outcome="warning"):
        enforcement.warn(warned, by=official, at=WARNED)
    told = f"case {case.number}: one author of a channel, a warning"
    stage.tell("enforcement", told, reverse("enforcement:case", args=[case.pk]))
    publish(stage, resolution, at=WARNED)
    left = Indication.objects.filter(state="waiting").count()
    stage.tell("review", f"{left} indications wait for whoever signs in", reverse("review:queue"))


def _strongest() -> Indication:
    found = Indication.objects.filter(
        state="waiting", offence="kg/code-of-offences/art_65", publication__brought_in__at=IMPORTED
    ).order_by("-rank", "pk")
    return found[0]


def _case(stage: Stage, strongest: Indication) -> Case:
    """One finding, one respondent, heard at once; the group proposes a warning."""
    monitor, lawyer = stage.people["monitor"], stage.people["lawyer"]
    finding = review.confirm(strongest, by=monitor, at=OPENED, version=strongest.version)
    case = cases.open_case(
        title="Telegram: каналдагы жарыя / публикация в канале", indications=[finding],
        by=lawyer, at=OPENED, ground=GROUND,
    )  # fmt: skip
    account = finding.publication.account
    respondent = cases.name_respondent(
        case, name=account.name, person_kind="natural",
        author_class=finding.publication.author_class, account=account, by=lawyer, at=OPENED,
        ground="the author signs the channel's messages",
    )  # fmt: skip
    charge = cases.charge(
        respondent, findings=list(case.findings.all()), offence=finding.offence,
        provision=finding.provision, by=lawyer, at=OPENED, ground=GROUND,
    )  # fmt: skip
    cases.notify(respondent, by=lawyer, at=OPENED)
    cases.record_explanation(
        respondent, text="Жарыяны алып салдым.", how="oral", by=lawyer, at=OPENED
    )
    cases.recommend(
        charge, outcome="warning", by=lawyer, at=OPENED, version=charge.version,
        reason="Биринчи жолу, жарыя өчүрүлгөн.",
    )  # fmt: skip
    proposal = cases.draft_proposal(case, text="", by=lawyer, at=OPENED)
    cases.adopt_proposal(proposal, by=stage.people["head"], at=OPENED)
    return case
