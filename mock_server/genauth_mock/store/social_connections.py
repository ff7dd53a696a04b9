"""Social connections: the pool's social and enterprise identity providers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column
from genauth_mock.store.query import lookup


class SocialConnection(Row, table=True):
    """A social or enterprise identity provider of the pool, and the identities that its codes or tokens stand for.

    One that is `bind_only` makes nobody: its identities are bound to users who are there.
    """

    __tablename__ = "connections"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "id"),)

    user_pool_id: str
    id: str
    type: str
    identifier: str | None = None
    display_name: str | None = None
    bind_only: bool = False
    fields: dict[str, Any] = json_column()
    identities: list[dict[str, Any]] = json_column(list)


_OF_POOL = lookup(SocialConnection, "user_pool_id")
_BY_ID = lookup(SocialConnection, "user_pool_id", "id")


def of_pool(db: Connection, user_pool_id: str) -> Sequence[SocialConnection]:
    """A pool's connections, in the order of its document."""
    return _OF_POOL.all(db, user_pool_id=user_pool_id)


def by_id(db: Connection, user_pool_id: str, connection_id: str) -> SocialConnection | None:
    """The pool's connection of this id."""
    return _BY_ID.first(db, user_pool_id=user_pool_id, id=connection_id)
