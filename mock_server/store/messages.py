"""Messages: the outbox, where every mail and SMS ends up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa

from mock_server.store.database import Connection, Row, has_text, insert, of_today, page_of, table, time_column
from mock_server.store.passcodes import PASSCODES
from mock_server.store.user_pools import rows_now


class Message(Row, table=True):
    """A mail or SMS. Its code's fate is read from the passcode of the same id.

    `recipient` is the address as it is stored with users; `typed` the number as it was given, without country code.
    """

    __tablename__ = "messages"
    # Whoever listens goes on after the last message, also when that has been removed.
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.Index("messages_of_address", "user_pool_id", "recipient"),
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


class DeliveredMessage(Message):
    """A message, and when its code was used."""

    used_at: int | None


_MESSAGES = table(Message)
_SEARCHED = (
    *(_MESSAGES.c[name] for name in ("recipient", "subject", "body", "code")),
    sa.func.coalesce(_MESSAGES.c.phone_country_code, "").concat(_MESSAGES.c.typed),
)
_CODE_OF_MESSAGE = sa.and_(PASSCODES.c.id == _MESSAGES.c.id, PASSCODES.c.user_pool_id == _MESSAGES.c.user_pool_id)
_DELIVERED = (
    sa.select(_MESSAGES, PASSCODES.c.used_at)
    .join(PASSCODES, _CODE_OF_MESSAGE, isouter=True)
    .order_by(_MESSAGES.c.seq.desc())
)


def add(db: Connection, message: Message) -> None:
    """Puts a message into the outbox."""
    insert(db, message)


def latest_at(db: Connection, user_pool_id: str, recipient: str, country_code: str | None, scene: str) -> int | None:
    """When the newest message to a recipient for a scene was sent."""
    query = sa.select(sa.func.max(_MESSAGES.c.created_at)).where(
        *conditions(user_pool_id=user_pool_id, recipient=recipient, scene=scene),
        _MESSAGES.c.phone_country_code == country_code if country_code else sa.true(),
    )
    return cast("int | None", db.execute(query).scalar())


def by_id(db: Connection, message_id: str) -> DeliveredMessage | None:
    """The message of this id."""
    return newest(db, [_MESSAGES.c.id == message_id, *of_today(_MESSAGES)])


def seq_of(db: Connection, message_id: str) -> int | None:
    """Where a message stands in the order of sending."""
    query = sa.select(_MESSAGES.c.seq).where(_MESSAGES.c.id == message_id, *of_today(_MESSAGES))
    return cast("int | None", db.execute(query).scalar())


def conditions(
    *,
    user_pool_id: str | None = None,
    channel: str | None = None,
    recipient: str | None = None,
    to: Sequence[str] = (),
    scene: str | None = None,
    text: str = "",
    after_seq: int | None = None,
    after_ms: int | None = None,
    unused: bool = False,
) -> list[sa.ColumnElement[bool]]:
    """What a message must meet to be listed; a condition that is None is none.

    `user_pool_id` is a pool's public id, `to` are the forms of an address, `text` stands in address, subject, body or
    code.
    """
    wanted: list[sa.ColumnElement[bool]] = [
        column == value
        for column, value in (
            (_MESSAGES.c.user_pool_id, rows_now(user_pool_id) if user_pool_id is not None else None),
            (_MESSAGES.c.channel, channel),
            (_MESSAGES.c.recipient, recipient),
            (_MESSAGES.c.scene, scene),
        )
        if value is not None
    ]
    if user_pool_id is None:
        wanted += of_today(_MESSAGES)
    if to:
        wanted.append(sa.or_(_MESSAGES.c.recipient.in_(to), _MESSAGES.c.typed.in_(to)))
    if text:
        wanted.append(has_text(text, *_SEARCHED))
    if after_seq is not None:
        wanted.append(_MESSAGES.c.seq > after_seq)
    if after_ms is not None:
        wanted.append(_MESSAGES.c.created_at > after_ms)
    if unused:
        wanted.append(PASSCODES.c.used_at.is_(None))
    return wanted


def page(
    db: Connection, wanted: Sequence[sa.ColumnElement[bool]], number: int, limit: int
) -> tuple[Sequence[DeliveredMessage], int]:
    """One page of the messages that meet the conditions, newest first, and their number."""
    return page_of(db, DeliveredMessage, _DELIVERED.where(*wanted), number, limit)


def newest(db: Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> DeliveredMessage | None:
    """The newest message that meets the conditions."""
    found: Any = db.execute(_DELIVERED.where(*wanted).limit(1)).first()
    return cast("DeliveredMessage | None", found)


def last_seq(db: Connection) -> int:
    """Where the newest message stands in the order of sending."""
    return int(db.execute(sa.select(sa.func.max(_MESSAGES.c.seq))).scalar() or 0)


def after(db: Connection, wanted: Sequence[sa.ColumnElement[bool]], seq: int, limit: int) -> Sequence[DeliveredMessage]:
    """The first messages after a place that meet the conditions, oldest first."""
    query = _DELIVERED.where(*wanted, _MESSAGES.c.seq > seq).order_by(None).order_by(_MESSAGES.c.seq).limit(limit)
    return cast("Sequence[DeliveredMessage]", db.execute(query).all())


def remove(db: Connection, user_pool_id: str | None, to: Sequence[str]) -> None:
    """Takes messages out of the outbox, all or those to an address in one of its forms; their codes stay good."""
    db.execute(sa.delete(_MESSAGES).where(*conditions(user_pool_id=user_pool_id, to=to)))
