"""Nobody is proposed for anything unheard: notice, explanation, or the lapse of the term."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import papers, procedure, queries, terms, writing
from hustings.desk.cases.acts.row_lock import SEALED, grown, locked, number
from hustings.desk.cases.matter import till
from hustings.desk.cases.models import Case, Explanation, Notice, Respondent, new_token
from hustings.desk.ledger import record
from hustings.desk.ledger.papers import sealed
from hustings.refusal import Refusal

HEARD_BY_STAFF = ("oral", "paper")
RESPONDENT = "respondent"  # acts through their own link, without an account of the desk
MOST_EXPLANATIONS = 20  # one link; it is a door for words, not a store


class NoSuchDoor(Refusal):
    """The link leads nowhere: mistyped, or of another desk."""


@transaction.atomic
def notify(
    respondent: Respondent,
    *,
    by: Person,
    at: datetime,
    due_at: datetime | None = None,
    site: str = "",
) -> Notice:
    """A numbered notice in the pack's languages, sealed, with a term by the pack's clock.

    `due_at` (aware) may be later than the pack's term, never earlier: a shorter term would take
    from the respondent what the rule gives. `site` is the desk's address as the respondent types
    it (https://desk.example), for the link in the letter. Refusals: cases.term_too_short, procedure's.
    """
    role = gate.require("cases.notify", by=by, at=at)
    case = locked(respondent.case_id)
    respondent = queries.respondents(case).get(pk=respondent.pk)
    procedure.may_notify(queries.matter(case), queries.named(respondent))
    notice = Notice(
        respondent=respondent, sent_by=by, sent_at=at, due_at=_until(case, at=at, due_at=due_at),
        number=number("notice", case_zone=queries.zone_of(case), at=at), token=new_token(),
    )  # fmt: skip
    told = papers.notice_record(case, respondent, notice, site=site)
    notice.papers = sealed(template="notice", record=told, pack=case.election.pack)
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        raise procedure.notified_already(
            queries.matter(case), queries.named(Respondent.objects.get(pk=respondent.pk))
        ) from None
    grown(case)
    record.act(
        name="cases.notify", by=by, role=role, at=at, ground="procedure", rows=[notice],
        about=[case.row, respondent.row], seals=[*notice.papers.values()],
    )  # fmt: skip
    return notice


def _until(case: Case, *, at: datetime, due_at: datetime | None) -> datetime:
    until = terms.until(case, at=at)
    if due_at is not None and due_at < until:
        raise Refusal(
            "cases.term_too_short",
            "The term to explain runs at least until {until}; choose that or later.",
            until=till(until, queries.zone_of(case)),
        )
    return due_at or until


def behind(token: str) -> Notice:
    """The notice whose link this is. Refusal: cases.no_such_door."""
    notice = (
        Notice.objects.select_related("respondent__case__election")
        .filter(token=token.lower())
        .first()
    )
    if notice is None:
        raise NoSuchDoor(
            "cases.no_such_door",
            "This link leads nowhere. Type it exactly as it stands in your notice, or ring the "
            "commission: the number is in the notice too.",
        )
    return notice


@transaction.atomic
def explain(token: str, *, text: str, at: datetime) -> Explanation:
    """What the respondent writes through their own link; late or repeated, it is kept as well.

    Refusals: cases.no_such_door, cases.enough_explanations, those of what is typed.
    """
    notice = behind(token)
    case = locked(notice.respondent.case_id)
    text = writing.written(text, field="explanation", limit=writing.EXPLANATION)
    if notice.respondent.explanations.count() >= MOST_EXPLANATIONS:
        raise Refusal(
            "cases.enough_explanations",
            "This link has taken {most} explanations, and all of them are kept. Bring what is "
            "left to say to the commission on paper.",
            most=MOST_EXPLANATIONS,
        )
    return _kept(case, notice.respondent, text=text, how="link", by=None, role=RESPONDENT, at=at)


@transaction.atomic
def record_explanation(
    respondent: Respondent, *, text: str, how: str, by: Person, at: datetime
) -> Explanation:
    """What the respondent said to the group, or brought on paper, typed in by a lawyer."""
    role = gate.require("cases.record_explanation", by=by, at=at)
    case = locked(respondent.case_id)
    respondent = queries.respondents(case).get(pk=respondent.pk)
    procedure.may_hear(queries.matter(case), queries.named(respondent))
    text = writing.written(text, field="explanation", limit=writing.EXPLANATION)
    if how not in HEARD_BY_STAFF:
        raise Refusal(
            "cases.unknown_way",
            "«{how}» is no way an explanation is taken here; it is heard orally or brought on "
            "paper.",
            how=how,
        )
    return _kept(case, respondent, text=text, how=how, by=by, role=role, at=at)


def _kept(
    case: Case,
    respondent: Respondent,
    *,
    text: str,
    how: str,
    by: Person | None,
    role: str,
    at: datetime,
) -> Explanation:
    explanation = Explanation.objects.create(
        respondent=respondent, text=text, how=how, given_at=at, recorded_by=by
    )
    grown(case)
    record.act(
        name="cases.explain" if by is None else "cases.record_explanation",
        by=by, role=role, at=at, ground=SEALED, rows=[explanation],
        about=[case.row, respondent.row],
    )  # fmt: skip
    return explanation


@transaction.atomic
def lapse(respondent: Respondent, *, by: Person, at: datetime) -> Notice:
    """The term passed unanswered, and somebody says so. Refused while it runs."""
    role = gate.require("cases.lapse", by=by, at=at)
    case = locked(respondent.case_id)
    respondent = queries.respondents(case).get(pk=respondent.pk)
    procedure.may_lapse(queries.matter(case), queries.named(respondent), at=at)
    notice = respondent.notice
    notice.lapsed_at = at
    notice.save(update_fields=["lapsed_at"])
    grown(case)
    record.act(
        name="cases.lapse", by=by, role=role, at=at, ground="procedure", rows=[notice],
        about=[case.row, respondent.row],
    )  # fmt: skip
    return notice
