"""The one named check at every door: may this person do this act, and in which role?

Each act asks it first; views and the API reach rows only through acts, so there is no way round.
Who may do what within a matter (nobody decides alone what they proposed) is the room's procedure.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db.models import Q

from hustings.desk.accounts.models import Appointment, Person
from hustings.desk.accounts.roles import GROUP, Role
from hustings.refusal import Refusal

PUBLISHERS = frozenset({Role.PUBLISHER})
MEMBERS = frozenset({Role.MEMBER})
SECRETARIES = frozenset({Role.SECRETARY})
OFFICIALS = frozenset({Role.OFFICIAL})
LAWYERS = frozenset({Role.LAWYER, Role.HEAD})
STAFF = frozenset(Role) - {Role.ADMINISTRATOR}

MAY: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "accounts.appoint": frozenset({Role.ADMINISTRATOR}),
        "accounts.dismiss": frozenset({Role.ADMINISTRATOR}),
        "law.read": STAFF | {Role.ADMINISTRATOR},
        "law.adopt_calendar": SECRETARIES,
        "law.adopt_pack": SECRETARIES,
        "law.look": GROUP,
        "monitoring.open_election": SECRETARIES,
        "monitoring.set_roster": SECRETARIES,
        "monitoring.import": GROUP,
        "monitoring.screen": GROUP,
        "monitoring.read": STAFF,
        "suggestions.read": STAFF,
        "suggestions.import_claims": GROUP,
        "suggestions.add_claim": GROUP,
        "suggestions.withdraw_claim": GROUP,
        "suggestions.attach_picture": GROUP,
        "suggestions.ask_opinion": GROUP,
        "review.read": STAFF,
        "review.take": GROUP,
        "review.skip": GROUP,
        "review.confirm": GROUP,
        "review.dismiss": GROUP,
        "review.same": GROUP,
        "review.undo": GROUP,
        "review.reopen": frozenset({Role.HEAD}),
        "review.reading_open": GROUP,
        "review.reading_next": GROUP,
        "review.reading_answer": GROUP,
        "review.reading_skip": GROUP,
        "review.reading_undo": GROUP,
        "review.reading_close": GROUP,
        "cases.read": STAFF,
        "cases.open": LAWYERS,
        "cases.attach": LAWYERS,
        "cases.name_respondent": LAWYERS,
        "cases.charge": LAWYERS,
        "cases.notify": LAWYERS,
        "cases.record_explanation": LAWYERS,
        "cases.lapse": LAWYERS,
        "cases.recommend": LAWYERS,
        "cases.draft_proposal": LAWYERS,
        "cases.adopt_proposal": frozenset({Role.HEAD, Role.LAWYER}),
        "cases.withdraw_proposal": LAWYERS,
        "commission.read": STAFF,
        "commission.call_sitting": SECRETARIES,
        "commission.put_on_agenda": SECRETARIES,
        "commission.record_presence": SECRETARIES,
        "commission.open_sitting": SECRETARIES,
        "commission.recuse": MEMBERS,
        "commission.set_outcome": SECRETARIES,
        "commission.hear": SECRETARIES,
        "commission.vote": MEMBERS,
        "commission.adopt": SECRETARIES,
        "commission.postpone": SECRETARIES,
        "commission.close_sitting": SECRETARIES,
        "enforcement.read": STAFF,
        "enforcement.refer": SECRETARIES,
        "enforcement.receive": OFFICIALS,
        "enforcement.return": OFFICIALS,
        "enforcement.draw_protocol": OFFICIALS,
        "enforcement.impose": OFFICIALS,
        "enforcement.warn": OFFICIALS,
        "enforcement.serve": OFFICIALS,
        "enforcement.record_payment": OFFICIALS,
        "enforcement.record_appeal": frozenset({Role.OFFICIAL, Role.SECRETARY}),
        "enforcement.decide_appeal": frozenset({Role.OFFICIAL, Role.SECRETARY}),
        "register.read": STAFF,
        "register.prepare": PUBLISHERS | SECRETARIES,
        "register.publish": PUBLISHERS,
        "register.correct": PUBLISHERS,
        "register.withdraw": PUBLISHERS,
        "ledger.read": STAFF | {Role.ADMINISTRATOR},
        "ledger.export": frozenset({Role.AUDITOR, Role.SECRETARY, Role.PUBLISHER}),
    }
)


class NotYours(Refusal):
    """The door belongs to another role."""


def roles_of(person: Person, *, at: datetime) -> frozenset[Role]:
    """The roles in force for that person at that moment."""
    if not person.is_active:
        return frozenset()
    held = Appointment.objects.filter(Q(until=None) | Q(until__gt=at), person=person, since__lte=at)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def require(act: str, *, by: Person, at: datetime) -> Role:
    """The role in which this person may do this act now; else NotYours, and nothing has changed."""
    fitting = roles_of(by, at=at) & MAY[act]
    if not fitting:
        who = ", ".join(sorted(MAY[act]))
        raise NotYours(
            "accounts.not_yours",
            "This step ({act}) belongs to: {roles}. Ask one of them, or sign in with that role.",
            act=act,
            roles=who,
        )
    return min(fitting)


def may(act: str, *, by: Person, at: datetime) -> bool:
    """The same question for a page that greys a step out; the act itself asks again."""
    return bool(roles_of(by, at=at) & MAY[act])
