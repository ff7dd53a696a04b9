"""Refresh tokens: one row for each family, which holds the token that is good now."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    of_today,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    insertion,
    lookup,
)

REFRESH_TOKEN = "refresh_token"  # noqa: S105 - a kind


class RefreshToken(Row, table=True):
    """The refresh token of an authorization. An earlier one of the same family begins alike and is not this one.

    `got_with_secret` is whether the client has shown its secret when it got the first of them.
    """

    __tablename__ = "refresh_tokens"
    __table_args__ = (sa.UniqueConstraint("authorization_id", "user_pool_id"),)

    authorization_id: str
    token: str
    user_pool_id: str = Field(index=True)
    user_id: str
    app_id: str
    scope: str
    got_with_secret: bool = False
    auth_time: int = time_column()
    created_at: int = time_column()
    expires_at: int = time_column()


_TOKENS = table(RefreshToken)
_OF_AUTHORIZATION = lookup(RefreshToken, "authorization_id")
_ADD = Query(RefreshToken, insertion(RefreshToken))
_ROTATE = Query(
    RefreshToken,
    sa.update(_TOKENS)
    .where(
        _TOKENS.c.authorization_id == sa.bindparam("which"), _TOKENS.c.token == sa.bindparam("old"), *of_today(_TOKENS)
    )
    .values(token=sa.bindparam("new"), created_at=sa.bindparam("at"), expires_at=sa.bindparam("until"))
    .returning(_TOKENS.c.token),
)


def of_authorization(db: Connection, authorization_id: str) -> RefreshToken | None:
    """The refresh token of an authorization."""
    return _OF_AUTHORIZATION.first(db, authorization_id=authorization_id)


def newest_of_user(db: Connection, user_pool_id: str, user_id: str, most: int) -> tuple[Sequence[RefreshToken], int]:
    """The newest of a user's refresh tokens, one of each family, newest first, and their number."""
    of_user = sa.and_(_TOKENS.c.user_pool_id == user_pool_id, _TOKENS.c.user_id == user_id)
    newest_first = (_TOKENS.c.created_at.desc(), _TOKENS.c.seq.desc())
    return page_of(db, RefreshToken, sa.select(_TOKENS).where(of_user).order_by(*newest_first), 1, most)


def add(
    db: Connection,
    *,
    authorization_id: str,
    token: str,
    user_pool_id: str,
    user_id: str,
    app_id: str,
    scope: str,
    got_with_secret: bool,
    auth_time: int,
    created_at: int,
    expires_at: int,
) -> None:
    """Adds a refresh token."""
    _ADD.run(
        db,
        authorization_id=authorization_id,
        token=token,
        user_pool_id=user_pool_id,
        user_id=user_id,
        app_id=app_id,
        scope=scope,
        got_with_secret=got_with_secret,
        auth_time=auth_time,
        created_at=created_at,
        expires_at=expires_at,
    )


def rotate(db: Connection, authorization_id: str, old: str, new: str, at_ms: int, until_ms: int) -> bool:
    """Puts a new token into the place of an old one; False if another call was faster."""
    return _ROTATE.first(db, which=authorization_id, old=old, new=new, at=at_ms, until=until_ms) is not None


def end_of_authorization(db: Connection, authorization_id: str) -> None:
    """Removes an authorization's refresh token."""
    delete(db, RefreshToken, authorization_id=authorization_id)
