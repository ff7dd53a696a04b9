"""Faults: what is to go wrong, for which requests, and how often it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    json_column,
    memory,
    memory_of,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    insert,
    lookup,
)


class Fault(Row, table=True):
    """A fault. The columns from `user_pool_id` to `match` say which requests it is for; None is any.

    `seen` counts the requests that it was for, `hits` those that it has struck. `times` 0 is for ever.
    """

    __tablename__ = "faults"

    id: str = Field(unique=True)
    user_pool_id: str | None = None
    operation: str | None = None
    method: str | None = None
    path: str | None = None
    match: dict[str, Any] = json_column()
    error: dict[str, Any] = json_column()
    delay_ms: int = 0
    disconnect: bool = False
    cut_body: bool = False
    skip: int = 0
    times: int = 1
    probability: float = 1.0
    rand_seed: int = Field(default=0, sa_type=sa.BigInteger)
    seen: int = 0
    hits: int = 0
    created_at: int = time_column()


_FAULTS = table(Fault)
_ALL = Query(Fault, sa.select(_FAULTS).order_by(_FAULTS.c.seq))
_BY_ID = lookup(Fault, "id")
_SEE = Query(
    Fault,
    sa.update(_FAULTS)
    .where(_FAULTS.c.id == sa.bindparam("which"))
    .values(seen=_FAULTS.c.seen + 1)
    .returning(*_FAULTS.c),
)
_HIT = Query(
    Fault,
    sa.update(_FAULTS)
    .where(_FAULTS.c.id == sa.bindparam("which"), sa.or_(_FAULTS.c.times == 0, _FAULTS.c.hits < _FAULTS.c.times))
    .values(hits=_FAULTS.c.hits + 1)
    .returning(*_FAULTS.c),
)


def all_of(db: Connection) -> list[Fault]:
    """All faults, oldest first. Every request asks this, so it is remembered where the database is ours alone."""
    remembered = memory(db)
    if remembered is None:
        return _ALL.all(db)
    if remembered.faults is None:
        remembered.faults = _ALL.all(db)
    return remembered.faults


def by_id(db: Connection, fault_id: str) -> Fault | None:
    """The fault of this id."""
    return _BY_ID.first(db, id=fault_id)


def page(
    db: Connection, user_pool_id: str | None, number: int, limit: int, *, everywhere: bool = False
) -> tuple[Sequence[Fault], int]:
    """One page of the faults, newest first, all or those of a pool, and their number.

    `everywhere` adds to a pool's those that are for every pool.
    """
    query = sa.select(_FAULTS).order_by(_FAULTS.c.seq.desc())
    if user_pool_id is not None:
        mine = _FAULTS.c.user_pool_id == user_pool_id
        query = query.where(sa.or_(mine, _FAULTS.c.user_pool_id.is_(None)) if everywhere else mine)
    return page_of(db, Fault, query, number, limit)


def are_remembered(engine: sa.Engine) -> bool:
    """Whether this process remembers all faults between calls, since nobody else can change them."""
    return memory_of(engine) is not None


def remembered(engine: sa.Engine) -> list[Fault] | None:
    """The faults that are remembered, oldest first; None where nobody has asked for them since they changed."""
    found = memory_of(engine)
    return None if found is None else found.faults


def add(db: Connection, fault: Fault) -> None:
    """Adds a fault."""
    _forget(db)
    insert(db, fault)


def see(db: Connection, fault_id: str) -> Fault | None:
    """Counts a request that the fault was for; None where it was removed meanwhile."""
    return _SEE.first(db, which=fault_id)


def hit(db: Connection, fault_id: str) -> bool:
    """Counts a hit; False where all its times are used up."""
    _forget(db)
    return _HIT.first(db, which=fault_id) is not None


def remove(db: Connection, fault_id: str) -> bool:
    """Removes a fault; False if there was none."""
    _forget(db)
    return delete(db, Fault, id=fault_id) > 0


def clear(db: Connection, user_pool_id: str | None) -> None:
    """Removes the faults of a pool, or all."""
    _forget(db)
    wanted = sa.true() if user_pool_id is None else _FAULTS.c.user_pool_id == user_pool_id
    db.execute(sa.delete(_FAULTS).where(wanted))


def _forget(db: Connection) -> None:
    remembered = memory(db)
    if remembered is not None:
        remembered.faults = None
