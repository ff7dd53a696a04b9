"""QR codes: logins that one device shows, and a person confirms with another."""

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

# What a row holds; that a code has expired is told by its time.
WAITING, SCANNED, CONFIRMED, CANCELLED = 0, 1, 2, 3


class QrCode(Row, table=True):
    """A QR code. `user_id` is who has scanned it, or whose login it carries; `ticket` is what a confirmed one is worth,
    None once it is used up.
    """

    __tablename__ = "qrcodes"
    __table_args__ = (
        sa.UniqueConstraint("random", "user_pool_id"),
        sa.Index("qrcodes_of_user", "user_pool_id", "user_id"),
        sa.Index("qrcodes_of_ticket", "user_pool_id", "ticket"),
    )

    random: str
    user_pool_id: str
    app_id: str
    scene: str
    custom_data: Any = json_column()
    scope: str | None = None
    status: int = WAITING
    user_id: str | None = None
    ticket: str | None = None
    ticket_expires_at: int | None = time_column(default=None)
    created_at: int = time_column()
    expires_at: int = time_column()


_CODES = table(QrCode)
_BY_RANDOM = lookup(QrCode, "user_pool_id", "random")
_ANYWHERE = lookup(QrCode, "random")
_BY_TICKET = lookup(QrCode, "user_pool_id", "ticket")


def by_random(db: Connection, user_pool_id: str, random: str) -> QrCode | None:
    """A pool's code of this id."""
    return _BY_RANDOM.first(db, user_pool_id=user_pool_id, random=random)


def anywhere(db: Connection, random: str) -> QrCode | None:
    """The code of this id, in whichever pool."""
    return _ANYWHERE.first(db, random=random)


def by_ticket(db: Connection, user_pool_id: str, ticket: str) -> QrCode | None:
    """The code behind a pool's ticket."""
    return _BY_TICKET.first(db, user_pool_id=user_pool_id, ticket=ticket)


def page(db: Connection, user_pool_id: str | None, number: int, limit: int) -> tuple[Sequence[QrCode], int]:
    """One page of a pool's codes or of all, newest first, and their number."""
    mine = of_today(_CODES) if user_pool_id is None else (_CODES.c.user_pool_id == user_pool_id,)
    return page_of(db, QrCode, sa.select(_CODES).where(*mine).order_by(_CODES.c.seq.desc()), number, limit)


def add(db: Connection, code: QrCode) -> None:
    """Adds a code."""
    insert(db, code)


def change(db: Connection, code: QrCode, changes: Mapping[str, Any]) -> bool:
    """Changes a code that is as it was read; False if another call was faster."""
    key = {name: getattr(code, name) for name in ("user_pool_id", "random", "status")}
    return update(db, QrCode, key, changes) == 1


def use_up_ticket(db: Connection, code: QrCode) -> bool:
    """Takes the ticket of a code away; False if another call was faster."""
    key = {"user_pool_id": code.user_pool_id, "ticket": code.ticket}
    return update(db, QrCode, key, {"ticket": None}) == 1
