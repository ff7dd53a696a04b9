"""How the control API prints a request of the journal, with its secrets left out, and as a curl command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from mock_server import clock
from mock_server.field_types import is_deep
from mock_server.rules.client_findings import TLS
from mock_server.store.journal import Asked, JournalEntry

HIDDEN = "<redacted>"

# Of these only the end of a name is looked at: newPassword, refresh_token, appSecret, phoneCode.
_SECRET = re.compile(
    r"(?i)(password|code|token|secret|assertion|ticket|otp|authorization|cookie|verifier|idtokenhint)$"
)
_NOT_SECRET = re.compile(
    r"(?i)(country|status|error|namespace|postal|node|role|app|org|group|api|business|resource|parent|tenant)_?code$"
)
_JWT = re.compile(r"eyJ[\w-]{6,}\.[\w-]+\.[\w-]*")
_IN_JSON = re.compile(r'("(\w+)"\s*:\s*")((?:[^"\\]|\\.)*)')
_IN_FIELD = re.compile(r'((?:^|[?&#;\s])([\w-]+)=)([^&#;\s"<]*)')
_IN_INPUT = re.compile(r'(name="([\w-]+)"[^>]*\svalue=")([^"]*)')
# What curl says by itself.
_OWN_HEADERS = ("host", "content-length", "connection", "accept-encoding", "transfer-encoding")


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
        "query": _fields(row.query, hide),
        "requestHeaders": _headers(row.request_headers, hide),
        "requestBody": _body(row.request_body, hide),
        "status": row.status or None,
        "code": int(code) if code is not None and code.lstrip("-").isdigit() else code,
        "responseHeaders": _headers(row.response_headers, hide),
        "responseBody": _body(row.response_body, hide),
        "durationMs": row.duration_us / 1000,
        **({"fault": row.fault_id} if row.fault_id else {}),
        "matched": row.nearest is None,
        **({"nearest": row.nearest} if row.nearest else {}),
        **({"finding": row.remark.partition(":")[0]} if row.remark else {}),
    }


def finder(text: str, *, secrets: bool) -> Callable[[Asked], bool]:
    """Whether a text stands in a request as it is printed, whatever its case: in path, operation, application, query or
    body. What is left out of it is not found; nor are its other parts.
    """
    wanted = text.lower()

    def fits(row: Asked) -> bool:
        if wanted in f"{row.path}\n{row.operation or ''}\n{row.app_id or ''}".lower():
            return True
        return any(
            _may_hold(raw, wanted) and wanted in "\n".join(_texts(printed(raw))).replace(HIDDEN, "\n").lower()
            for raw, printed in (
                (row.query, lambda raw: _fields(raw, not secrets)),
                (row.request_body, lambda raw: _body(raw, not secrets)),
            )
        )

    return fits


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
    query = _hidden_in_text(row.query) if hide else row.query
    words = ["curl", "-X", row.method, f"{base_url}{row.path}{'?' if query else ''}{query}"]
    for name, value in _headers(row.request_headers, hide).items():
        if name not in _OWN_HEADERS:
            words += ["-H", f"{name}: {value}"]
    body = _body(row.request_body, hide)
    if isinstance(body, dict | list) and _is_json(row.request_body):
        words += ["--data-raw", orjson.dumps(body).decode()]
    elif isinstance(body, dict):
        words += ["--data-raw", urlencode(body, doseq=True)]
    elif body is not None:
        words += ["--data-raw", str(body)]
    return shlex.join(words)


def _headers(lines: bytes, hide: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines.decode("latin-1").split("\n") if lines else ():
        name, _, value = line.partition(": ")
        if hide:
            value = HIDDEN if _is_secret(name) else _hidden_in_text(value)
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _fields(text: str, hide: bool) -> dict[str, Any]:
    """A query or form as an object; a name that comes twice has an array."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        shown = _hidden(value, name) if hide else value
        if name not in found:
            found[name] = shown
        elif isinstance(found[name], list):
            found[name].append(shown)
        else:
            found[name] = [found[name], shown]
    return found


def _is_json(body: bytes) -> bool:
    return body.lstrip()[:1] in (b"{", b"[")


def _body(body: bytes, hide: bool) -> Any:
    """A body as a client's author thinks of it: JSON and forms as objects, else as text; None for none."""
    if not body:
        return None
    if _is_json(body):
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError:
            pass
        else:
            # One that is nested deeper is shown as the text that it is.
            if not is_deep(value):
                return _hidden(value) if hide else value
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"<{len(body)} bytes>"
    if "\0" in text:
        return f"<{len(body)} bytes>"
    if re.fullmatch(r"[\w.%-]+=[^\s<>{}]*", text):
        return _fields(text, hide)
    return _hidden_in_text(text) if hide else text


def _is_secret(name: str) -> bool:
    bare = name.replace("_", "").replace("-", "")
    return bool(_SECRET.search(bare)) and not _NOT_SECRET.search(bare)


def _hidden(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        # A code that is a number is a business code, where it stands beside a message.
        is_answer = "message" in value and isinstance(value.get("code"), int)
        return {key: each if is_answer and key == "code" else _hidden(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_hidden(each, name) for each in value]
    if isinstance(value, bool) or value in (None, ""):
        return value
    if _is_secret(name):
        return HIDDEN
    return _JWT.sub(HIDDEN, value) if isinstance(value, str) else value


def _hidden_in_text(text: str) -> str:
    def hide(found: re.Match[str]) -> str:
        return found[1] + (HIDDEN if found[3] and _is_secret(found[2]) else found[3])

    for pattern in (_IN_JSON, _IN_FIELD, _IN_INPUT):
        text = pattern.sub(hide, text)
    return _JWT.sub(HIDDEN, text)
