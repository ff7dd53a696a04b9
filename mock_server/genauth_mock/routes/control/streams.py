"""Lists of the control API as server-sent events: each new thing as soon as it is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Hashable, Sequence
from typing import Any, Protocol

import orjson
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.edge import waiting
from genauth_mock.store.outages import DatabaseAway

_TOGETHER_SECONDS = 0.02
_KEEP_ALIVE_SECONDS = 15
_LOOK_AGAIN_SECONDS = 0.5
_MOST_AT_ONCE = 100


class Numbered(Protocol):
    """Something with an id and a place in the order in which things came."""

    id: str
    seq: int | None


def as_events(
    request: Request,
    event: str,
    begin: int,
    newer: Callable[[int, int], Sequence[Numbered]],
    printed: Callable[[Any], dict[str, Any]],
    keys: Collection[Hashable],
) -> Response:
    """Answers with an event for each thing that comes after `begin`, until the client goes or the server stops.

    `newer` finds the first things after a place, as many as its second argument says; `keys` are what they are waited
    for as. The id of an event is the thing's, so that a browser that comes back (`Last-Event-ID`) goes on where it was.
    """

    async def events() -> AsyncIterator[bytes]:
        last = begin
        # At once, so that the client knows that it is heard.
        yield KEEPALIVE_COMMENT
        while not request.app.state.is_stopping():
            try:
                found = newer(last, _MOST_AT_ONCE)
            except DatabaseAway:
                # It may come back, and what has happened until then is told then.
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
                continue
            for each in found:
                last = each.seq or last
                yield format_sse_event(event=event, id=each.id, data_str=orjson.dumps(printed(each)).decode())
            if found:
                # Of a thousand at once each is told, but not looked for one by one.
                await asyncio.sleep(_TOGETHER_SECONDS)
            elif not await waiting.until_listened(request, keys, _KEEP_ALIVE_SECONDS):
                yield KEEPALIVE_COMMENT

    return EventSourceResponse(events(), headers={"cache-control": "no-store", "x-accel-buffering": "no"})


def resumed_at(request: Request) -> str | None:
    """The id of the last event that a browser which comes back has seen."""
    return request.headers.get("last-event-id") or None
