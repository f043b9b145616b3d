"""The queue: indications become findings, or are dismissed with a reason. And the reading: publications,
flagged or not, read to an honest stop.
"""

from typing import ClassVar

from django.db import models

from hustings.desk.ledger.models import Recorded

FELT = 0.05  # by how much a chance must move before a reader is told


class Indication(Recorded):
    """Publication × provision: perhaps a violation, for these words, this author, this moment."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    RECORDED = (
        "publication_id", "offence", "provision", "window", "units", "amount", "currency",
        "verified", "state", "reason", "confidence", "route", "least", "most", "per",
    )  # fmt: skip

    publication = models.ForeignKey(
        "monitoring.Publication", on_delete=models.PROTECT, related_name="indications"
    )
    offence = models.CharField(max_length=80)
    provision = models.CharField(max_length=80)
    window = models.CharField(max_length=32)
    because = models.JSONField(default=list)
    units = models.PositiveIntegerField(null=True)
    amount = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    verified = models.BooleanField()
    # Null in rows older than these columns: the ledger's lines of that time do not tell them.
    confidence = models.CharField(max_length=8, null=True)  # noqa: DJ001  # null is «not told»
    route = models.CharField(max_length=16, null=True)  # noqa: DJ001  # the same
    least = models.PositiveBigIntegerField(null=True)  # of a range, or the fixed sum
    most = models.PositiveBigIntegerField(null=True)
    per = models.CharField(max_length=8, null=True)  # noqa: DJ001  # the sum runs by the hour, the day
    liable = models.JSONField(default=list)  # whom decisions of this shape held liable
    measures = models.JSONField(default=list)  # what they imposed
    rules = models.JSONField(default=list)  # the names of the rules that fired
    rank = models.FloatField(db_index=True)
    # Of what the rank is made, by the worker (`queue_order`); null before it looked for the first time.
    chance_screened = models.FloatField(null=True)
    chance = models.FloatField(null=True)  # after what was decided so far
    viewers = models.BigIntegerField(null=True)
    ends = models.DateTimeField(null=True)  # of the period in which it was found
    state = models.CharField(
        max_length=9, choices=State.choices, default=State.WAITING, db_index=True
    )
    reason = models.CharField(max_length=32, blank=True)  # code of a dismissal
    held_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="held"
    )
    held_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(
        default=0
    )  # grows with each judgement; a stale page shows an old one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication", "offence", "provision"], name="indication_once"
            )
        ]

    @property
    def learnt_step(self) -> int:
        """Whether decisions made it likelier than screening said (1), less likely (-1) or neither."""
        if self.chance is None or self.chance_screened is None:
            return 0
        moved = self.chance - self.chance_screened
        return 0 if abs(moved) < FELT else (1 if moved > 0 else -1)


class Judgement(Recorded):
    """What somebody decided about an indication. Never changed; an undo is another one."""

    class Outcome(models.TextChoices):
        CONFIRM = "confirm"
        DISMISS = "dismiss"
        UNDO = "undo"
        REOPEN = "reopen"
        SKIP = "skip"

    RECORDED = ("indication_id", "outcome", "reason", "by_id", "at")
    SEALED = ("note",)

    indication = models.ForeignKey(Indication, on_delete=models.PROTECT, related_name="judgements")
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    reason = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()


class Ordered(models.Model):
    """After which judgements the queue of an election was put in order last. Computed; see `queue_order`."""

    election = models.OneToOneField(
        "monitoring.Election", on_delete=models.CASCADE, related_name="ordered"
    )
    seen = models.CharField(max_length=80)
    decisions = models.PositiveIntegerField()
    at = models.DateTimeField()


class Reading(Recorded):
    """One population that people read to an honest stop: what one import brought, or one day of an election.

    `population`: digest of the sealed list of archive ids, fixed when it was opened; `size`: how many.
    `seed` draws the ration: the ledger has its commitment from the opening on, and the seed itself
    (`seed_told`) from the close on, so that nobody who reads foresees a draw and anybody can draw it
    again. share, recall, confidence: per cent. What stands below `closed_at` is the estimate at the close.
    """

    RECORDED = (
        "election_id", "brought_in_id", "day", "population", "size", "share", "recall", "confidence",
        "seed_told", "by_id", "at", "closed_by_id", "closed_at", "read", "found", "undecided",
        "likeliest", "least", "most", "draws", "enough",
    )  # fmt: skip
    SEALED = ("seed", "why_closed")

    election = models.ForeignKey(
        "monitoring.Election", on_delete=models.PROTECT, related_name="readings"
    )
    brought_in = models.ForeignKey(
        "monitoring.Import", on_delete=models.PROTECT, null=True, related_name="readings"
    )
    day = models.DateField(null=True)
    population = models.CharField(max_length=71)
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    seed_told = models.CharField(max_length=64, blank=True)
    share = models.PositiveSmallIntegerField()
    recall = models.PositiveSmallIntegerField()
    confidence = models.PositiveSmallIntegerField()
    ground = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="readings_closed"
    )
    closed_at = models.DateTimeField(null=True)
    why_closed = models.TextField(blank=True)
    read = models.PositiveIntegerField(null=True)
    found = models.PositiveIntegerField(null=True)
    undecided = models.PositiveIntegerField(null=True)
    likeliest = models.PositiveIntegerField(null=True)
    least = models.PositiveIntegerField(null=True)
    most = models.PositiveIntegerField(null=True)
    draws = models.PositiveIntegerField(null=True)
    enough = models.BooleanField(null=True)


class Shown(Recorded):
    """A publication of a reading that was put before somebody, at its place (from 0), and what was
    answered last ("" while nobody has).

    `way`: by the ranking or by the ration. With `share` (per cent, of the ration at that moment) and
    `after` (the last answer known then) everybody can draw it again. `model`: digest of what it was
    ranked with; `learnt`: the last answer that the ranking had learnt.
    """

    class Way(models.TextChoices):
        RANK = "rank"
        RATION = "ration"

    class Outcome(models.TextChoices):
        NOTHING = "nothing"
        SOMETHING = "something"

    RECORDED = (
        "reading_id", "archive_id", "place", "way", "share", "after", "learnt", "model", "at",
        "outcome", "version",
    )  # fmt: skip

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="shown")
    archive_id = models.CharField(max_length=80)
    place = models.PositiveIntegerField()
    way = models.CharField(max_length=6, choices=Way.choices)
    share = models.PositiveSmallIntegerField()
    after = models.PositiveBigIntegerField()
    learnt = models.PositiveBigIntegerField()
    model = models.CharField(max_length=71)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    skipped = models.BooleanField(default=False)  # by the last who had it, and not answered since
    version = models.PositiveIntegerField(default=0)
    held_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="reads"
    )
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading", "archive_id"], name="shown_once"),
            models.UniqueConstraint(fields=["reading", "place"], name="one_a_place"),
        ]


class Answer(Recorded):
    """What somebody answered of a publication shown. Never changed; an undo is another one.

    `how`: here, or taken over from a judgement in the queue, whose author is then `by`.
    """

    class Outcome(models.TextChoices):
        NOTHING = "nothing"
        SOMETHING = "something"
        SKIP = "skip"
        UNDO = "undo"

    class How(models.TextChoices):
        READING = "reading"
        QUEUE = "queue"

    RECORDED = ("shown_id", "outcome", "how", "by_id", "at")

    shown = models.ForeignKey(Shown, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    how = models.CharField(max_length=7, choices=How.choices, default=How.READING)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()


class Ahead(models.Model):
    """What the worker made of the answers so far: the unread in the order of the ranking, the first
    ones, by archive id. Computed at any time again from the reading and its answers (`reading_order`).

    `after`: the last answer learnt; `learnt_from`: how many. `more`: of how many more records, all
    empty, the rule would let go.
    """

    reading = models.OneToOneField(Reading, on_delete=models.CASCADE, related_name="ahead")
    ids = models.JSONField(default=list)
    model = models.CharField(max_length=71)
    after = models.PositiveBigIntegerField()
    learnt_from = models.PositiveIntegerField()
    more = models.PositiveIntegerField()
    at = models.DateTimeField()
