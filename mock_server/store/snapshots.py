"""Snapshots: images of a user pool, each under a name. The one without a name is what the pool was made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import sqlalchemy as sa

from mock_server.store.database import Connection, Row, page_of, table, time_column
from mock_server.store.query import Query, delete, insertion

MADE_FROM = ""


class Snapshot(Row, table=True):
    """A state of a user pool, as `images` writes it."""

    __tablename__ = "snapshots"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "name"),)

    user_pool_id: str
    name: str
    created_at: int = time_column()
    image: bytes


class SnapshotInList(Snapshot):
    """A snapshot without its image, whose size in bytes it has."""

    size: int


_SNAPSHOTS = table(Snapshot)
_ADD = Query(Snapshot, insertion(Snapshot))
_IMAGE = Query(
    Snapshot,
    sa.select(_SNAPSHOTS.c.image).where(
        _SNAPSHOTS.c.user_pool_id == sa.bindparam("user_pool_id"), _SNAPSHOTS.c.name == sa.bindparam("name")
    ),
)
_LISTED = (
    sa.select(
        _SNAPSHOTS.c.user_pool_id,
        _SNAPSHOTS.c.name,
        _SNAPSHOTS.c.created_at,
        sa.func.length(_SNAPSHOTS.c.image).label("size"),
    )
    .where(_SNAPSHOTS.c.name != MADE_FROM)
    .order_by(_SNAPSHOTS.c.seq.desc())
)


def image(db: Connection, user_pool_id: str, name: str) -> bytes | None:
    """The image that is kept under a name."""
    found = _IMAGE.first(db, user_pool_id=user_pool_id, name=name)
    return bytes(found.image) if found else None


def keep(db: Connection, user_pool_id: str, name: str, content: bytes, at_ms: int) -> None:
    """Keeps an image under a name, in the place of another of that name."""
    remove(db, user_pool_id, name)
    _ADD.run(db, user_pool_id=user_pool_id, name=name, image=content, created_at=at_ms)


def remove(db: Connection, user_pool_id: str, name: str) -> bool:
    """Removes a snapshot; False if there was none."""
    return delete(db, Snapshot, user_pool_id=user_pool_id, name=name) > 0


def page(db: Connection, user_pool_id: str | None, number: int, limit: int) -> tuple[Sequence[SnapshotInList], int]:
    """One page of a pool's snapshots, or of all pools', newest first, and their number."""
    query = _LISTED if user_pool_id is None else _LISTED.where(_SNAPSHOTS.c.user_pool_id == user_pool_id)
    return page_of(db, SnapshotInList, query, number, limit)


def named(db: Connection, user_pool_id: str, name: str) -> SnapshotInList | None:
    """The snapshot of a name, without its image."""
    found = db.execute(_LISTED.where(_SNAPSHOTS.c.user_pool_id == user_pool_id, _SNAPSHOTS.c.name == name)).first()
    return cast("SnapshotInList | None", found)
