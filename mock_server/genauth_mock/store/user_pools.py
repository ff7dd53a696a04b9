"""User pools: the unit of isolation.

A pool that is reset, restored or imported is written anew beside the old one, and then put into its place by one
change of `UserPool.id`. So `id` is under what its rows stand now (`user_pool_id` of every other table), and `public_id`
is what everybody else calls the pool: the same at first, later without the number of the generation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.applications import APPS
from genauth_mock.store.database import (
    Connection,
    Row,
    forget,
    has_text,
    json_column,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import Query, lookup, update

# No id that anybody may give holds it.
_MARK = "~"


class UserPool(Row, table=True):
    """A user pool. `settings` holds what differs from the defaults; `generations` were begun after the first.

    `webhook_events` and `pipeline_scenes` are what its webhooks and pipelines want to be asked of, with blanks between:
    a pool that has none says so by what every call reads anyway.
    """

    __tablename__ = "user_pools"

    id: str = Field(unique=True)
    public_id: str = Field(unique=True)
    generations: int = 0
    secret: str
    name: str
    identifier: str
    settings: dict[str, Any] = json_column()
    clock_offset_ms: int = time_column(default=0)
    clock_frozen_ms: int | None = time_column(default=None)
    webhook_events: str = ""
    pipeline_scenes: str = ""
    created_at: int = time_column()


POOLS = table(UserPool)
_BY_ID = lookup(UserPool, "public_id")
_OF_ROWS = lookup(UserPool, "id")
_ALL = lookup(UserPool)
_HELD: sa.Select[Any] = sa.select(POOLS).where(POOLS.c.public_id == sa.bindparam("id")).with_for_update()
_COUNT = Query(
    UserPool,
    sa.update(POOLS)
    .where(POOLS.c.public_id == sa.bindparam("pool"))
    .values(generations=POOLS.c.generations + 1)
    .returning(POOLS.c.generations),
)


def public_id(user_pool_id: str) -> str:
    """What everybody calls the pool whose rows stand under an id."""
    return user_pool_id.partition(_MARK)[0]


def id_of_generation(public_id: str, number: int) -> str:
    """Under what the rows of a pool's generation stand; the first is 0."""
    return f"{public_id}{_MARK}{number}" if number else public_id


def number_of_generation(user_pool_id: str) -> int:
    """Which generation of its pool has its rows there."""
    return int(user_pool_id.partition(_MARK)[2] or 0)


def by_id(db: Connection, public_id: str) -> UserPool | None:
    """The pool that everybody calls so."""
    return _BY_ID.first(db, public_id=public_id)


def of_rows(db: Connection, user_pool_id: str) -> UserPool | None:
    """The pool whose rows stand under an id now."""
    return _OF_ROWS.first(db, id=user_pool_id)


def next_generation(db: Connection, public_id: str) -> int | None:
    """The number of the next generation of a pool; nobody else gets it, nor changes the pool in this transaction. None
    where there is no such pool.
    """
    forget(db)
    counted = _COUNT.first(db, pool=public_id)
    return None if counted is None else counted.generations


def called(db: Connection, name: str) -> Sequence[UserPool]:
    """The pools of this name, or with an application of this id, oldest first."""
    of_app = sa.select(APPS.c.user_pool_id).where(APPS.c.id == name)
    query = sa.select(POOLS).where(sa.or_(POOLS.c.name == name, POOLS.c.id.in_(of_app))).order_by(POOLS.c.seq)
    return cast("Sequence[UserPool]", db.execute(query).all())


def ids_named(db: Connection, name: str) -> list[str]:
    """The ids of the pools of exactly this name, oldest first."""
    return list(db.execute(sa.select(POOLS.c.public_id).where(POOLS.c.name == name).order_by(POOLS.c.seq)).scalars())


def page(db: Connection, number: int, limit: int, text: str = "") -> tuple[Sequence[UserPool], int]:
    """One page of the pools in whose name, id or an application's id a text stands, newest first, and their number."""
    query = sa.select(POOLS).order_by(POOLS.c.seq.desc())
    if text:
        of_apps = sa.select(APPS.c.user_pool_id).where(has_text(text, APPS.c.id))
        query = query.where(sa.or_(has_text(text, POOLS.c.name, POOLS.c.public_id), POOLS.c.id.in_(of_apps)))
    return page_of(db, UserPool, query, number, limit)


def oldest(db: Connection) -> UserPool | None:
    """The pool that was made first."""
    return cast("UserPool | None", db.execute(sa.select(POOLS).order_by(POOLS.c.seq).limit(1)).first())


def all_of(db: Connection) -> Sequence[UserPool]:
    """All pools."""
    return _ALL.all(db)


def hold(db: Connection, public_id: str) -> UserPool | None:
    """The pool that everybody calls so; where the database can do that, nobody else changes it in this transaction."""
    return cast("UserPool | None", db.execute(_HELD, {"id": public_id}).first())


def change(db: Connection, user_pool_id: str, changes: Mapping[str, Any]) -> None:
    """Changes columns of a pool."""
    forget(db)
    update(db, UserPool, {"id": user_pool_id}, changes)


def remove(db: Connection, user_pool_id: str) -> None:
    """Removes the pool's own row."""
    forget(db)
    db.execute(sa.delete(POOLS).where(POOLS.c.id == user_pool_id))
