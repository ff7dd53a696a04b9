"""Identities: who a user is at a social or enterprise provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column, time_column
from genauth_mock.store.query import delete, insert, lookup, update


class UserIdentity(Row, table=True):
    """An identity at a provider that a user logs in by. `connection_type` is that of the connection."""

    __tablename__ = "identities"
    __table_args__ = (
        sa.UniqueConstraint("user_pool_id", "connection_id", "openid"),
        sa.UniqueConstraint("user_pool_id", "id"),
        sa.Index("identities_of_user", "user_pool_id", "user_id"),
    )

    user_pool_id: str
    id: str
    user_id: str
    connection_id: str
    connection_type: str
    openid: str
    profile: dict[str, Any] = json_column()
    created_at: int = time_column()


_BY_OPENID = lookup(UserIdentity, "user_pool_id", "connection_id", "openid")
_OF_USER = lookup(UserIdentity, "user_pool_id", "user_id")


def by_openid(db: Connection, user_pool_id: str, connection_id: str, openid: str) -> UserIdentity | None:
    """The identity that a provider calls so, if some user has it."""
    return _BY_OPENID.first(db, user_pool_id=user_pool_id, connection_id=connection_id, openid=openid)


def of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[UserIdentity]:
    """A user's identities, oldest first."""
    return _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def add(db: Connection, identity: UserIdentity) -> None:
    """Gives a user an identity. Raises Taken where another has it."""
    insert(db, identity)


def move(db: Connection, user_pool_id: str, from_user_id: str, to_user_id: str) -> int:
    """Gives all identities of one user to another, and says how many there were."""
    key = {"user_pool_id": user_pool_id, "user_id": from_user_id}
    return update(db, UserIdentity, key, {"user_id": to_user_id})


def remove(db: Connection, user_pool_id: str, identity_id: str) -> bool:
    """Takes an identity away; False if another call was faster."""
    return delete(db, UserIdentity, user_pool_id=user_pool_id, id=identity_id) == 1


def forget(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes all identities of a user away."""
    delete(db, UserIdentity, user_pool_id=user_pool_id, user_id=user_id)
