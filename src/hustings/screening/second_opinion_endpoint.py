"""The one call to an OpenAI-compatible chat endpoint: bounded in time and size, no redirects."""

import http.client
import json
import os
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from hustings.refusal import Refusal

SECONDS = 30.0
LONGEST_ANSWER = 256 * 1024  # bytes
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
OK = 200
URL, MODEL, KEY = "HUSTINGS_OPINION_URL", "HUSTINGS_OPINION_MODEL", "HUSTINGS_OPINION_KEY"


class Unanswered(Exception):  # noqa: N818 - it is what happened, and no fault of the program
    """`reason`: one of `second_opinion.FAILED`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Endpoint:
    """Where a second opinion is asked for: `url` of the chat completions, whole; `seconds` for one
    whole answer. The key appears in no output.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = SECONDS

    @classmethod
    def of(cls, given: Mapping[str, str] = os.environ) -> "Endpoint | None":
        """What the environment names, or None where it names no URL. Refusals
        `second_opinion.url`, `second_opinion.plain`, `second_opinion.model`, `second_opinion.key`.
        """
        url = given.get(URL, "").strip()
        if not url:
            return None
        model = given.get(MODEL, "").strip()
        if not model:
            raise Refusal(
                "second_opinion.model",
                "{name} is empty: a suggestion is kept with the name of its model. Set it.",
                name=MODEL,
            )
        key = given.get(KEY, "").strip()
        if not (key.isascii() and key.isprintable()):
            raise Refusal(
                "second_opinion.key",
                "{name} holds signs that no key has. Copy the key anew.",
                name=KEY,
            )
        _checked(url)
        return cls(url, model, key)


def post(endpoint: Endpoint, question: Mapping[str, Any]) -> bytes:
    """The answer's bytes, of a status 200. Raises Unanswered; nothing else goes wrong quietly."""
    late = threading.Event()
    try:
        with closing(_connection(endpoint)) as connection:
            connection.connect()
            watch = threading.Timer(endpoint.seconds, _cut, [connection.sock, late])
            watch.daemon = True
            watch.start()
            try:
                told = _asked(connection, endpoint, question)
            finally:
                watch.cancel()
    except TimeoutError as fault:
        raise Unanswered("timeout") from fault
    except (OSError, UnicodeError, http.client.HTTPException) as fault:
        raise Unanswered("timeout" if late.is_set() else "unreachable") from fault
    if late.is_set():  # what was cut off may look whole
        raise Unanswered("timeout")
    return told


def _asked(
    connection: http.client.HTTPConnection, endpoint: Endpoint, question: Mapping[str, Any]
) -> bytes:
    parts = urlsplit(endpoint.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    connection.request("POST", path, json.dumps(question).encode(), headers)
    answer = connection.getresponse()
    if answer.status != OK:  # a redirect too: the text and the key go nowhere else
        raise Unanswered("status")
    told = answer.read(LONGEST_ANSWER + 1)
    if len(told) > LONGEST_ANSWER:
        raise Unanswered("size")
    return told


def _connection(endpoint: Endpoint) -> http.client.HTTPConnection:
    parts = _checked(endpoint.url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            host, parts.port, timeout=endpoint.seconds, context=context
        )
    return http.client.HTTPConnection(host, parts.port, timeout=endpoint.seconds)


def _cut(line: socket.socket, late: threading.Event) -> None:
    """Ends an answer that drips: each byte would start the socket's own clock again."""
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"https", "http"} or not parts.hostname or port == 0 or parts.username:
        raise Refusal(
            "second_opinion.url",
            "{name} is not the address of a chat endpoint. Write it whole, with https:// and the "
            "path, and no name or password in it.",
            name=URL,
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Refusal(
            "second_opinion.plain",
            "{name} has no https://, and {host} is another machine: anybody between could read and "
            "change what is sent. Use https://.",
            name=URL, host=parts.hostname,
        )  # fmt: skip
    return parts
