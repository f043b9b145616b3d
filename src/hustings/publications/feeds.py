"""RSS 2.0 and Atom (RFC 4287). A document type is refused: no feed needs one, and bombs do."""

import re
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError

import polars as pl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hustings.publications.reading import Reading, Unreadable
from hustings.publications.shaping import shaped

FIELDS = ("item_id", "source", "url", "container", "author.name", "text", "published_at",
          "edited_at", "kind")  # fmt: skip
BLOCKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"}
UNSPOKEN = {"script", "style", "template"}


def read_feed(text: str, name: str, *, format_name: str, zone: str | None) -> Reading:
    """Items are counted from 1. The text is the title and the cleaned body; the raw file is kept."""
    try:
        root = fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text.lstrip("\ufeff")), forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(
            "publications.hostile_xml",
            "{file} declares a document type or entities; no feed needs them. Ask for a plain feed.",
            file=name,
        ) from None
    except ParseError as error:
        line, column = error.position
        raise Unreadable(
            "publications.cut_xml",
            "{file} is cut or damaged at line {line}, column {column}; fetch the feed again.",
            file=name, line=line, column=column,
        ) from None  # fmt: skip
    site = _first(root, "channel/title", "title") or ""
    items = [one for one in root.iter() if _name(one) in {"item", "entry"}]
    rows = [{"row": number, **_row(one, site)} for number, one in enumerate(items, start=1)]
    frame = pl.DataFrame(
        rows, schema={"row": pl.Int64, **dict.fromkeys(FIELDS, pl.String)}, orient="row"
    )
    good, unfit = shaped(
        frame, picked={field: field for field in FIELDS}, format_name=format_name, source="news",
        zone=zone,
    )  # fmt: skip
    return Reading(format=format_name, rows_read=len(rows), frames=[good], unreadable=unfit)


def _name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _first(element: Element, *paths: str) -> str | None:
    """The first child by local name that says something; a path goes one level down by `/`."""
    for path in paths:
        found = [element]
        for step in path.split("/"):
            found = [child for parent in found for child in parent if _name(child) == step]
        for one in found:
            said = "".join(one.itertext()).strip()
            if said:
                return said
    return None


def _row(item: Element, site: str) -> dict[str, str | None]:
    body = _first(item, "encoded", "content", "description", "summary") or ""
    title = plain(_first(item, "title") or "")
    text = plain(body)
    whole = f"{title}\n\n{text}" if title and not text.startswith(title) else text or title
    link = _first(item, "link") or next(
        (one.get("href") for one in item if _name(one) == "link" and one.get("href")), None
    )
    return {
        "item_id": _first(item, "guid", "id") or link,
        "source": "news",
        "url": link,
        "container": site,
        "author.name": _first(item, "creator", "author/name", "author") or site,
        "text": whole,
        "published_at": _iso(_first(item, "pubDate", "published", "date", "updated")),
        "edited_at": _iso(_first(item, "updated")),
        "kind": "article",
    }


def _iso(said: str | None) -> str | None:
    """RFC 822 dates of RSS as ISO 8601; anything else as it stands, for the reading of moments."""
    if said is None or not re.search(r"[A-Za-z]{3}", said):
        return said
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return said
    return moment.isoformat()


def plain(html: str) -> str:
    """What a reader of the page would read: no tags, no scripts, entities resolved."""
    if "<" not in html and "&" not in html:
        return html.strip()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(reader.said)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # nothing a reader reads
        self.silent += tag in UNSPOKEN
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in UNSPOKEN and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)
