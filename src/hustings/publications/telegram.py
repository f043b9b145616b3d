r"""Telegram Desktop's JSON export: one chat, or a whole account (whose private chats are left out).

Field names as its exporter writes them; `text` is a string or an array of strings and objects;
control characters may stand as \xNN, which is not JSON.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from hustings.publications.reading import BadRow, Reading, Unreadable, shown
from hustings.publications.shaping import shaped

PUBLIC = {"public_channel", "public_supergroup"}
KINDS = {"public_channel": "post", "public_supergroup": "message"}
FIELDS = ("item_id", "source", "container", "author.id", "author.name", "author.handle", "text",
          "published_at", "edited_at", "kind", "reply_to", "repost_of", "media")  # fmt: skip
NOT_A_MESSAGE = "this message is no object with an id; it was cut or edited by hand"
REASONS = (NOT_A_MESSAGE,)


def read_telegram(text: str, name: str, *, zone: str | None) -> Reading:
    """Messages are counted from 1 in the order of the file; service messages are not publications."""
    whole = _parsed(text, name)
    rows: list[dict[str, str | None]] = []
    bad: list[BadRow] = []
    number = 0
    for chat in _public_chats(whole):
        for message in chat["messages"]:
            number += 1
            if not isinstance(message, dict) or "id" not in message:
                bad.append(
                    BadRow(row=number, column="", value=shown(message), reason=NOT_A_MESSAGE)
                )
            elif message.get("type", "message") == "message" and (
                _text(message) or _media(message)
            ):
                rows.append({"row": number, **_row(message, chat)})  # type: ignore[dict-item]  # a number beside texts
    frame = pl.DataFrame(
        rows, schema={"row": pl.Int64, **dict.fromkeys(FIELDS, pl.String)}, orient="row"
    )
    picked = {field: field for field in FIELDS}
    good, unfit = shaped(frame, picked=picked, format_name="telegram", source="telegram", zone=zone)
    unreadable = sorted(bad + unfit, key=lambda one: one.row)
    return Reading(
        format="telegram", rows_read=len(rows) + len(bad), frames=[good], unreadable=unreadable
    )


def _parsed(text: str, name: str) -> dict[str, Any]:
    tidy = re.sub(r"(?<!\\)((?:\\\\)*)\\x([0-9a-fA-F]{2})", r"\1\\u00\2", text)
    try:
        whole = json.loads(tidy)
    except ValueError as error:
        raise Unreadable(
            "publications.cut_json",
            "{file} is cut or damaged at line {line}, column {column}; export the chat again.",
            file=name, line=getattr(error, "lineno", 0), column=getattr(error, "colno", 0),
        ) from None  # fmt: skip
    if not isinstance(whole, dict) or not ("messages" in whole or "chats" in whole):
        raise Unreadable(
            "publications.no_messages", "{file} holds no chat; export it from Telegram Desktop as JSON.",
            file=name,
        )  # fmt: skip
    return whole


def _public_chats(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The chat of a single export as it is; of a whole account only what is public."""
    if "messages" in whole:
        yield whole
        return
    for chat in whole.get("chats", {}).get("list", []):
        if chat.get("type") in PUBLIC:
            yield chat


def _text(message: dict[str, Any]) -> str:
    said = message.get("text", "")
    if isinstance(said, str):
        return said
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in said)


def _media(message: dict[str, Any]) -> str | None:
    """The file of its picture as the export names it, or the export's sentence that it left it out."""
    picture = message.get("photo")
    if picture is None and str(message.get("mime_type", "")).startswith("image/"):
        picture = message.get("file")
    return picture if isinstance(picture, str) else None


def _row(message: dict[str, Any], chat: dict[str, Any]) -> dict[str, str | None]:
    def told(key: str) -> str | None:
        value = message.get(key)
        return None if value is None else str(value)

    return {
        "item_id": f"{chat.get('id', '')}/{message['id']}",  # ids repeat from chat to chat
        "source": "telegram",
        "container": chat.get("name"),
        "author.id": None if message.get("author") else told("from_id"),
        "author.name": told("author") or told("from"),
        "author.handle": None,
        "text": _text(message),
        "published_at": told("date_unixtime") or told("date"),
        "edited_at": told("edited_unixtime"),
        "kind": KINDS.get(str(chat.get("type")), "message"),
        "reply_to": told("reply_to_message_id"),
        "repost_of": told("forwarded_from"),
        "media": _media(message),
    }
