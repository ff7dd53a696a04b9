"""Pending identities: they were proved, and wait for their owner to say whose they are. Each token works once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column, time_column
from genauth_mock.store.query import delete, insert, lookup


class PendingIdentity(Row, table=True):
    """An identity that no user has yet. `question` is the name of the refusal that asked; `accounts` are the ids of the
    users among whom may be chosen.
    """

    __tablename__ = "pending_identities"
    __table_args__ = (sa.UniqueConstraint("token", "user_pool_id"),)

    token: str
    user_pool_id: str
    connection_id: str
    openid: str
    profile: dict[str, Any] = json_column()
    question: str
    accounts: list[str] = json_column(list)
    expires_at: int = time_column()


_BY_TOKEN = lookup(PendingIdentity, "user_pool_id", "token")


def by_token(db: Connection, user_pool_id: str, token: str) -> PendingIdentity | None:
    """The identity that waits under a token."""
    return _BY_TOKEN.first(db, user_pool_id=user_pool_id, token=token)


def add(db: Connection, pending: PendingIdentity) -> None:
    """Adds one."""
    insert(db, pending)


def use_up(db: Connection, user_pool_id: str, token: str) -> bool:
    """Takes it away; False if another call was faster."""
    return delete(db, PendingIdentity, user_pool_id=user_pool_id, token=token) == 1
