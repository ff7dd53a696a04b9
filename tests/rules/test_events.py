"""Events, without HTTP: who may listen, and what is news."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit import clock
from genauth_mock.rules import events, session, subscribers
from genauth_mock.rules.subscribers import Key, Subscriber
from genauth_mock.store import subscriptions

from tests.rules.conftest import CI, Pool, change, refused, user_called

CODE = "authing.user.updated"


@pytest.fixture
def subscriber(ctx: Context) -> Subscriber:
    return subscribers.subscribe(ctx, CODE, session.open_session(ctx, user_called(ctx)).token)


def told(ctx: Context, subscriber: Subscriber) -> list[object]:
    assert not subscribers.is_over(ctx, subscriber)
    return [each.data[0] for each in subscribers.news(ctx, subscriber)]


def test_what_is_told_once_is_no_news_again(ctx: Context, subscriber: Subscriber) -> None:
    events.publish(ctx, CODE, 1)
    events.publish(ctx, "another", 0)
    assert told(ctx, subscriber) == [1] and told(ctx, subscriber) == []
    events.publish(ctx, CODE, 2)
    assert told(ctx, subscriber) == [2]


def test_what_has_happened_before_is_no_news(ctx: Context) -> None:
    events.publish(ctx, CODE, 1)
    late = subscribers.subscribe(ctx, CODE, session.open_session(ctx, user_called(ctx)).token)
    assert told(ctx, late) == []


def test_a_thousand_events_are_told_in_parts_and_all(ctx: Context, subscriber: Subscriber) -> None:
    for n in range(1000):
        events.publish(ctx, CODE, n)
    parts = [told(ctx, subscriber) for _ in range(11)]
    assert [len(each) for each in parts] == [100] * 10 + [0]
    assert [n for each in parts for n in each] == list(range(1000))


def test_an_event_that_is_seen_after_a_later_one_is_told(ctx: Context, subscriber: Subscriber) -> None:
    """As PostgreSQL shows them: numbers are given before a transaction ends."""
    for n in range(3):
        events.publish(ctx, CODE, n)
    place = subscriber.last + 2
    subscriber.told, subscriber.last = {place - 1, place + 1}, place + 1
    assert told(ctx, subscriber) == [1]


def test_a_subscriber_is_counted_until_it_has_been_silent_for_long(
    ctx: Context, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert events.publish(ctx, CODE, 1).subscribers == 1
    now = clock.wall_ms()
    monkeypatch.setattr(clock, "wall_ms", lambda: now + subscriptions.SILENT_MS + 1)
    assert events.publish(ctx, CODE, 2).subscribers == 0
    assert told(ctx, subscriber) == [1, 2]
    assert events.publish(ctx, CODE, 3).subscribers == 1
    subscribers.unsubscribe(ctx.db, subscriber)
    assert events.publish(ctx, CODE, 4).subscribers == 0


def test_a_locked_user_neither_subscribes_nor_goes_on(ctx: Context, subscriber: Subscriber) -> None:
    change(ctx, user_called(ctx), blocked=True)
    events.publish(ctx, CODE, 1)
    assert [each.data for each in subscribers.news(ctx, subscriber)] == [[1]] and subscribers.is_over(ctx, subscriber)
    assert isinstance(subscriber.shown, str)
    with refused(errors.USER_LOCKED):
        subscribers.subscribe(ctx, CODE, subscriber.shown)


def signed(ctx: Context, secret: str) -> Key:
    signature = base64.b64encode(hmac.new(secret.encode(), b"websocket\n", hashlib.sha1).digest())
    return Key(ctx.public_pool_id, signature.decode())


def test_an_access_key_subscribes_to_its_own_pool_alone(ctx: Context, a_pool: Pool) -> None:
    key = signed(ctx, ctx.pool.secret)
    events.publish(ctx, CODE, 0)
    administrator = subscribers.subscribe(ctx, CODE, key)
    events.publish(ctx, CODE, 1)
    assert told(ctx, administrator) == [1]
    with refused(errors.NOT_LOGGED_IN):
        subscribers.subscribe(a_pool(users=[CI]), CODE, key)


@pytest.mark.parametrize("signature", ["", "x", "密钥", "AAAA"])
def test_an_access_key_is_nothing_without_its_signature(ctx: Context, signature: str) -> None:
    with refused(errors.NOT_LOGGED_IN):
        subscribers.subscribe(ctx, CODE, Key(ctx.public_pool_id, signature))
    with refused(errors.NOT_LOGGED_IN):
        subscribers.subscribe(ctx, CODE, signed(ctx, "another secret"))
