"""Respondents × provisions, explanations, and the working group's proposal."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from hustings.desk.ledger.models import Recorded
from hustings.desk.ledger.papers import Papered


class Case(Recorded):
    """One matter: findings, respondents, explanations, proposal, decision."""

    class Stage(models.TextChoices):
        OPENED = "opened"  # findings and respondents are gathered, notices go out
        PROPOSED = "proposed"  # the group has adopted its proposal
        ON_AGENDA = "on_agenda"
        DECIDED = "decided"
        REFERRED = "referred"
        CLOSED = "closed"

    RECORDED = ("number", "election_id", "stage")
    SEALED = ("title", "ground")

    number = models.CharField(max_length=24, unique=True)
    election = models.ForeignKey("monitoring.Election", on_delete=models.PROTECT)
    title = models.CharField(max_length=300)
    ground = models.TextField()  # how the matter came to the group
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.OPENED)
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)  # grows with each act in the matter


class Finding(Recorded):
    """A confirmed indication inside a case. One case holds it at a time."""

    RECORDED = ("case_id", "indication_id")
    SEALED = ("ground",)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    indication = models.OneToOneField(
        "review.Indication", on_delete=models.PROTECT, related_name="finding"
    )
    ground = models.TextField(blank=True)  # why it joined a matter already open


class Exhibit(Recorded):
    """A piece of evidence: sealed bytes, by digest, and what they are."""

    RECORDED = ("case_id", "finding_id", "label", "digest", "sealed_at")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="exhibits")
    label = models.CharField(max_length=24)  # «A-1»: the number by which documents cite it
    kind = models.CharField(max_length=24)  # original file, record as read, capture
    digest = models.CharField(max_length=71)
    sealed_at = models.DateTimeField()


class Respondent(Recorded):
    """A person or body named in a case, for accounts that somebody confirmed to be theirs."""

    RECORDED = ("case_id", "person_kind", "author_class", "account_id", "identified_by_id")
    SEALED = ("name", "identified_ground")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="respondents")
    name = models.CharField(max_length=300)
    person_kind = models.CharField(max_length=7)  # natural, legal
    author_class = models.CharField(max_length=16)
    account = models.ForeignKey(
        "monitoring.Account", on_delete=models.PROTECT, null=True, related_name="respondents"
    )
    identified_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    identified_at = models.DateTimeField()
    identified_ground = models.TextField()


class Charge(Recorded):
    """Respondent × provision. Each ends in an explicit outcome; nobody can be missing."""

    RECORDED = (
        "respondent_id", "offence", "provision", "proposal", "outcome", "units", "amount",
        "currency", "verified",
    )  # fmt: skip
    SEALED = ("ground", "proposal_reason", "outcome_reason")

    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="charges")
    offence = models.CharField(max_length=80)
    provision = models.CharField(max_length=80)
    findings = models.ManyToManyField(Finding, related_name="charges")
    ground = models.TextField()  # why this respondent answers for these publications
    proposal = models.CharField(
        max_length=32, blank=True
    )  # outcome code of the pack; empty: pending
    proposal_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=32, blank=True)  # as the commission puts it to the vote
    outcome_reason = models.TextField(blank=True)
    units = models.PositiveIntegerField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    verified = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["respondent", "offence", "provision"], name="charge_once"
            )
        ]


TYPED = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that a reader takes for another


def new_token() -> str:
    """Twenty of 31 signs, 99 bits: typed from paper on a telephone, and guessed by nobody."""
    return "".join(secrets.choice(TYPED) for _ in range(20))


class Notice(Papered):
    """A numbered notice to a respondent: what is alleged, and until when to explain."""

    RECORDED = ("respondent_id", "number", "sent_at", "due_at", "lapsed_at")

    respondent = models.OneToOneField(Respondent, on_delete=models.PROTECT, related_name="notice")
    number = models.CharField(max_length=24, unique=True)
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(
        null=True
    )  # recorded by somebody when the term ran out unanswered
    token = models.CharField(
        max_length=40, unique=True, default=new_token
    )  # the respondent's own door


class Explanation(Recorded):
    """What the respondent says in reply: typed through their own link, or heard and recorded."""

    RECORDED = ("respondent_id", "given_at", "how", "recorded_by_id")
    SEALED = ("text",)

    respondent = models.ForeignKey(
        Respondent, on_delete=models.PROTECT, related_name="explanations"
    )
    text = models.TextField()
    how = models.CharField(max_length=8)  # link, oral, paper
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True)


class Proposal(Recorded):
    """What the working group recommends: drafted by one of the group, adopted by another."""

    class State(models.TextChoices):
        DRAFT = "draft"
        ADOPTED = "adopted"
        WITHDRAWN = "withdrawn"

    RECORDED = (
        "case_id", "state", "number", "drafted_by_id", "adopted_by_id", "adopted_at",
        "withdrawn_at",
    )  # fmt: skip
    SEALED = ("text", "withdrawn_ground")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    number = models.CharField(max_length=24, unique=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    drafted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="proposals_drafted"
    )
    drafted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="proposals_adopted"
    )
    adopted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_ground = models.TextField(blank=True)  # a cancelled draft keeps its number, and why

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state="withdrawn"), name="one_living_proposal"
            )
        ]
