"""What the pool's neighbours know: the directory (AD, LDAP) and the phone carrier."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, json_column
from genauth_mock.store.query import lookup


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


_DIRECTORY_USER = lookup(DirectoryUser, "user_pool_id", "username")
_CARRIER_TOKEN = lookup(CarrierToken, "user_pool_id", "token", "access_token")


def directory_user(db: Connection, user_pool_id: str, username: str) -> DirectoryUser | None:
    """The directory's user of this name."""
    return _DIRECTORY_USER.first(db, user_pool_id=user_pool_id, username=username)


def carrier_token(db: Connection, user_pool_id: str, token: str, access_token: str) -> CarrierToken | None:
    """The carrier's record of this pair of tokens."""
    return _CARRIER_TOKEN.first(db, user_pool_id=user_pool_id, token=token, access_token=access_token)
