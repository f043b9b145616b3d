"""What the session room shows: the agenda, who is there, and the votes as they come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hustings import documents
from hustings.desk.accounts import gate
from hustings.desk.accounts.models import Person
from hustings.desk.cases import outcomes
from hustings.desk.cases import queries as cases_queries
from hustings.desk.cases.models import Case, Charge, Explanation, Proposal
from hustings.desk.cases.offers import Offer, offer
from hustings.desk.cases.words import Words
from hustings.desk.commission import procedure, queries, words
from hustings.desk.commission.bench import Bench, Choice, ItemState, Matter
from hustings.desk.commission.models import Item, Presence, Recusal, Sitting, Vote

Offers = Mapping[str, Offer]
Check = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A member, and what is known of them at this sitting; `present` None: not recorded."""

    member: Person
    present: bool | None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """A member's line in an item's table of votes."""

    member: Person
    vote: Vote | None
    words: Words
    apart: Words


@dataclass(frozen=True, kw_only=True)
class Table:
    """An item of the agenda as the room sees it."""

    item: Item
    matter: Matter
    state: Words
    badge: str
    charges: Sequence[Charge]
    proposal: Proposal | None
    after_proposal: Sequence[Explanation]
    recusals: Sequence[Recusal]
    outcome_words: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int]
    eligible: int
    ballots: Sequence[Ballot]
    offers: Offers
    own: Offer | None  # whether the reader may vote now; None: no member
    own_vote: Vote | None
    first_open: bool = False  # the one whose panel the keys f, a, b belong to


@dataclass(frozen=True, kw_only=True)
class Room:
    """The whole sitting."""

    sitting: Sitting
    bench: Bench
    state: Words
    seats: Sequence[Seat]
    tables: Sequence[Table]
    ready: Sequence[Case]
    offers: Offers
    zone: str
    mark: str  # changes when the page must be shown anew
    alone: bool  # one person decides: no quorum is counted
    decider: Mapping[str, str]
    act: Mapping[str, str]  # what the pack calls a resolution

    @property
    def present(self) -> Sequence[Person]:
        return [seat.member for seat in self.seats if seat.present]


def room(sitting: Sitting, *, person: Person, at: datetime) -> Room:
    """The sitting as this person sees it, and what they may do in it now."""
    bench = queries.bench(sitting)
    seats = _seats(sitting, at=at)
    tables: list[Table] = []
    for item in queries.items(sitting):
        taken = any(one.first_open for one in tables)
        tables.append(table(item, bench, seats, person=person, at=at, taken=taken))
    return Room(
        sitting=sitting,
        bench=bench,
        state=words.SITTINGS[sitting.state],
        seats=seats,
        tables=tables,
        ready=list(queries.ready(sitting.election)),
        offers=_sitting_offers(bench, tables, person=person, at=at),
        zone=bench.zone,
        mark=mark(sitting),
        alone=queries.alone(sitting.election),
        decider=queries.decider(sitting.election),
        act=documents.name("resolution", pack=sitting.election.pack),
    )


def mark(sitting: Sitting) -> str:
    """What a page that is open compares: states of the sitting and of its items, and the table."""
    items = sitting.items.order_by("place").values_list("pk", "state", "version")
    charges = Charge.objects.filter(respondent__case__items__sitting=sitting)
    versions = sum(charges.values_list("version", flat=True))
    present = sitting.presences.filter(present=True).count()
    told = "-".join(f"{pk}{state[0]}{version}" for pk, state, version in items)
    return f"{sitting.state}-{present}-{versions}-{told}"


def _seats(sitting: Sitting, *, at: datetime) -> list[Seat]:
    known = {one.member_id: one.present for one in Presence.objects.filter(sitting=sitting)}
    return [Seat(member=member, present=known.get(member.pk)) for member in queries.members(at=at)]


def table(
    item: Item,
    bench: Bench,
    seats: Sequence[Seat],
    *,
    person: Person,
    at: datetime,
    taken: bool = False,
) -> Table:
    """One item, with its votes as they are now."""
    matter = queries.matter(item)
    own = _own(bench, matter, person=person, at=at)
    votes = {vote.member_id: vote for vote in item.votes.all()}
    proposal = cases_queries.living_proposal(item.case)
    return Table(
        item=item,
        matter=matter,
        state=words.ITEMS[item.state],
        badge=words.BADGES[item.state],
        charges=list(queries.charges(item.case)),
        proposal=proposal,
        after_proposal=_after(item, proposal),
        recusals=list(item.recusals.all()),
        outcome_words=outcomes.names(item.case),
        counts={choice.value: matter.count(choice) for choice in Choice},
        eligible=len(matter.eligible(bench)),
        ballots=[_ballot(seat, matter, votes.get(seat.member.pk)) for seat in seats],
        offers=_item_offers(bench, matter, person=person, at=at),
        own=own,
        own_vote=votes.get(person.pk),
        first_open=bool(own and own.allowed and not taken),
    )


def _after(item: Item, proposal: Proposal | None) -> list[Explanation]:
    """Explanations that the group had not read when it proposed: the commission must."""
    if proposal is None or proposal.adopted_at is None:
        return []
    late = Explanation.objects.filter(respondent__case=item.case, given_at__gt=proposal.adopted_at)
    return list(late.select_related("respondent").order_by("pk"))


def _ballot(seat: Seat, matter: Matter, vote: Vote | None) -> Ballot:
    apart: Words = ""
    if seat.member.pk in matter.group:
        apart = words.APART["group"]
    elif seat.member.pk in matter.recused:
        apart = words.APART["recused"]
    elif not seat.present:
        apart = words.APART["absent"]
    said = words.CHOICES[vote.choice] if vote else ""
    return Ballot(member=seat.member, vote=vote, words=said, apart=apart)


def _own(bench: Bench, matter: Matter, *, person: Person, at: datetime) -> Offer | None:
    if not gate.may("commission.vote", by=person, at=at):
        return None
    return offer(lambda: procedure.may_vote(bench, matter, by=person.pk, choice=Choice.FOR))


def _item_offers(bench: Bench, matter: Matter, *, person: Person, at: datetime) -> Offers:
    if matter.state not in procedure.OPEN_ITEMS:
        return {}
    checks: dict[str, Check] = {
        "recuse": lambda: procedure.may_recuse(bench, matter, by=person.pk),
        "set_outcome": lambda: procedure.may_set_outcome(bench, matter),
        "postpone": lambda: procedure.may_postpone(bench, matter),
    }
    if matter.state is ItemState.SCHEDULED:
        checks["hear"] = lambda: procedure.may_hear(bench, matter)
    else:
        checks["adopt"] = lambda: procedure.result(bench, matter, names=_names(at))
    return _for(checks, person=person, at=at)


def _names(at: datetime) -> dict[int, str]:
    return dict(queries.members(at=at).values_list("pk", "full_name"))


def _sitting_offers(
    bench: Bench, tables: Sequence[Table], *, person: Person, at: datetime
) -> Offers:
    if bench.state == "closed":
        return {}
    checks: dict[str, Check] = {
        "put_on_agenda": lambda: procedure.may_arrange(bench),
        "record_presence": lambda: procedure.may_arrange(bench),
    }
    if bench.state == "called":
        chair = min(bench.present, default=0)
        checks["open_sitting"] = lambda: procedure.may_open(bench, chair=chair, at=at)
    else:
        checks["close_sitting"] = lambda: procedure.may_close(bench, [one.matter for one in tables])
    return _for(checks, person=person, at=at)


def _for(checks: Mapping[str, Check], *, person: Person, at: datetime) -> Offers:
    return {
        name: offer(check)
        for name, check in checks.items()
        if gate.may(f"commission.{name}", by=person, at=at)
    }
