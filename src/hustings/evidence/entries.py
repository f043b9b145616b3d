"""One act as one entry of the ledger: canonical bytes (RFC 8785) that anybody can compute again."""

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn

import rfc8785

from hustings.refusal import Refusal

VERSION = 1
LIMIT = 65_535  # C2SP tlog-tiles gives an entry's length 16 bits
LARGEST = 2**53 - 1  # RFC 8785: whole numbers that every reader of JSON keeps exactly
FIELDS = frozenset({"v", "id", "at", "by", "role", "act", "on", "ground", "now", "seals"})
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

Value = str | int | bool | None
State = Mapping[str, Mapping[str, Value]]


def entry(
    *,
    id: str,  # noqa: A002 - the field's name in the entry
    at: datetime,
    by: str,
    role: str,
    act: str,
    ground: str,
    on: Sequence[str] = (),
    now: State | None = None,
    seals: Sequence[str] = (),
) -> bytes:
    """The canonical bytes of one act.

    `id` is a UUID in its usual lower-case form, made by the caller, by which the ledger knows an
    entry it already has. `at` is aware and is kept in UTC to the millisecond, cut and not rounded.
    `on` names the rows the act concerns, `now` gives rows their fields' values after it, `seals`
    the digests (`sha256:…`) of the files it rests on. Never personal text: that enters as a
    commitment. Refusals: evidence.entry_field, evidence.entry_too_long.
    """
    if at.tzinfo is None:
        _refuse("at", "2025-10-27T09:00:00.000Z")
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fields = {
        "v": VERSION, "id": id, "at": moment, "by": by, "role": role, "act": act,
        "on": list(on), "ground": ground, "now": now or {}, "seals": list(seals),
    }  # fmt: skip
    _check(fields)
    line = rfc8785.dumps(fields)  # type: ignore[arg-type]  # its type wants dict where Mapping does
    if len(line) > LIMIT:
        raise Refusal(
            "evidence.entry_too_long",
            "The entry {id} has {bytes} bytes; the ledger takes {limit}. Seal the long part and "
            "name its digest.",
            id=id,
            bytes=len(line),
            limit=LIMIT,
        )
    return line


def parsed(line: bytes) -> dict[str, object]:
    """The fields of an entry; refuses whatever `entry` would not have written byte for byte."""
    try:
        fields = json.loads(line, parse_float=_no_float, parse_constant=_no_float)
        canonical = rfc8785.dumps(fields)
    except (ValueError, RecursionError):
        fields, canonical = None, b""
    if not isinstance(fields, dict) or canonical != line or len(line) > LIMIT:
        raise Refusal(
            "evidence.not_canonical",
            "These bytes are not an entry in canonical form (RFC 8785): {bytes}. Build entries "
            "with evidence.entry().",
            bytes=ascii(line[:60]),
        )
    _check(fields)
    return fields


def replay(entries: Iterable[bytes]) -> dict[str, dict[str, Value]]:
    """The last value of every field of every row that the entries tell of.

    A fold over `now` in the ledger's order: what the rows of the desk must hold, if every change
    went through an act.
    """
    state: dict[str, dict[str, Value]] = {}
    for line in entries:
        for row, fields in json.loads(line)["now"].items():
            state.setdefault(row, {}).update(fields)
    return state


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


def _check(fields: Mapping[str, object]) -> None:
    if set(fields) != FIELDS or fields["v"] is not VERSION:
        _refuse("v", f"{VERSION}: {', '.join(sorted(FIELDS))}")
    for name in ("by", "role", "act", "ground"):
        if not _is_text(fields[name]) or (name != "ground" and not fields[name]):
            _refuse(name, "…")
    if not _is_uuid(fields["id"]):
        _refuse("id", "01234567-89ab-cdef-0123-456789abcdef")
    if not (isinstance(fields["at"], str) and MOMENT.fullmatch(fields["at"])):
        _refuse("at", "2025-10-27T09:00:00.000Z")
    if not _is_list(fields["on"]):
        _refuse("on", '["cases.case:1", …]')
    if not _is_list(fields["seals"], DIGEST):
        _refuse("seals", '["sha256:<64 hex>", …]')
    _check_state(fields["now"])


def _check_state(now: object) -> None:
    if not isinstance(now, Mapping):
        _refuse("now", '{"cases.case:1": {"state": …}, …}')
    for row, state in now.items():
        if not (_is_text(row) and isinstance(state, Mapping)):
            _refuse("now", '{"cases.case:1": {"state": …}, …}')
        for field, value in state.items():
            if not (_is_text(field) and _is_value(value)):
                _refuse(f"now.{row}.{field}", '"…" | 7500 | true | false | null')


def _is_text(value: object) -> bool:
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:  # a lone surrogate: it could be neither stored nor hashed
        return False


def _is_value(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return -LARGEST <= value <= LARGEST
    return _is_text(value)


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def _is_list(value: object, form: re.Pattern[str] | None = None) -> bool:
    return isinstance(value, list) and all(
        _is_text(item) and (form is None or form.fullmatch(item)) for item in value
    )


def _refuse(field: str, form: str) -> NoReturn:
    raise Refusal(
        "evidence.entry_field",
        "The field {field} of a ledger entry has not the form {form}. Moments need their time "
        "zone, numbers must be whole.",
        field=ascii(field),
        form=form,
    )
