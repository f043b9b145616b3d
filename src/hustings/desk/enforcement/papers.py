"""The protocol on offence as a record, from which both papers are made."""

from collections.abc import Mapping
from typing import Any

from hustings import law
from hustings.desk import packs
from hustings.desk.cases import offices
from hustings.desk.cases import papers as cases_papers
from hustings.desk.cases import queries as cases_queries
from hustings.desk.commission import papers as commission_papers
from hustings.desk.enforcement import queries
from hustings.desk.enforcement.models import Protocol, Referral

CIRCUMSTANCES = {
    "en": "The circumstances were established by decision No {number}.",
    "ru": "Обстоятельства установлены постановлением комиссии № {number}.",
    "ky": "Жагдайлар комиссиянын № {number} токтому менен такталды.",
    "pt": "As circunstâncias foram estabelecidas na decisão nº {number}.",
}


# Bodies that are not of the pack's own office, and what a letter asks; in the languages of papers.
BODIES = {
    "police": {
        "en": "To the police",
        "ru": "В органы внутренних дел",
        "ky": "Ички иштер органдарына",
        "pt": "À polícia",
    },
    "prosecutor": {
        "en": "To the prosecutor",
        "ru": "В прокуратуру",
        "ky": "Прокуратурага",
        "pt": "Ao Ministério Público",
    },
    "court": {"en": "To the court", "ru": "В суд", "ky": "Сотко", "pt": "Ao tribunal"},
    "platform": {
        "en": "To the platform",
        "ru": "Платформе",
        "ky": "Платформага",
        "pt": "Ao provedor de aplicação",
    },
}
SUBJECT = {
    "en": "Materials for carrying out what was decided",
    "ru": "О направлении материалов для исполнения",
    "ky": "Аткаруу үчүн материалдарды жөнөтүү жөнүндө",
    "pt": "Remessa de materiais para cumprimento do que foi decidido",
}


def referral_record(referral: Referral, files: Mapping[str, str]) -> dict[str, Any]:
    """To whom, on whom, and every file of the packet by its digest."""
    case = referral.resolution.item.case
    pack, zone = packs.of(case.election), cases_queries.zone_of(case)
    office = offices.of(pack)
    theirs = [one for one in queries.charges(case)
              if queries.outcome_execution(case, one.outcome) == referral.to]  # fmt: skip
    return {
        "number": referral.number,
        "date": cases_papers.day(referral.sent_at, zone),
        "commission": dict(office.commission),
        "to": _to(pack, referral.to),
        "subject": _spoken(pack, SUBJECT),
        "resolution": {
            "number": referral.resolution.number,
            "date": cases_papers.day(referral.resolution.adopted_at, zone),
        },
        "respondents": list(dict.fromkeys(one.respondent.name for one in theirs)),
        "attachments": [{"title": name, "digest": digest} for name, digest in sorted(files.items())],
        "signed_by": {
            "position": _begun(pack.roles["secretary"]), "name": referral.sent_by.full_name,
        },
        "ledger_root": cases_papers.ledger_root(),
    }  # fmt: skip


def protocol_record(protocol: Protocol) -> dict[str, Any]:
    """Who, what, where it was published, what was said in reply, and what follows."""
    charge = protocol.charge
    case = charge.respondent.case
    pack, zone = packs.of(case.election), cases_queries.zone_of(case)
    office, resolution = offices.of(pack), queries.resolution_of(case)
    explained = [one.text for one in charge.respondent.explanations.all()]
    circumstances = {
        language: words.format(number=resolution.number)
        + (f" {protocol.text}" if protocol.text else "")
        for language, words in _spoken(pack, CIRCUMSTANCES).items()
    }
    offence = pack.offence(charge.offence)
    return {
        "number": protocol.number,
        "date": cases_papers.day(protocol.drawn_at, zone),
        "commission": dict(office.commission),
        "place": dict(office.place),
        "official": {"position": _begun(pack.roles["official"]), "name": protocol.drawn_by.full_name},
        "resolution": {
            "number": resolution.number, "date": cases_papers.day(resolution.adopted_at, zone),
        },
        "respondent": charge.respondent.name,
        "offence": {
            language: f"{offence.citation[language]}: {offence.heading[language]}"
            for language in offence.citation
        } | {"verified": offence.confidence == "quoted"},
        "circumstances": circumstances,
        "publications": cases_papers.publications(cases_papers.alleged([charge]), zone=zone),
        "explanation": "\n\n".join(explained) or None,
        "penalty": {
            "outcome": dict(pack.outcomes[charge.outcome]["names"]),
            "units": charge.units, "amount": charge.amount, "currency": charge.currency or None,
            "verified": charge.verified, **commission_papers.measured(pack, charge),
        },
        "ledger_root": cases_papers.ledger_root(),
    }  # fmt: skip


def _begun(named: Mapping[str, str]) -> dict[str, str]:
    """The words with a capital letter: they begin a line."""
    return {language: words[:1].upper() + words[1:] for language, words in named.items()}


def _spoken(pack: law.Pack, words: Mapping[str, str]) -> dict[str, str]:
    """The words in each language of the pack; English where the desk has none in it."""
    return {code: words.get(code, words["en"]) for code in pack.languages}


def _to(pack: law.Pack, body: str) -> dict[str, str]:
    """The addressee: the pack's own official, or another body."""
    return _spoken(pack, BODIES[body]) if body in BODIES else _begun(pack.roles["official"])
