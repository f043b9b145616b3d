"""What a file is, by its first bytes and not by its name."""

import codecs
import json
import re

from hustings.publications.reading import Unreadable

FORMATS = ("jsonl", "csv", "telegram", "rss", "atom")
HEAD = 65_536
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def text_of(body: bytes, name: str, *, encoding: str | None = None) -> str:
    """The whole file as text. Never a silent guess: what is not UTF-8 must be named by a person."""
    if not body.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise Unreadable("publications.empty", "{file} is empty; export it again.", file=name)
    if encoding is None:
        encoding = next((name for mark, name in MARKS.items() if body.startswith(mark)), "utf-8")
    try:
        text = body.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        at = getattr(error, "start", 0)
        raise Unreadable(
            "publications.not_utf8",
            "{file} is not {encoding} (byte {at}). If it was saved as Windows-1251, say so with "
            "--encoding windows-1251; ө, ү and ң do not exist there, so ask for UTF-8 if you can.",
            file=name,
            encoding=encoding,
            at=at,
        ) from None
    if "\x00" in text:
        raise Unreadable(
            "publications.nul",
            "{file} holds a NUL byte at line {line}; it is damaged or no text. Export it again.",
            file=name,
            line=text.count("\n", 0, text.index("\x00")) + 1,
        )
    return text


def sniff(text: str, name: str) -> str:
    """One of FORMATS; Unreadable says what was seen and how to name the format."""
    head = text[:HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        for root, found in (("rss", "rss"), ("feed", "atom"), ("rdf:RDF", "rss")):
            if re.search(rf"<{root}[\s>]", head):
                return found
    elif head.startswith("{"):
        return _json_of(head.split("\n", 1)[0], text)
    elif re.search(r"[,;\t]", head.split("\n", 1)[0]):
        return "csv"
    raise Unreadable(
        "publications.unknown_format",
        "{file} begins with «{seen}», which no reader knows. "
        "Say what it is with --format: {known}.",
        file=name,
        seen=head[:40].replace("\n", " "),
        known=", ".join(FORMATS),
    )


def _json_of(first: str, text: str) -> str:
    """A Telegram export is one object that holds messages or chats; else objects stand in lines."""
    try:
        found = json.loads(first)
    except ValueError:
        return "telegram" if '"messages"' in text or '"chats"' in text else "jsonl"
    return "telegram" if isinstance(found, dict) and {"messages", "chats"} & set(found) else "jsonl"
