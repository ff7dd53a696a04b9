"""What was asked and answered, for every face: the journal is told of each request, the control API's aside."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable

import sqlalchemy as sa
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server import clock, redaction
from mock_server.context import Mock
from mock_server.routes import documented, tenancy
from mock_server.routes.faults import Faults, connection_of, fields_of
from mock_server.rules import pools
from mock_server.rules.client_findings import TLS
from mock_server.store import user_pools
from mock_server.store.database import is_in_memory, is_sqlite, transaction
from mock_server.store.journal import LONGEST_BODY
from mock_server.store.notes import Described, Note

log = logging.getLogger(__name__)

NEAREST = "genauth_mock.nearest"
# What an answer says that tells of a fault of the mock itself.
CRASH = b"x-mock-crash"

# PostgreSQL's integer: 35 minutes.
_LONGEST_US = 2**31 - 1
_LARGEST_READ = 8 * 1024 * 1024
# Where another process may read the journal, it is written so soon; whoever reads waits a little longer.
WRITE_AFTER_SECONDS = 0.05
# So often it is tried where the database is away.
_TRY_AGAIN_SECONDS = 1.0

_CODE = re.compile(rb'\s*\{\s*"(?:code"\s*:\s*(-?\d{1,20})\b|error"\s*:\s*"([\w-]{1,100})")')


def describer(*, secrets: bool) -> Callable[[Note], Described]:
    """What tells of a note what it is about. A path is kept without its secrets, since it is searched as it stands."""

    def describe(note: Note) -> Described:
        known = documented.known(note.method, note.path, note.body if note.path == documented.GRAPHQL else b"")
        found = _CODE.match(note.response)
        return Described(
            operation=known.operation if known else None,
            code=(found[1] or found[2]).decode() if found else None,
            crash=note.fault_id is None and any(name == CRASH for name, _ in note.response_headers),
            path=note.path if secrets else redaction.text(note.path),
        )

    return describe


class Observed:
    """An application whose requests are noted in the journal, and struck by faults."""

    def __init__(self, answer: ASGIApp, mock: Mock, faults: Faults) -> None:
        self._answer, self._mock, self._faults = answer, mock, faults
        self._is_shared = not is_in_memory(mock.settings.database)
        self._is_writing = self._is_away = False
        # What comes of a database that is away: by SQLAlchemy, or past it.
        self._away = (sa.exc.SQLAlchemyError, mock.engine.dialect.loaded_dbapi.Error)

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
            pool_id, app_id, offset, frozen = scope.get(tenancy.CALL) or self._named(scope, asked.bytes())
            self._mock.journal.note(
                Note(
                    clock.pool_ms(offset, frozen),
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
                    min((time.perf_counter_ns() - began) // 1000, _LONGEST_US),
                    fault.id if fault else None,
                    scope.get(NEAREST),
                    remark=scope.get(tenancy.REMARK),
                )
            )
            self._write_soon()

    def spoke_tls(self, address: str) -> None:
        """Notes a client at this address that spoke TLS to this plain port.

        What it wanted is encrypted, so the journal knows no pool or application of it.
        """
        headers = [(b"x-forwarded-for", address.encode())]
        note = Note(clock.wall_ms(), None, None, TLS, "/", b"", headers, b"", 400, [], b"", 0, nearest="plain http")
        self._mock.journal.note(note)
        self._write_soon()

    def _named(self, scope: Scope, body: bytes) -> tuple[str | None, str | None, int, int | None]:
        """What is known of a request that no route has looked into: its pool, the application that it names, the clock
        of the pool.
        """
        request, fields = Request(scope), fields_of(scope["query_string"], body)
        app_id, _ = tenancy.names_of(request, fields)
        if app_id and not pools.is_id(app_id):
            app_id = None
        try:
            with transaction(self._mock.engine) as db:
                pool_id = tenancy.pool_of(db, request, fields)
                pool = user_pools.by_id(db, pool_id) if pool_id else None
        except self._away:
            pool = None
        return (pool.id, app_id, pool.clock_offset_ms, pool.clock_frozen_ms) if pool else (None, app_id, 0, None)

    def _write_soon(self) -> None:
        journal = self._mock.journal
        if journal.is_full:
            self._try(journal.thin_out)
        if self._is_shared and not self._is_writing:
            self._is_writing = True
            asyncio.get_running_loop().call_later(WRITE_AFTER_SECONDS, self._write)

    def _write(self) -> None:
        self._is_writing = False
        self._try(self._mock.journal.write)

    def _try(self, work: Callable[[sa.Engine], None]) -> None:
        """Does it, unless the database is away: then it is tried again a little later, and said once."""
        try:
            if not self._is_away:
                work(self._mock.engine)
        except self._away as fault:
            self._is_away = True
            log.warning("the journal waits for the database: %s", str(fault).partition("\n")[0])
            asyncio.get_running_loop().call_later(_TRY_AGAIN_SECONDS, self._look_again)
        if self._is_away:
            self._mock.journal.drop_oldest()

    def _look_again(self) -> None:
        try:
            self._mock.journal.write(self._mock.engine)
        except self._away:
            asyncio.get_running_loop().call_later(_TRY_AGAIN_SECONDS, self._look_again)
        else:
            self._is_away = False


async def all_written(request: Request) -> Mock:
    """The server, once all is in the database that it and its other processes answered before this request came.

    One process over SQLite has no others.
    """
    mock = tenancy.mock_of(request)
    if mock.settings.workers > 1 or not is_sqlite(mock.settings.database):
        await asyncio.sleep(WRITE_AFTER_SECONDS * 1.5)
    mock.journal.write(mock.engine)
    return mock


class _Taken:
    """What came of a body, up to the length that the journal keeps."""

    __slots__ = ("_parts", "_size")

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def take(self, part: bytes) -> None:
        """Takes a part of it."""
        if part and self._size < LONGEST_BODY:
            # A copy: behind what orjson gives stands room for much more, which would be kept as well.
            self._parts.append(bytes(memoryview(part)[: LONGEST_BODY - self._size]))
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
