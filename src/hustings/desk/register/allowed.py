"""The public record of a resolution: built field by field from an allow-list, never by hiding.

Natural persons stand with their initials and what they are in the election; candidates, parties,
media and legal persons with their names, for they act in public. Accounts, addresses, quotes,
explanations and the people of the commission's desk are not in it.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import rfc8785

from hustings import documents, evidence, law
from hustings.desk import packs
from hustings.desk.cases.models import Charge, Respondent
from hustings.desk.cases.queries import zone_of
from hustings.desk.commission import papers
from hustings.desk.commission import queries as commission
from hustings.desk.commission.models import Resolution
from hustings.desk.enforcement import queries as enforcement
from hustings.desk.enforcement.models import Penalty

NAMED = frozenset({"candidate", "party", "media"})  # who acts in public acts under their name


def public_record(resolution: Resolution) -> dict[str, Any]:
    """What everybody may read; strings, whole numbers and words by language only."""
    case = resolution.item.case
    pack, election = packs.of(case.election), case.election
    charges = list(enforcement.charges(case))
    zone = ZoneInfo(zone_of(case))
    return {
        "resolution": resolution.number,
        "act": dict(documents.name("resolution", pack=pack.code)),
        "body": dict(resolution.record["commission"]),
        # One person decides, without votes: what the pack calls them; null where many vote.
        "decider": dict(commission.decider(election)) if commission.alone(election) else None,
        "adopted_at": resolution.adopted_at.astimezone(zone).isoformat(),
        "election": dict(pack.election(case.election.code).names),
        "votes": resolution.record["votes"],
        "dissents": len(resolution.record["dissents"]),
        "outcomes": [_row(pack, charge) for charge in charges],
        "districts": districts(charges),
        "papers": dict(resolution.papers),
        # The papers name everybody in full: they are open only where nobody's name is kept back.
        "papers_open": all(acts_in_public(charge.respondent) for charge in charges),
    }


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record in RFC 8785 form: what the ledger holds of it."""
    import hashlib  # noqa: PLC0415  # only here

    return f"sha256:{hashlib.sha256(rfc8785.dumps(dict(record))).hexdigest()}"


def _row(pack: law.Pack, charge: Charge) -> dict[str, Any]:
    offence, provision = pack.offence(charge.offence), pack.provision(charge.provision)
    penalty = getattr(charge, "penalty", None)
    zone = ZoneInfo(zone_of(charge.respondent.case))
    carried = {
        one.outcome: one.done_at.astimezone(zone).date().isoformat() for one in charge.carried.all()
    }
    return {
        "respondent": shown_name(charge.respondent),
        "class": dict(pack.words["authors"][charge.respondent.author_class]),
        "offence": charge.offence,
        "offence_cited": dict(offence.citation),
        "offence_heading": dict(offence.heading),
        "provision": charge.provision,
        "provision_cited": dict(provision.citation),
        "outcome": charge.outcome,
        "outcome_words": dict(pack.outcomes[charge.outcome]["names"]),
        "units": charge.units,
        "currency": charge.currency,
        **_sum(pack, charge, penalty),
        "verified": bool(charge.verified or charge.amount is None)
        and offence.confidence == "quoted" and provision.confidence == "quoted",
        "state": penalty.state if penalty else "done" if charge.outcome in carried else "",
        "followed": [
            {"outcome": code, "words": dict(pack.outcomes[code]["names"]), "on": on}
            for code, on in sorted(carried.items())
        ],
        "appeal": next((one.state for one in charge.appeals.all()), ""),
    }  # fmt: skip


def _sum(pack: law.Pack, charge: Charge, penalty: Penalty | None) -> dict[str, Any]:
    """What was decided to be paid, or in the end is; how it came about; in what capacity."""
    told = papers.measured(pack, charge)
    amount, per, arithmetic = charge.amount, told.get("per"), told.get("arithmetic", "")
    payer = told.get("payer")
    if penalty is not None and penalty.rate is not None:
        arithmetic = penalty.arithmetic
        payer = papers.spoken(pack, "liable", penalty.payer)
        stopped = penalty.amount is not None
        amount, per = (penalty.amount, None) if stopped else (penalty.rate, per)
    return {"amount": amount, "per": per, "arithmetic": arithmetic, "payer": payer}


def acts_in_public(respondent: Respondent) -> bool:
    return respondent.person_kind == "legal" or respondent.author_class in NAMED


def shown_name(respondent: Respondent) -> str:
    """The name, or the initials of a natural person who does not act in public."""
    if acts_in_public(respondent):
        return respondent.name
    letters = [word[0].upper() for word in respondent.name.split() if word[:1].isalpha()]
    return " ".join(f"{letter}." for letter in letters[:3]) or "—"


def districts(charges: list[Charge]) -> list[str]:
    """Districts of the candidates that the publications named, from the roster."""
    from hustings.desk.monitoring.models import Candidate  # noqa: PLC0415  # only here

    named = {
        mention["candidate"]
        for charge in charges
        for finding in charge.findings.select_related("indication__publication")
        for mention in finding.indication.publication.mentions
    }
    found = Candidate.objects.filter(candidate_id__in=named).values_list("district", flat=True)
    return sorted(set(found), key=lambda one: (len(one), one))


def sealed(record: Mapping[str, Any], store: evidence.Store) -> str:
    """Keep the public record's bytes; answers their digest."""
    return store.seal(rfc8785.dumps(dict(record)))
