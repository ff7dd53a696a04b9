"""Authorization codes: each is exchanged for tokens once, within ten minutes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    of_today,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    insert,
    lookup,
)


class AuthorizationCode(Row, table=True):
    """A code, and what the request that it answers has asked for. `auth_time` is when the user logged in."""

    __tablename__ = "authorization_codes"
    __table_args__ = (sa.UniqueConstraint("code", "user_pool_id"),)

    code: str
    user_pool_id: str = Field(index=True)
    authorization_id: str = Field(index=True)
    user_id: str
    app_id: str
    redirect_uri: str
    scope: str
    nonce: str | None = None
    code_challenge: str | None = None
    code_challenge_method: str | None = None
    auth_time: int = time_column()
    expires_at: int = time_column()
    used_at: int | None = time_column(default=None)


_CODES = table(AuthorizationCode)
_BY_CODE = lookup(AuthorizationCode, "code")
_USE = Query(
    AuthorizationCode,
    sa.update(_CODES)
    .where(_CODES.c.code == sa.bindparam("which"), _CODES.c.used_at.is_(None), *of_today(_CODES))
    .values(used_at=sa.bindparam("at")),
)


def by_code(db: Connection, code: str) -> AuthorizationCode | None:
    """What stands behind a code, used or not."""
    return _BY_CODE.first(db, code=code)


def add(db: Connection, code: AuthorizationCode) -> None:
    """Adds a code."""
    insert(db, code)


def use_up(db: Connection, code: str, at_ms: int) -> bool:
    """Marks a code as used; False if it was already."""
    return _USE.run(db, which=code, at=at_ms) == 1


def end_of_authorization(db: Connection, authorization_id: str) -> None:
    """Removes an authorization's codes."""
    delete(db, AuthorizationCode, authorization_id=authorization_id)
