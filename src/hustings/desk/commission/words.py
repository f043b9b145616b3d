"""States and votes of a sitting in the reader's words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from hustings.desk.cases.words import Words

SITTINGS: Mapping[str, Words] = MappingProxyType(
    {"called": _("called"), "open": _("in session"), "closed": _("closed")}
)
ITEMS: Mapping[str, Words] = MappingProxyType(
    {
        "scheduled": _("on the agenda"),
        "heard": _("voting is open"),
        "adopted": _("adopted"),
        "rejected": _("rejected: with the working group again"),
        "postponed": _("postponed"),
    }
)
BADGES: Mapping[str, str] = MappingProxyType(
    {
        "scheduled": "badge--quiet",
        "heard": "badge--care",
        "adopted": "badge--good",
        "rejected": "badge--bad",
        "postponed": "badge--quiet",
    }
)
CHOICES: Mapping[str, Words] = MappingProxyType(
    {"for": _("for"), "against": _("against"), "abstain": _("abstained")}
)
APART: Mapping[str, Words] = MappingProxyType(
    {
        "group": _("worked on the proposal: takes no part"),
        "recused": _("recused"),
        "absent": _("absent"),
    }
)
