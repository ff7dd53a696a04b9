"""Refresh tokens."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from mock_server.store.database import Connection, Row, delete, table, time_column
from mock_server.store.query import Query, insertion, lookup


class RefreshToken(Row, table=True):
    """A refresh token. One that was rotated has `used_at`; its use ends the whole authorization."""

    __tablename__ = "refresh_tokens"

    token: str = Field(unique=True)
    user_pool_id: str
    authorization_id: str = Field(index=True)
    user_id: str
    app_id: str
    scope: str
    auth_time: int = time_column()
    created_at: int = time_column()
    expires_at: int = time_column()
    used_at: int | None = time_column(default=None)


_TOKENS = table(RefreshToken)
_BY_TOKEN = lookup(RefreshToken, "token")
_ADD = Query(RefreshToken, insertion(RefreshToken))
_USE = Query(
    RefreshToken,
    sa.update(_TOKENS)
    .where(_TOKENS.c.token == sa.bindparam("which"), _TOKENS.c.used_at.is_(None))
    .values(used_at=sa.bindparam("at"))
    .returning(*_TOKENS.c),
)


def by_token(db: Connection, token: str) -> RefreshToken | None:
    """The refresh token of this text, rotated or not."""
    return _BY_TOKEN.first(db, token=token)


def add(
    db: Connection,
    *,
    token: str,
    user_pool_id: str,
    authorization_id: str,
    user_id: str,
    app_id: str,
    scope: str,
    auth_time: int,
    created_at: int,
    expires_at: int,
) -> None:
    """Adds a refresh token."""
    _ADD.run(
        db,
        token=token,
        user_pool_id=user_pool_id,
        authorization_id=authorization_id,
        user_id=user_id,
        app_id=app_id,
        scope=scope,
        auth_time=auth_time,
        created_at=created_at,
        expires_at=expires_at,
        used_at=None,
    )


def use_up(db: Connection, token: str, at_ms: int) -> bool:
    """Marks a refresh token as rotated; False if it was already."""
    return _USE.first(db, which=token, at=at_ms) is not None


def end_of_authorization(db: Connection, authorization_id: str) -> None:
    """Removes an authorization's refresh tokens."""
    delete(db, RefreshToken, authorization_id=authorization_id)
