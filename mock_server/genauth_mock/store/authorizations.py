"""Authorizations: a user lets an application act, once. All tokens of one login by OpenID Connect come from one."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    insert,
    lookup,
)


class Authorization(Row, table=True):
    """What a user lets an application do. `session_id` is the browser's session in which it was given."""

    __tablename__ = "authorizations"
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("authorizations_of_user", "user_pool_id", "user_id"),
    )

    id: str
    user_pool_id: str
    user_id: str
    app_id: str
    session_id: str | None = Field(default=None, index=True)
    created_at: int = time_column()


class Consent(Row, table=True):
    """Which scopes a user has agreed to give an application, where the pool asks."""

    __tablename__ = "consents"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "user_id", "app_id", "scope"),)

    user_pool_id: str
    user_id: str
    app_id: str
    scope: str


_OF_USER = lookup(Authorization, "user_pool_id", "user_id")
_OF_SESSION = lookup(Authorization, "session_id")


def _remembering(dialect: str) -> Any:
    """Adds a consent, unless another call has remembered the same. SQL knows no common word for it."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    values: dict[str, Any] = {name: sa.bindparam(name) for name in ("user_pool_id", "user_id", "app_id", "scope")}
    return insert(table(Consent)).values(values).on_conflict_do_nothing()


_CONSENT = Query(Consent, _remembering)
_CONSENTS_OF = lookup(Consent, "user_pool_id", "user_id", "app_id")


def add(db: Connection, authorization: Authorization) -> None:
    """Adds an authorization."""
    insert(db, authorization)


def ids_of_session(db: Connection, session_id: str) -> Sequence[str]:
    """The authorizations that were given in a browser's session."""
    return [each.id for each in _OF_SESSION.all(db, session_id=session_id)]


def ids_of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[str]:
    """The authorizations that a user has given."""
    return [each.id for each in _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)]


def remove(db: Connection, authorization_id: str) -> None:
    """Removes an authorization's own row."""
    delete(db, Authorization, id=authorization_id)


def consented(db: Connection, user_pool_id: str, user_id: str, app_id: str) -> set[str]:
    """The scopes that a user has agreed to give an application."""
    return {each.scope for each in _CONSENTS_OF.all(db, user_pool_id=user_pool_id, user_id=user_id, app_id=app_id)}


def consent(db: Connection, user_pool_id: str, user_id: str, app_id: str, scopes: Sequence[str]) -> None:
    """Remembers that a user agrees."""
    for each in sorted(set(scopes) - consented(db, user_pool_id, user_id, app_id)):
        _CONSENT.run(db, user_pool_id=user_pool_id, user_id=user_id, app_id=app_id, scope=each)


def forget_consents(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Forgets all that a user has agreed to."""
    delete(db, Consent, user_pool_id=user_pool_id, user_id=user_id)
