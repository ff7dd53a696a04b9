"""What was asked and answered, for every face: the journal is told of each request, the control API's aside."""

from __future__ import annotations

import asyncio
import re
import time
from functools import lru_cache

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server import clock
from mock_server.arrivals import REQUEST
from mock_server.context import Mock
from mock_server.routes import documented, tenancy
from mock_server.routes.faults import Faults, connection_of, fields_of
from mock_server.rules.client_findings import TLS
from mock_server.store.database import is_in_memory, is_sqlite, transaction
from mock_server.store.journal import Note

NEAREST = "genauth_mock.nearest"

_LONGEST_BODY = 64 * 1024
_LARGEST_READ = 8 * 1024 * 1024
# Where another process may read the journal, it is written so soon; whoever reads waits a little longer.
WRITE_AFTER_SECONDS = 0.05

_CODE = re.compile(rb'\s*\{\s*"(?:code"\s*:\s*(-?\d+)|error"\s*:\s*"([\w-]+)")')


def describe(note: Note) -> tuple[str | None, str | None]:
    """The operation of a request, and the code of its answer."""
    body = note.body if note.path == documented.GRAPHQL else b""
    found = _CODE.match(note.response)
    return _operation(note.method, note.path, body), (found[1] or found[2]).decode() if found else None


@lru_cache(maxsize=4096)
def _operation(method: str, path: str, body: bytes) -> str | None:
    known = documented.known(method, path, body)
    return known.operation if known else None


class Observed:
    """An application whose requests are noted in the journal, and struck by faults."""

    def __init__(self, answer: ASGIApp, mock: Mock, faults: Faults) -> None:
        self._answer, self._mock, self._faults = answer, mock, faults
        self._is_shared = not is_in_memory(mock.settings.database)
        self._is_writing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        began = time.perf_counter_ns()
        asked, told = _Taken(), _Taken()
        status, fault = 0, None
        headers: list[tuple[bytes, bytes]] = []

        async def hear() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                asked.take(message.get("body", b""))
            return message

        async def tell(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], message.get("headers", headers)
            elif message["type"] == "http.response.body":
                told.take(message.get("body", b""))
            await send(message)

        listen: Receive = hear
        try:
            if self._faults.known():
                body, listen = await _all_of(receive)
                asked.take(body)
                fault = self._faults.strike(scope, body)
            if fault is None:
                await self._answer(scope, listen, tell)
            else:
                await self._faults.apply(fault, self._answer, scope, listen, tell, connection_of(send))
        finally:
            pool_id, app_id, now = scope.get(tenancy.CALL) or _named(scope, asked.bytes())
            self._mock.journal.note(
                Note(
                    now,
                    pool_id,
                    app_id,
                    scope["method"],
                    scope["path"],
                    scope["query_string"],
                    scope["headers"],
                    asked.bytes(),
                    status,
                    headers,
                    told.bytes(),
                    (time.perf_counter_ns() - began) // 1000,
                    fault.id if fault else None,
                    scope.get(NEAREST),
                )
            )
            self._mock.arrivals.ring(REQUEST)
            self._write_soon()

    def spoke_tls(self, address: str) -> None:
        """Notes a client at this address that spoke TLS to this plain port.

        What it wanted is encrypted, so the journal knows no pool or application of it.
        """
        headers = [(b"x-forwarded-for", address.encode())]
        note = Note(clock.wall_ms(), None, None, TLS, "/", b"", headers, b"", 400, [], b"", 0, nearest="plain http")
        self._mock.journal.note(note)
        self._mock.arrivals.ring(REQUEST)
        self._write_soon()

    def _write_soon(self) -> None:
        if self._mock.journal.is_full:
            with transaction(self._mock.engine) as db:
                self._mock.journal.thin_out(db)
        if self._is_shared and not self._is_writing:
            self._is_writing = True
            asyncio.get_running_loop().call_later(WRITE_AFTER_SECONDS, self._write)

    def _write(self) -> None:
        self._is_writing = False
        with transaction(self._mock.engine) as db:
            self._mock.journal.write(db)


async def all_written(request: Request) -> Mock:
    """The server, once its other processes have written what they answered before this request came.

    One process over SQLite has no others.
    """
    mock = tenancy.mock_of(request)
    if mock.settings.workers > 1 or not is_sqlite(mock.settings.database):
        await asyncio.sleep(WRITE_AFTER_SECONDS * 1.5)
    return mock


class _Taken:
    """What came of a body, up to the length that the journal keeps."""

    __slots__ = ("_parts", "_size")

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def take(self, part: bytes) -> None:
        """Takes a part of it."""
        if part and self._size < _LONGEST_BODY:
            self._parts.append(part[: _LONGEST_BODY - self._size])
            self._size += len(part)

    def bytes(self) -> bytes:
        """All of it."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)


async def _all_of(receive: Receive) -> tuple[bytes, Receive]:
    """The body of a request, and a way to read it once more."""
    messages: list[Message] = []
    size, more = 0, True
    while more and size < _LARGEST_READ:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return b"".join(each.get("body", b"") for each in messages), again


def _named(scope: Scope, body: bytes) -> tuple[str | None, str | None, int]:
    """Pool and application that a request names which no route has looked into, and the time."""
    app_id, user_pool_id = tenancy.names_of(Request(scope), fields_of(scope["query_string"], body))
    return user_pool_id, app_id, clock.wall_ms()
