"""Tickets: opaque tokens that stand for one step still to be done, and work once."""

from __future__ import annotations

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, time_column
from genauth_mock.store.query import delete, insert, lookup


class Ticket(Row, table=True):
    """A step that a user may take by showing the token, for instance the password reset at the first login."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.UniqueConstraint("token", "user_pool_id"),
        sa.Index("tickets_of_user", "user_pool_id", "user_id"),
    )

    token: str
    purpose: str
    user_pool_id: str
    user_id: str
    expires_at: int = time_column()


_BY_TOKEN = lookup(Ticket, "token")


def by_token(db: Connection, token: str) -> Ticket | None:
    """The ticket of this token."""
    return _BY_TOKEN.first(db, token=token)


def add(db: Connection, ticket: Ticket) -> None:
    """Adds a ticket."""
    insert(db, ticket)


def use_up(db: Connection, token: str) -> bool:
    """Takes a ticket away; False if another call was faster."""
    return delete(db, Ticket, token=token) == 1


def drop_of_user(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes away all tickets of a user."""
    delete(db, Ticket, user_pool_id=user_pool_id, user_id=user_id)
