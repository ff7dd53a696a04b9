"""Pools that are made of documents, and how far that is, for those who want to know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.control.face import ControlError, answer, error_body, refused
from genauth_mock.routes.control.naming import printed_pool
from genauth_mock.routes.control.reading import Spooled, as_pool, spooled
from genauth_mock.routes.edge import tenancy
from genauth_mock.store.database import transaction
from genauth_mock.store.user_pools import UserPool

_TELL_EVERY_SECONDS = 0.2


async def made(request: Request, *, is_new: bool) -> Response:
    """Makes a pool of the body. 201 with ids and secrets.

    With `Accept: text/event-stream` it answers at once, with events: `progress` says how many users are written so far,
    then comes `done` with what would have been the answer, or `refused` with what would have been the
    error, and its HTTP status.
    """
    body = await spooled(request)
    if "text/event-stream" in request.headers.get("accept", ""):
        return EventSourceResponse(_told(request, body, is_new=is_new), headers={"cache-control": "no-store"})
    try:
        pool = await as_pool(request, body, is_new=is_new, tell=lambda _done: None)
    finally:
        body.file.close()
    return answer(_shown(request, pool, is_new=is_new), 201)


def _shown(request: Request, pool: UserPool, *, is_new: bool) -> dict[str, object]:
    mock = tenancy.mock_of(request)
    if is_new:
        mock.crashes.begin(pool.public_id)
    with transaction(mock.engine) as db:
        return printed_pool(db, pool.public_id)


async def _told(request: Request, body: Spooled, *, is_new: bool) -> AsyncIterator[bytes]:
    heard = [0]
    work = asyncio.ensure_future(as_pool(request, body, is_new=is_new, tell=heard.append))
    try:
        while not work.done():
            yield _event("progress", {"users": heard[-1]})
            del heard[:-1]
            await asyncio.wait({work}, timeout=_TELL_EVERY_SECONDS)
        try:
            pool = work.result()
        except Exception as fault:
            said = refused(fault)
            if said is None:
                raise  # what has begun is cut off, and the log says why
            yield _refused(said)
        else:
            yield _event("done", _shown(request, pool, is_new=is_new))
    finally:
        work.cancel()
        body.file.close()


def _refused(fault: ControlError) -> bytes:
    return _event("refused", {"status": fault.status, **error_body(fault)})


def _event(name: str, data: object) -> bytes:
    return format_sse_event(event=name, data_str=orjson.dumps(data).decode())
