"""Webhooks: whom a pool tells of its events, and each attempt to do so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column, of_today, page_of, table, time_column
from genauth_mock.store.query import Query, insert_values, lookup


class Webhook(Row, table=True):
    """Where a pool's events are posted to. `events` are their names, `*` for all; `content_type` is json or form."""

    __tablename__ = "webhooks"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "id"),)

    user_pool_id: str
    id: str
    name: str
    url: str
    events: list[str] = json_column(list)
    content_type: str = "json"
    secret: str | None = None
    enabled: bool = True


class Delivery(Row, table=True):
    """One attempt to post an event. `due_at` and `claimed_until` are by `clock.steady_ms`, `at` is the pool's time.

    A row is sent where it was written: `written_in` is its pool's rows' id then, which in a state that was brought back
    is another. So nothing is sent a second time by a restore.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("deliveries_of_pool", "user_pool_id", "seq"),
        sa.Index("deliveries_waiting", "is_waiting", "seq"),
    )

    id: str
    user_pool_id: str
    written_in: str
    webhook_id: str
    event: str
    url: str
    content_type: str
    secret: str | None = None
    body: dict[str, Any] = json_column()
    attempt: int = 1
    at: int = time_column()
    due_at: int = time_column()
    is_waiting: bool = True
    claimed_until: int = time_column(default=0)
    status: int | None = None
    error: str | None = None
    is_forbidden: bool = False
    expires_at: int = time_column()


# What one attempt tells as another has.
_TOLD = ("webhook_id", "event", "url", "content_type", "secret", "body")

_DELIVERIES = table(Delivery)
_OF_POOL = lookup(Webhook, "user_pool_id")
_BY_ID = lookup(Delivery, "id")
_CLAIM = Query(
    Delivery,
    sa.update(_DELIVERIES)
    .where(
        _DELIVERIES.c.seq == sa.bindparam("which"),
        _DELIVERIES.c.is_waiting,
        _DELIVERIES.c.claimed_until <= sa.bindparam("now", type_=sa.BigInteger),
    )
    .values(claimed_until=sa.bindparam("until")),
)
_END = Query(
    Delivery,
    sa.update(_DELIVERIES)
    .where(
        _DELIVERIES.c.seq == sa.bindparam("which"),
        _DELIVERIES.c.is_waiting,
        _DELIVERIES.c.claimed_until == sa.bindparam("mine", type_=sa.BigInteger),
    )
    .values(
        is_waiting=sa.bindparam("waiting"),
        status=sa.bindparam("new_status"),
        error=sa.bindparam("new_error"),
        is_forbidden=sa.bindparam("forbidden"),
    ),
)
_SENT_HERE = (_DELIVERIES.c.is_waiting, _DELIVERIES.c.written_in == _DELIVERIES.c.user_pool_id, *of_today(_DELIVERIES))


def of_pool(db: Connection, user_pool_id: str) -> Sequence[Webhook]:
    """A pool's webhooks, in the order of its document."""
    return _OF_POOL.all(db, user_pool_id=user_pool_id)


def events_of(webhooks: Collection[Webhook]) -> str:
    """Which events somebody wants to hear of, as the pool's row says it: names with blanks between."""
    return " ".join(dict.fromkeys(event for each in webhooks if each.enabled for event in each.events))


def told(row: Delivery) -> dict[str, Any]:
    """What an attempt tells, and whom."""
    return {name: getattr(row, name) for name in _TOLD}


def add(db: Connection, **columns: Any) -> Delivery:
    """Adds an attempt that is to be made."""
    return insert_values(db, Delivery, **columns)


def delivery(db: Connection, delivery_id: str) -> Delivery | None:
    """The attempt of this id, in whichever pool."""
    return _BY_ID.first(db, id=delivery_id)


def next_due(db: Connection, now_ms: int, busy: Collection[str]) -> Delivery | None:
    """The oldest attempt that is due and nobody's, to none of these URLs."""
    query = (
        sa.select(_DELIVERIES)
        .where(
            *_SENT_HERE,
            _DELIVERIES.c.due_at <= now_ms,
            _DELIVERIES.c.claimed_until <= now_ms,
            _DELIVERIES.c.url.not_in(busy),
        )
        .order_by(_DELIVERIES.c.seq)
        .limit(1)
    )
    return cast("Delivery | None", db.execute(query).first())


def next_time(db: Connection) -> int | None:
    """When the next attempt is due, or its claim is over; None where none waits."""
    later = sa.case(
        (_DELIVERIES.c.claimed_until > _DELIVERIES.c.due_at, _DELIVERIES.c.claimed_until), else_=_DELIVERIES.c.due_at
    )
    return cast("int | None", db.execute(sa.select(sa.func.min(later)).where(*_SENT_HERE)).scalar())


def claim(db: Connection, row: Delivery, now_ms: int, until_ms: int) -> bool:
    """Takes an attempt for this process; False where another was faster."""
    return _CLAIM.run(db, which=row.seq, now=now_ms, until=until_ms) == 1


def end(db: Connection, row: Delivery, mine: int, status: int | None, error: str | None, *, is_forbidden: bool) -> bool:
    """Notes what has become of an attempt that is claimed until `mine`; False where it is gone, or another's."""
    said = {"new_status": status, "new_error": error, "forbidden": is_forbidden}
    return _END.run(db, which=row.seq, mine=mine, waiting=False, **said) == 1


def add_retry(db: Connection, row: Delivery, **columns: Any) -> None:
    """Adds the next attempt after one that has failed."""
    same = {name: getattr(row, name) for name in ("user_pool_id", "written_in", "expires_at")}
    add(db, **told(row), **same, attempt=row.attempt + 1, **columns)


def _of(user_pool_id: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    return of_today(_DELIVERIES) if user_pool_id is None else (_DELIVERIES.c.user_pool_id == user_pool_id,)


def page(
    db: Connection, now_ms: int, user_pool_id: str | None, event: str | None, number: int, limit: int
) -> tuple[Sequence[Delivery], int]:
    """One page of the attempts that have begun, newest first, and their number."""
    begun = sa.or_(
        sa.not_(_DELIVERIES.c.is_waiting),
        sa.and_(_DELIVERIES.c.written_in == _DELIVERIES.c.user_pool_id, _DELIVERIES.c.due_at <= now_ms),
    )
    query = sa.select(_DELIVERIES).where(begun).order_by(_DELIVERIES.c.seq.desc())
    query = query.where(*_of(user_pool_id))
    if event is not None:
        query = query.where(_DELIVERIES.c.event == event)
    return page_of(db, Delivery, query, number, limit)


_ENDED = (
    sa.select(_DELIVERIES)
    .where(
        _DELIVERIES.c.user_pool_id == sa.bindparam("pool"),
        _DELIVERIES.c.seq > sa.bindparam("after"),
        sa.not_(_DELIVERIES.c.is_waiting),
    )
    .order_by(_DELIVERIES.c.seq.desc())
    .limit(1)
)
_NEWEST = Query(Delivery, _ENDED)
_NEWEST_OF_EVENT = Query(Delivery, _ENDED.where(_DELIVERIES.c.event == sa.bindparam("event")))


def newest_ended(db: Connection, user_pool_id: str, event: str | None, after: int) -> Delivery | None:
    """A pool's newest attempt after a place that is over."""
    if event is None:
        return _NEWEST.first(db, pool=user_pool_id, after=after)
    return _NEWEST_OF_EVENT.first(db, pool=user_pool_id, after=after, event=event)


def newest_forbidden(db: Connection, user_pool_id: str | None, most: int) -> Sequence[Delivery]:
    """The newest attempts that were not made since the server may not ask there."""
    query = sa.select(_DELIVERIES).where(_DELIVERIES.c.is_forbidden).order_by(_DELIVERIES.c.seq.desc()).limit(most)
    query = query.where(*_of(user_pool_id))
    return cast("Sequence[Delivery]", db.execute(query).all())
