"""`/events/v1/…`: a pool's events as they happen, over a WebSocket; one text frame of JSON for each."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, suppress
from functools import partial

import orjson
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import arrivals
from genauth_mock.routes.edge import client_credentials, sockets, tenancy, visitors, waiting
from genauth_mock.routes.edge.bodies import Required
from genauth_mock.routes.edge.sockets import Opened, Socket
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import subscribers
from genauth_mock.rules.subscribers import Key, Subscriber
from genauth_mock.store.database import transaction
from genauth_mock.store.outages import DatabaseAway

router = Router()

_LOOK_AGAIN_SECONDS = 15
_DATABASE_AWAY_SECONDS = 0.5


@router.websocket("/events/v1/authentication/sub")
async def sub_event(call: Call, code: Required, token: str = "") -> Response:
    """Events of a code, for who is logged in with a token. Documented: subEvent."""
    return _subscribed(call, code, token)


@router.websocket("/events/v1/management/sub")
async def sub_event_management(call: Call, code: Required) -> Response:
    """Events of a code, for who has an access key. In authing-node-sdk: ManagementClient.sub."""
    key_id, signature = client_credentials.signed_by(call.request)
    return _subscribed(call, code, Key(key_id, signature))


def _subscribed(call: Call, code: str, shown: str | Key) -> Response:
    with _pool_of(call, shown) as ctx:
        if ctx is None:
            raise Refused(errors.NOT_LOGGED_IN)
        visitors.meet_on_socket(call.request, ctx)
        return Opened(partial(_feed, call, subscribers.subscribe(ctx, code, shown)))


def _pool_of(call: Call, shown: str | Key) -> AbstractContextManager[Context | None]:
    token, key_id = (shown, None) if isinstance(shown, str) else (None, shown.id)
    return tenancy.open_session_call(call.request, call.lang, token=token, key_id=key_id)


async def _feed(call: Call, subscriber: Subscriber, socket: Socket) -> None:
    """Tells a subscriber of events, until the client goes, its token is over or the server stops."""
    keys = arrivals.of_event(subscriber.user_pool_id, subscriber.code)
    gone, state = socket.gone, call.request.app.state
    assert gone is not None, "a socket that is open is watched"
    was_woken = True
    try:
        while not (socket.has_ended or state.is_stopping()):
            try:
                is_over = await _tell_news(call, subscriber, socket, is_due=not was_woken)
            except DatabaseAway:
                # It may come back, and what has happened until then is told then.
                await asyncio.sleep(_DATABASE_AWAY_SECONDS)
                continue
            if is_over:
                await socket.close(sockets.POLICY, "the token is over")
            else:
                was_woken = await waiting.until_listened(call.request, keys, _LOOK_AGAIN_SECONDS, gone)
    finally:
        # Where it cannot be written down, the subscriber is silent, and is counted no more before long.
        with suppress(DatabaseAway), transaction(tenancy.mock_of(call.request).engine) as db:
            subscribers.unsubscribe(db, subscriber)


async def _tell_news(call: Call, subscriber: Subscriber, socket: Socket, *, is_due: bool) -> bool:
    """Tells what has happened; True where there is to be no more.

    Whether the token is over is asked after news, or where it `is_due`: who is logged out elsewhere hears why.
    """
    while True:
        await waiting.turn(call.request)
        with _pool_of(call, subscriber.shown) as ctx:
            found = subscribers.news(ctx, subscriber) if ctx else ()
            is_over = ctx is None or (is_due and not found and subscribers.is_over(ctx, subscriber))
        for each in found:
            await socket.send_text(orjson.dumps(each.data[0]).decode())
        if not found:
            return is_over
        is_due = True
