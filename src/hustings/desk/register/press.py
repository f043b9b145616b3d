"""The press note of an entry, from the same record, in three languages; and links to share it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

# Sentences of the desk; the names of body, act and outcome are the pack's.
LEAD = "{body}: {act} № {number}, {date} ({election})."
ROW = "{respondent} ({what}): {outcome}{sum}, {offence}."
VOTES = {
    "en": "Votes: {for} for, {against} against, {abstained} abstained.",
    "ru": "Голоса: за — {for}, против — {against}, воздержались — {abstained}.",
    "ky": "Добуштар: жактап — {for}, каршы — {against}, калыс — {abstained}.",
}
SHARE = (
    ("VK", "https://vk.com/share.php?url={url}&title={text}"),
    ("X", "https://x.com/intent/post?url={url}&text={text}"),
    ("OK", "https://connect.ok.ru/offer?url={url}&title={text}"),
    ("WhatsApp", "https://wa.me/?text={text}%20{url}"),
    ("Telegram", "https://t.me/share/url?url={url}&text={text}"),
)


def note(public: Mapping[str, Any], *, language: str) -> str:
    """The note as plain text: the same facts as the entry, no more."""

    def said(words: Mapping[str, str]) -> str:
        return words.get(language) or words["en"]

    lines = [
        LEAD.format(
            body=said(public["body"]), act=said(public["act"]), number=public["resolution"],
            date=".".join(reversed(public["adopted_at"][:10].split("-"))),
            election=said(public["election"]),
        )
    ]  # fmt: skip
    for row in public["outcomes"]:
        amount = f"{row['amount']} {row['currency']}" if row["amount"] else ""
        if amount and row["per"]:
            amount += f" {said(row['per'])}"
        lines.append(
            ROW.format(
                respondent=row["respondent"], what=said(row["class"]), sum=f" ({amount})" if amount else "",
                outcome=said(row["outcome_words"]), offence=said(row["offence_cited"]),
            )
        )  # fmt: skip
    if public["decider"] is None:
        lines.append(VOTES[language].format(**public["votes"]))
    return "\n".join(lines)


def share_links(url: str, text: str) -> list[tuple[str, str]]:
    """Plain links; nothing of those sites is on our page."""
    return [
        (name, link.format(url=quote(url, safe=""), text=quote(text, safe="")))
        for name, link in SHARE
    ]
