"""The journal: every request that was answered, the control API's aside. How a request becomes a row: `notes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.user_pools import POOLS

DEFAULT_SIZE = 1000
# What is longer is cut off.
LONGEST_BODY = 64 * 1024
# The journal of a server, however many its pools are, with what is noted and not written yet.
MOST_BYTES = 16 * 1024 * 1024
# Where it is larger, so much of it stays.
_STAYS = MOST_BYTES * 3 // 4
# What a stream tells in one go.
_MOST_AT_ONCE = 256 * 1024


class JournalEntry(Row, table=True):
    """A request and its answer. Bodies are cut off where they are long; headers are lines as HTTP has them.

    `at` is when it was answered, by its pool's clock. `code` is the business code of the answer, or its OAuth error;
    `crash` is whether it tells of a fault of the mock itself. `nearest` is the known operation that is most like a
    request that no route takes; `remark` is what was noticed of the client, as the kind of a finding and, after a
    blank, what it is about. `size` is what the row takes in bytes, roughly.
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
    status: int
    code: str | None = None
    crash: bool = False
    duration_us: int
    fault_id: str | None = None
    nearest: str | None = None
    remark: str | None = None
    size: int
    path: str
    query: str
    request_headers: bytes
    # The large ones come last: SQLite reads a row from its beginning up to what is asked for.
    response_headers: bytes
    request_body: bytes
    response_body: bytes


class Asked(Protocol):
    """What a request asked for, and nothing of the answer."""

    seq: int | None
    app_id: str | None
    operation: str | None
    path: str
    query: str
    request_body: bytes


_JOURNAL = table(JournalEntry)
_ASKED = tuple(_JOURNAL.c[name] for name in ("seq", "app_id", "operation", "path", "query", "request_body"))
_LARGE = ("request_body", "response_headers", "response_body")
COLUMNS = tuple(column.name for column in _JOURNAL.c if column.name != "seq")


def size_of(db: Connection, user_pool_id: str | None) -> int:
    """How many requests the journal of a pool holds, or that of the requests that no pool knows."""
    if user_pool_id is None:
        return DEFAULT_SIZE
    settings = db.execute(sa.select(POOLS.c.settings).where(POOLS.c.public_id == user_pool_id)).scalar() or {}
    size: int = settings.get("journalSize", DEFAULT_SIZE)
    return size


def trim(db: Connection, user_pool_id: str | None) -> None:
    """Lets the oldest requests fall out that are more than the journal of a pool holds."""
    mine = _of_pool(user_pool_id)
    first_kept = (
        sa.select(_JOURNAL.c.seq).where(mine).order_by(_JOURNAL.c.seq.desc()).offset(size_of(db, user_pool_id)).limit(1)
    )
    last_gone = db.execute(first_kept).scalar()
    if last_gone is not None:
        db.execute(sa.delete(_JOURNAL).where(mine, _JOURNAL.c.seq <= last_gone))


def trim_all(db: Connection) -> int:
    """Lets the oldest requests fall out where all take too many bytes; how many they take then.

    Only those pools lose some that have the largest journals: who asks little is forgotten for nobody's sake.
    """
    sizes: Mapping[str | None, int] = {
        pool_id: int(taken)
        for pool_id, taken in db.execute(
            sa.select(_JOURNAL.c.user_pool_id, sa.func.sum(_JOURNAL.c.size)).group_by(_JOURNAL.c.user_pool_id)
        )
    }
    total = sum(sizes.values())
    if total <= MOST_BYTES:
        return total
    share = _fair_share(list(sizes.values()), _STAYS)
    for pool_id in (each for each, taken in sizes.items() if taken > share):
        newest_first = sa.select(
            _JOURNAL.c.seq, sa.func.sum(_JOURNAL.c.size).over(order_by=_JOURNAL.c.seq.desc()).label("taken")
        )
        counted = newest_first.where(_of_pool(pool_id)).subquery()
        last_gone = db.execute(sa.select(sa.func.max(counted.c.seq)).where(counted.c.taken > share)).scalar()
        db.execute(sa.delete(_JOURNAL).where(_of_pool(pool_id), _JOURNAL.c.seq <= last_gone))
    return _STAYS


def _fair_share(sizes: list[int], most: int) -> int:
    """How much each may have, so that all have `most`: the small ones what they have, the large ones alike."""
    left = most
    for n, each in enumerate(sorted(sizes)):
        share = left // (len(sizes) - n)
        if each > share:
            return share
        left -= each
    return most


def _of_pool(user_pool_id: str | None) -> sa.ColumnElement[bool]:
    return _JOURNAL.c.user_pool_id == user_pool_id if user_pool_id else _JOURNAL.c.user_pool_id.is_(None)


def conditions(
    *,
    user_pool_id: str | None = None,
    operations: Sequence[str] | None = None,
    path: str | None = None,
    method: str | None = None,
    status: int | None = None,
    code: str | None = None,
    matched: bool | None = None,
    crash: bool | None = None,
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
            (_JOURNAL.c.crash, crash),
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
) -> tuple[Sequence[int], int]:
    """One page of the places of the requests that meet the conditions, newest first, and the number of all."""
    query = sa.select(_JOURNAL.c.seq).where(*wanted).order_by(_JOURNAL.c.seq.desc())
    rows, total = page_of(db, JournalEntry, query, number, limit)
    return [cast("int", row.seq) for row in rows], total


def at_places(db: Connection, places: Sequence[int]) -> Sequence[JournalEntry]:
    """The requests at these places, newest first; some may be gone."""
    rows = db.execute(sa.select(_JOURNAL).where(_JOURNAL.c.seq.in_(places)).order_by(_JOURNAL.c.seq.desc())).all()
    return cast("Sequence[JournalEntry]", rows)


def asked_before(
    db: Connection, wanted: Sequence[sa.ColumnElement[bool]], place: int | None, limit: int
) -> Sequence[Asked]:
    """The last requests before a place, or at all, that meet the conditions, newest first, without their answers."""
    query = sa.select(*_ASKED).where(*wanted).order_by(_JOURNAL.c.seq.desc()).limit(limit)
    rows = db.execute(query if place is None else query.where(_JOURNAL.c.seq < place)).all()
    return cast("Sequence[Asked]", rows)


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


def after(db: Connection, wanted: Sequence[sa.ColumnElement[bool]], place: int, limit: int) -> Sequence[JournalEntry]:
    """The first requests after a place that meet the conditions, oldest first; fewer where they are large."""
    query = sa.select(_JOURNAL.c.seq, _JOURNAL.c.size).where(*wanted, _JOURNAL.c.seq > place)
    found: list[int] = []
    left = _MOST_AT_ONCE
    for seq, size in db.execute(query.order_by(_JOURNAL.c.seq).limit(limit)):
        left -= size
        if left < 0 and found:
            break
        found.append(seq)
    return at_places(db, found)[::-1] if found else []


def last_seq(db: Connection) -> int:
    """Where the newest request stands in the order of answering."""
    return int(db.execute(sa.select(sa.func.max(_JOURNAL.c.seq))).scalar() or 0)


def clear(db: Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> None:
    """Removes the requests that meet the conditions."""
    db.execute(sa.delete(_JOURNAL).where(*wanted))
