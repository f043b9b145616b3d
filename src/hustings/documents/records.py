"""What the record of each act holds; docs/documents.md says the same in words.

A spec is a dictionary of fields (a name ending in ? may be absent, null or ""), a list of one spec,
or a kind: TEXT; LABEL: text or a whole number; WHOLE; TRUTH; DATE: `2025-10-27`; ROOT: text for
the foot of the page; WORDS: text, or text by language (`{"ru": …, "ky": …}`); NORM: words by
language with `verified`, whether they were checked against the law's official text.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

from hustings.documents.lettering import drawable
from hustings.refusal import Refusal

TEXT, LABEL, WHOLE, TRUTH, DATE = "text", "label", "whole", "truth", "date"
WORDS, NORM, ROOT = "words", "norm", "root"
FOOT = 100  # letters that the foot of a page has room for
LARGEST = 10**15

PUBLICATION: dict[str, Any] = {
    "url": TEXT, "account": TEXT, "published_at": TEXT, "quote": TEXT, "exhibit?": LABEL,
}  # fmt: skip
MEASURE: dict[str, Any] = {
    "units?": WHOLE, "amount?": WHOLE, "currency?": TEXT, "per?": WORDS, "arithmetic?": TEXT,
    "payer?": WORDS, "verified": TRUTH,
}  # fmt: skip
ATTACHMENT: dict[str, Any] = {"title": WORDS, "pages?": WHOLE, "digest": TEXT}
SIGNER: dict[str, Any] = {"position": WORDS, "name": TEXT}
NUMBERED: dict[str, Any] = {"number": LABEL, "date": DATE}
HEAD: dict[str, Any] = {**NUMBERED, "commission": WORDS, "ledger_root?": ROOT}

RESOLUTION: dict[str, Any] = {
    **HEAD,
    "place": WORDS,
    "election": WORDS,
    "subject?": WORDS,
    "working_group": WORDS,
    "group_protocol": TEXT,
    "established": [{"respondent": TEXT, "publications": [PUBLICATION], "explanation?": TEXT}],
    "norms": [NORM],
    "grounds": [NORM],
    "items": [
        {"respondent": TEXT, "outcome": WORDS, "provision": WORDS, "reason?": WORDS, **MEASURE}
    ],
    "control?": WORDS,
    "position?": WORDS,
    "votes": {
        "for": WHOLE, "against": WHOLE, "abstained": WHOLE, "present": WHOLE, "established": WHOLE,
    },
    "dissents?": [{"member": TEXT, "text": TEXT}],
    "chair": TEXT,
}  # fmt: skip

PROTOCOL = {
    **HEAD,
    "place": WORDS,
    "official": SIGNER,
    "resolution": NUMBERED,
    "respondent": TEXT,
    "particulars?": [{"label": WORDS, "value": TEXT}],
    "offence": NORM,
    "circumstances": WORDS,
    "publications": [PUBLICATION],
    "explanation?": TEXT,
    "rights?": [NORM],
    "penalty": {"outcome": WORDS, **MEASURE},
    "attachments?": [ATTACHMENT],
}

NOTICE = {
    **HEAD,
    "place": WORDS,
    "election": WORDS,
    "working_group": WORDS,
    "respondent": TEXT,
    "publications": [PUBLICATION],
    "norms": [NORM],
    "term": {"until": WORDS, "verified": TRUTH},
    "how": WORDS,
    "sitting?": {"date": DATE, "time": TEXT, "place": WORDS},
    "signed_by": SIGNER,
}

REFERRAL = {
    **HEAD,
    "to": WORDS,
    "subject": WORDS,
    "resolution?": NUMBERED,
    "respondents": [TEXT],
    "body?": WORDS,
    "attachments": [ATTACHMENT],
    "signed_by": SIGNER,
}

RECORDS: dict[str, dict[str, Any]] = {
    "resolution": RESOLUTION,
    "protocol": PROTOCOL,
    "notice": NOTICE,
    "referral": REFERRAL,
}


def prepared(template: str, record: Mapping[str, Any], *, language: str) -> Any:
    """The record as the template draws it: checked, absent fields null, strange letters visible.

    Fields that the template does not know are left out. Refusal documents.field names the first
    that is missing or of another form.
    """
    return _prepared(RECORDS[template], record, path=template, language=language)


def _prepared(spec: Any, value: Any, *, path: str, language: str) -> Any:
    if isinstance(spec, str):
        return _KINDS[spec](value, path, language)
    if isinstance(spec, list):
        if not isinstance(value, list | tuple):
            _refuse(path, "[…]")
        return [
            _prepared(spec[0], item, path=f"{path}[{place}]", language=language)
            for place, item in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        _refuse(path, "{…}")
    return {
        name.rstrip("?"): _field(name, one, value, path, language) for name, one in spec.items()
    }


def _field(name: str, spec: Any, value: Mapping[str, Any], path: str, language: str) -> Any:
    known = name.rstrip("?")
    found = value.get(known)
    if found in (None, "") and name.endswith("?"):
        return [] if isinstance(spec, list) else None
    return _prepared(spec, found, path=f"{path}.{known}", language=language)


def _text(value: Any, path: str, _language: str) -> str:
    if not isinstance(value, str) or not value.strip():
        _refuse(path, '"…"')
    return drawable(value)


def _root(value: Any, path: str, language: str) -> str:
    if len(text := _text(value, path, language)) > FOOT:
        _refuse(path, '"…"')
    return text


def _label(value: Any, path: str, language: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(_whole(value, path, language))
    return _text(value, path, language)


def _whole(value: Any, path: str, _language: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        _refuse(path, "0, 1, 2, …")
    return value


def _truth(value: Any, path: str, _language: str) -> bool:
    if not isinstance(value, bool):
        _refuse(path, "true | false")
    return value


def _date(value: Any, path: str, _language: str) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        _refuse(path, "2025-10-27")


def _words(value: Any, path: str, language: str) -> Any:
    if not isinstance(value, Mapping):
        return _text(value, path, language)
    _text(value.get(language), f"{path}.{language}", language)
    texts = {name: text for name, text in value.items() if isinstance(text, str)}
    return {name: drawable(text) for name, text in texts.items()}


def _norm(value: Any, path: str, language: str) -> Any:
    if not isinstance(value, Mapping):
        _refuse(path, '{"ru": …, "ky": …, "verified": …}')
    verified = _truth(value.get("verified"), f"{path}.verified", language)
    return {**_words(value, path, language), "verified": verified}


_KINDS: dict[str, Callable[[Any, str, str], Any]] = {
    TEXT: _text, LABEL: _label, WHOLE: _whole, TRUTH: _truth, DATE: _date,
    WORDS: _words, NORM: _norm, ROOT: _root,
}  # fmt: skip


def _refuse(field: str, form: str) -> NoReturn:
    raise Refusal(
        "documents.field",
        "The record lacks {field}, or it is not of the form {form}. Nothing was drawn; fill it in "
        "and draw the document again.",
        field=field,
        form=form,
    )
