"""Messages: the outbox, where every mail and SMS ends up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from genauth_mock.kit import clock
from genauth_mock.store.database import (
    Connection,
    Row,
    has_text,
    of_today,
    table,
    time_column,
)
from genauth_mock.store.query import Query, delete, insert_values
from genauth_mock.store.user_pools import POOLS

_IS_TYPED_OTHERWISE = sa.text("typed <> recipient")


class Message(Row, table=True):
    """A mail or SMS, and when its code was used; the code itself is the passcode of the same id.

    `recipient` is the address as it is stored with users; `typed` the number as it was given, without country code.
    """

    __tablename__ = "messages"
    # Whoever listens goes on after the last message, also when that has been removed.
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("messages_of_recipient", "recipient", "user_pool_id", "seq"),
        # Most numbers were typed as they are stored, and are found by the index above.
        sa.Index(
            "messages_of_typed",
            "typed",
            sqlite_where=_IS_TYPED_OTHERWISE,
        ),
        sa.Index("messages_of_pool", "user_pool_id", "seq"),
        {"sqlite_autoincrement": True},
    )

    id: str
    user_pool_id: str
    channel: str
    recipient: str
    typed: str
    phone_country_code: str | None = None
    scene: str
    code: str
    subject: str | None = None
    body: str
    created_at: int = time_column()
    expires_at: int = time_column()
    used_at: int | None = time_column(default=None)


class TimedMessage(Message):
    """A message, and the clock of its pool, by which its code expires."""

    clock_offset_ms: int
    clock_frozen_ms: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message must be to be listed; what is None or empty is not asked for.

    `user_pool_id` is a pool's public id; `to` are the forms of an address; `text` stands in address, subject, body or
    code; `good` are those whose code is neither used nor expired by the clock of their pool.
    """

    user_pool_id: str | None = None
    channel: str | None = None
    to: tuple[str, ...] = ()
    scene: str | None = None
    text: str = ""
    after_seq: int | None = None
    after_ms: int | None = None
    good: bool = False


_MESSAGES = table(Message)


@sa.event.listens_for(_MESSAGES, "before_create")
def _as_partial_on_postgresql(_table: sa.Table, db: Connection, **_options: Any) -> None:
    # Said with the index, it would have every start import PostgreSQL's dialect.
    if db.dialect.name == "postgresql":
        found = next(each for each in _MESSAGES.indexes if each.name == "messages_of_typed")
        found.dialect_kwargs["postgresql_where"] = _IS_TYPED_OTHERWISE


_SAME = _MESSAGES.alias("same")
_TIMED = sa.select(_MESSAGES, POOLS.c.clock_offset_ms, POOLS.c.clock_frozen_ms).join(
    POOLS, POOLS.c.id == _MESSAGES.c.user_pool_id
)
_SEARCHED = (
    *(_MESSAGES.c[name] for name in ("recipient", "subject", "body", "code")),
    sa.func.coalesce(_MESSAGES.c.phone_country_code, "").concat(_MESSAGES.c.typed),
)
# `_TIMED` joins a message's pool as it is now: rows of what was in its place, or will be, are none of it.
_CONDITIONS: dict[str, sa.ColumnElement[bool]] = {
    "user_pool_id": POOLS.c.public_id == sa.bindparam("user_pool_id"),
    "channel": _MESSAGES.c.channel == sa.bindparam("channel"),
    "scene": _MESSAGES.c.scene == sa.bindparam("scene"),
    "after_seq": _MESSAGES.c.seq > sa.bindparam("after_seq"),
    "after_ms": _MESSAGES.c.created_at > sa.bindparam("after_ms"),
}
_GOOD = (
    _MESSAGES.c.used_at.is_(None),
    _MESSAGES.c.expires_at
    > sa.func.coalesce(POOLS.c.clock_frozen_ms, sa.bindparam("wall_ms", type_=sa.BigInteger) + POOLS.c.clock_offset_ms),
)
_BY_ID = Query(TimedMessage, _TIMED.where(_MESSAGES.c.id == sa.bindparam("id")))
_USE = Query(
    Message,
    sa.update(_MESSAGES)
    .where(_MESSAGES.c.id == sa.bindparam("which"), *of_today(_MESSAGES))
    .values(used_at=sa.bindparam("at")),
)
_LATEST = Query(
    Message,
    sa.select(_MESSAGES.c.seq, _MESSAGES.c.user_pool_id, _MESSAGES.c.recipient, _MESSAGES.c.typed)
    .where(_MESSAGES.c.seq > sa.bindparam("seq"))
    .order_by(_MESSAGES.c.seq),
)
_LAST = Query(Message, sa.select(sa.func.coalesce(sa.func.max(_MESSAGES.c.seq), 0).label("seq")))


def add(db: Connection, **columns: Any) -> Message:
    """Puts a message into the outbox, by column."""
    return insert_values(db, Message, **columns)


def latest_at(db: Connection, user_pool_id: str, recipient: str, country_code: str | None, scene: str) -> int | None:
    """When the newest message to a recipient for a scene was sent."""
    query = sa.select(sa.func.max(_MESSAGES.c.created_at)).where(
        _MESSAGES.c.user_pool_id == user_pool_id,
        _MESSAGES.c.recipient == recipient,
        _MESSAGES.c.scene == scene,
        _MESSAGES.c.phone_country_code == country_code if country_code else sa.true(),
    )
    return cast("int | None", db.execute(query).scalar())


def by_id(db: Connection, message_id: str) -> TimedMessage | None:
    """The message of this id."""
    return _BY_ID.first(db, id=message_id)


def seq_of(db: Connection, message_id: str) -> int | None:
    """Where a message stands in the order of sending."""
    query = sa.select(_MESSAGES.c.seq).where(_MESSAGES.c.id == message_id, *of_today(_MESSAGES))
    return cast("int | None", db.execute(query).scalar())


def _is_to(forms: int) -> sa.ColumnElement[bool]:
    to: list[Any] = [sa.bindparam(f"to_{n}") for n in range(forms)]
    # Each half by an index of its own; without the detour SQLite looks through all of the pool, since those are sorted.
    stored = sa.select(_SAME.c.seq).where(_SAME.c.recipient.in_(to))
    typed = sa.select(_SAME.c.seq).where(_SAME.c.typed.in_(to), _SAME.c.typed != _SAME.c.recipient)
    return _MESSAGES.c.seq.in_(sa.union_all(stored, typed))


def _holds(text: str) -> sa.ColumnElement[bool]:
    # No address has a blank: it may be a plus sign that nobody escaped.
    as_address = [has_text(text.replace(" ", "+"), _MESSAGES.c.recipient)] if " " in text else []
    return sa.or_(has_text(text, *_SEARCHED), *as_address)


def _where(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found = [condition for name, condition in _CONDITIONS.items() if getattr(wanted, name) is not None]
    if wanted.to:
        found.append(_is_to(len(wanted.to)))
    if wanted.good:
        found.extend(_GOOD)
    if wanted.text:
        found.append(_holds(wanted.text))
    return found


def _values(wanted: Wanted) -> dict[str, Any]:
    values = {name: getattr(wanted, name) for name in _CONDITIONS if getattr(wanted, name) is not None}
    values |= {f"to_{n}": form for n, form in enumerate(wanted.to)}
    if wanted.good:
        values["wall_ms"] = clock.wall_ms()
    return values


@dataclass(frozen=True, slots=True)
class _Queries:
    """What is asked of messages that meet certain conditions."""

    newest_first: Query[TimedMessage]
    oldest_first: Query[TimedMessage]
    count: Query[TimedMessage]


def _queries(wanted: Wanted) -> _Queries:
    """The queries for what is wanted; made once for each kind of question, whatever is asked for by name."""
    if wanted.text:
        return _made(_where(wanted))
    shape = Wanted(
        to=("",) * len(wanted.to),
        good=wanted.good,
        **{name: cast("Any", "") for name in _CONDITIONS if getattr(wanted, name) is not None},
    )
    return _made_once(shape)


@cache
def _made_once(shape: Wanted) -> _Queries:
    return _made(_where(shape))


def _made(where: list[sa.ColumnElement[bool]]) -> _Queries:
    most = sa.bindparam("most", type_=sa.Integer)
    found = _TIMED.where(*where)
    count = sa.select(sa.func.count().label("seq")).select_from(found.subquery())
    return _Queries(
        Query(
            TimedMessage,
            found.order_by(_MESSAGES.c.seq.desc()).limit(most).offset(sa.bindparam("passed", type_=sa.Integer)),
        ),
        Query(TimedMessage, found.order_by(_MESSAGES.c.seq).limit(most)),
        Query(TimedMessage, count),
    )


def page(db: Connection, wanted: Wanted, number: int, limit: int) -> tuple[Sequence[TimedMessage], int]:
    """One page of the messages that are wanted, newest first, and their number."""
    queries, values = _queries(wanted), _values(wanted)
    rows = queries.newest_first.all(db, **values, most=limit, passed=(number - 1) * limit)
    if len(rows) < limit and (rows or number == 1):
        return rows, (number - 1) * limit + len(rows)
    counted = queries.count.first(db, **values)
    return rows, int(counted.seq or 0) if counted else 0


def newest(db: Connection, wanted: Wanted) -> TimedMessage | None:
    """The newest message that is wanted."""
    return _queries(wanted).newest_first.first(db, **_values(wanted), most=1, passed=0)


def last_seq(db: Connection) -> int:
    """Where the newest message stands in the order of sending."""
    found = _LAST.first(db)
    return int(found.seq or 0) if found else 0


def after(db: Connection, wanted: Wanted, seq: int, limit: int) -> Sequence[TimedMessage]:
    """The first messages after a place that are wanted, oldest first."""
    # Both places may be given: one by whoever asks, one by what was told already.
    later = replace(wanted, after_seq=max(seq, wanted.after_seq or 0))
    return _queries(later).oldest_first.all(db, **_values(later), most=limit)


def sent_after(db: Connection, seq: int) -> Sequence[Message]:
    """All messages after a place, oldest first: place, pool and address, and nothing else of them."""
    return _LATEST.all(db, seq=seq)


def use(db: Connection, message_id: str, at_ms: int) -> None:
    """Notes that the code of a message was used."""
    _USE.run(db, which=message_id, at=at_ms)


def expire(db: Connection, message_ids: Sequence[str], at_ms: int) -> None:
    """Notes that the codes of messages are good no longer than until then."""
    if not message_ids:
        return
    sooner = sa.and_(_MESSAGES.c.id.in_(message_ids), _MESSAGES.c.expires_at > at_ms, *of_today(_MESSAGES))
    db.execute(sa.update(_MESSAGES).where(sooner).values(expires_at=at_ms))


def remove(db: Connection, wanted: Wanted) -> None:
    """Takes messages out of the outbox; their codes stay good. `good` and `text` are not asked for here."""
    found = _TIMED.with_only_columns(_MESSAGES.c.seq).where(*_where(wanted))
    db.execute(sa.delete(_MESSAGES).where(_MESSAGES.c.seq.in_(found)), _values(wanted))


def remove_one(db: Connection, message_id: str) -> bool:
    """Takes a message out of the outbox; False if it is not there."""
    return delete(db, Message, id=message_id) == 1
