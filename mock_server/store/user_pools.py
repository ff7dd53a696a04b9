"""User pools: the unit of isolation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field

from mock_server.store.applications import APPS
from mock_server.store.database import Connection, Row, forget, has_text, json_column, page_of, table, time_column
from mock_server.store.query import lookup, update


class UserPool(Row, table=True):
    """A user pool. `settings` holds what differs from the defaults."""

    __tablename__ = "user_pools"

    id: str = Field(unique=True)
    secret: str
    name: str
    identifier: str
    settings: dict[str, Any] = json_column()
    clock_offset_ms: int = time_column(default=0)
    clock_frozen_ms: int | None = time_column(default=None)
    created_at: int = time_column()


POOLS = table(UserPool)
_BY_ID = lookup(UserPool, "id")
_ALL = lookup(UserPool)
_HELD: sa.Select[Any] = sa.select(POOLS).where(POOLS.c.id == sa.bindparam("id")).with_for_update()


def by_id(db: Connection, user_pool_id: str) -> UserPool | None:
    """The pool of this id."""
    return _BY_ID.first(db, id=user_pool_id)


def called(db: Connection, name: str) -> Sequence[UserPool]:
    """The pools of this name, or with an application of this id, oldest first."""
    of_app = sa.select(APPS.c.user_pool_id).where(APPS.c.id == name)
    query = sa.select(POOLS).where(sa.or_(POOLS.c.name == name, POOLS.c.id.in_(of_app))).order_by(POOLS.c.seq)
    return cast("Sequence[UserPool]", db.execute(query).all())


def ids_named(db: Connection, name: str) -> list[str]:
    """The ids of the pools of exactly this name, oldest first."""
    return list(db.execute(sa.select(POOLS.c.id).where(POOLS.c.name == name).order_by(POOLS.c.seq)).scalars())


def page(db: Connection, number: int, limit: int, text: str = "") -> tuple[Sequence[UserPool], int]:
    """One page of the pools in whose name, id or an application's id a text stands, newest first, and their number."""
    query = sa.select(POOLS).order_by(POOLS.c.seq.desc())
    if text:
        of_apps = sa.select(APPS.c.user_pool_id).where(has_text(text, APPS.c.id))
        query = query.where(sa.or_(has_text(text, POOLS.c.name, POOLS.c.id), POOLS.c.id.in_(of_apps)))
    return page_of(db, UserPool, query, number, limit)


def oldest(db: Connection) -> UserPool | None:
    """The pool that was made first."""
    return cast("UserPool | None", db.execute(sa.select(POOLS).order_by(POOLS.c.seq).limit(1)).first())


def all_of(db: Connection) -> Sequence[UserPool]:
    """All pools."""
    return _ALL.all(db)


def hold(db: Connection, user_pool_id: str) -> UserPool | None:
    """The pool of this id; where the database can do that, no other process changes it in this transaction."""
    return cast("UserPool | None", db.execute(_HELD, {"id": user_pool_id}).first())


def change(db: Connection, user_pool_id: str, changes: Mapping[str, Any]) -> None:
    """Changes columns of a pool."""
    forget(db)
    update(db, UserPool, {"id": user_pool_id}, changes)


def remove(db: Connection, user_pool_id: str) -> None:
    """Removes the pool's own row."""
    forget(db)
    db.execute(sa.delete(POOLS).where(POOLS.c.id == user_pool_id))
