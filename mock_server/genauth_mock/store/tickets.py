"""Tickets: opaque tokens that stand for one step still to be done, and work once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column, time_column
from genauth_mock.store.query import delete, insert_values, lookup


class Ticket(Row, table=True):
    """A step that a user may take by showing the token, for instance the password reset at the first login. `said` is
    what was agreed on when it was given.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        sa.UniqueConstraint("token", "user_pool_id"),
        sa.Index("tickets_of_user", "user_pool_id", "user_id"),
    )

    token: str
    purpose: str
    user_pool_id: str
    user_id: str
    said: dict[str, Any] = json_column()
    expires_at: int = time_column()


_BY_TOKEN = lookup(Ticket, "token", "user_pool_id")


def by_token(db: Connection, user_pool_id: str, token: str) -> Ticket | None:
    """A pool's ticket of this token."""
    return _BY_TOKEN.first(db, token=token, user_pool_id=user_pool_id)


def add(db: Connection, **columns: Any) -> None:
    """Adds a ticket."""
    insert_values(db, Ticket, **columns)


def use_up(db: Connection, user_pool_id: str, token: str) -> bool:
    """Takes a pool's ticket away; False if another call was faster."""
    return delete(db, Ticket, token=token, user_pool_id=user_pool_id) == 1


def drop_of_user(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes away all tickets of a user."""
    delete(db, Ticket, user_pool_id=user_pool_id, user_id=user_id)
