"""What the pool's neighbours know: the directory (AD, LDAP), the phone carrier, social connections, access keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import Connection, Row, json_column
from genauth_mock.store.query import insert, lookup


class DirectoryUser(Row, table=True):
    """A user of the pool's Active Directory or LDAP server."""

    __tablename__ = "directory_users"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "username"),)

    user_pool_id: str
    username: str
    password_hash: str
    profile: dict[str, Any] = json_column()


class CarrierToken(Row, table=True):
    """A pair of tokens of the phone carrier, and the phone that it stands for (one-tap login)."""

    __tablename__ = "carrier_tokens"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "token", "access_token"),)

    user_pool_id: str
    token: str
    access_token: str
    phone: str
    phone_country_code: str


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


class AccessKey(Row, table=True):
    """A key pair of the management API."""

    __tablename__ = "access_keys"

    id: str = Field(unique=True)
    user_pool_id: str = Field(index=True)
    secret: str


_DIRECTORY_USER = lookup(DirectoryUser, "user_pool_id", "username")
_CARRIER_TOKEN = lookup(CarrierToken, "user_pool_id", "token", "access_token")
_ACCESS_KEY = lookup(AccessKey, "id")
_CONNECTIONS_OF_POOL = lookup(SocialConnection, "user_pool_id")
_CONNECTION = lookup(SocialConnection, "user_pool_id", "id")


def directory_user(db: Connection, user_pool_id: str, username: str) -> DirectoryUser | None:
    """The directory's user of this name."""
    return _DIRECTORY_USER.first(db, user_pool_id=user_pool_id, username=username)


def carrier_token(db: Connection, user_pool_id: str, token: str, access_token: str) -> CarrierToken | None:
    """The carrier's record of this pair of tokens."""
    return _CARRIER_TOKEN.first(db, user_pool_id=user_pool_id, token=token, access_token=access_token)


def access_key(db: Connection, key_id: str) -> AccessKey | None:
    """The access key of this id, in whichever pool."""
    return _ACCESS_KEY.first(db, id=key_id)


def connections_of_pool(db: Connection, user_pool_id: str) -> Sequence[SocialConnection]:
    """A pool's connections, in the order of its document."""
    return _CONNECTIONS_OF_POOL.all(db, user_pool_id=user_pool_id)


def connection_by_id(db: Connection, user_pool_id: str, connection_id: str) -> SocialConnection | None:
    """The pool's connection of this id."""
    return _CONNECTION.first(db, user_pool_id=user_pool_id, id=connection_id)


def add(db: Connection, *rows: Row) -> None:
    """Adds rows of one of this file's models. Raises Taken."""
    insert(db, *rows)
