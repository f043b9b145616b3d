"""The record of a resolution: public facts, from which both papers are made and checked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import rfc8785

from hustings import law
from hustings.desk import packs
from hustings.desk.cases import matter as on
from hustings.desk.cases import offices, outcomes
from hustings.desk.cases import papers as cases_papers
from hustings.desk.cases import queries as cases_queries
from hustings.desk.cases.models import Case, Charge, Respondent
from hustings.desk.commission import queries, words
from hustings.desk.commission.bench import Choice, Matter
from hustings.desk.commission.models import Item, Measure, Sitting

EXPLAINED = 2_000  # characters of an explanation that the resolution carries; the case has it all


def canonical(told: dict[str, Any]) -> bytes:
    """RFC 8785: what the record's digest is taken of."""
    return rfc8785.dumps(told)


def record_of(
    item: Item, sitting: Sitting, matter: Matter, *, number: str, at: datetime
) -> dict[str, Any]:
    """All that the resolution says. `at` is when the result was established."""
    case = item.case
    pack = packs.of(case.election)
    zone = queries.zone_of(sitting.election)
    office = offices.of(pack)
    charges = list(queries.charges(case))
    return {
        "number": number,
        "date": cases_papers.day(at, zone),
        "place": dict(office.place),
        "election": dict(pack.election(case.election.code).names),
        "commission": dict(office.commission),
        "working_group": dict(office.working_group),
        "group_protocol": _protocol(case, zone),
        "established": [_established(one, zone) for one in cases_queries.respondents(case)],
        "norms": cases_papers.norms(pack, charges),
        "grounds": [
            dict(ground.words) | {"verified": ground.verified} for ground in office.grounds
        ],
        "items": [_row(pack, charge) for charge in charges],
        "votes": _votes(sitting, matter),
        "dissents": _dissents(item),
        "position": _position(pack) if queries.alone(case.election) else None,
        "chair": sitting.chair.full_name if sitting.chair else "",
        "ledger_root": cases_papers.ledger_root(),
    }


def _protocol(case: Case, zone: str) -> str:
    proposal = cases_queries.living_proposal(case)
    assert proposal is not None, "an item on the agenda has an adopted proposal"
    assert proposal.adopted_at is not None, "the same"
    return f"{proposal.number}, {on.on_clock(proposal.adopted_at, zone)[:10]}"


def _established(respondent: Respondent, zone: str) -> dict[str, Any]:
    findings = cases_papers.alleged(respondent.charges.all())
    return {
        "respondent": respondent.name,
        "publications": cases_papers.publications(findings, zone=zone),
        "explanation": _explained([one.text for one in respondent.explanations.all()]),
    }


def _explained(texts: Sequence[str]) -> str | None:
    said = "\n\n".join(texts)
    if not said:
        return None
    return said if len(said) <= EXPLAINED else f"{said[: EXPLAINED - 1]}…"


def _row(pack: law.Pack, charge: Charge) -> dict[str, Any]:
    provision = pack.provision(charge.provision)
    offence = pack.offence(charge.offence)
    sure = provision.confidence == "quoted" and offence.confidence == "quoted"
    return {
        "respondent": charge.respondent.name,
        "outcome": _outcome(pack, charge),
        "provision": {
            language: f"{offence.citation[language]}; {provision.citation[language]}"
            for language in {**offence.citation, **provision.citation}
        },
        "units": charge.units,
        "unit": dict(unit_of(pack)) if charge.units is not None else None,
        "amount": charge.amount,
        "currency": charge.currency or None,
        **measured(pack, charge),
        "verified": sure and (charge.amount is None or charge.verified),
        "reason": charge.outcome_reason,
    }


def _position(pack: law.Pack) -> dict[str, str]:
    """What the pack calls who decides alone, with a capital letter: it begins a line."""
    named = pack.roles["member"]
    return {language: said[:1].upper() + said[1:] for language, said in named.items()}


# Where the decision leaves the sum to the official; in the languages of papers.
LEFT = {
    "en": "{outcome}; the official sets the sum within {bounds} {currency}",
    "ru": "{outcome}; сумму в пределах {bounds} {currency} устанавливает должностное лицо",
    "ky": "{outcome}; сумманы {bounds} {currency} чегинде кызмат адамы белгилейт",
    "pt": "{outcome}; o valor será fixado na execução, entre {bounds} {currency}",
}


def _outcome(pack: law.Pack, charge: Charge) -> dict[str, str]:
    named = dict(pack.outcomes[charge.outcome]["names"])
    row = Measure.objects.filter(charge=charge, amount=None).first()
    if row is None or charge.outcome != outcomes.FINE:
        return named
    return {
        language: LEFT.get(language, LEFT["en"]).format(
            outcome=said, bounds=row.arithmetic, currency=charge.currency
        )
        for language, said in named.items()
    }


def unit_of(pack: law.Pack) -> Mapping[str, str]:
    """What the pack's tariffs count in."""
    named: Mapping[str, str] = pack.unit_values[-1]["name"]
    return named


def spoken(pack: law.Pack, table: str, code: str) -> dict[str, str]:
    """Words for a period or a payer in every language of the pack's papers."""
    told = words.of(pack, table, code)
    return {**told, **{language: told[language] for language in pack.languages}}


def measured(pack: law.Pack, charge: Charge) -> dict[str, Any]:
    """How a sum came about that the law leaves open; empty where the tariff fixes it."""
    row = Measure.objects.filter(charge=charge).exclude(amount=None).first()
    if row is None:
        return {}
    return {
        "per": spoken(pack, "per", row.per) if row.per else None,
        "arithmetic": row.arithmetic,
        "payer": spoken(pack, "liable", row.payer),
    }


def _votes(sitting: Sitting, matter: Matter) -> dict[str, int]:
    bench = queries.bench(sitting)
    return {
        "for": matter.count(Choice.FOR),
        "against": matter.count(Choice.AGAINST),
        "abstained": matter.count(Choice.ABSTAIN),
        "present": len(bench.present),
        "established": bench.rule.established,
    }


def _dissents(item: Item) -> list[dict[str, str]]:
    given = item.votes.exclude(dissent="").select_related("member").order_by("at", "pk")
    return [{"member": vote.member.full_name, "text": vote.dissent} for vote in given]
