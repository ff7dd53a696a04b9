"""Attempts: what limits count (wrong logins, wrong passwords, registrations), and captchas that were shown."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import Query, delete, insert, lookup

PASSWORD = "password"  # noqa: S105 - a kind


class Attempt(Row, table=True):
    """Something that counts. `kind` is `login` (with a wrong password) or `register`, and `who` a client address; or it
    is `password`, a wrong one, and `who` a user's id.
    """

    __tablename__ = "attempts"
    __table_args__ = (sa.Index("attempts_of", "user_pool_id", "kind", "who"),)

    user_pool_id: str
    kind: str
    who: str
    at: int = time_column()


class Captcha(Row, table=True):
    """A captcha picture that was shown; it belongs to the server, since the request for it need not name a pool.

    `used_at` is when it was answered, rightly or not.
    """

    __tablename__ = "captchas"

    id: str = Field(unique=True)
    code: str
    created_at: int = time_column()
    used_at: int | None = time_column(default=None)


_ATTEMPTS = table(Attempt)
_CAPTCHAS = table(Captcha)
_CAPTCHA = lookup(Captcha, "id")
_USE = Query(
    Captcha,
    sa.update(_CAPTCHAS)
    .where(_CAPTCHAS.c.id == sa.bindparam("which"), _CAPTCHAS.c.used_at.is_(None))
    .values(used_at=sa.bindparam("at")),
)


def count_since(db: Connection, user_pool_id: str, kind: str, who: str, since_ms: int) -> int:
    """How many attempts of a kind somebody has made since then."""
    query = sa.select(sa.func.count()).where(
        _ATTEMPTS.c.user_pool_id == user_pool_id,
        _ATTEMPTS.c.kind == kind,
        _ATTEMPTS.c.who == who,
        _ATTEMPTS.c.at > since_ms,
    )
    return int(db.execute(query).scalar_one())


def add(db: Connection, attempt: Attempt) -> None:
    """Counts an attempt."""
    insert(db, attempt)


def latest(db: Connection, user_pool_id: str, kind: str, who: str) -> tuple[int, int]:
    """How many attempts of a kind somebody has made, and when the last one was; 0 where there is none."""
    query = sa.select(sa.func.count(), sa.func.max(_ATTEMPTS.c.at)).where(
        _ATTEMPTS.c.user_pool_id == user_pool_id, _ATTEMPTS.c.kind == kind, _ATTEMPTS.c.who == who
    )
    count, at = db.execute(query).one()
    return int(count), int(at or 0)


def forget(db: Connection, user_pool_id: str, kind: str, who: str) -> None:
    """Starts counting anew."""
    delete(db, Attempt, user_pool_id=user_pool_id, kind=kind, who=who)


def add_captcha(db: Connection, captcha: Captcha) -> None:
    """Remembers a captcha that was shown."""
    insert(db, captcha)


def take_captcha(db: Connection, captcha_id: str, at_ms: int) -> Captcha | None:
    """The captcha of this id, unless it was answered before: each is answered once, by whichever call comes first."""
    return _CAPTCHA.first(db, id=captcha_id) if _USE.run(db, which=captcha_id, at=at_ms) == 1 else None


def page_of_captchas(db: Connection, number: int, limit: int) -> tuple[Sequence[Captcha], int]:
    """One page of the captchas that were shown, newest first, and their number."""
    return page_of(db, Captcha, sa.select(_CAPTCHAS).order_by(_CAPTCHAS.c.seq.desc()), number, limit)
