"""What the case page shows: one table in which nobody can be missing, and the steps on offer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import outcomes, papers, procedure, queries, terms, words
from hustings.desk.cases.matter import Matter, Named, Stage, Step
from hustings.desk.cases.models import Case, Charge, Finding, Notice, Proposal, Respondent
from hustings.desk.cases.offers import Offer, offer
from hustings.desk.monitoring.models import Account
from hustings.desk.refusals import sentence
from hustings.desk.review import facts
from hustings.law.vocabulary import weakest

Offers = Mapping[str, Offer]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Respondent × provision × outcome. Without a respondent, or a charge, the row is red."""

    account: Account | None = None
    account_name: str = ""
    respondent: Respondent | None = None
    charge: Charge | None = None
    first: bool = True  # of its respondent's rows
    why: str = ""

    @property
    def missing(self) -> bool:
        return self.charge is None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A respondent, their notice and what they said, and the steps towards that."""

    respondent: Respondent
    notice: Notice | None
    running: bool  # the term runs, unanswered
    confidence: str  # the weakest of what its notice rests on
    offers: Offers = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A finding as a card."""

    finding: Finding
    spans: Sequence[Mapping[str, Any]]
    window: Mapping[str, str]
    day: date | None  # when it appeared, by the election's clock; None: not known exactly
    sure_of_time: bool
    provenance: words.Words


@dataclass(frozen=True, kw_only=True)
class Page:
    """Everything of one case, read in a handful of queries."""

    case: Case
    matter: Matter
    zone: str
    step: Step
    step_words: words.Words
    who: Sequence[words.Words]
    missing: Sequence[str]
    rows: Sequence[Row]
    heard: Sequence[Heard]
    findings: Sequence[Shown]
    proposal: Proposal | None
    withdrawn: Sequence[Proposal]
    outcome_words: Mapping[str, Mapping[str, str]]
    offers: Offers
    term_assumed: bool


def page(case: Case, *, person: Person, at: datetime) -> Page:
    """The case as this person may see it, and what they may do in it now."""
    case = queries.whole(Case.objects.all()).get(pk=case.pk)
    matter = queries.told(case)
    step = procedure.next_step(matter)
    return Page(
        case=case,
        matter=matter,
        zone=matter.zone,
        step=step,
        step_words=words.STEPS[step.code],
        who=[words.ROLES[role] for role in step.roles],
        missing=[sentence(refusal) for refusal in step.missing],
        rows=list(_rows(case)),
        heard=[_heard(case, one, matter, person=person, at=at) for one in case.respondents.all()],
        findings=[_shown(case, found) for found in case.findings.all()],
        proposal=queries.living_proposal(case),
        withdrawn=[one for one in case.proposals.all() if one.state == Proposal.State.WITHDRAWN],
        outcome_words=outcomes.names(case),
        offers=_offers(matter, person=person, at=at),
        term_assumed=terms.assumed(case),
    )


def _rows(case: Case) -> Iterator[Row]:
    """Accounts nobody answers for come first; then every respondent with every provision."""
    answering = {one.account_id for one in case.respondents.all()}
    unnamed = {
        found.indication.publication.account: queries.account_name(found)
        for found in case.findings.all()
        if found.indication.publication.account_id not in answering
    }
    for account, name in unnamed.items():
        yield Row(account=account, account_name=name)
    for respondent in case.respondents.all():
        charges = list(respondent.charges.all())
        if not charges:
            yield Row(respondent=respondent)
        for place, charge in enumerate(charges):
            yield Row(respondent=respondent, charge=charge, first=not place)


def _shown(case: Case, found: Finding) -> Shown:
    publication = found.indication.publication
    election = packs.of(case.election).election(case.election.code)
    zones = {zone.code: zone.names for zone in election.zones}
    provenance = publication.published_at_provenance
    appeared = facts.moment_of(publication)
    return Shown(
        finding=found,
        spans=papers.spans(publication),
        window=zones.get(found.indication.window, {}),
        day=appeared and appeared.astimezone(election.timezone).date(),
        sure_of_time=provenance in papers.SURE,
        provenance=words.PROVENANCE.get(provenance, provenance),
    )


def _heard(
    case: Case, respondent: Respondent, matter: Matter, *, person: Person, at: datetime
) -> Heard:
    named = next(one for one in matter.respondents if one.id == respondent.pk)
    running = named.due_at is not None and at < named.due_at and not named.heard
    return Heard(
        respondent=respondent,
        notice=getattr(respondent, "notice", None),
        running=running,
        confidence=_confidence(case, respondent),
        offers=_hearing_offers(named, matter, person=person, at=at),
    )


def _confidence(case: Case, respondent: Respondent) -> str:
    pack = packs.of(case.election)
    told = [pack.clocks["explanation"].confidence]
    for charge in respondent.charges.all():
        told += [
            pack.provision(charge.provision).confidence,
            pack.offence(charge.offence).confidence,
        ]
    return weakest(*told)


def _hearing_offers(facts: Named, matter: Matter, *, person: Person, at: datetime) -> Offers:
    """Steps with one respondent; what is done already is not offered again."""
    checks = {
        "charge": lambda: procedure.may_charge(matter, facts),
        "notify": lambda: procedure.may_notify(matter, facts),
        "record_explanation": lambda: procedure.may_hear(matter, facts),
        "lapse": lambda: procedure.may_lapse(matter, facts, at=at),
    }
    if facts.due_at is not None:
        del checks["notify"], checks["charge"]
    if facts.heard:
        del checks["lapse"]
    return {
        name: offer(check)
        for name, check in checks.items()
        if gate.may(f"cases.{name}", by=person, at=at)
    }


def _offers(matter: Matter, *, person: Person, at: datetime) -> Offers:
    """Steps with the case as a whole, for whoever may take them; none once it is decided."""
    if matter.stage not in {Stage.OPENED, Stage.PROPOSED, Stage.ON_AGENDA}:
        return {}
    checks: dict[str, Callable[[], object]] = {
        "attach": lambda: procedure.may_gather(matter),
        "name_respondent": lambda: procedure.may_gather(matter),
        "recommend": lambda: procedure.may_gather(matter),
    }
    if matter.proposal is None:
        checks["draft_proposal"] = lambda: procedure.may_draft(matter)
    else:
        checks["withdraw_proposal"] = lambda: procedure.may_withdraw(matter)
        if not matter.proposal.adopted:
            checks["adopt_proposal"] = lambda: procedure.may_adopt(matter, by=person.pk)
    return {
        name: offer(check)
        for name, check in checks.items()
        if gate.may(f"cases.{name}", by=person, at=at)
    }
