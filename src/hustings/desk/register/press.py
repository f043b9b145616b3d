"""The press note of an entry, from the same record, in three languages; and links to share it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

LEAD = {
    "en": "On {date} the commission adopted resolution No {number} ({election}).",
    "ru": "{date} комиссия приняла постановление № {number} ({election}).",
    "ky": "{date} комиссия № {number} токтомду кабыл алды ({election}).",
}
ROW = {
    "en": "{respondent} ({what}): {outcome}{sum}, {offence}.",
    "ru": "{respondent} ({what}): {outcome}{sum}, {offence}.",
    "ky": "{respondent} ({what}): {outcome}{sum}, {offence}.",
}
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
    date = ".".join(reversed(public["adopted_at"][:10].split("-")))
    lines = [
        LEAD[language].format(
            date=date, number=public["resolution"], election=public["election"][language]
        )
    ]
    lines += [
        ROW[language].format(
            respondent=row["respondent"], what=row["class"][language],
            outcome=row["outcome_words"][language], offence=row["offence_cited"][language],
            sum=f" ({row['amount']} {row['currency']})" if row["amount"] else "",
        )
        for row in public["outcomes"]
    ]  # fmt: skip
    return "\n".join([*lines, VOTES[language].format(**public["votes"])])


def share_links(url: str, text: str) -> list[tuple[str, str]]:
    """Plain links; nothing of those sites is on our page."""
    return [
        (name, link.format(url=quote(url, safe=""), text=quote(text, safe="")))
        for name, link in SHARE
    ]
