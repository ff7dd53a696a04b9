"""Attempts: what limits count (wrong logins and registrations by client address), and captchas that were shown."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from mock_server.store.database import Connection, Row, delete, insert, table, time_column
from mock_server.store.query import lookup


class Attempt(Row, table=True):
    """Something that a client address did: `kind` is `login` (with a wrong password) or `register`."""

    __tablename__ = "attempts"
    __table_args__ = (sa.Index("attempts_of_ip", "user_pool_id", "kind", "client_ip"),)

    user_pool_id: str
    kind: str
    client_ip: str
    at: int = time_column()


class Captcha(Row, table=True):
    """A captcha picture that was shown; it belongs to the server, since the request for it need not name a pool."""

    __tablename__ = "captchas"

    id: str = Field(unique=True)
    code: str
    created_at: int = time_column()


_ATTEMPTS = table(Attempt)
_CAPTCHA = lookup(Captcha, "id")


def count_since(db: Connection, user_pool_id: str, kind: str, client_ip: str, since_ms: int) -> int:
    """How many attempts of a kind a client address has made since then."""
    query = sa.select(sa.func.count()).where(
        _ATTEMPTS.c.user_pool_id == user_pool_id,
        _ATTEMPTS.c.kind == kind,
        _ATTEMPTS.c.client_ip == client_ip,
        _ATTEMPTS.c.at > since_ms,
    )
    return int(db.execute(query).scalar_one())


def add(db: Connection, attempt: Attempt) -> None:
    """Counts an attempt."""
    insert(db, attempt)


def forget(db: Connection, user_pool_id: str, kind: str, client_ip: str) -> None:
    """Starts counting anew."""
    delete(db, Attempt, user_pool_id=user_pool_id, kind=kind, client_ip=client_ip)


def add_captcha(db: Connection, captcha: Captcha) -> None:
    """Remembers a captcha that was shown."""
    insert(db, captcha)


def take_captcha(db: Connection, captcha_id: str) -> Captcha | None:
    """The captcha of this id, which is gone afterwards: each is answered once."""
    captcha = _CAPTCHA.first(db, id=captcha_id)
    delete(db, Captcha, id=captcha_id)
    return captcha
