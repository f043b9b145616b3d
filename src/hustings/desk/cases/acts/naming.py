"""Who answers, and for what: an account is nobody until somebody confirms whose it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hustings.desk import packs
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import procedure, queries, writing
from hustings.desk.cases.acts.row_lock import SEALED, grown, locked
from hustings.desk.cases.models import Case, Charge, Finding, Respondent
from hustings.desk.cases.words import cited
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Account
from hustings.desk.templatetags.desk import in_words
from hustings.refusal import Refusal

PERSON_KINDS = ("natural", "legal")


@transaction.atomic
def name_respondent(
    case: Case,
    *,
    name: str,
    person_kind: str,
    author_class: str,
    account: Account | None,
    by: Person,
    at: datetime,
    ground: str,
) -> Respondent:
    """Confirm that an account of the case is this person's, or name somebody who answers without
    one. The ground says how that is known; a likeness of names is no ground, so it is typed.
    """
    role = gate.require("cases.name_respondent", by=by, at=at)
    case = locked(case.pk)
    name = writing.written(name, field="name", limit=writing.NAME, one_line=True)
    ground = writing.written(ground, field="ground", limit=writing.GROUND)
    _known_kind(case, person_kind=person_kind, author_class=author_class)
    procedure.may_name(queries.matter(case), account=account.pk if account else None)
    respondent = Respondent.objects.create(
        case=case, name=name, person_kind=person_kind, author_class=author_class, account=account,
        identified_by=by, identified_at=at, identified_ground=ground,
    )  # fmt: skip
    grown(case)
    record.act(
        name="cases.name_respondent", by=by, role=role, at=at, ground=SEALED, rows=[respondent],
        about=[case.row],
    )  # fmt: skip
    return respondent


def _known_kind(case: Case, *, person_kind: str, author_class: str) -> None:
    if person_kind not in PERSON_KINDS:
        raise Refusal(
            "cases.unknown_kind",
            "«{kind}» is no kind of respondent; a respondent is a natural or a legal person.",
            kind=person_kind,
        )
    known = queries.author_classes(case)
    if author_class not in known:
        raise Refusal(
            "cases.unknown_class",
            "«{named}» is no class of offender in this law; choose one of: {known}.",
            named=author_class,
            known=", ".join(in_words(words) for words in known.values()),
        )


@transaction.atomic
def charge(
    respondent: Respondent,
    *,
    findings: Sequence[Finding],
    offence: str,
    provision: str,
    by: Person,
    at: datetime,
    ground: str,
) -> Charge:
    """The row respondent × provision, resting on these findings; again: more findings for it.

    The account is locked while the same-act guard looks, so two cases cannot both charge it.
    Refusals: cases.same_act, cases.charged_already, cases.no_findings_given,
    cases.finding_elsewhere, cases.not_of_offence.
    """
    role = gate.require("cases.charge", by=by, at=at)
    case = locked(respondent.case_id)
    respondent = queries.respondents(case).get(pk=respondent.pk)
    if respondent.account_id is not None:
        Account.objects.select_for_update().get(pk=respondent.account_id)
    ground = writing.written(ground, field="ground", limit=writing.GROUND)
    procedure.may_charge(queries.matter(case), queries.named(respondent))
    _of_this_case(case, findings)
    _of_this_law(case, offence=offence, provision=provision)
    _not_twice(respondent, provision=provision, findings=findings)
    row = _row(respondent, findings=findings, offence=offence, provision=provision, ground=ground)
    grown(case)
    record.act(
        name="cases.charge", by=by, role=role, at=at, ground=SEALED, rows=[row],
        about=[case.row, respondent.row, *(found.row for found in findings)],
    )  # fmt: skip
    return row


def _of_this_case(case: Case, findings: Sequence[Finding]) -> None:
    if not findings:
        raise Refusal(
            "cases.no_findings_given",
            "Choose the findings this rests on: nothing is alleged without a publication.",
        )
    for found in findings:
        if found.case_id != case.pk:
            raise Refusal(
                "cases.finding_elsewhere",
                "Finding {finding} is not in case {case}.",
                finding=found.pk,
                case=case.number,
            )


def _of_this_law(case: Case, *, offence: str, provision: str) -> None:
    pack = packs.of(case.election)
    if (offence, provision) not in queries.places(case):
        raise Refusal(
            "cases.not_of_offence",
            "{offence} does not punish a breach of {provision}; choose a provision it names.",
            offence=cited(pack.offence(offence).citation),
            provision=cited(pack.provision(provision).citation),
        )


def _not_twice(respondent: Respondent, *, provision: str, findings: Sequence[Finding]) -> None:
    other = queries.same_act(respondent, provision=provision, findings=findings)
    if other is not None:
        raise Refusal(
            "cases.same_act",
            "The same publication of the same account stands under the same provision in case "
            "{case} already ({respondent}). Nobody answers twice for one act; a repeat is another "
            "publication.",
            case=other.respondent.case.number,
            respondent=other.respondent.name,
        )


def _row(
    respondent: Respondent,
    *,
    findings: Sequence[Finding],
    offence: str,
    provision: str,
    ground: str,
) -> Charge:
    row, made = Charge.objects.get_or_create(
        respondent=respondent, offence=offence, provision=provision, defaults={"ground": ground}
    )
    if not made:
        held = set(row.findings.values_list("pk", flat=True))
        if held.issuperset(found.pk for found in findings):
            raise Refusal(
                "cases.charged_already",
                "{respondent} answers under {provision} for these findings already.",
                respondent=respondent.name,
                provision=cited(queries.citation(respondent.case, provision)),
            )
        row.ground = f"{row.ground}\n{ground}"
        row.version += 1
        row.save(update_fields=["ground", "version"])
    row.findings.add(*findings)
    return row
