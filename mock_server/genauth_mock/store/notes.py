"""Requests that were answered and are no rows of the journal yet.

They become rows when somebody reads the journal, or soon, where another process might; most never do, since as many
come after them as their pool's journal holds.
"""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from genauth_mock.kit import borrowed, clock
from genauth_mock.store import applications, journal, user_pools
from genauth_mock.store.database import Connection, Taken, transaction
from genauth_mock.store.journal import (
    COLUMNS,
    DEFAULT_SIZE,
    MOST_BYTES,
    JournalEntry,
)
from genauth_mock.store.query import Query, insertion

log = logging.getLogger(__name__)

_MOST_NOTES, _MOST_BYTES_NOTED = 1500, MOST_BYTES // 2
# So much is written before the size of the whole journal is looked at again: other processes write to it too.
_LOOK_AFTER_BYTES = 512 * 1024
# What a row or a note takes besides its texts, roughly.
_ROW_BYTES = 500


@dataclass(slots=True)
class Note:
    """What is noted of a request while it is answered."""

    at: int
    user_pool_id: str | None
    app_id: str | None
    method: str
    path: str
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    status: int
    response_headers: Sequence[tuple[bytes, bytes]]
    response: bytes
    duration_us: int
    fault_id: str | None = None
    nearest: str | None = None
    remark: str | None = None
    id: str = ""

    @property
    def size(self) -> int:
        """What it takes in bytes, roughly."""
        headers = sum(len(name) + len(value) for name, value in (*self.headers, *self.response_headers))
        return _ROW_BYTES + headers + len(self.path) + len(self.query) + len(self.body) + len(self.response)


class Described(NamedTuple):
    """What is read off a note when it becomes a row: its operation, the code of its answer, whether that tells of a
    fault of the mock itself, and the path as the journal shows it.
    """

    operation: str | None
    code: str | None
    crash: bool
    path: str


_ADD = Query(JournalEntry, insertion(JournalEntry))


class Journal:
    """The journal of a server. `describe` tells of a note what it is about."""

    def __init__(self, describe: Callable[[Note], Described]) -> None:
        self._describe = describe
        self._notes: deque[Note] = deque()
        self._bytes_noted = self._bytes_kept = 0
        # Whoever begins looks at once at what is there.
        self._bytes_written = _LOOK_AFTER_BYTES
        self._begin = f"{clock.wall_ms():011x}{os.getpid() & 0xFFFFF:05x}"
        self._count = 0

    def note(self, note: Note) -> None:
        """Notes a request that was answered."""
        self._count += 1
        note.id = f"{self._begin}{self._count:08x}"
        if note.app_id:
            note.app_id = _writable(note.app_id)
        self._notes.append(note)
        self._bytes_noted += note.size

    @property
    def is_full(self) -> bool:
        """Whether so much is noted that `thin_out` is due."""
        return (
            len(self._notes) > _MOST_NOTES
            or self._bytes_noted > _MOST_BYTES_NOTED
            or self._bytes_noted + self._bytes_kept > MOST_BYTES
        )

    def thin_out(self, engine: sa.Engine) -> None:
        """Forgets what would fall out of its pool's journal anyway; where that is too little, writes the rest."""
        kept: deque[Note] = deque()
        seen: Counter[str | None] = Counter()
        sizes: dict[str | None, int] = {}
        with transaction(engine) as db:
            for note in reversed(self._notes):
                pool_id = note.user_pool_id or (_pool_of(db, note) if note.app_id else None)
                if pool_id not in sizes:
                    sizes[pool_id] = journal.size_of(db, pool_id)
                seen[pool_id] += 1
                if seen[pool_id] <= sizes[pool_id]:
                    kept.appendleft(note)
        self._keep(kept)
        # So that it is not full again after a few requests.
        if self.is_full or len(kept) > DEFAULT_SIZE or self._bytes_noted > _MOST_BYTES_NOTED * 3 // 4:
            self.write(engine)

    def write(self, engine: sa.Engine) -> None:
        """Writes what was noted, in a transaction of its own, and lets what is too much fall out.

        A note that the database does not take is logged, and keeps no other from being written.
        """
        notes, noted = self._notes, self._bytes_noted
        if not notes:
            return
        self._keep(deque())
        try:
            with transaction(engine) as db:
                self._write(db, notes)
                self._bound(db, noted)
        except BaseException:
            # The database is away, full or locked: they wait until it takes them.
            self._keep(deque([*notes, *self._notes]))
            raise

    def drop_oldest(self) -> None:
        """Forgets the oldest of what is noted, where it is too much."""
        while self._notes and self.is_full:
            self._bytes_noted -= self._notes.popleft().size

    def _bound(self, db: Connection, written: int) -> None:
        self._bytes_kept += written
        self._bytes_written += written
        if self._bytes_kept > MOST_BYTES or self._bytes_written >= _LOOK_AFTER_BYTES:
            self._bytes_kept = journal.trim_all(db)
            self._bytes_written = 0

    def _write(self, db: Connection, notes: Collection[Note]) -> None:
        for note in notes:
            note.user_pool_id = _pool_of(db, note)
        rows = [self._row(each) for each in notes]
        if not _add(db, rows):
            for note, row in zip(notes, rows, strict=True):
                if not _add(db, [row]):
                    log.error("the journal could not keep request %s: %s %r", note.id, note.method, note.path[:200])
        for pool_id in dict.fromkeys(each.user_pool_id for each in notes):
            journal.trim(db, pool_id)

    def forget(self, db: Connection, user_pool_id: str) -> None:
        """Forgets what was noted for a pool and is not written yet."""
        self._keep(deque(each for each in self._notes if _pool_of(db, each) != user_pool_id))

    def _keep(self, notes: deque[Note]) -> None:
        self._notes = notes
        self._bytes_noted = sum(each.size for each in notes)

    def _row(self, note: Note) -> tuple[Any, ...]:
        """The values of `COLUMNS`."""
        operation, code, crash, path = self._describe(note)
        values = (
            note.id,
            note.at,
            note.user_pool_id,
            note.app_id,
            operation,
            note.method,
            note.status,
            code,
            crash,
            note.duration_us,
            note.fault_id,
            note.nearest,
            note.remark,
            note.size,
            path,
            note.query.decode("latin-1"),
            _lines(note.headers),
            _lines(note.response_headers),
            note.body,
            note.response,
        )
        return tuple(_writable(each) if isinstance(each, str) else each for each in values)


def _pool_of(db: Connection, note: Note) -> str | None:
    """The pool that a request was noted for, or that its application has by now. One that is gone has no journal."""
    app = applications.by_id(db, note.app_id) if note.user_pool_id is None and note.app_id else None
    pool_id = user_pools.public_id(app.user_pool_id) if app else note.user_pool_id
    return pool_id if pool_id and user_pools.by_id(db, pool_id) else None


def _writable(text: str) -> str:
    """A text that every database takes: PostgreSQL knows no NUL, and UTF-8 no half of a character."""
    if text.isprintable():
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _add(db: Connection, rows: Sequence[Sequence[Any]]) -> bool:
    """Adds rows, or none of them; whether the database has taken them."""
    errors = borrowed.driver_of(db)
    try:
        with db.begin_nested():
            _ADD.run_many(db, COLUMNS, rows)
    except (Taken, errors.DataError, errors.IntegrityError, errors.ProgrammingError, OverflowError, UnicodeError):
        return False
    return True


def _lines(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b"\n".join(b"%b: %b" % (name.lower(), value) for name, value in headers)
