"""The protocol on offence as a record, from which both papers are made."""

from typing import Any

from hustings import documents, law
from hustings.desk.cases import offices
from hustings.desk.cases import papers as cases_papers
from hustings.desk.cases import queries as cases_queries
from hustings.desk.enforcement import queries
from hustings.desk.enforcement.models import Protocol

POSITION = {"ru": "Уполномоченное должностное лицо", "ky": "Ыйгарым укуктуу кызмат адамы"}
CIRCUMSTANCES = {
    "ru": "Обстоятельства установлены постановлением комиссии № {number}.",
    "ky": "Жагдайлар комиссиянын № {number} токтому менен такталды.",
}


def protocol(told: dict[str, Any], *, pack: str, language: str) -> bytes:
    """The PDF; the same record makes the same bytes."""
    return documents.pdf(template="protocol", record=told, language=language, pack=pack)


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
        for language, words in CIRCUMSTANCES.items()
    }
    offence = pack.offence(charge.offence)
    return {
        "number": protocol.number,
        "date": cases_papers.day(protocol.drawn_at, zone),
        "commission": cases_papers.pair(office.commission),
        "place": cases_papers.pair(office.place),
        "official": {"position": POSITION, "name": protocol.drawn_by.full_name},
        "resolution": {
            "number": resolution.number, "date": cases_papers.day(resolution.adopted_at, zone),
        },
        "respondent": charge.respondent.name,
        "offence": {
            language: f"{offence.citation[language]}: {offence.heading[language]}"
            for language in cases_papers.LANGUAGES
        } | {"verified": offence.confidence == "quoted"},
        "circumstances": circumstances,
        "publications": cases_papers.publications(cases_papers.alleged([charge]), zone=zone),
        "explanation": "\n\n".join(explained) or None,
        "penalty": {
            "outcome": cases_papers.pair(pack.outcomes[charge.outcome]["names"]),
            "units": charge.units, "amount": charge.amount, "currency": charge.currency or None,
            "verified": charge.verified,
        },
        "ledger_root": cases_papers.ledger_root(),
    }  # fmt: skip
