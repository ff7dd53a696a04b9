"""What a failing test's report shows of its pool, and how a test fails that has met a fault of the mock itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from genauth_mock_client.errors import GenAuthError, Unreachable

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth

_SHOWN_MESSAGES = 10
_SHOWN_REQUESTS = 20


def crashes_of(pool: GenAuth) -> list[dict[str, Any]]:
    """The requests at which the mock itself has failed, newest first."""
    try:
        return pool.server.crashes(pool.user_pool_id)
    except Unreachable:
        return []  # a test may end the server itself
    except GenAuthError as fault:
        # A server of an earlier version has no such call.
        asked = {"at": "", "method": "GET", "path": "/_mock/crashes", "error": str(fault)}
        return [] if fault.status == 404 else [asked]


def text_of(crashes: list[dict[str, Any]], log: str) -> str:
    """What a test is told that met them. `log` says where their tracebacks are."""
    lines = [f"  {each['at'][11:23]} {each['method']} {each['path']}: {each['error']}".rstrip() for each in crashes]
    told = (
        "genauth-mock itself has failed while this test ran (HTTP 500, x-mock-crash), so what it found proves nothing:"
    )
    return "\n".join([told, *reversed(lines), f"The traceback is {log}."])


def fail(report: Any, text: str) -> None:
    """Makes a failure of a test that has passed; one that has failed, or is expected to, gets a section more."""
    if report.outcome == "passed":
        report.outcome, report.longrepr = "failed", text
        # One that was expected to fail and did not has not passed either.
        report.__dict__.pop("wasxfail", None)
    else:
        report.sections.append(("genauth-mock failed", text))


def state_of(pool: GenAuth) -> Iterator[str]:
    """A pool's last requests, messages and users, line by line."""
    yield f"user pool {pool.user_pool_id}, app {pool.app_id}, at {pool.base_url}"
    try:
        requests = pool.requests(limit=_SHOWN_REQUESTS)
        messages, users = pool.outbox.list(limit=_SHOWN_MESSAGES), pool.users.list(limit=_SHOWN_MESSAGES)
    except GenAuthError as fault:
        yield f"its state cannot be read: {fault}"
        return
    yield "requests, newest last:" if requests else "requests: none"
    yield from (f"  {each}" for each in reversed(requests))
    yield "outbox, newest first:" if messages else "outbox: empty"
    for each in messages:
        used = f"used at {each.used_at}" if each.used_at else "unused"
        yield f"  {each.created_at} {each.channel} {each.scene} to {each.to}: {each.code} ({used})"
    yield "users, newest first:" if users else "users: none"
    for user in users:
        names = ", ".join(str(user[key]) for key in ("username", "email", "phone") if user[key])
        yield f"  {user['id']} {names}" + (" (blocked)" if user["blocked"] else "")
