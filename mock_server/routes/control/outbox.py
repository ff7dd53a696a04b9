"""`/_mock/outbox`: every mail and SMS that was sent, and waiting for one."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from mock_server import addresses, clock
from mock_server.context import Mock
from mock_server.routes import tenancy
from mock_server.routes.control import shapes, streams
from mock_server.routes.control.face import ControlError, ControlRoute, Page, Query_, Search, answer, gone, listed
from mock_server.store import messages
from mock_server.store.database import transaction

router = APIRouter(route_class=ControlRoute)

# Another worker may do the sending, so a wait looks into the database.
_LOOK_EVERY_SECONDS = 0.02


class _Filter(Query_):
    user_pool_id: str | None = None
    channel: Literal["email", "sms"] | None = None
    to: str | None = None
    scene: str | None = None
    search: Search = ""
    after: str | None = None


class OutboxQuery(_Filter, Page):
    """Which messages are wanted; `search` stands in address, subject, body or code, whatever its case."""


class WaitQuery(_Filter):
    """Which message is waited for, and for how many seconds at most."""

    timeout: Annotated[float, Query(ge=0, le=600)] = 10


class StreamQuery(_Filter):
    """Which messages are wanted as they come; after one (`after`), or from now on."""


class ClearQuery(Query_):
    """Which messages are taken out."""

    user_pool_id: str | None = None
    to: str | None = None


def _forms(to: str | None) -> tuple[str, ...]:
    """The forms in which an address may be stored, whatever way it was typed."""
    if to is None:
        return ()
    if "@" in to:
        return (to.strip().lower(),)
    # A plus sign that nobody escaped arrives as a blank.
    typed = f"+{to.strip()}" if to.startswith(" ") and to.strip().isdigit() else to.strip()
    return (typed, addresses.bare_phone(typed), addresses.number_to_look_up(typed) or typed)


def _conditions(mock: Mock, query: _Filter, *, unused: bool = False) -> list[sa.ColumnElement[bool]]:
    after_seq = after_ms = None
    if query.after:
        with transaction(mock.engine) as db:
            after_seq = messages.seq_of(db, query.after)
        if after_seq is None:
            try:
                after_ms = clock.parse_iso(query.after)
            except ValueError:
                raise ControlError(
                    400, "invalid_field", f"after: {query.after!r} is neither a message's id nor a time", "after"
                ) from None
    return messages.conditions(
        user_pool_id=query.user_pool_id,
        channel=query.channel,
        to=_forms(query.to),
        scene=query.scene,
        text=query.search,
        after_seq=after_seq,
        after_ms=after_ms,
        unused=unused,
    )


@router.get("/_mock/outbox")
async def list_messages(request: Request, query: Annotated[OutboxQuery, Query()]) -> Response:
    """Messages, newest first. `after` is a message's id or a time."""
    mock = tenancy.mock_of(request)
    wanted = _conditions(mock, query)
    with transaction(mock.engine) as db:
        rows, total = messages.page(db, wanted, query.page, query.limit)
        printed = [shapes.message(row) for row in rows]
    return listed(printed, total)


@router.get("/_mock/outbox/wait")
async def wait_for_message(request: Request, query: Annotated[WaitQuery, Query()]) -> Response:
    """The newest unused message that fits, at once or as soon as it is sent; 408 with what did arrive instead."""
    mock = tenancy.mock_of(request)
    wanted = _conditions(mock, query, unused=True)
    deadline = time.monotonic() + query.timeout
    while True:
        with transaction(mock.engine) as db:
            row = messages.newest(db, wanted)
            if row is not None:
                return answer(shapes.message(row))
        left = deadline - time.monotonic()
        if left <= 0 or request.app.state.is_stopping() or await request.is_disconnected():
            return _nothing_came(mock, query)
        await asyncio.sleep(min(_LOOK_EVERY_SECONDS, left))


def _nothing_came(mock: Mock, query: WaitQuery) -> Response:
    with transaction(mock.engine) as db:
        rows, total = messages.page(db, messages.conditions(user_pool_id=query.user_pool_id), 1, 10)
        arrived: list[dict[str, Any]] = [shapes.message(row) for row in rows]
    where = f" in user pool {query.user_pool_id}" if query.user_pool_id else ""
    heard = ", ".join(
        f"{each['channel']} {each['scene']} to {each['to']}" + (" (used)" if each["usedAt"] else "") for each in arrived
    )
    message = f"no unused message to {query.to or 'anybody'} came within {query.timeout:g} s{where}; " + (
        f"the newest of {total}: {heard}" if arrived else "nothing at all was sent"
    )
    return answer({"error": {"code": "timeout", "message": message}, "list": arrived, "totalCount": total}, 408)


@router.get("/_mock/outbox/stream")
async def stream_messages(request: Request, query: Annotated[StreamQuery, Query()]) -> Response:
    """The same as server-sent events, `event: message`, from now on or after `after` or the browser's Last-Event-ID."""
    mock = tenancy.mock_of(request)
    after = streams.resumed_at(request) or query.after
    wanted = _conditions(mock, query.model_copy(update={"after": after}))
    with transaction(mock.engine) as db:
        begin = 0 if after else messages.last_seq(db)

    def newer(last: int, limit: int) -> list[Any]:
        with transaction(mock.engine) as db:
            return list(messages.after(db, wanted, last, limit))

    return streams.as_events(request, "message", begin, newer, shapes.message)


@router.get("/_mock/outbox/{message_id}")
async def get_message(request: Request, message_id: str) -> Response:
    """One message. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        row = messages.by_id(db, message_id)
        if row is None:
            raise ControlError(404, "not_found", f"there is no message {message_id!r} in the outbox", "id")
        return answer(shapes.message(row))


@router.delete("/_mock/outbox", status_code=204)
async def clear_outbox(request: Request, query: Annotated[ClearQuery, Query()]) -> Response:
    """Takes messages out of the outbox, all or those of a pool or address. Their codes stay good."""
    with transaction(tenancy.mock_of(request).engine) as db:
        messages.remove(db, query.user_pool_id, _forms(query.to))
    return gone()
