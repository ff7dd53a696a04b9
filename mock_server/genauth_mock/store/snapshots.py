"""Snapshots: images of a user pool, each under a name. The one without a name is what the pool was made from.

An image is kept in parts, each small enough to be read and put back while others wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import Query, delete, insertion

MADE_FROM = ""


class Snapshot(Row, table=True):
    """A state of a user pool. `size` is that of its parts, in bytes. `user_pool_id` is the pool's public id."""

    __tablename__ = "snapshots"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "name"),)

    user_pool_id: str
    name: str
    image: str = Field(index=True)
    size: int = time_column()
    created_at: int = time_column()


class SnapshotPart(Row, table=True):
    """A part of an image, as `images` writes it; `image` is what a snapshot calls it."""

    __tablename__ = "snapshot_parts"
    __table_args__ = (sa.Index("parts_of_image", "image", "seq"),)

    image: str
    content: bytes


_SNAPSHOTS, _PARTS = table(Snapshot), table(SnapshotPart)
_ADD = Query(Snapshot, insertion(Snapshot))
_ADD_PART = Query(SnapshotPart, insertion(SnapshotPart))
_NAMED = Query(
    Snapshot,
    sa.select(_SNAPSHOTS).where(
        _SNAPSHOTS.c.user_pool_id == sa.bindparam("user_pool_id"), _SNAPSHOTS.c.name == sa.bindparam("name")
    ),
)
_NEXT_PART = Query(
    SnapshotPart,
    sa.select(_PARTS)
    .where(_PARTS.c.image == sa.bindparam("image"), _PARTS.c.seq > sa.bindparam("after"))
    .order_by(_PARTS.c.seq)
    .limit(1),
)
_OF_IMAGE = _PARTS.c.image == sa.bindparam("image")
_COUNT_PARTS = Query(SnapshotPart, sa.select(sa.func.count().label("parts")).select_from(_PARTS).where(_OF_IMAGE))
_SOME = sa.select(_PARTS.c.seq).where(_OF_IMAGE).limit(sa.bindparam("most", type_=sa.Integer))
_REMOVE_PARTS = Query(SnapshotPart, sa.delete(_PARTS).where(_PARTS.c.seq.in_(_SOME)))
_LISTED = sa.select(_SNAPSHOTS).where(_SNAPSHOTS.c.name != MADE_FROM).order_by(_SNAPSHOTS.c.seq.desc())


def named(db: Connection, user_pool_id: str, name: str) -> Snapshot | None:
    """The snapshot of a name."""
    return _NAMED.first(db, user_pool_id=user_pool_id, name=name)


def all_of(db: Connection, user_pool_id: str) -> Sequence[Snapshot]:
    """All snapshots of a pool, and what it was made from."""
    query = sa.select(_SNAPSHOTS).where(_SNAPSHOTS.c.user_pool_id == user_pool_id)
    return cast("Sequence[Snapshot]", db.execute(query).all())


def next_part(db: Connection, image: str, after: int = 0) -> SnapshotPart | None:
    """The part that comes after a place."""
    return _NEXT_PART.first(db, image=image, after=after)


def count_of_parts(db: Connection, image: str) -> int:
    """How many parts an image has."""
    counted: Any = _COUNT_PARTS.first(db, image=image)
    return int(counted.parts)


def add_part(db: Connection, image: str, content: bytes) -> None:
    """Adds a part."""
    _ADD_PART.run(db, image=image, content=content)


def keep(db: Connection, snapshot: Snapshot) -> None:
    """Keeps a snapshot whose parts are there; none of that name is left."""
    _ADD.run(
        db,
        user_pool_id=snapshot.user_pool_id,
        name=snapshot.name,
        image=snapshot.image,
        size=snapshot.size,
        created_at=snapshot.created_at,
    )


def remove(db: Connection, user_pool_id: str, name: str) -> None:
    """Removes a snapshot, but not its parts."""
    delete(db, Snapshot, user_pool_id=user_pool_id, name=name)


def has_parts(db: Connection, image: str) -> bool:
    """Whether these parts are some snapshot's."""
    return db.execute(sa.select(_SNAPSHOTS.c.seq).where(_SNAPSHOTS.c.image == image).limit(1)).first() is not None


def remove_parts(db: Connection, image: str, most: int) -> bool:
    """Removes some parts; True once none is left."""
    return _REMOVE_PARTS.run(db, image=image, most=most) < most


def page(db: Connection, user_pool_id: str | None, number: int, limit: int) -> tuple[Sequence[Snapshot], int]:
    """One page of a pool's snapshots, or of all pools', newest first, and their number."""
    query = _LISTED if user_pool_id is None else _LISTED.where(_SNAPSHOTS.c.user_pool_id == user_pool_id)
    return page_of(db, Snapshot, query, number, limit)
