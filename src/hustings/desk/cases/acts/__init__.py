"""Everything that changes a matter: one function an act, one transaction, one ledger line."""

from hustings.desk.cases.acts.hearing import explain, lapse, notify, record_explanation
from hustings.desk.cases.acts.naming import charge, name_respondent
from hustings.desk.cases.acts.opening import MOST, attach, open_case
from hustings.desk.cases.acts.proposing import (
    adopt_proposal,
    draft_proposal,
    recommend,
    withdraw_proposal,
)

__all__ = [
    "MOST",
    "adopt_proposal",
    "attach",
    "charge",
    "draft_proposal",
    "explain",
    "lapse",
    "name_respondent",
    "notify",
    "open_case",
    "recommend",
    "record_explanation",
    "withdraw_proposal",
]
