"""Copies of one message, refuted claims found again, words in pictures, second opinions."""

from typing import ClassVar

from django.db import models

from hustings.desk.ledger.models import Recorded


class Grouped(models.Model):
    """How far the copies of an election are grouped: `seen` names the set that was looked at."""

    election = models.OneToOneField(
        "monitoring.Election", on_delete=models.CASCADE, related_name="grouped"
    )
    seen = models.CharField(max_length=80)
    at = models.DateTimeField()


class Spread(models.Model):
    """One message that stands in several publications; `group` is the smallest archive id of them.

    Computed from the publications alone and at any time again (`grouping`), so no act makes it and
    the ledger tells nothing of it. first_seen and hours count exact moments only.
    """

    election = models.ForeignKey(
        "monitoring.Election", on_delete=models.CASCADE, related_name="spreads"
    )
    group = models.CharField(max_length=80)
    messages = models.PositiveIntegerField()
    accounts = models.PositiveIntegerField()
    platforms = models.PositiveIntegerField()
    first_seen = models.DateTimeField(null=True)
    hours = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["election", "group"], name="spread_once")
        ]


class Copied(models.Model):
    """A publication in its spread. likeness: to the group's commonest wording, up to 1."""

    publication = models.OneToOneField(
        "monitoring.Publication", on_delete=models.CASCADE, related_name="copied"
    )
    spread = models.ForeignKey(Spread, on_delete=models.CASCADE, related_name="copies")
    likeness = models.FloatField()


class ClaimFile(Recorded):
    """A file of ClaimReview records, brought in by somebody: what was taken, known, refused."""

    RECORDED = ("file_digest", "taken", "known", "refused", "by_id", "at")

    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=71)
    ground = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
    taken = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    refused_records = models.JSONField(default=list)  # number, field, text, facts of each


class Claim(Recorded):
    """A refuted claim: what was said, who refuted it where, and the whole record as it came.

    Fields as `screening.claims.CLAIMS` has them. Never changed; a withdrawn one is not searched for.
    """

    RECORDED = ("record_digest", "by_id", "at", "withdrawn_at", "withdrawn_by_id")
    SEALED = ("text", "withdrawn_why")

    name = models.CharField(max_length=500, unique=True)
    text = models.TextField()
    language = models.TextField(blank=True)
    said_by = models.TextField(blank=True)
    rating = models.TextField(blank=True)
    url = models.TextField(blank=True)
    published_on = models.TextField(blank=True)
    reviewer = models.TextField(blank=True)
    record = models.TextField()
    record_digest = models.CharField(max_length=71)
    file = models.ForeignKey(
        ClaimFile, on_delete=models.PROTECT, null=True, related_name="claims"
    )  # null: by hand
    ground = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="claims")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="claims_withdrawn"
    )
    withdrawn_why = models.TextField(blank=True)


class Searched(models.Model):
    """With which set of claims a publication was searched last (`finding.version`)."""

    publication = models.OneToOneField(
        "monitoring.Publication", on_delete=models.CASCADE, related_name="searched"
    )
    claims = models.CharField(max_length=80, db_index=True)


class Repeat(models.Model):
    """A publication repeats a refuted claim, in `text[start:end]`. Computed; it decides nothing."""

    publication = models.ForeignKey(
        "monitoring.Publication", on_delete=models.CASCADE, related_name="repeats"
    )
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="repeats")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    likeness = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "claim"], name="repeat_once")
        ]


class Picture(Recorded):
    """A picture that a publication carries: sealed, read by a program, its words behind the text.

    The publication is named by its place in the archive, for the desk may hold no row of it yet.
    words: start and end in `text`, and the box in points of the upright picture, as
    `screening.pictures.Word`. start, end: where `text` stands in the publication's text, once it was
    joined and screened. shown: digest of the grey copy that pages show.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        REFUSED = "refused"
        MISSING = "missing"  # named in the file, not in the archive that came

    RECORDED = ("election_id", "archive_id", "digest", "shown", "state", "by_id", "at")
    SEALED = ("text",)

    election = models.ForeignKey(
        "monitoring.Election", on_delete=models.PROTECT, related_name="pictures"
    )
    archive_id = models.CharField(max_length=80)
    medium = models.CharField(max_length=300)  # its name where it came from
    place = models.PositiveIntegerField()  # among the pictures of its publication
    digest = models.CharField(max_length=71, blank=True)
    ground = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=7, choices=State.choices, default=State.WAITING, db_index=True
    )
    claimed_until = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    shown = models.CharField(max_length=71, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    hash = models.CharField(max_length=16, blank=True)
    screened = models.BooleanField(default=False, db_index=True)  # joined to the text, or given up
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["election", "archive_id", "medium"], name="picture_once"
            )
        ]


class Opinion(Recorded):
    """What a language model of the house suggested about a publication. It changes nothing.

    said: canonical JSON {suggestions, dropped} as `screening.second_opinion.Opinion` has them;
    failed: one of its FAILED, empty where there was an answer. asked_with: this program, its
    version, and the digest of the question.
    """

    RECORDED = ("publication_id", "model", "host", "asked_with", "failed", "by_id", "at")
    SEALED = ("said",)

    publication = models.ForeignKey(
        "monitoring.Publication", on_delete=models.PROTECT, related_name="opinions"
    )
    model = models.CharField(max_length=200)
    host = models.CharField(max_length=253)
    asked_with = models.CharField(max_length=80)
    failed = models.CharField(max_length=16, blank=True)
    said = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
