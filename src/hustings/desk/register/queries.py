"""What the public sees, and what the desk counts: one query for both, so they cannot differ."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from hustings.desk.commission.models import Resolution
from hustings.desk.register.folding import folded
from hustings.desk.register.models import Entry

PAGE = 20
QUERY = 200  # characters of a search; a longer one is cut
OPEN = (Entry.State.PUBLISHED, Entry.State.WITHDRAWN)


def public_entries() -> QuerySet[Entry]:
    """Entries that anybody may read, newest first; a withdrawn one keeps its place."""
    return Entry.objects.filter(state__in=OPEN).order_by("-published_at", "-pk")


def search(
    *, words: str = "", offence: str = "", outcome: str = "", district: str = "", month: str = ""
) -> QuerySet[Entry]:
    """Entries that hold every word, and the filters. Bounded, whatever is asked."""
    found = public_entries()
    for word in folded(words[:QUERY]).split()[:10]:
        found = found.filter(searchable__contains=word)
    if offence:
        found = found.filter(searchable__contains=folded(offence[:QUERY]))
    if outcome:
        found = found.filter(Q(searchable__contains=folded(outcome[:QUERY])))
    if district:
        found = found.filter(public__districts__icontains=f'"{district[:16]}"')
    if month:
        found = found.filter(public__adopted_at__startswith=month[:7])
    return found


def figures(entries: Iterable[Entry]) -> dict[str, Any]:
    """Counts and sums over published entries: outcomes, offences, months, money."""
    outcomes: Counter[str] = Counter()
    offences: Counter[str] = Counter()
    months: Counter[str] = Counter()
    words: dict[str, Mapping[str, str]] = {}
    money: Counter[str] = Counter()
    count = 0
    for entry in entries:
        if entry.state != Entry.State.PUBLISHED:
            continue
        count += 1
        months[entry.public["adopted_at"][:7]] += 1
        for row in entry.public["outcomes"]:
            outcomes[row["outcome"]] += 1
            offences[row["offence"]] += 1
            words[row["outcome"]] = row["outcome_words"]
            words[row["offence"]] = row["offence_cited"]
            if row["outcome"] == "fine" and row["state"] != "cancelled":
                money[row["currency"]] += 0 if row.get("per") else row["amount"] or 0
    return {
        "entries": count, "decisions": sum(outcomes.values()), "money": sorted(money.items()),
        "outcomes": _bars(outcomes, words), "offences": _bars(offences, words),
        "months": [(month, number) for month, number in sorted(months.items())],
    }  # fmt: skip


def _bars(counted: Counter[str], words: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    most = max(counted.values(), default=1)
    return [
        {"code": code, "words": words[code], "count": number, "most": most}
        for code, number in counted.most_common()
    ]


def counts_agree() -> bool:
    """Whether the public list has as many entries as the desk has published or withdrawn."""
    inside = Entry.objects.exclude(state=Entry.State.PREPARED).count()
    return public_entries().count() == inside


def to_prepare() -> QuerySet[Resolution]:
    return Resolution.objects.filter(entry=None).select_related("item__case").order_by("pk")


def to_publish() -> QuerySet[Entry]:
    return Entry.objects.filter(state=Entry.State.PREPARED).select_related("prepared_by")
