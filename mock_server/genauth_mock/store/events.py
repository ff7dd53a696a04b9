"""Events: what was told to a pool's subscribers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column, page_of, table, time_column
from genauth_mock.store.query import Query, insert_values
from genauth_mock.store.user_pools import POOLS


class Event(Row, table=True):
    """Something that has happened in a pool. `code` says what, e.g. `authing.user.updated`; `data` holds what is
    told, alone in a list: SQLite would read the text of a number as a number.

    `published_in` is the generation of the pool in which it happened: in another it is remembered, and not news.
    `subscribers` is how many were listening.
    """

    __tablename__ = "events"
    # Whoever listens goes on after the last event, also when that has been removed.
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("events_of_pool", "user_pool_id", "code", "seq"),
        {"sqlite_autoincrement": True},
    )

    id: str
    user_pool_id: str
    published_in: str
    code: str
    data: list[Any] = json_column(list)
    at: int = time_column()
    subscribers: int = 0


_EVENTS = table(Event)
_IS_NEW = sa.and_(
    _EVENTS.c.user_pool_id == sa.bindparam("user_pool_id"),
    _EVENTS.c.code == sa.bindparam("code"),
    _EVENTS.c.seq > sa.bindparam("seq"),
    _EVENTS.c.published_in == _EVENTS.c.user_pool_id,
)
_NEW = Query(Event, sa.select(_EVENTS.c.seq).where(_IS_NEW).order_by(_EVENTS.c.seq))
_BY_SEQ = Query(Event, sa.select(_EVENTS).where(_EVENTS.c.seq == sa.bindparam("seq")))
_LAST = Query(Event, sa.select(sa.func.coalesce(sa.func.max(_EVENTS.c.seq), 0).label("seq")))
_LATEST = Query(
    Event,
    sa.select(_EVENTS.c.seq, _EVENTS.c.user_pool_id, _EVENTS.c.code)
    .where(_EVENTS.c.seq > sa.bindparam("seq"))
    .order_by(_EVENTS.c.seq),
)


def add(db: Connection, **columns: Any) -> Event:
    """Adds an event, and gives it as it is read."""
    return insert_values(db, Event, **columns)


def page(
    db: Connection, public_id: str | None, code: str | None, number: int, limit: int
) -> tuple[Sequence[Event], int]:
    """One page of the events, newest first, of all pools or of one, of all codes or of one, and their number."""
    query = sa.select(_EVENTS).join(POOLS, POOLS.c.id == _EVENTS.c.user_pool_id).order_by(_EVENTS.c.seq.desc())
    if public_id is not None:
        query = query.where(POOLS.c.public_id == public_id)
    if code is not None:
        query = query.where(_EVENTS.c.code == code)
    return page_of(db, Event, query, number, limit)


def last_seq(db: Connection) -> int:
    """Where the newest event stands in the order of happening."""
    found = _LAST.first(db)
    return int(found.seq or 0) if found else 0


def happened_after(db: Connection, seq: int) -> Sequence[Event]:
    """All events after a place, oldest first: place, pool and code, and nothing else of them."""
    return _LATEST.all(db, seq=seq)


def places_after(db: Connection, user_pool_id: str, code: str, seq: int) -> list[int]:
    """Where the events of a code stand that have happened in a pool after a place, oldest first."""
    return [row.seq or 0 for row in _NEW.all(db, user_pool_id=user_pool_id, code=code, seq=seq)]


def at_place(db: Connection, seq: int) -> Event | None:
    """The event that stands there, if it still does."""
    return _BY_SEQ.first(db, seq=seq)
