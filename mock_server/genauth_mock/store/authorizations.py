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
    of_today,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    insert,
    lookup,
    update,
)


class Authorization(Row, table=True):
    """What a user lets an application do. `session_id` is the browser's session in which it was given, `device_id` the
    client's name for the device that has the tokens.
    """

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
    device_id: str | None = None
    created_at: int = time_column()


class Consent(Row, table=True):
    """Which scopes a user has agreed to give an application, where the pool asks."""

    __tablename__ = "consents"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "user_id", "app_id", "scope"),)

    user_pool_id: str
    user_id: str
    app_id: str
    scope: str


_AUTHORIZATIONS = table(Authorization)
_BY_ID = lookup(Authorization, "id")
_OF_USER = lookup(Authorization, "user_pool_id", "user_id")
_OF_SESSION = lookup(Authorization, "session_id")
_OF_DEVICE = lookup(Authorization, "user_pool_id", "user_id", "device_id")
_TO_DEVICE = Query(
    Authorization,
    sa.update(_AUTHORIZATIONS)
    .where(
        _AUTHORIZATIONS.c.session_id == sa.bindparam("session_id"),
        _AUTHORIZATIONS.c.device_id.is_(None),
        *of_today(_AUTHORIZATIONS),
    )
    .values(device_id=sa.bindparam("device")),
)


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


def by_id(db: Connection, authorization_id: str) -> Authorization | None:
    """The authorization of this id, in whichever pool."""
    return _BY_ID.first(db, id=authorization_id)


def ids_of_session(db: Connection, session_id: str) -> Sequence[str]:
    """The authorizations that were given in a browser's session."""
    return [each.id for each in _OF_SESSION.all(db, session_id=session_id)]


def ids_of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[str]:
    """The authorizations that a user has given."""
    return [each.id for each in _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)]


def of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[Authorization]:
    """The authorizations that a user has given, oldest first."""
    return _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def of_device(db: Connection, user_pool_id: str, user_id: str, device_id: str) -> Sequence[Authorization]:
    """The authorizations whose tokens a user has on a device, oldest first."""
    return _OF_DEVICE.all(db, user_pool_id=user_pool_id, user_id=user_id, device_id=device_id)


def move_to_device(db: Connection, authorization_id: str, device_id: str) -> None:
    """The tokens of an authorization are a device's from now on."""
    update(db, Authorization, {"id": authorization_id}, {"device_id": device_id})


def of_session_to_device(db: Connection, session_id: str, device_id: str) -> None:
    """The tokens of a session's authorizations are a device's from now on, unless they are another's."""
    _TO_DEVICE.run(db, session_id=session_id, device=device_id)


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
