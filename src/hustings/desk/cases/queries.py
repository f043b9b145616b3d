"""What the cases room reads."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Prefetch, Q, QuerySet

from hustings.desk import packs
from hustings.desk.cases import matter as facts
from hustings.desk.cases.models import (
    Case,
    Charge,
    Exhibit,
    Explanation,
    Finding,
    Proposal,
    Respondent,
)
from hustings.desk.ledger.models import Line
from hustings.desk.monitoring.models import Account
from hustings.desk.review.models import Indication

LIVING = (Proposal.State.DRAFT, Proposal.State.ADOPTED)


def zone_of(case: Case) -> str:
    """The clock of the case's election, by its IANA name."""
    election = packs.of(case.election).election(case.election.code)
    return str(election.timezone)


def author_classes(case: Case) -> dict[str, Mapping[str, str]]:
    """The classes of offender that the pack distinguishes, with their words."""
    return dict(packs.of(case.election).words["authors"])


def places(case: Case) -> list[tuple[str, str]]:
    """(offence, provision) pairs that a rule of the pack joins, in the pack's order."""
    rules = packs.of(case.election).rules
    return list(dict.fromkeys((rule.offence, rule.provision) for rule in rules))


def citation(case: Case, provision: str) -> Mapping[str, str]:
    """How the law is cited for that provision, in each language."""
    return packs.of(case.election).provision(provision).citation


def _respondents() -> QuerySet[Respondent]:
    charges = Charge.objects.order_by("provision", "pk").prefetch_related(
        Prefetch("findings", Finding.objects.order_by("pk")), "changes"
    )
    return (
        Respondent.objects.select_related("account", "notice", "identified_by")
        .prefetch_related(
            Prefetch("charges", charges),
            Prefetch("explanations", Explanation.objects.order_by("given_at", "pk")),
        )
        .order_by("pk")
    )


def _findings() -> QuerySet[Finding]:
    return (
        Finding.objects.select_related("indication__publication__account")
        .prefetch_related(
            Prefetch("exhibits", Exhibit.objects.order_by("label")), "indication__changes"
        )
        .order_by("pk")
    )


def whole(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with all that procedure asks of them, in a handful of queries however many."""
    return cases.select_related("election").prefetch_related(
        Prefetch("respondents", _respondents()),
        Prefetch("findings", _findings()),
        Prefetch("proposals", Proposal.objects.select_related("drafted_by", "adopted_by")),
    )


def respondents(case: Case) -> QuerySet[Respondent]:
    """In the order they were named, with all that the case page shows of them."""
    return _respondents().filter(case=case)


def findings(case: Case) -> QuerySet[Finding]:
    """With publication and exhibits, in the order they came in."""
    return _findings().filter(case=case)


def living_proposal(case: Case) -> Proposal | None:
    """The one drafted or adopted; the database lets no second one live."""
    return next((one for one in case.proposals.all() if one.state in LIVING), None)


def matter(case: Case) -> facts.Matter:
    """The case as procedure sees it now."""
    return told(whole(Case.objects.all()).get(pk=case.pk))


def told(case: Case) -> facts.Matter:
    """The same of a case read by `whole`, without asking the database again."""
    proposal = living_proposal(case)
    return facts.Matter(
        number=case.number,
        stage=facts.Stage(case.stage),
        zone=zone_of(case),
        findings=[
            facts.Found(
                id=found.pk,
                account=found.indication.publication.account_id,
                account_name=account_name(found),
            )
            for found in case.findings.all()
        ],
        respondents=[named(one) for one in case.respondents.all()],
        proposal=_proposed(proposal) if proposal else None,
    )


def _proposed(proposal: Proposal) -> facts.Proposed:
    return facts.Proposed(
        number=proposal.number,
        drafted_by=proposal.drafted_by_id,
        adopted=proposal.state == Proposal.State.ADOPTED,
    )


def account_name(found: Finding) -> str:
    """Whose publication a finding is, as the source names the account."""
    return called(found.indication.publication.account)


def called(account: Account) -> str:
    """As the source names the account: its name, else its handle, else its key."""
    return account.name or account.handle or account.key


def named(respondent: Respondent) -> facts.Named:
    """The respondent as procedure sees them."""
    notice = getattr(respondent, "notice", None)
    return facts.Named(
        id=respondent.pk,
        name=respondent.name,
        account=respondent.account_id,
        charges=[
            facts.Charged(
                id=charge.pk,
                provision=charge.provision,
                findings=frozenset(found.pk for found in charge.findings.all()),
                proposal=charge.proposal,
            )
            for charge in respondent.charges.all()
        ],
        notice=notice.number if notice else "",
        due_at=notice.due_at if notice else None,
        explained=bool(respondent.explanations.all()),
        lapsed=bool(notice and notice.lapsed_at),
    )


def same_act(
    respondent: Respondent, *, provision: str, findings: Iterable[Finding]
) -> Charge | None:
    """Another charge on the same account (or, without one, the same name) for the same
    publication under the same provision, running or finished, in whatever case.

    The same publication is the same row, or another version of it: one item of one account.
    """
    publications = [found.indication.publication for found in findings]
    same = Q(findings__indication__publication__in=publications)
    for publication in publications:
        if publication.item_id:
            same |= Q(
                findings__indication__publication__account=publication.account_id,
                findings__indication__publication__item_id=publication.item_id,
            )
    others = (
        Charge.objects.filter(same, provision=provision, respondent__account=respondent.account_id)
        .exclude(respondent=respondent)
        .select_related("respondent__case")
        .order_by("pk")
    )
    if respondent.account_id is not None:
        return others.first()
    name = respondent.name.casefold()
    return next((other for other in others if other.respondent.name.casefold() == name), None)


def unplaced(election_id: int | None = None) -> QuerySet[Indication]:
    """Confirmed indications that no case holds yet, the oldest publication first."""
    waiting = Indication.objects.filter(state=Indication.State.CONFIRMED, finding=None)
    if election_id is not None:
        waiting = waiting.filter(publication__election=election_id)
    return waiting.select_related("publication__account", "publication__election").order_by(
        "publication__account", "publication__published_at", "pk"
    )


def cases() -> QuerySet[Case]:
    """All matters, the newest first, with how many respondents and findings each has."""
    return Case.objects.select_related("election").annotate(
        people=Count("respondents", distinct=True), acts=Count("findings", distinct=True)
    ).order_by("-pk")  # fmt: skip


def last_line(row: str) -> Line | None:
    """The latest act that touched the row: who was quicker, for a stale page's refusal."""
    return Line.objects.filter(touched__row=row).select_related("by").order_by("-place").first()
