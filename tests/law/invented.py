"""Invented candidates and an invented act, for the packs of several countries. Nobody here exists."""

import io
from datetime import UTC, datetime

import polars as pl
from pypdf import PdfReader

from hustings import documents, law, screening

ROSTER = b"""candidate_id,district,region,ballot_number,name_latin,sex,nominated_by
x-1,1,Invented,99,Inventado Fulano,M,Invented Front
x-2,1,Invented,98,Farziwal Kalpana,F,Imagined Alliance
"""
ACTS = ("resolution", "protocol", "notice", "referral")
PUBLICATION = {
    "url": "https://social.example/1", "account": "Invented page", "quote": "Vote 99!", "exhibit": 1,
    "published_at": "2024-08-15 23:59",
}  # fmt: skip


def heard(pack, election, text):
    """The kinds and stances that screening hears in a text, as the examples of a pack write them."""
    frame = pl.DataFrame({"id": ["1"], "text": [text], "published_at": [datetime(2024, 6, 1, tzinfo=UTC)],
                          "published_at_provenance": ["zoned"]})  # fmt: skip
    roster = screening.Roster.of(ROSTER)
    found = screening.screen(frame, pack=law.load(pack), election=election, roster=roster)
    return sorted(f"{one['kind']}/{one['stance']}" for one in found["signals"][0])


def papers(pack, *, amount=None, currency=None, per=None):
    """Every act of the pack in each of its languages, as (template, language, text of the PDF)."""
    spoken = law.load(pack).languages
    for template in ACTS:
        record = _record(template, spoken, amount, currency, per)
        for language in spoken:
            paper = documents.pdf(template=template, record=record, language=language, pack=pack)
            pages = PdfReader(io.BytesIO(paper)).pages
            yield template, language, "\n".join(page.extract_text() for page in pages)


def _record(template, spoken, amount, currency, per):
    def told(words):
        return {language: f"{words} ({language})" for language in spoken}

    norms = [told("art. 1") | {"verified": True}, told("art. 2") | {"verified": False}]
    measure = {"amount": amount, "currency": currency, "per": per and told(per), "verified": False}
    signer = {"position": told("officer"), "name": "F. Inventada"}
    title = {"title": "page.wacz", "digest": "sha256:" + "9b2c41d0" * 8}
    place = {"place": told("town"), "election": told("election"), "working_group": told("group")}
    head = {
        "number": 12,
        "date": "2024-10-01",
        "commission": told("office"),
        "ledger_root": "root=",
    }
    published = {"publications": [PUBLICATION], "respondent": "Fulano Inventado"}
    own = {
        "resolution": place | {
            "group_protocol": "4", "established": [published], "norms": norms, "grounds": norms,
            "items": [{"respondent": "Fulano Inventado", "outcome": told("fine"),
                       "provision": told("art. 1")} | measure],
            "votes": {"for": 1, "against": 0, "abstained": 0, "present": 1, "established": 1},
            "chair": "F. Inventada",
        },
        "protocol": place | published | {
            "official": signer, "resolution": {"number": 11, "date": "2024-09-30"}, "offence": norms[1],
            "circumstances": told("posted"), "penalty": {"outcome": told("fine")} | measure,
            "attachments": [title],
        },
        "notice": place | published | {
            "norms": norms, "term": {"until": "2024-10-03 18:00", "verified": False},
            "how": told("in writing"), "signed_by": signer,
        },
        "referral": {
            "to": told("prosecutor"), "subject": told("file"), "respondents": ["Fulano Inventado"],
            "attachments": [title], "signed_by": signer,
        },
    }  # fmt: skip
    return head | own[template]
