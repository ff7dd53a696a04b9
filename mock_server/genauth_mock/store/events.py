"""Events: what was told to a pool's subscribers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column, time_column
from genauth_mock.store.query import insert


class Event(Row, table=True):
    """Something that has happened in a pool. `code` says what, e.g. `authing.user.updated`; `data` is what is told."""

    __tablename__ = "events"
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("events_of_pool", "user_pool_id", "code", "seq"),
    )

    id: str
    user_pool_id: str
    code: str
    data: Any = json_column()
    at: int = time_column()


def add(db: Connection, event: Event) -> None:
    """Adds an event."""
    insert(db, event)
