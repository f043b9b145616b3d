"""The protocol on offence as a record, from which both papers are made."""

from typing import Any

from hustings import law
from hustings.desk.cases import offices
from hustings.desk.cases import papers as cases_papers
from hustings.desk.cases import queries as cases_queries
from hustings.desk.commission import papers as commission_papers
from hustings.desk.enforcement import queries
from hustings.desk.enforcement.models import Protocol

CIRCUMSTANCES = {
    "en": "The circumstances were established by decision No {number}.",
    "ru": "Обстоятельства установлены постановлением комиссии № {number}.",
    "ky": "Жагдайлар комиссиянын № {number} токтому менен такталды.",
    "pt": "As circunstâncias foram estabelecidas na decisão nº {number}.",
}


def protocol_record(protocol: Protocol) -> dict[str, Any]:
    """Who, what, where it was published, what was said in reply, and what follows."""
    charge = protocol.charge
    case = charge.respondent.case
    pack, zone = law.load(case.election.pack), cases_queries.zone_of(case)
    office, resolution = offices.of(pack), queries.resolution_of(case)
    explained = [one.text for one in charge.respondent.explanations.all()]
    circumstances = {
        language: words.format(number=resolution.number)
        + (f" {protocol.text}" if protocol.text else "")
        for language, words in _circumstances(pack).items()
    }
    offence = pack.offence(charge.offence)
    return {
        "number": protocol.number,
        "date": cases_papers.day(protocol.drawn_at, zone),
        "commission": dict(office.commission),
        "place": dict(office.place),
        "official": {"position": _position(pack), "name": protocol.drawn_by.full_name},
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


def _position(pack: law.Pack) -> dict[str, str]:
    """What the pack calls the official, with a capital letter: it begins a line."""
    named = pack.roles["official"]
    return {language: words[:1].upper() + words[1:] for language, words in named.items()}


def _circumstances(pack: law.Pack) -> dict[str, str]:
    """The sentence in each language that the pack's words have."""
    return {code: CIRCUMSTANCES.get(code, CIRCUMSTANCES["en"]) for code in pack.languages}
