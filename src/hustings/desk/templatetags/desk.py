"""The law's words, boxed words and moments, for templates."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from hustings import law
from hustings.desk import moments, packs
from hustings.desk.accounts import gate
from hustings.desk.language import current
from hustings.refusal import Refusal

register = template.Library()


@register.filter
def in_words(words: Mapping[str, str] | None) -> str:
    """The reader's language out of a {ky, ru, en} mapping."""
    if not words:
        return ""
    return words.get(current()) or words.get("ru") or next(iter(words.values()), "")


@register.filter
def moment(value: datetime | None, zone: str = "") -> SafeString:
    """27.10.2025 14:03, in the election's zone, with the machine-readable moment beside it."""
    if value is None:
        return mark_safe("—")  # a constant
    local = value.astimezone(ZoneInfo(zone or settings.TIME_ZONE))
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        local.strftime("%d.%m.%Y %H:%M:%S" if local.second else "%d.%m.%Y %H:%M"),
    )


@register.filter
def ends(value: datetime | None, zone: str = "") -> SafeString:
    """The end of a term, 26.10.2025 24:00, with the machine-readable moment beside it."""
    if value is None:
        return mark_safe("—")  # a constant
    said = moments.ended(value.astimezone(ZoneInfo(zone or settings.TIME_ZONE)))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), said)


@register.filter
def boxed(text: str, spans: Iterable[Mapping[str, object]]) -> SafeString:
    """The text with the words that matter in <mark>; spans carry start, end (characters), kind.

    Overlapping spans are joined. Everything is escaped; hostile text stays text.
    """
    marks: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span["start"], span["end"])):
        start, end = int(str(span["start"])), int(str(span["end"]))
        title = str(span.get("kind") or span.get("candidate") or "")
        if marks and start < marks[-1][1]:
            last = marks[-1]
            marks[-1] = (
                last[0],
                max(end, last[1]),
                last[2] if title in last[2] else f"{last[2]} · {title}",
            )
        else:
            marks.append((start, end, title))
    parts, at = [], 0
    for start, end, title in marks:
        parts += [
            escape(text[at:start]),
            format_html('<mark title="{}">{}</mark>', title, text[start:end]),
        ]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  # every part is escaped above


# Codes of rows in the reader's words; a code that is not here is shown as it is.
WORDS = {
    "zoned": _("exact, with its zone"), "unix": _("exact"), "local": _("zone unknown"),
    "date": _("day only"), "relative": _("relative"), "unknown": _("unknown"),
    "quoted": _("seen in a source"), "inferred": _("inferred, unverified"),
    "assumed": _("assumed, unverified"), "confirm": _("confirmed"), "dismiss": _("dismissed"),
    "undo": _("undone"), "reopen": _("reopened"), "skip": _("skipped"),
    "official": _("authorised official"), "police": _("police"), "prosecutor": _("prosecutor"),
    "court": _("court"), "filed": _("before the court"), "upheld": _("upheld"),
    "changed": _("changed"), "cancelled": _("cancelled"), "returned": _("returned"),
    "waiting": _("waiting"), "confirmed": _("confirmed"), "dismissed": _("dismissed"),
}  # fmt: skip


@register.filter
def words_of(code: str) -> str:
    return str(WORDS.get(code, code))


@register.filter
def words(line: str) -> list[str]:
    """The words of a line, to go through them one by one."""
    return line.split()


@register.filter
def share(part: float) -> str:
    """0.873 → 87 %; never rounded up to the whole."""
    return f"{int(part * 100 + 1e-9)} %"


@register.filter(name="at")
def standing_at(mapping: Mapping[str, object], key: str) -> object:
    """What stands at a key; 0 where nothing does."""
    return mapping.get(key, 0)


def _pack(where: "str | packs.InUse") -> "law.Pack":
    return law.load(where) if isinstance(where, str) else packs.of(where)


@register.simple_tag
def provision(where: "str | packs.InUse", identity: str, on: date | None = None) -> "law.Provision":
    """A provision of the law in use for an election (or of a pack by its code): its citation, words
    and confidence; as worded on that day, or the newest where no wording was in force then.
    """
    pack = _pack(where)
    try:
        return pack.provision(identity, on=on or None)
    except Refusal:
        return pack.provision(identity)


@register.simple_tag
def unit(where: "str | packs.InUse") -> Mapping[str, str]:
    """What the tariffs of the law in use count in."""
    named: Mapping[str, str] = _pack(where).unit_values[-1]["name"]
    return named


@register.simple_tag
def offence(where: "str | packs.InUse", identity: str) -> "law.Offence":
    """An offence of the same."""
    return _pack(where).offence(identity)


@register.simple_tag(takes_context=True)
def may(context: template.Context, act: str) -> bool:
    """Whether the reader may do this act now, for greying a step out; the act asks again."""
    request = context["request"]
    at = getattr(request, "at", None) or timezone.now()
    return gate.may(act, by=request.user, at=at)
