"""Pushes: logins that are asked for in a browser, and that a person confirms with the app on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    json_column,
    of_today,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import insert, lookup, update

# What a row holds; that a push has expired is told by its time. A redeemed one has given its tokens.
PUSHED, AUTHORIZED, REDEEMED, CANCELLED = "PUSHED", "AUTHORIZED", "REDEEMED", "CANCELLED"


class Push(Row, table=True):
    """A login that waits for a user's phone. `cids` are the devices to which it went."""

    __tablename__ = "pushes"
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("pushes_of_user", "user_pool_id", "user_id"),
    )

    id: str
    user_pool_id: str
    user_id: str
    app_id: str
    scope: str | None = None
    status: str = PUSHED
    cids: list[str] = json_column(list)
    created_at: int = time_column()
    expires_at: int = time_column()


_PUSHES = table(Push)
_BY_ID = lookup(Push, "user_pool_id", "id")
_ANYWHERE = lookup(Push, "id")


def by_id(db: Connection, user_pool_id: str, push_id: str) -> Push | None:
    """A pool's push of this id."""
    return _BY_ID.first(db, user_pool_id=user_pool_id, id=push_id)


def anywhere(db: Connection, push_id: str) -> Push | None:
    """The push of this id, in whichever pool."""
    return _ANYWHERE.first(db, id=push_id)


def page(db: Connection, user_pool_id: str | None, number: int, limit: int) -> tuple[Sequence[Push], int]:
    """One page of a pool's pushes or of all, newest first, and their number."""
    mine = of_today(_PUSHES) if user_pool_id is None else (_PUSHES.c.user_pool_id == user_pool_id,)
    return page_of(db, Push, sa.select(_PUSHES).where(*mine).order_by(_PUSHES.c.seq.desc()), number, limit)


def add(db: Connection, push: Push) -> None:
    """Adds a push."""
    insert(db, push)


def change(db: Connection, push: Push, changes: Mapping[str, Any]) -> bool:
    """Changes a push that is as it was read; False if another call was faster."""
    key = {name: getattr(push, name) for name in ("user_pool_id", "id", "status")}
    return update(db, Push, key, changes) == 1
