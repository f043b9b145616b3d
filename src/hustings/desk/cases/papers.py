"""What the papers of a case say: structured records, from which each language's PDF is made."""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from hustings import law
from hustings.desk import packs
from hustings.desk.cases import matter, offices, queries, terms
from hustings.desk.cases.models import Case, Charge, Finding, Notice, Respondent
from hustings.desk.ledger import record
from hustings.desk.monitoring.models import Publication
from hustings.desk.review import facts
from hustings.refusal import Refusal

QUOTED = 600  # characters of a publication that a letter or an act quotes
SURE = frozenset({"zoned", "unix"})
# In the languages of papers; the law's own words are the pack's, whatever languages it speaks.
HOW = {
    "en": "Through your own link: {door}; in writing or by word of mouth.",
    "pt": "Pelo seu link pessoal: {door}; por escrito ou oralmente.",
    "ru": "По личной ссылке из сопровождения: {door}; письменно или устно в рабочей группе.",
    "ky": "Жеке шилтеме боюнча: {door}; жазуу жүзүндө же оозеки жумушчу топто.",
}


def ledger_root() -> str:
    """The root of the log of acts as checkpoints write it, base64: an act on paper names it."""
    return base64.b64encode(record.log_of_acts().root()).decode()


def notice_record(
    case: Case, respondent: Respondent, sent: Notice, *, site: str = ""
) -> dict[str, Any]:
    """What a notice tells: the publications, the norms, the term, and how to answer."""
    pack = packs.of(case.election)
    zone = queries.zone_of(case)
    office = offices.of(pack)
    charges = list(respondent.charges.all())
    door = site.rstrip("/") + reverse("explain:door", args=[sent.token])
    return {
        "number": sent.number,
        "date": sent.sent_at.astimezone(ZoneInfo(zone)).date().isoformat(),
        "place": pair(office.place),
        "commission": pair(office.commission),
        "election": pair(pack.election(case.election.code).names),
        "working_group": pair(office.working_group),
        "respondent": respondent.name,
        "publications": publications(alleged(charges), zone=zone),
        "norms": norms(pack, charges),
        "term": {
            "until": matter.till(sent.due_at, zone), "verified": not terms.assumed(case),
        },
        "how": {
            language: HOW.get(language, HOW["en"]).format(door=door)
            for language in {"en", *pack.languages}
        },
        "signed_by": {"position": _position(pack), "name": sent.sent_by.full_name},
        "ledger_root": ledger_root(),
    }  # fmt: skip


def alleged(charges: Iterable[Charge]) -> list[Finding]:
    """The findings that the charges rest on, each once."""
    seen = {found.pk: found for charge in charges for found in charge.findings.all()}
    return list(
        Finding.objects.filter(pk__in=seen)
        .select_related("indication__publication__account")
        .prefetch_related("exhibits")
        .order_by("pk")
    )


def publications(findings: Iterable[Finding], *, zone: str) -> list[dict[str, str]]:
    """One row a publication: where, whose, when, what words, which exhibit."""
    rows: dict[int, dict[str, str]] = {}
    for found in findings:
        publication = found.indication.publication
        exhibits = sorted(found.exhibits.all(), key=lambda exhibit: exhibit.label)
        rows[publication.pk] = {
            "url": publication.url or "—",
            "account": queries.account_name(found),
            "published_at": published(publication, zone=zone),
            "quote": quoted(publication) or "—",
            "exhibit": "; ".join(f"{one.label} ({one.digest[:15]}…)" for one in exhibits),
        }
    return list(rows.values())


def published(publication: Publication, *, zone: str) -> str:
    """When it was published, no more sure than the source is."""
    moment = publication.published_at
    if moment is None:
        return "—"
    if publication.published_at_provenance == "date":
        return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y}"
    told = matter.on_clock(moment, zone)
    return told if publication.published_at_provenance in SURE else f"≈ {told}"


def spans(publication: Publication) -> list[Mapping[str, Any]]:
    """The stretches of the text that matter: what screening pointed to, and a person confirmed."""
    length = len(publication.text)
    return [
        span
        for span in [*publication.mentions, *publication.signals]
        if 0 <= int(span["start"]) < int(span["end"]) <= length
    ]


def quoted(publication: Publication) -> str:
    """From the first word that matters to the last, shortened in the middle of a long text."""
    marked = spans(publication)
    text = publication.text
    if marked:
        first, last = min(int(s["start"]) for s in marked), max(int(s["end"]) for s in marked)
        text = ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def norms(pack: law.Pack, charges: Iterable[Charge]) -> list[dict[str, Any]]:
    """Each provision, as worded when the publication appeared, and offence once, with its words and
    whether they were seen.
    """
    told: dict[str, dict[str, Any]] = {}
    for charge in charges:
        provision, offence = worded(pack, charge), pack.offence(charge.offence)
        told[provision.id] = {
            language: f"{provision.citation[language]}: {provision.text[language]}"
            for language in provision.citation
        } | {"verified": provision.confidence == "quoted"}
        told[offence.id] = {
            language: f"{offence.citation[language]}: {offence.heading[language]}"
            for language in offence.citation
        } | {"verified": offence.confidence == "quoted"}
    return list(told.values())


def worded(pack: law.Pack, charge: Charge) -> law.Provision:
    """The provision of a charge, in the wording in force on the day its last publication appeared;
    the newest where no such day is known exactly.
    """
    election = charge.respondent.case.election
    zone = pack.election(election.code).timezone
    appeared = [
        moment.astimezone(zone).date()
        for found in charge.findings.all()
        if (moment := facts.moment_of(found.indication.publication))
    ]
    try:
        return pack.provision(charge.provision, on=max(appeared, default=None))
    except Refusal:  # a lawyer charged under a provision that was not in force then
        return pack.provision(charge.provision)


def day(moment: datetime, zone: str) -> str:
    """2025-10-27 by that clock."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def pair(words: Mapping[str, str]) -> dict[str, str]:
    """The words in every language that there are words in."""
    return dict(words)


def _position(pack: law.Pack) -> dict[str, str]:
    """What the pack calls who signs a notice, with a capital letter: it begins a line."""
    named = pack.roles["lawyer"]
    return {language: words[:1].upper() + words[1:] for language, words in named.items()}
