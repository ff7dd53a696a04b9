"""Requests to an enterprise provider that a client has announced, by the state that the page will come with."""

from __future__ import annotations

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, time_column
from genauth_mock.store.query import insert, lookup


class ConnectionRequest(Row, table=True):
    """One such request: which connection is meant, and the page that asks."""

    __tablename__ = "connection_requests"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "state"),)

    user_pool_id: str
    state: str
    connection_id: str
    referer: str
    expires_at: int = time_column()


_BY_STATE = lookup(ConnectionRequest, "user_pool_id", "state")


def by_state(db: Connection, user_pool_id: str, state: str) -> ConnectionRequest | None:
    """The request of this state."""
    return _BY_STATE.first(db, user_pool_id=user_pool_id, state=state)


def add(db: Connection, request: ConnectionRequest) -> None:
    """Adds one. Raises Taken where the state was announced before."""
    insert(db, request)
