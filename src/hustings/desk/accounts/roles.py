"""The roles of the office. Which of them exclude one another is the pack's to say."""

from enum import StrEnum


class Role(StrEnum):
    MONITOR = "monitor"  # of the working group: imports, reviews
    LAWYER = "lawyer"  # of the working group: cases, notices, drafts the proposal
    HEAD = "head"  # of the working group: adopts the proposal
    SECRETARY = "secretary"  # of the commission: sittings, agenda, resolutions, referral
    MEMBER = "member"  # of the commission: votes
    OFFICIAL = "official"  # authorised official: protocol, penalty
    PUBLISHER = "publisher"  # press service: the public register
    AUDITOR = "auditor"  # reads everything, changes nothing
    ADMINISTRATOR = "administrator"  # appoints people; takes no part in any matter


GROUP = frozenset({Role.MONITOR, Role.LAWYER, Role.HEAD})
