"""How the control API prints a request of the journal, with its secrets left out, and as a curl command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from genauth_mock.kit import clock
from genauth_mock.routes.edge import redaction
from genauth_mock.steering.clients.diagnosis import TLS
from genauth_mock.store.journal import LONGEST_BODY, Asked, JournalEntry

# What curl says by itself.
_OWN_HEADERS = ("host", "content-length", "connection", "accept-encoding", "transfer-encoding")
_FORM = re.compile(r"[^\s<>{}=&;:\"]+=[^\s<>{}\"]*")
_MEDIA_TYPE = re.compile(rb"^content-type: ([\w.+-]{1,40}/[\w.+-]{1,40})", re.MULTILINE)


def request(row: JournalEntry, *, secrets: bool) -> dict[str, Any]:
    """A request and its answer; `secrets` is whether passwords, tokens and codes are shown."""
    hide = not secrets
    code = row.code
    return {
        "id": row.id,
        "at": clock.iso(row.at),
        "userPoolId": row.user_pool_id,
        "appId": row.app_id,
        "operation": row.operation,
        "method": row.method,
        "path": row.path,
        "query": _query(row, hide),
        "requestHeaders": _headers(row.request_headers, hide),
        "requestBody": _asked(row, hide, row.request_headers),
        "status": row.status or None,
        "code": int(code) if code is not None and code.lstrip("-").isdigit() else code,
        "responseHeaders": _headers(row.response_headers, hide, is_answer=True),
        "responseBody": _answered(row, hide),
        "durationMs": row.duration_us / 1000,
        **({"fault": row.fault_id} if row.fault_id else {}),
        **({"crash": True} if row.crash else {}),
        "matched": row.nearest is None,
        **({"nearest": row.nearest} if row.nearest else {}),
        **({"finding": row.remark.partition(" ")[0]} if row.remark else {}),
    }


def finder(text: str, *, secrets: bool) -> Callable[[Asked], bool]:
    """Whether a text stands in a request as it is printed, whatever its case: in path, operation, application, query or
    body. What is left out of it is not found; nor are its other parts.
    """
    wanted = text.lower()

    def fits(row: Asked) -> bool:
        if wanted in _searched(f"{row.path}\n{row.operation or ''}\n{row.app_id or ''}"):
            return True
        return any(
            _may_hold(raw, wanted) and wanted in _searched("\n".join(_texts(printed(row, not secrets))))
            for raw, printed in ((row.query, _query), (row.request_body, _asked))
        )

    return fits


def _searched(text: str) -> str:
    return redaction.LEFT_OUT.sub("\n", text).lower()


def _may_hold(raw: str | bytes, wanted: str) -> bool:
    """Whether it is worth the time to print what was asked: an escape may stand for anything."""
    escapes = "\\" if isinstance(raw, bytes) and _is_json(raw) else "%+"
    text = raw if isinstance(raw, str) else raw.decode(errors="replace")
    return wanted in text.lower() or any(each in text for each in escapes)


def _texts(value: Any) -> Iterator[str]:
    """All keys and values in a printed value."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield str(value)


def as_curl(row: JournalEntry, base_url: str, *, secrets: bool) -> str:
    """The curl command that sends a request again, its secrets left out unless they are shown."""
    if row.method == TLS:
        return shlex.join(["curl", "-k", base_url.replace("http:", "https:", 1) + row.path])
    hide = not secrets
    query = row.query
    if hide and (shown := _query(row, hide)) != _query(row, hide=False):
        query = urlencode(shown, doseq=True, safe="<>:/")
    words = ["curl", "-X", row.method, f"{base_url}{row.path}{'?' if query else ''}{query}"]
    for name, value in _headers(row.request_headers, hide).items():
        if name not in _OWN_HEADERS:
            words += ["-H", f"{name}: {value}"]
    body = _asked(row, hide, row.request_headers)
    if isinstance(body, dict | list) and _is_json(row.request_body):
        words += ["--data-raw", orjson.dumps(body).decode()]
    elif isinstance(body, dict):
        words += ["--data-raw", urlencode(body, doseq=True, safe="<>:/")]
    elif body is not None:
        words += ["--data-raw", str(body)]
    return shlex.join(words)


def _headers(lines: bytes, hide: bool, *, is_answer: bool = False) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines.decode("latin-1").split("\n") if lines else ():
        name, _, value = line.partition(": ")
        if hide:
            is_secret = redaction.is_secret(name)
            value = redaction.HIDDEN if is_secret else redaction.text(value, is_message=is_answer)
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _query(row: Asked, hide: bool) -> dict[str, Any]:
    found = _fields(row.query, hide)
    if hide and _is_graphql(row):
        return {
            name: value if name == "operationName" else _graphql(row, len(row.query)) for name, value in found.items()
        }
    return found


def _fields(text: str, hide: bool) -> dict[str, Any]:
    """A query or form as an object; a name that comes twice has an array."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        shown = redaction.hidden(value, name) if hide else value
        key = redaction.text(name) if hide else name
        if key not in found:
            found[key] = shown
        elif isinstance(found[key], list):
            found[key].append(shown)
        else:
            found[key] = [found[key], shown]
    return found


def _is_graphql(row: Asked) -> bool:
    return row.path.startswith("/graphql")


def _graphql(row: Asked, size: int) -> str:
    """What is told of GraphQL, in whose texts secrets have any name that a client gives them."""
    return f"<GraphQL {row.operation}, {size} bytes>" if row.operation else f"<GraphQL {size} bytes>"


def _is_json(body: bytes) -> bool:
    return body.lstrip()[:1] in (b"{", b"[")


def _asked(row: Asked, hide: bool, headers: bytes = b"") -> Any:
    """The body of a request."""
    if hide and row.request_body and _is_graphql(row):
        return _graphql(row, len(row.request_body))
    return _body(row.request_body, headers, hide)


def _answered(row: JournalEntry, hide: bool) -> Any:
    """The body of an answer."""
    body = _body(row.response_body, row.response_headers, hide, is_answer=True)
    if hide and _is_graphql(row) and isinstance(body, dict) and body.get("data") is not None:
        body["data"] = _graphql(row, len(row.response_body))
    return body


def _body(body: bytes, headers: bytes, hide: bool, *, is_answer: bool = False) -> Any:
    """A body as a client's author thinks of it: JSON and forms as objects; None for none.

    Anything else is text where all is shown, and its length where secrets are left out.
    """
    if not body:
        return None
    if _is_json(body) or body in (b"true", b"false", b"null"):
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError:
            pass
        else:
            if hide:
                return redaction.hidden(value, is_answer=is_answer)
            if not _is_deep(value):
                return value
    text = _text_of(body)
    if text is not None and _FORM.fullmatch(text):
        return _fields(text, hide)
    return _length(body, headers) if hide or text is None else text


def _text_of(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _length(body: bytes, headers: bytes) -> str:
    cut = " or more" if len(body) >= LONGEST_BODY else ""
    kind = _MEDIA_TYPE.search(headers)
    return redaction.length(len(body), f"bytes{cut}{f' of {kind[1].decode()}' if kind else ''}")


def _is_deep(value: Any) -> bool:
    """Whether a value is nested deeper than can be printed again with all that stands around it."""
    level, depth = [value], 0
    while level and depth <= redaction.DEEPEST:
        depth += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)
