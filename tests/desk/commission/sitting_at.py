"""A sitting brought, by the acts that people use, as far as a test needs it."""

from datetime import timedelta

from desk.cases.matter_at import OVER, REASON
from hustings.desk.commission import acts

CALLED = OVER
BEGINS = OVER + timedelta(hours=1)
PLACE = "Ойдон чыгарылган шаар, залкар зал"


def called(election, cast, *, begins_at=BEGINS):
    return acts.call_sitting(
        election, begins_at=begins_at, place=PLACE, by=cast.secretary, at=CALLED
    )


def there(sitting, cast, members):
    for member in members:
        acts.record_presence(sitting, member=member, present=True, by=cast.secretary, at=BEGINS)


def opened(sitting, cast, *, members=None):
    """Open with these members (all twelve), chaired by the first of them."""
    members = cast.members if members is None else members
    there(sitting, cast, members)
    return acts.open_sitting(sitting, chair=members[0], by=cast.secretary, at=BEGINS)


def placed(sitting, case, cast):
    return acts.put_on_agenda(sitting, case=case, by=cast.secretary, at=CALLED)


def settled(item, cast, outcome="closed_without_sanction"):
    """An outcome for each charge that has none yet."""
    for respondent in item.case.respondents.order_by("pk"):
        for charge in respondent.charges.filter(outcome="").order_by("pk"):
            acts.set_outcome(item, charge=charge, outcome=outcome, reason=REASON,
                             by=cast.secretary, at=BEGINS, version=charge.version)  # fmt: skip


def heard(item, cast):
    return acts.hear(item, by=cast.secretary, at=BEGINS)


def voted(item, members, choice="for"):
    for member in members:
        acts.vote(item, choice=choice, by=member, at=BEGINS)


def adopted(item, cast):
    return acts.adopt(item, by=cast.secretary, at=BEGINS)
