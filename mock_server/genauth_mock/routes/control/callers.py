"""How the control API reads off a request of the journal who has sent it."""

from __future__ import annotations

from genauth_mock.steering.clients import sdks
from genauth_mock.steering.clients.diagnosis import Sign
from genauth_mock.store.journal import JournalEntry

# So many of the newest requests are looked at.
NEWEST = 1000
# What is no older is happening now.
RECENT_MS = 600_000


def sign_of(row: JournalEntry) -> Sign:
    """What a request tells of its client."""
    headers = _headers(row.request_headers)
    return Sign(
        id=row.id,
        at=row.at,
        user_pool_id=row.user_pool_id,
        app_id=row.app_id,
        operation=row.operation,
        method=row.method,
        path=row.path,
        host=headers.get("x-forwarded-host") or headers.get("host", ""),
        client=_client_of(headers),
        address=headers.get("x-forwarded-for", ""),
        status=row.status,
        code=row.code,
        nearest=row.nearest,
        remark=row.remark or "",
        wants_websocket=headers.get("upgrade", "").lower() == "websocket",
    )


def _client_of(headers: dict[str, str]) -> str:
    request_from, version = (
        headers.get(f"x-authing-{name}") or headers.get(f"x-genauth-{name}", "")
        for name in ("request-from", "sdk-version")
    )
    return sdks.looks_like(request_from, version, headers.get("user-agent", ""))


def _headers(lines: bytes) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines.decode("latin-1").split("\n") if ": " in line)
