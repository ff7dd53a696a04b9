"""What has long expired and is removed as time goes: codes, sessions, tokens, tickets, what waits at the login page,
events.

A row stays for a day after its end, so that it is still told as expired and not as unknown. Its end must have come by
the clock of its pool and by the wall clock: a pool whose clock was set ahead, or stands still in the past, loses
nothing that comes back to life when its clock is put right again. Messages are no part of it: whoever reads them
clears them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from genauth_mock.store.attempts import PASSWORD, Attempt, Captcha
from genauth_mock.store.authorization_codes import AuthorizationCode
from genauth_mock.store.authorizations import Authorization
from genauth_mock.store.database import Connection, Row, table
from genauth_mock.store.events import Event
from genauth_mock.store.messages import Message
from genauth_mock.store.query import Query
from genauth_mock.store.refresh_tokens import RefreshToken
from genauth_mock.store.sessions import Session
from genauth_mock.store.subscriptions import Subscription
from genauth_mock.store.user_pools import POOLS

KEPT_MS = 86_400_000
# So many rows of a table are looked at by one call, in the order of their numbers.
SLICE = 512

_LIMIT = sa.bindparam("limit_ms", type_=sa.BigInteger)


@dataclass(frozen=True, slots=True)
class _Queries:
    """Where a slice of a table ends, and which of its rows have long expired."""

    end: Query[Any]
    expired: Query[Any]


def remove(db: Connection, places: dict[str, int], wall_ms: int) -> int:
    """Removes what has long expired among the next rows of each table, and says how much it was.

    `places` are where the last call has ended; after the last row of a table it begins anew.
    """
    removed = 0
    for name, queries in _tables().items():
        place = places.get(name, 0)
        last = queries.end.first(db, place=place)
        end = last.seq if last else None
        places[name] = end or 0
        if end is None:
            continue
        gone = [row.seq for row in queries.expired.all(db, place=place, end=end, limit_ms=wall_ms - KEPT_MS)]
        if gone:
            of = SQLModel.metadata.tables[name]
            db.execute(sa.delete(of).where(of.c.seq.in_(gone)))
            removed += len(gone)
    return removed


@cache
def _tables() -> dict[str, _Queries]:
    found: dict[str, _Queries] = {}
    for model in Row.__subclasses__():
        of = SQLModel.metadata.tables[str(model.__tablename__)]
        if model is not Message and {"user_pool_id", "expires_at"} <= set(of.c.keys()):
            found[of.name] = _queries(of, of.c.expires_at)
    attempts, authorizations = table(Attempt), table(Authorization)
    # Wrong passwords count until a right one, however long ago they were.
    found[attempts.name] = _queries(attempts, attempts.c.at, attempts.c.kind != PASSWORD)
    # One of which nothing is left.
    what_came = (table(model).c.authorization_id for model in (Session, RefreshToken, AuthorizationCode))
    nothing_left = (~sa.exists().where(each == authorizations.c.id) for each in what_came)
    found[authorizations.name] = _queries(authorizations, authorizations.c.created_at, *nothing_left)
    events, subscriptions, captchas = table(Event), table(Subscription), table(Captcha)
    found[events.name] = _queries(events, events.c.at)
    found[subscriptions.name] = _Queries(_end(subscriptions), _of_server(subscriptions, subscriptions.c.heard_at))
    found[captchas.name] = _Queries(_end(captchas), _of_server(captchas, captchas.c.created_at))
    return found


def _end(of: sa.Table) -> Query[Any]:
    slice_ = sa.select(of.c.seq).where(of.c.seq > sa.bindparam("place")).order_by(of.c.seq).limit(SLICE).subquery()
    return Query(Row, sa.select(sa.func.max(slice_.c.seq).label("seq")))


def _queries(of: sa.Table, ended: sa.Column[int], *others: sa.ColumnElement[bool]) -> _Queries:
    # From the wall clock to the pool's; both limits lie a day before now.
    by_pool = sa.func.coalesce(POOLS.c.clock_frozen_ms - KEPT_MS, _LIMIT + POOLS.c.clock_offset_ms)
    expired = _in_slice(of).join(POOLS, POOLS.c.id == of.c.user_pool_id).where(ended < _LIMIT, ended < by_pool, *others)
    return _Queries(_end(of), Query(Row, expired))


def _of_server(of: sa.Table, ended: sa.Column[int]) -> Query[Any]:
    return Query(Row, _in_slice(of).where(ended < _LIMIT))


def _in_slice(of: sa.Table) -> sa.Select[Any]:
    return sa.select(of.c.seq).where(of.c.seq > sa.bindparam("place"), of.c.seq <= sa.bindparam("end"))
