"""What was asked and answered, for every face: the journal is told of each request, the control API's aside."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import sqlalchemy as sa
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock.context import Mock
from genauth_mock.kit import borrowed, clock
from genauth_mock.kit.arrivals import REQUEST
from genauth_mock.routes.edge import crashes, redaction, tenancy
from genauth_mock.routes.edge.face import Faces
from genauth_mock.routes.edge.faults import STRUCK, fields_of
from genauth_mock.steering.clients.diagnosis import TLS
from genauth_mock.steering.pools import pools
from genauth_mock.store import user_pools
from genauth_mock.store.database import is_in_memory, is_sqlite, transaction
from genauth_mock.store.journal import LONGEST_BODY
from genauth_mock.store.notes import Described, Note
from genauth_mock.store.outages import DatabaseAway

log = logging.getLogger(__name__)

NEAREST = "genauth_mock.nearest"
_CRASH = crashes.HEADER.encode()

# PostgreSQL's integer: 35 minutes.
_LONGEST_US = 2**31 - 1
# Where another process may read the journal, it is written so soon; whoever reads waits a little longer.
WRITE_AFTER_SECONDS = 0.05
_WRITE_AGAIN_SECONDS = 1


def describer(faces: Faces, *, secrets: bool) -> Callable[[Note], Described]:
    """What tells of a note what it is about. A path is kept without its secrets, since it is searched as it stands."""

    def describe(note: Note) -> Described:
        face = faces.of(note.path)
        known = face.operation_of(note.method, note.path, note.body)
        return Described(
            operation=known.operation if known else None,
            code=face.code(note.response),
            crash=any(name == _CRASH for name, _ in note.response_headers),
            path=note.path if secrets else redaction.text(note.path),
        )

    return describe


class JournalMiddleware:
    """An application whose requests are noted in the journal."""

    def __init__(self, mock: Mock, app: ASGIApp) -> None:
        self._app, self._mock = app, mock
        self._is_shared = not is_in_memory(mock.settings.database)
        self._is_writing, self._can_write = False, True
        # What comes of a database that is away or broken: by SQLAlchemy, or past it.
        self._broken = (DatabaseAway, sa.exc.SQLAlchemyError, borrowed.driver_of(mock.engine).Error)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        began = time.perf_counter_ns()
        asked, told = _Beginning(), _Beginning()
        status = 0
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

        try:
            await self._app(scope, hear, tell)
        finally:
            pool_id, app_id, offset, frozen = scope.get(tenancy.CALL) or self._named(scope, asked.bytes())
            note = Note(
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
                scope.get(STRUCK),
                scope.get(NEAREST),
                remark=scope.get(tenancy.REMARK),
            )
            self._mock.journal.note(note)
            crashes.keep(self._mock, scope, (pool_id, app_id), note.id)
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

    def refused(self, scope: Scope) -> None:
        """Notes a control call that was refused to a foreign page. It belongs to no pool: it was not looked into."""
        asked = (scope["method"], scope["path"], scope["query_string"], scope["headers"])
        remark = scope[tenancy.REMARK]
        self._mock.journal.note(Note(clock.wall_ms(), None, None, *asked, b"", 403, [], b"", 0, remark=remark))
        self._mock.arrivals.ring(REQUEST)
        self._write_soon()

    def _named(self, scope: Scope, body: bytes) -> tuple[str | None, str | None, int, int | None]:
        """What is known of a request that no route has looked into: its pool, the application that it names, the clock
        of the pool.
        """
        request, fields = Request(scope), fields_of(scope["query_string"], body)
        named = tenancy.names_of(request, fields)
        app_id = named[0] if named[0] and pools.is_id(named[0]) else None
        if not tenancy.may_name_pool(request, fields, named):
            return None, app_id, 0, None
        try:
            with transaction(self._mock.engine) as db:
                pool_id = tenancy.pool_of(db, request, fields, named)
                pool = user_pools.by_id(db, pool_id) if pool_id else None
        except self._broken:
            pool = None
        return (pool.public_id, app_id, pool.clock_offset_ms, pool.clock_frozen_ms) if pool else (None, app_id, 0, None)

    def _write_soon(self) -> None:
        journal = self._mock.journal
        if journal.is_full:
            if self._can_write:
                self._work(journal.thin_out)
            else:
                journal.drop_oldest()
        if self._is_shared and not self._is_writing:
            self._write_in(WRITE_AFTER_SECONDS)

    def _write_in(self, seconds: float) -> None:
        self._is_writing = True
        asyncio.get_running_loop().call_later(seconds, self._write)

    def _write(self) -> None:
        self._is_writing = False
        if not self._work(self._mock.journal.write):
            self._write_in(_WRITE_AGAIN_SECONDS)

    def _work(self, work: Callable[[sa.Engine], None]) -> bool:
        """Does something to the journal; False where the database does not take it. No request fails by its journal."""
        could, self._can_write = self._can_write, True
        try:
            work(self._mock.engine)
        except DatabaseAway:
            self._can_write = False  # which the log says already
        except Exception:
            self._can_write = False
            if could:
                log.exception("the journal cannot be written; what is asked meanwhile is kept, and tried again")
        if not self._can_write:
            self._mock.journal.drop_oldest()
        return self._can_write


async def all_written(request: Request) -> Mock:
    """The server, once all is in the database that it and its other processes answered before this request came.

    One process over SQLite has no others.
    """
    mock = tenancy.mock_of(request)
    if mock.settings.workers > 1 or not is_sqlite(mock.settings.database):
        await asyncio.sleep(WRITE_AFTER_SECONDS * 1.5)
    try:
        mock.journal.write(mock.engine)
    except DatabaseAway:
        raise
    except Exception:
        # What can be read is shown all the same.
        log.exception("the journal cannot be written; the newest requests are missing in what is read now")
    return mock


class _Beginning:
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
