"""The journal: every request that was answered, the control API's aside.

A request is only noted; it becomes a row when somebody reads the journal, or soon, where another process might.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import sqlalchemy as sa
from sqlmodel import Field

from mock_server import clock
from mock_server.store import applications, user_pools
from mock_server.store.database import Connection, Row, page_of, table, time_column
from mock_server.store.query import Query, insertion
from mock_server.store.user_pools import POOLS

DEFAULT_SIZE = 1000
# So many notes are kept before they are sorted out by pool.
_MOST_NOTES = 4000


class JournalEntry(Row, table=True):
    """A request and its answer. Bodies are cut off where they are long; headers are lines as HTTP has them.

    `code` is the business code of the answer, or its OAuth error. `nearest` is the known operation that is most like a
    request that no route takes.
    """

    __tablename__ = "journal"
    # Whoever listens goes on after the last request, also when that has been removed.
    __table_args__ = (sa.Index("journal_of_pool", "user_pool_id", "seq"), {"sqlite_autoincrement": True})

    id: str = Field(unique=True)
    at: int = time_column()
    user_pool_id: str | None = None
    app_id: str | None = None
    operation: str | None = None
    method: str
    path: str
    query: str
    request_headers: bytes
    request_body: bytes
    status: int
    code: str | None = None
    response_headers: bytes
    response_body: bytes
    duration_us: int
    fault_id: str | None = None
    nearest: str | None = None


class Asked(Protocol):
    """What a request asked for, and nothing of the answer."""

    app_id: str | None
    operation: str | None
    path: str
    query: str
    request_body: bytes


@dataclass(slots=True)
class Note:
    """What is noted of a request while it is answered."""

    at: int
    user_pool_id: str | None
    app_id: str | None
    method: str
    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes
    status: int
    response_headers: list[tuple[bytes, bytes]]
    response: bytes
    duration_us: int
    fault_id: str | None = None
    nearest: str | None = None
    id: str = ""


_JOURNAL = table(JournalEntry)
_ASKED = tuple(_JOURNAL.c[name] for name in ("seq", "app_id", "operation", "path", "query", "request_body"))
_ADD = Query(JournalEntry, insertion(JournalEntry))
_LARGE = ("request_body", "response_headers", "response_body")
_COLUMNS = tuple(column.name for column in _JOURNAL.c if column.name != "seq")


class Journal:
    """The journal of a server. `describe` gives the operation of a note and the code of its answer."""

    def __init__(self, describe: Callable[[Note], tuple[str | None, str | None]]) -> None:
        self._describe = describe
        self._notes: deque[Note] = deque()
        self._begin = f"{clock.wall_ms():011x}{os.getpid() & 0xFFFFF:05x}"
        self._count = 0

    def note(self, note: Note) -> None:
        """Notes a request that was answered."""
        self._count += 1
        note.id = f"{self._begin}{self._count:08x}"
        self._notes.append(note)

    @property
    def is_full(self) -> bool:
        """Whether so much is noted that `thin_out` is due."""
        return len(self._notes) > _MOST_NOTES

    def thin_out(self, db: Connection) -> None:
        """Forgets what would fall out of its pool's journal anyway; where that is too little, writes the rest."""
        kept: deque[Note] = deque()
        seen: Counter[str | None] = Counter()
        sizes: dict[str | None, int] = {}
        for note in reversed(self._notes):
            pool_id = note.user_pool_id or (_pool_of(db, note) if note.app_id else None)
            if pool_id not in sizes:
                sizes[pool_id] = _size_of(db, pool_id)
            seen[pool_id] += 1
            if seen[pool_id] <= sizes[pool_id]:
                kept.appendleft(note)
        self._notes = kept
        if len(kept) > _MOST_NOTES // 2:
            self.write(db)

    def write(self, db: Connection) -> None:
        """Writes what was noted, and lets what is beyond a pool's size fall out."""
        notes, self._notes = list(self._notes), deque()
        if not notes:
            return
        for note in notes:
            note.user_pool_id = _pool_of(db, note)
        _ADD.run_many(db, _COLUMNS, [self._row(each) for each in notes])
        for pool_id in dict.fromkeys(each.user_pool_id for each in notes):
            _trim(db, pool_id)

    def forget(self, db: Connection, user_pool_id: str) -> None:
        """Forgets what was noted for a pool and is not written yet."""
        self._notes = deque(each for each in self._notes if _pool_of(db, each) != user_pool_id)

    def _row(self, note: Note) -> tuple[Any, ...]:
        """The values of `_COLUMNS`."""
        operation, code = self._describe(note)
        return (
            note.id,
            note.at,
            note.user_pool_id,
            note.app_id,
            operation,
            note.method,
            note.path,
            note.query.decode("latin-1"),
            _lines(note.headers),
            note.body,
            note.status,
            code,
            _lines(note.response_headers),
            note.response,
            note.duration_us,
            note.fault_id,
            note.nearest,
        )


def _pool_of(db: Connection, note: Note) -> str | None:
    """The pool that a request was noted for, or that its application belongs to. One that is gone has no journal."""
    app = applications.by_id(db, note.app_id) if note.user_pool_id is None and note.app_id else None
    pool_id = user_pools.public_id(app.user_pool_id) if app else note.user_pool_id
    return pool_id if pool_id and user_pools.by_id(db, pool_id) else None


def _lines(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b"\n".join(b"%b: %b" % (name.lower(), value) for name, value in headers)


def _size_of(db: Connection, user_pool_id: str | None) -> int:
    if user_pool_id is None:
        return DEFAULT_SIZE
    settings = db.execute(sa.select(POOLS.c.settings).where(POOLS.c.public_id == user_pool_id)).scalar() or {}
    size: int = settings.get("journalSize", DEFAULT_SIZE)
    return size


def _trim(db: Connection, user_pool_id: str | None) -> None:
    mine = _JOURNAL.c.user_pool_id == user_pool_id if user_pool_id else _JOURNAL.c.user_pool_id.is_(None)
    first_kept = (
        sa.select(_JOURNAL.c.seq)
        .where(mine)
        .order_by(_JOURNAL.c.seq.desc())
        .offset(_size_of(db, user_pool_id))
        .limit(1)
    )
    last_gone = db.execute(first_kept).scalar()
    if last_gone is not None:
        db.execute(sa.delete(_JOURNAL).where(mine, _JOURNAL.c.seq <= last_gone))


def conditions(
    *,
    user_pool_id: str | None = None,
    operations: Sequence[str] | None = None,
    path: str | None = None,
    method: str | None = None,
    status: int | None = None,
    code: str | None = None,
    matched: bool | None = None,
    after_seq: int | None = None,
    after_ms: int | None = None,
) -> list[sa.ColumnElement[bool]]:
    """What a request must meet to be listed; a condition that is None is none. `path` may hold `*` for any text."""
    wanted: list[sa.ColumnElement[bool]] = [
        column == value
        for column, value in (
            (_JOURNAL.c.user_pool_id, user_pool_id),
            (_JOURNAL.c.method, method),
            (_JOURNAL.c.status, status),
            (_JOURNAL.c.code, code),
        )
        if value is not None
    ]
    if operations is not None:
        wanted.append(_JOURNAL.c.operation.in_(operations))
    if path is not None:
        pattern = path.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
        wanted.append(_JOURNAL.c.path.like(pattern, escape="\\"))
    if matched is not None:
        wanted.append(_JOURNAL.c.nearest.is_(None) if matched else _JOURNAL.c.nearest.is_not(None))
    if after_seq is not None:
        wanted.append(_JOURNAL.c.seq > after_seq)
    if after_ms is not None:
        wanted.append(_JOURNAL.c.at > after_ms)
    return wanted


def page(
    db: Connection, wanted: Sequence[sa.ColumnElement[bool]], number: int, limit: int
) -> tuple[Sequence[JournalEntry], int]:
    """One page of the requests that meet the conditions, newest first, and their number."""
    return page_of(db, JournalEntry, sa.select(_JOURNAL).where(*wanted).order_by(_JOURNAL.c.seq.desc()), number, limit)


def page_of_fitting(
    db: Connection, wanted: Sequence[sa.ColumnElement[bool]], fits: Callable[[Asked], bool], number: int, limit: int
) -> tuple[Sequence[JournalEntry], int]:
    """The same of those requests only that fit, of which the database cannot judge."""
    asked = db.execute(sa.select(*_ASKED).where(*wanted).order_by(_JOURNAL.c.seq.desc()))
    fitting = [each.seq for each in asked if fits(cast("Asked", each))]
    shown = fitting[(number - 1) * limit : number * limit]
    rows = db.execute(sa.select(_JOURNAL).where(_JOURNAL.c.seq.in_(shown)).order_by(_JOURNAL.c.seq.desc())).all()
    return cast("Sequence[JournalEntry]", rows), len(fitting)


def recent(db: Connection, user_pool_id: str | None, limit: int, *, or_of_none: bool = False) -> Sequence[JournalEntry]:
    """The newest requests of a pool or of all, newest first, without bodies and the answer's headers.

    `or_of_none` adds as many of those that no pool knows: however many they are, they hide none of the pool's.
    """
    query = sa.select(*(column for column in _JOURNAL.c if column.name not in _LARGE))
    query = query.order_by(_JOURNAL.c.seq.desc()).limit(limit)
    if user_pool_id is None:
        return cast("Sequence[JournalEntry]", db.execute(query).all())
    found = list(db.execute(query.where(_JOURNAL.c.user_pool_id == user_pool_id)))
    if or_of_none:
        found += db.execute(query.where(_JOURNAL.c.user_pool_id.is_(None)))
        found.sort(key=lambda row: -row.seq)
    return cast("Sequence[JournalEntry]", found)


def by_id(db: Connection, entry_id: str) -> JournalEntry | None:
    """The request of this id."""
    found: Any = db.execute(sa.select(_JOURNAL).where(_JOURNAL.c.id == entry_id)).first()
    return cast("JournalEntry | None", found)


def seq_of(db: Connection, entry_id: str) -> int | None:
    """Where a request stands in the order of answering."""
    return cast("int | None", db.execute(sa.select(_JOURNAL.c.seq).where(_JOURNAL.c.id == entry_id)).scalar())


def after(db: Connection, wanted: Sequence[sa.ColumnElement[bool]], seq: int, limit: int) -> Sequence[JournalEntry]:
    """The first requests after a place that meet the conditions, oldest first."""
    query = sa.select(_JOURNAL).where(*wanted, _JOURNAL.c.seq > seq).order_by(_JOURNAL.c.seq).limit(limit)
    return cast("Sequence[JournalEntry]", db.execute(query).all())


def last_seq(db: Connection) -> int:
    """Where the newest request stands in the order of answering."""
    return int(db.execute(sa.select(sa.func.max(_JOURNAL.c.seq))).scalar() or 0)


def clear(db: Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> None:
    """Removes the requests that meet the conditions."""
    db.execute(sa.delete(_JOURNAL).where(*wanted))
