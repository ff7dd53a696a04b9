"""User pools: the unit of isolation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field

from mock_server.store.database import Connection, Row, forget, json_column, page_of, table, time_column, update
from mock_server.store.query import lookup


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


def page(db: Connection, number: int, limit: int) -> tuple[Sequence[UserPool], int]:
    """One page of all pools, newest first, and their number."""
    return page_of(db, UserPool, sa.select(POOLS).order_by(POOLS.c.seq.desc()), number, limit)


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
