"""Subscriptions: who is listening to a pool's events right now, in whichever process.

A row is about a pool and no part of its state. A process that was killed leaves its rows, which nobody counts once they
have been silent for long.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import Connection, Row, table, time_column
from genauth_mock.store.query import Query, delete, insert, update

# Whoever listens says so every few seconds; who was silent for so long is gone.
SILENT_MS = 40_000


class Subscription(Row, table=True):
    """Somebody who listens to the events of a code. `user_pool_id` is the pool's public id, `heard_at` wall time."""

    __tablename__ = "subscriptions"
    __table_args__ = (sa.Index("subscriptions_of_code", "user_pool_id", "code"),)

    id: str = Field(unique=True)
    user_pool_id: str
    code: str
    heard_at: int = time_column()


_SUBSCRIPTIONS = table(Subscription)
_COUNT = Query(
    Subscription,
    sa.select(sa.func.count().label("seq")).where(
        _SUBSCRIPTIONS.c.user_pool_id == sa.bindparam("user_pool_id"),
        _SUBSCRIPTIONS.c.code == sa.bindparam("code"),
        _SUBSCRIPTIONS.c.heard_at > sa.bindparam("since"),
    ),
)


def add(db: Connection, subscription: Subscription) -> None:
    """Somebody listens from now on."""
    insert(db, subscription)


def touch(db: Connection, subscription_id: str, at_ms: int) -> bool:
    """Somebody still listens; False where that was forgotten, with the pool."""
    return update(db, Subscription, {"id": subscription_id}, {"heard_at": at_ms}) == 1


def remove(db: Connection, subscription_id: str) -> None:
    """Somebody listens no more."""
    delete(db, Subscription, id=subscription_id)


def count(db: Connection, public_id: str, code: str, now_ms: int) -> int:
    """How many listen to the events of a code."""
    found = _COUNT.first(db, user_pool_id=public_id, code=code, since=now_ms - SILENT_MS)
    return int(found.seq or 0) if found else 0
