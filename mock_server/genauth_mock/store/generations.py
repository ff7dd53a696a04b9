"""Generations: what is being written beside a pool, to take its place; and what was in its place before.

Small pools are written within one transaction and leave no mark here. A large one is written in many, and a crash may
come between them: what stands here and is nobody's any more is removed as time goes, a slice at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    update,
)

# Whoever writes says so with every slice. Who was silent for so long is gone.
SILENT_MS = 15_000
# Whoever has begun to read before the end is answered by then.
_STILL_READ_MS = 2000

WRITTEN, KEPT, OLD = "written", "kept", "old"


class Generation(Row, table=True):
    """Rows that stand under `id` and are no pool's now. `state` is `written` for what is to become the pool, `kept` for
    a snapshot that is being written down, `old` for what may go.
    """

    __tablename__ = "generations"

    id: str = Field(unique=True)
    public_id: str = Field(index=True)
    state: str
    touched_at: int = time_column()


_GENERATIONS = table(Generation)
_OF_POOL = lookup(Generation, "public_id")
_ANY = Query(Generation, sa.select(_GENERATIONS.c.seq).limit(1))


def begin(db: Connection, generation: Generation) -> None:
    """Says that a generation is being written. Raises Taken."""
    insert(db, generation)


def touch(db: Connection, generation_id: str, at_ms: int) -> bool:
    """Says that it still is; False where it was taken for dead."""
    alive = sa.and_(_GENERATIONS.c.id == generation_id, _GENERATIONS.c.state != OLD)
    return db.execute(sa.update(_GENERATIONS).where(alive).values(touched_at=at_ms)).rowcount == 1


def end(db: Connection, generation_id: str) -> bool:
    """Its rows are a pool's now, or are gone; False where it was taken for dead."""
    return delete(db, Generation, id=generation_id) == 1


def leave(db: Connection, generation_id: str, public_id: str, read_until_ms: int = 0) -> None:
    """Its rows are not needed any more, but by those who have begun to read them before that moment."""
    if not update(db, Generation, {"id": generation_id}, {"state": OLD, "touched_at": read_until_ms}):
        insert(db, Generation(id=generation_id, public_id=public_id, state=OLD, touched_at=read_until_ms))


def is_written(db: Connection, public_id: str, now_ms: int) -> bool:
    """Whether a pool is being written anew by somebody who is alive."""
    found = _OF_POOL.all(db, public_id=public_id)
    return any(each.state == WRITTEN and each.touched_at > now_ms - SILENT_MS for each in found)


def ids_of(db: Connection, public_id: str) -> Sequence[str]:
    """Under what rows of a pool stand, or may stand, that are not the pool's."""
    return [each.id for each in _OF_POOL.all(db, public_id=public_id)]


def next_to_go(db: Connection, now_ms: int) -> str | None:
    """One whose rows may go."""
    old = sa.and_(_GENERATIONS.c.state == OLD, _GENERATIONS.c.touched_at <= now_ms - _STILL_READ_MS)
    may_go = sa.or_(old, _GENERATIONS.c.touched_at <= now_ms - SILENT_MS)
    found = db.execute(sa.select(_GENERATIONS.c.id).where(may_go).order_by(_GENERATIONS.c.seq).limit(1)).scalar()
    return None if found is None else str(found)


def any_left(db: Connection) -> bool:
    """Whether there is one at all, alive or not."""
    return _ANY.first(db) is not None
