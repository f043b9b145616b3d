"""States and votes of a sitting in the reader's words."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from django.utils.functional import lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from hustings import law
from hustings.desk import packs
from hustings.desk.cases.models import Case
from hustings.desk.cases.words import Words
from hustings.desk.templatetags.desk import in_words
from hustings.law.words import InLanguages

# For packs that name no capacities and no periods of their own (words.toml [liable], [per]).
UNNAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "hour": {"en": "a full hour", "ru": "за каждый полный час", "ky": "ар бир толук саатка"},
        "day": {"en": "a full day", "ru": "за каждые полные сутки", "ky": "ар бир толук күнгө"},
        "poster": {"en": "who published it", "ru": "опубликовавшее лицо", "ky": "жарыялаган адам"},
        "beneficiary": {"en": "who gained by it", "ru": "выгодоприобретатель", "ky": "пайда көрүүчү"},
        "platform": {"en": "the platform", "ru": "платформа", "ky": "платформа"},
        "promoter": {"en": "the promoter", "ru": "заказчик", "ky": "буйрутмачы"},
        "candidate": {"en": "the candidate", "ru": "кандидат", "ky": "талапкер"},
        "party": {"en": "the party", "ru": "партия", "ky": "партия"},
        "medium": {"en": "the medium", "ru": "СМИ", "ky": "ЖМК"},
        "author": {"en": "the author", "ru": "автор", "ky": "автор"},
        "organiser": {"en": "the organiser", "ru": "организатор", "ky": "уюштуруучу"},
        "representative": {"en": "the representative", "ru": "представитель", "ky": "өкүл"},
    }
)  # fmt: skip


def of(pack: law.Pack, table: str, code: str) -> Mapping[str, str]:
    """What the pack calls a period or a payer; else the desk's own words, in its languages."""
    named: Mapping[str, Mapping[str, str]] = pack.words.get(table, {})
    return named.get(code) or InLanguages(UNNAMED.get(code, {"en": code}))


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


def _outcomes(pack: str, codes: Sequence[str]) -> str:
    names = law.load(pack).outcomes
    return ", ".join(in_words(names[code]["names"]) if code in names else code for code in codes)


def _payers(pack: str, codes: Sequence[str]) -> str:
    return ", ".join(in_words(of(law.load(pack), "liable", code)) for code in codes)


# For refusals: said in the language of whoever reads them.
outcomes_named = lazy(_outcomes, str)
payers_named = lazy(_payers, str)


def payers(case: Case, codes: Iterable[str]) -> list[tuple[str, str]]:
    """In what capacity somebody may pay, for a choice on a page."""
    pack = packs.of(case.election)
    return [(code, in_words(of(pack, "liable", code))) for code in codes]


def papers(digests: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(code, the language's own name, digest) of each paper of an act."""
    return [(code, language_name(code), digest) for code, digest in digests.items()]


def language_name(code: str) -> str:
    """As its speakers write it: Português."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code.upper()
