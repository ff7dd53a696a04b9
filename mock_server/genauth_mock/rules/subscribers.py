"""Subscribers: who listens to a pool's events, and what is news to them. Documented: subEvent."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.rules import session
from genauth_mock.store import access_keys, events, subscriptions
from genauth_mock.store.database import Connection
from genauth_mock.store.events import Event
from genauth_mock.store.subscriptions import Subscription

# PostgreSQL may show a row after one with a later number: so many places are looked at once more.
_LATE = 100
_MOST_AT_ONCE = 100
_HEARD_EVERY_MS = 10_000
# What an administrator's client signs to subscribe.
_SIGNED = b"websocket\n"


@dataclass(frozen=True, slots=True)
class Key:
    """An access key of the pool, and what a client has signed with it."""

    id: str
    signature: str


@dataclass(slots=True)
class Subscriber:
    """Somebody who listens to the events of a code, by a user's token or by an access key.

    `generation` is under what the pool's rows stood at the last look; of these, `last` is the place of the latest event
    that was told, and `told` are those near it.
    """

    id: str
    user_pool_id: str
    code: str
    shown: str | Key
    generation: str
    last: int
    heard_at: int
    told: set[int] = field(default_factory=set)


def subscribe(ctx: Context, code: str, shown: str | Key) -> Subscriber:
    """Has somebody who shows a token or a key listen from now on. Refuses what `_check` refuses."""
    _check(ctx, shown)
    last, now = events.last_seq(ctx.db), clock.wall_ms()
    new = Subscriber(ctx.ids.object_id(), ctx.public_pool_id, code, shown, ctx.pool_id, last, now)
    new.told = set(events.places_after(ctx.db, ctx.pool_id, code, last - _LATE))
    _keep(ctx.db, new)
    return new


def unsubscribe(db: Connection, subscriber: Subscriber) -> None:
    """Somebody listens no more."""
    subscriptions.remove(db, subscriber.id)


def news(ctx: Context, subscriber: Subscriber) -> Sequence[Event]:
    """What has happened since the last look, oldest first, or the first part of it. Of a pool that was brought back,
    all that has happened since then is news.
    """
    if subscriber.generation != ctx.pool_id:
        subscriber.generation, subscriber.last, subscriber.told = ctx.pool_id, 0, set()
    places = events.places_after(ctx.db, ctx.pool_id, subscriber.code, subscriber.last - _LATE)
    fresh = [each for each in places if each not in subscriber.told][:_MOST_AT_ONCE]
    if fresh:
        subscriber.last = max(subscriber.last, fresh[-1])
        subscriber.told = {each for each in {*subscriber.told, *fresh} if each > subscriber.last - _LATE}
    if clock.wall_ms() - subscriber.heard_at > _HEARD_EVERY_MS:
        subscriber.heard_at = clock.wall_ms()
        _keep(ctx.db, subscriber)
    return [event for each in fresh if (event := events.at_place(ctx.db, each))]


def is_over(ctx: Context, subscriber: Subscriber) -> bool:
    """Whether what a subscriber has shown is good no more. That he or she is cut off then is a guess."""
    try:
        _check(ctx, subscriber.shown)
    except Refused:
        return True
    return False


def _keep(db: Connection, subscriber: Subscriber) -> None:
    if not subscriptions.touch(db, subscriber.id, subscriber.heard_at):
        subscriptions.add(
            db,
            Subscription(
                id=subscriber.id,
                user_pool_id=subscriber.user_pool_id,
                code=subscriber.code,
                heard_at=subscriber.heard_at,
            ),
        )


def _check(ctx: Context, shown: str | Key) -> None:
    """Refuses what `session.current` refuses; 2020 too for a key that is none of the pool's, or whose secret has not
    signed it.
    """
    if isinstance(shown, str):
        session.current(ctx, shown)
        return
    key = access_keys.by_id(ctx.db, shown.id)
    if key is None or key.user_pool_id != ctx.pool_id:
        raise Refused(errors.NOT_LOGGED_IN)
    signature = base64.b64encode(hmac.digest(key.secret.encode(), _SIGNED, "sha1"))
    if not hmac.compare_digest(signature, shown.signature.encode()):
        raise Refused(errors.NOT_LOGGED_IN)
