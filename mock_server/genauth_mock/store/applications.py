"""Applications: what an app id names. An id is known in one user pool only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    forget,
    json_column,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import insert, lookup


class Application(Row, table=True):
    """An application of a user pool."""

    __tablename__ = "applications"

    id: str = Field(unique=True)
    user_pool_id: str = Field(index=True)
    secret: str
    name: str
    identifier: str
    logo: str
    description: str | None = None
    protocol: str = "oidc"
    is_integrate: bool = False
    app_type: str = "INDIVIDUAL"
    template: str | None = None
    redirect_uris: list[str] = json_column(list)
    logout_redirect_uris: list[str] = json_column(list)
    allowed_origins: list[str] = json_column(list)
    token_endpoint_auth_method: str = "any"  # noqa: S105 - a method
    mfa: dict[str, Any] = json_column()
    created_at: int = time_column()
    updated_at: int = time_column()


APPS = table(Application)
_BY_ID = lookup(Application, "id")
_OF_POOL = lookup(Application, "user_pool_id")


def by_id(db: Connection, app_id: str) -> Application | None:
    """The application of this id, in whichever pool."""
    return _BY_ID.first(db, id=app_id)


def first_of(db: Connection, user_pool_id: str) -> Application | None:
    """A pool's first application."""
    return _OF_POOL.first(db, user_pool_id=user_pool_id)


def of_pool(db: Connection, user_pool_id: str) -> Sequence[Application]:
    """A pool's applications, oldest first."""
    return _OF_POOL.all(db, user_pool_id=user_pool_id)


def page(db: Connection, user_pool_id: str, number: int, limit: int) -> tuple[Sequence[Application], int]:
    """One page of a pool's applications, newest first, and their number."""
    query = sa.select(APPS).where(APPS.c.user_pool_id == user_pool_id).order_by(APPS.c.seq.desc())
    return page_of(db, Application, query, number, limit)


def add(db: Connection, *applications: Application) -> None:
    """Adds applications. Raises Taken if an id is known already."""
    forget(db)
    insert(db, *applications)
