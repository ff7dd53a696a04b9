"""Passcodes: the codes that were sent by SMS and e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    of_today,
    table,
    time_column,
)
from genauth_mock.store.query import Query, insert_values


class Passcode(Row, table=True):
    """A code for an address. Addresses are stored as `users` stores them, a phone number with its country code."""

    __tablename__ = "passcodes"
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("passcodes_of_address", "user_pool_id", "address"),
    )

    id: str
    user_pool_id: str
    channel: str
    address: str
    scene: str
    code: str
    wrong_tries: int = 0
    created_at: int = time_column()
    expires_at: int = time_column()
    used_at: int | None = time_column(default=None)


PASSCODES = table(Passcode)
_UNUSED = Query(
    Passcode,
    sa.select(PASSCODES)
    .where(
        PASSCODES.c.user_pool_id == sa.bindparam("user_pool_id"),
        PASSCODES.c.address == sa.bindparam("address"),
        PASSCODES.c.used_at.is_(None),
    )
    .order_by(PASSCODES.c.seq.desc()),
)
_USE = Query(
    Passcode,
    sa.update(PASSCODES)
    .where(PASSCODES.c.id == sa.bindparam("which"), PASSCODES.c.used_at.is_(None), *of_today(PASSCODES))
    .values(used_at=sa.bindparam("at")),
)
_WRONG = Query(
    Passcode,
    sa.update(PASSCODES)
    .where(
        PASSCODES.c.user_pool_id == sa.bindparam("pool"),
        PASSCODES.c.address == sa.bindparam("to"),
        PASSCODES.c.used_at.is_(None),
    )
    .values(wrong_tries=PASSCODES.c.wrong_tries + 1),
)


def unused(db: Connection, user_pool_id: str, address: str) -> Sequence[Passcode]:
    """An address's codes that nobody has used, expired ones included, newest first."""
    return _UNUSED.all(db, user_pool_id=user_pool_id, address=address)


def add(db: Connection, **columns: Any) -> None:
    """Adds a code, by column."""
    insert_values(db, Passcode, **columns)


def use_up(db: Connection, passcode_id: str, at_ms: int) -> bool:
    """Marks a code as used; False if another call was faster."""
    return _USE.run(db, which=passcode_id, at=at_ms) == 1


def count_wrong_try(db: Connection, user_pool_id: str, address: str) -> None:
    """Counts a wrong try against every code of the address that nobody has used."""
    _WRONG.run(db, pool=user_pool_id, to=address)
