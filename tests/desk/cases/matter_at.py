"""A matter brought, by the acts that people use, as far as a test needs it."""

from datetime import UTC, datetime, timedelta

from hustings.desk.cases import acts
from hustings.desk.review import acts as review

START = datetime(2025, 10, 23, 5, 0, tzinfo=UTC)  # 11:00 in Bishkek
ANSWERED = START + timedelta(days=1)
OVER = datetime(2025, 10, 26, 18, 0, tzinfo=UTC)  # the first moment after the term: 27.10, 00:00
GROUND = "ойдон чыгарылган негиз"
REASON = "ойдон чыгарылган себеп"


def confirmed(indication, cast):
    return review.confirm(indication, by=cast.monitor, at=START, version=indication.version)


def opened(cast, *indications, title="Ойдон чыгарылган иш"):
    return acts.open_case(
        title=title, indications=[confirmed(one, cast) for one in indications],
        by=cast.lawyer, at=START, ground=GROUND,
    )  # fmt: skip


def named(case, cast, account, *, name="Ойдон Биринчиев", author_class="voter"):
    return acts.name_respondent(
        case, name=name, person_kind="natural", author_class=author_class, account=account,
        by=cast.lawyer, at=START, ground=GROUND,
    )  # fmt: skip


def charged(respondent, cast, *findings):
    indication = findings[0].indication
    return acts.charge(
        respondent, findings=list(findings), offence=indication.offence,
        provision=indication.provision, by=cast.lawyer, at=START, ground=GROUND,
    )  # fmt: skip


def told(respondent, cast):
    return acts.notify(respondent, by=cast.lawyer, at=START)


def everybody_charged(case, cast):
    """A respondent for each account, a charge for each provision of theirs."""
    respondents = []
    findings = case.findings.select_related("indication__publication__account").order_by("pk")
    accounts = dict.fromkeys(found.indication.publication.account for found in findings)
    for number, account in enumerate(accounts, 1):
        respondent = named(case, cast, account, name=f"Ойдон Жооптуев №{number}")
        theirs = [f for f in findings if f.indication.publication.account_id == account.pk]
        for place in dict.fromkeys(f.indication.provision for f in theirs):
            charged(respondent, cast, *(f for f in theirs if f.indication.provision == place))
        respondents.append(respondent)
    return respondents


def everybody_heard(case, cast):
    for respondent in everybody_charged(case, cast):
        notice = told(respondent, cast)
        acts.explain(notice.token, text="Ойдон чыгарылган түшүндүрмө.", at=ANSWERED)


def recommended(case, cast, outcome="fine"):
    for respondent in case.respondents.order_by("pk"):
        for charge in respondent.charges.order_by("pk"):
            acts.recommend(charge, outcome=outcome, reason=REASON, by=cast.lawyer, at=ANSWERED,
                           version=charge.version)  # fmt: skip


def drafted(case, cast):
    return acts.draft_proposal(case, text="", by=cast.lawyer, at=ANSWERED)


def proposed(cast, *indications, pending=False):
    """A case with an adopted proposal."""
    case = opened(cast, *indications)
    everybody_heard(case, cast)
    if not pending:
        recommended(case, cast)
    acts.adopt_proposal(drafted(case, cast), by=cast.head, at=ANSWERED)
    case.refresh_from_db()
    return case
