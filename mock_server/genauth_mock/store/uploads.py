"""Uploads: pictures that clients sent. They belong to the server until a user's profile names their URL."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    of_today,
    table,
    time_column,
)
from genauth_mock.store.query import insert, lookup


class Upload(Row, table=True):
    """A picture; `key` is its path below the server's files, `file_name` what the client called it."""

    __tablename__ = "uploads"
    __table_args__ = (sa.UniqueConstraint("key", "user_pool_id"),)

    key: str
    user_pool_id: str | None = Field(default=None, index=True)
    file_name: str = ""
    content_type: str
    content: bytes
    created_at: int = time_column()


_UPLOADS = table(Upload)
_BY_KEY = lookup(Upload, "key")
_KEYS = lookup(Upload, "user_pool_id", without=("content",))
_MOST_KEYS = 500


def by_key(db: Connection, key: str) -> Upload | None:
    """The picture of this key."""
    return _BY_KEY.first(db, key=key)


def owner_of(db: Connection, key: str) -> str | None:
    """The pool to which the picture of this key belongs."""
    return db.execute(sa.select(_UPLOADS.c.user_pool_id).where(_UPLOADS.c.key == key, *of_today(_UPLOADS))).scalar()


def keys_of(db: Connection, user_pool_id: str) -> list[str]:
    """The keys of a pool's pictures, oldest first."""
    return [each.key for each in _KEYS.all(db, user_pool_id=user_pool_id)]


def owners(db: Connection, keys: Sequence[str], but: Sequence[str | None]) -> dict[str, str]:
    """Those of these pictures that belong to a pool, but for some, and the pool."""
    found: dict[str, str] = {}
    # A slice at a time, since databases bound how many values a statement may hold.
    for first in range(0, len(keys), _MOST_KEYS):
        wanted = _UPLOADS.c.key.in_(keys[first : first + _MOST_KEYS])
        query = sa.select(_UPLOADS.c.key, _UPLOADS.c.user_pool_id).where(wanted, *of_today(_UPLOADS))
        found |= {key: owner for key, owner in db.execute(query) if owner is not None and owner not in but}
    return found


def remove_unclaimed(db: Connection, keys: Sequence[str]) -> None:
    """Removes those of these pictures that belong to no pool."""
    for first in range(0, len(keys), _MOST_KEYS):
        some = keys[first : first + _MOST_KEYS]
        db.execute(sa.delete(_UPLOADS).where(_UPLOADS.c.key.in_(some), _UPLOADS.c.user_pool_id.is_(None)))


def drop_oldest_unclaimed(db: Connection, most_bytes: int) -> None:
    """Removes those that belong to no pool, but for the newest of so many bytes."""
    sizes = sa.select(_UPLOADS.c.seq, sa.func.length(_UPLOADS.c.content).label("size"))
    left = most_bytes
    for row in db.execute(sizes.where(_UPLOADS.c.user_pool_id.is_(None)).order_by(_UPLOADS.c.seq.desc())):
        left -= row.size
        if left < 0:
            db.execute(sa.delete(_UPLOADS).where(_UPLOADS.c.user_pool_id.is_(None), _UPLOADS.c.seq <= row.seq))
            return


def add(db: Connection, upload: Upload) -> None:
    """Adds a picture."""
    insert(db, upload)


def give_to_pool(db: Connection, key: str, user_pool_id: str) -> None:
    """From now on the picture is the pool's, and goes with it, unless another pool has it already."""
    unclaimed = sa.and_(_UPLOADS.c.key == key, _UPLOADS.c.user_pool_id.is_(None))
    db.execute(sa.update(_UPLOADS).where(unclaimed).values(user_pool_id=user_pool_id))
