"""What may happen next in a matter, and what is missing. Facts in; a stage or a refusal out.

Findings → who answers for each account → what is alleged → notice → explanation or lapse → draft →
adoption by another. The group hears before it proposes, so a draft needs everybody heard, not only
the agenda: a recommendation made before the answer is a verdict waiting for a form.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from hustings.desk.cases.matter import (
    Matter,
    Named,
    NotYet,
    Proposed,
    Stage,
    Step,
    till,
)
from hustings.refusal import Refusal


def may_gather(matter: Matter) -> None:
    """Findings, respondents, charges and recommendations change only before a proposal stands."""
    if matter.stage is not Stage.OPENED:
        raise NotYet(
            "cases.gathered",
            "Case {case} is past the working group; nothing is added to it or changed in it. "
            "Withdraw the proposal first, or open another case.",
            case=matter.number,
        )
    if matter.proposal is not None:
        raise NotYet(
            "cases.proposal_stands",
            "Proposal {proposal} stands on what is in case {case} now; withdraw it, with a "
            "ground, before you change anything.",
            proposal=matter.proposal.number,
            case=matter.number,
        )


def may_attach(matter: Matter, *, account: int) -> None:
    """A finding joins unless its account's respondent has already been told what is alleged."""
    may_gather(matter)
    for respondent in matter.respondents:
        if respondent.account == account:
            _not_told_yet(matter, respondent)


def may_name(matter: Matter, *, account: int | None) -> None:
    """One respondent an account; who else answers for it is named without the account."""
    may_gather(matter)
    if account is None:
        return
    if account not in {found.account for found in matter.findings}:
        raise Refusal(
            "cases.account_elsewhere",
            "No finding of case {case} was published by that account; choose one of the accounts "
            "in this case, or name the respondent without an account.",
            case=matter.number,
        )
    for respondent in matter.respondents:
        if respondent.account == account:
            raise Refusal(
                "cases.account_named",
                "{respondent} answers for that account in case {case} already. Name another "
                "person without the account, and say in the ground why they answer too.",
                respondent=respondent.name,
                case=matter.number,
            )


def may_charge(matter: Matter, respondent: Named) -> None:
    """What is alleged is complete before the respondent is told of it."""
    may_gather(matter)
    _not_told_yet(matter, respondent)


def _not_told_yet(matter: Matter, respondent: Named) -> None:
    if respondent.due_at is not None:
        raise NotYet(
            "cases.told_already",
            "{respondent} was told what is alleged by notice {notice}; what came after it needs "
            "a notice of its own, so open another case for it. Case {case} stays as it was told.",
            respondent=respondent.name,
            notice=respondent.notice,
            case=matter.number,
        )


def may_notify(matter: Matter, respondent: Named) -> None:
    """A notice says what is alleged, so something must be; one notice a respondent."""
    may_gather(matter)
    if respondent.due_at is not None:
        raise notified_already(matter, respondent)
    raise_first(_uncharged(matter, respondent))


def notified_already(matter: Matter, respondent: Named) -> Refusal:
    """The refusal of a second notice; the database says the same where two come at once."""
    return NotYet(
        "cases.notified_already",
        "{respondent} has notice {notice} in case {case}; a respondent is told once.",
        respondent=respondent.name,
        notice=respondent.notice,
        case=matter.number,
    )


def may_hear(matter: Matter, respondent: Named) -> None:
    """An explanation answers a notice."""
    raise_first(_untold(matter, respondent))


def may_lapse(matter: Matter, respondent: Named, *, at: datetime) -> None:
    """Only after the term, and only where nobody answered."""
    may_hear(matter, respondent)
    if respondent.explained or respondent.lapsed:
        raise NotYet(
            "cases.heard_already",
            "{respondent} of case {case} has explained, or the lapse is recorded; there is "
            "nothing left to lapse.",
            respondent=respondent.name,
            case=matter.number,
        )
    if respondent.due_at is not None and at < respondent.due_at:
        raise NotYet(
            "cases.term_runs",
            "The term of {respondent} runs until {until}; a lapse is recorded after that, an "
            "explanation at any time.",
            respondent=respondent.name,
            until=till(respondent.due_at, matter.zone),
        )


def gaps(matter: Matter) -> list[Refusal]:
    """All that is missing before the group may propose: nobody left over, everybody heard."""
    answering = {one.account: one for one in matter.respondents if one.account is not None}
    unnamed = {
        found.account: found.account_name
        for found in matter.findings
        if found.account not in answering
    }
    missing: list[Refusal] = [
        NotYet(
            "cases.no_respondent",
            "The account «{account}» has a finding in case {case} and no respondent. Name who "
            "answers for it; if nobody could be established, say so in the ground.",
            account=name,
            case=matter.number,
        )
        for name in unnamed.values()
    ]
    for found in matter.findings:
        owner = answering.get(found.account)
        if (
            owner
            and owner.charges
            and not any(found.id in charge.findings for charge in owner.charges)
        ):
            missing.append(
                NotYet(
                    "cases.not_charged",
                    "{respondent} answers for «{account}» in case {case}, and finding {finding} "
                    "stands in no row of theirs. Add the provision it breaks.",
                    respondent=owner.name,
                    account=found.account_name,
                    case=matter.number,
                    finding=found.id,
                )
            )
    for respondent in matter.respondents:
        missing += _uncharged(matter, respondent)
    return missing + unheard(matter)


def unheard(matter: Matter) -> list[Refusal]:
    """Respondents who were not told, or whose term still runs unanswered."""
    missing: list[Refusal] = []
    for respondent in matter.respondents:
        missing += _untold(matter, respondent)
        if respondent.due_at is not None and not respondent.heard:
            missing.append(
                NotYet(
                    "cases.not_heard",
                    "{respondent} of case {case} has neither explained nor let the term pass; it "
                    "ends {until}. Record the explanation or, after that, the lapse.",
                    respondent=respondent.name,
                    case=matter.number,
                    until=till(respondent.due_at, matter.zone),
                )
            )
    return missing


def _uncharged(matter: Matter, respondent: Named) -> Iterator[Refusal]:
    if not respondent.charges:
        yield NotYet(
            "cases.nothing_alleged",
            "Nothing is alleged against {respondent} in case {case}: add a provision and the "
            "findings it rests on.",
            respondent=respondent.name,
            case=matter.number,
        )


def _untold(matter: Matter, respondent: Named) -> Iterator[Refusal]:
    if respondent.due_at is None:
        yield NotYet(
            "cases.not_notified",
            "{respondent} of case {case} has had no notice: send it first.",
            respondent=respondent.name,
            case=matter.number,
        )


def may_draft(matter: Matter) -> None:
    """The group proposes once nobody is missing and everybody was heard; pending is allowed."""
    may_gather(matter)
    if not matter.findings:
        raise NotYet(
            "cases.no_findings", "Case {case} has no findings to propose on.", case=matter.number
        )
    raise_first(gaps(matter))


def may_adopt(matter: Matter, *, by: int) -> Stage:
    """Adopted by somebody else than who drafted it: nobody adopts their own proposal."""
    proposal = _living(matter)
    if proposal.adopted:
        raise NotYet(
            "cases.adopted_already",
            "Proposal {proposal} has been adopted already.",
            proposal=proposal.number,
        )
    if proposal.drafted_by == by:
        raise Refusal(
            "cases.own_proposal",
            "You drafted proposal {proposal}; another of the working group adopts it.",
            proposal=proposal.number,
        )
    raise_first(gaps(matter))
    return Stage.PROPOSED


def may_withdraw(matter: Matter) -> Stage:
    """Until the commission has it on an agenda; then the case is with the group again."""
    proposal = _living(matter)
    if matter.stage not in {Stage.OPENED, Stage.PROPOSED}:
        raise NotYet(
            "cases.with_commission",
            "Case {case} is with the commission; proposal {proposal} is withdrawn only after the "
            "item was postponed or rejected.",
            case=matter.number,
            proposal=proposal.number,
        )
    return Stage.OPENED


def _living(matter: Matter) -> Proposed:
    if matter.proposal is None:
        raise NotYet("cases.no_proposal", "Case {case} has no living proposal.", case=matter.number)
    return matter.proposal


def may_place(matter: Matter) -> Stage:
    """On an agenda: an adopted proposal, and each respondent has explained or let it lapse."""
    if matter.stage is not Stage.PROPOSED:
        raise NotYet(
            "cases.not_proposed",
            "Case {case} has no adopted proposal that waits for a sitting; the working group "
            "adopts one first.",
            case=matter.number,
        )
    raise_first(gaps(matter))
    return Stage.ON_AGENDA


def may_return(matter: Matter, *, rejected: bool) -> Stage:
    """From the table: rejected goes back to the group, postponed waits for another agenda."""
    _on_agenda(matter)
    return Stage.OPENED if rejected else Stage.PROPOSED


def may_decide(matter: Matter, *, execution: bool) -> Stage:
    """Decided; closed at once where no charge needs anybody to execute it."""
    _on_agenda(matter)
    return Stage.DECIDED if execution else Stage.CLOSED


def _on_agenda(matter: Matter) -> None:
    if matter.stage is not Stage.ON_AGENDA:
        raise NotYet("cases.not_on_agenda", "Case {case} is on no agenda.", case=matter.number)


def raise_first(missing: Iterator[Refusal] | Sequence[Refusal]) -> None:
    """Refuse with the first of what is missing; the page lists all of it."""
    for refusal in missing:
        raise refusal


GROUP = ("lawyer", "head")


def next_step(matter: Matter) -> Step:
    """What the matter waits for now, who must do it, and until when."""
    match matter.stage:
        case Stage.OPENED:
            return _group_step(matter)
        case Stage.PROPOSED:
            return Step(code="agenda", roles=("secretary",), missing=gaps(matter))
        case Stage.ON_AGENDA:
            return Step(code="sit", roles=("secretary", "member"))
        case Stage.DECIDED:
            return Step(code="refer", roles=("secretary",))
        case Stage.REFERRED:
            return Step(code="execute", roles=("official",))
        case Stage.CLOSED:
            return Step(code="none", roles=())


STEP_OF = {
    "cases.no_respondent": "name",
    "cases.not_charged": "charge",
    "cases.nothing_alleged": "charge",
    "cases.not_notified": "notify",
    "cases.not_heard": "hear",
}


def _group_step(matter: Matter) -> Step:
    missing = gaps(matter)
    if missing:
        running = [
            one.due_at for one in matter.respondents if one.due_at is not None and not one.heard
        ]
        code = STEP_OF[missing[0].code]
        due_at = min(running, default=None)
        return Step(code=code, roles=GROUP, due_at=due_at, missing=missing)
    if matter.proposal is not None:
        return Step(code="adopt", roles=GROUP)
    return Step(code="draft", roles=GROUP)
