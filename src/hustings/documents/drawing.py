"""One record and one template give one PDF, the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from hustings import law
from hustings.documents.records import RECORDS, prepared
from hustings.law.reading import folders
from hustings.refusal import Refusal

ARCHIVAL: Final = "a-2b"  # PDF/A-2b, ISO 19005-2: fonts inside, for a file that a court keeps
LONGEST = 2_000_000  # letters in a record; a page holds some 3,000
FORMS = Path(__file__).parent / "forms"  # what the templates of every pack may import


def languages(template: str, *, pack: str) -> tuple[str, ...]:
    """The languages in which the pack draws that act, in the pack's own order.

    They are its languages for which it has a template; none: it has no such act.
    """
    drawn = _templates(pack)
    return tuple(one for one in law.load(pack).languages if f"{template}.{one}" in drawn)


def papers(*, template: str, record: Mapping[str, Any], pack: str) -> dict[str, bytes]:
    """The act in each of those languages, as `pdf` draws it. Refusal documents.unknown_template
    where there is none: an act that nobody can read is not drawn silently.
    """
    spoken = languages(template, pack=pack)
    if not spoken:
        _template(pack, template, law.load(pack).languages[0])
    return {one: pdf(template=template, record=record, language=one, pack=pack) for one in spoken}


def pdf(*, template: str, record: Mapping[str, Any], language: str, pack: str) -> bytes:
    """The act as PDF/A-2b: `packs/<pack>/documents/<template>.<language>.typ` over the record.

    `template` is resolution, protocol, notice or referral; what each record holds is in
    `hustings.documents.records` and docs/documents.md. The creation date in the file is the
    act's date at midnight UTC, so the same record always gives the same bytes. Text of the record
    is data to the template and never evaluated. Refusals: documents.unknown_template,
    documents.field, documents.too_long, documents.no_typst, documents.not_drawn.
    """
    source = _template(pack, template, language)
    filled = prepared(template, record, language=language)
    body = json.dumps(filled, ensure_ascii=False)
    if len(body) > LONGEST:
        raise Refusal(
            "documents.too_long",
            "The record has {letters} letters, and a document takes {limit}. Shorten the quotes "
            "and attach the texts as exhibits.",
            letters=len(body),
            limit=LONGEST,
        )
    day = datetime.fromisoformat(filled["date"]).replace(tzinfo=UTC)
    spoken = languages(template, pack=pack) if pack in law.known() else (language,)
    inputs = {"record": body, "language": language, "languages": " ".join(spoken)}
    return _compiled(source, inputs, day)


def _templates(pack: str) -> dict[str, Path]:
    """The pack's templates by `<template>.<language>`; the first folder of packs that has one."""
    return {
        path.stem: path
        for folder in reversed(folders())
        for path in sorted((folder / pack / "documents").glob("*.typ"))
        if pack.isidentifier() and path.stem.partition(".")[0] in RECORDS
    }


def _template(pack: str, template: str, language: str) -> Path:
    there = _templates(pack)
    if (found := there.get(f"{template}.{language}")) is not None:
        return found
    raise Refusal(
        "documents.unknown_template",
        "The pack {pack} has no template {template} in the language {language}; it has: {known}.",
        pack=pack,
        template=template,
        language=language,
        known=", ".join(sorted(there)) or "–",
    )


def _sources(source: Path) -> dict[str, bytes]:
    """The template as `main`, and beside it what it may import: the pack's files before ours."""
    beside = [*FORMS.glob("*.typ"), *source.parent.glob("*.typ")]
    return {path.name: path.read_bytes() for path in beside} | {"main.typ": source.read_bytes()}


def _compiled(source: Path, inputs: dict[str, str], day: datetime) -> bytes:
    try:
        import typst  # noqa: PLC0415 - a desk without documents runs without it
    except ImportError:
        raise Refusal(
            "documents.no_typst",
            "Documents are drawn by typst, which is not installed here. Install hustings[desk].",
        ) from None
    try:
        drawn = typst.compile(
            _sources(source),
            root=source.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=[ARCHIVAL],
            timestamp=day,
        )
    except typst.TypstError as error:
        raise Refusal(
            "documents.not_drawn",
            "The template {template} could not be drawn: {reason}. Mend the template; the record "
            "is kept.",
            template=source.name,
            reason=error.message,
        ) from error
    return bytes(drawn)


@cache
def _fonts() -> Any:
    """Typst's own fonts, read once; the machine's would make the bytes depend on the machine."""
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
