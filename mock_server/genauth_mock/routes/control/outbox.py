"""`/_mock/outbox`: every mail and SMS that was sent, and waiting for one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.context import Mock
from genauth_mock.kit import addresses, arrivals, clock
from genauth_mock.routes.control import mail_files, shapes, streams
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, QueryModel, Search, answer, gone, listed
from genauth_mock.routes.edge import tenancy, waiting
from genauth_mock.store import messages
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.messages import TimedMessage, Wanted

router = APIRouter(route_class=ControlRoute)

Channel = Literal["email", "sms"]


class _Filter(QueryModel):
    user_pool_id: str | None = None
    channel: Channel | None = None
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


class ClearQuery(QueryModel):
    """Which messages are taken out."""

    user_pool_id: str | None = None
    channel: Channel | None = None
    to: str | None = None


def _forms(to: str | None) -> tuple[str, ...]:
    """The forms in which an address may be stored, whatever way it was typed."""
    if to is None:
        return ()
    typed = addresses.with_plus(to).strip()
    if "@" in typed:
        return (typed.lower(),)
    forms = (typed, addresses.bare_phone(typed), addresses.number_to_look_up(typed) or typed)
    return tuple(dict.fromkeys(forms))


def _wanted(db: Connection, query: _Filter) -> Wanted:
    after_seq = after_ms = None
    if query.after:
        after_seq = messages.seq_of(db, query.after)
        if after_seq is None:
            try:
                after_ms = clock.parse_iso(query.after)
            except ValueError:
                raise ControlError(
                    400, "invalid_field", f"after: {query.after!r} is neither a message's id nor a time", "after"
                ) from None
    return Wanted(query.user_pool_id, query.channel, _forms(query.to), query.scene, query.search, after_seq, after_ms)


@router.get("/_mock/outbox")
async def list_messages(request: Request, query: Annotated[OutboxQuery, Query()]) -> Response:
    """Messages, newest first; `state` is `good`, `used` or `expired`. `after` is a message's id or a time."""
    with transaction(tenancy.mock_of(request).engine) as db:
        rows, total = messages.page(db, _wanted(db, query), query.page, query.limit)
        printed = [shapes.message(row) for row in rows]
    return listed(printed, total)


@router.get("/_mock/outbox/wait")
async def wait_for_message(request: Request, query: Annotated[WaitQuery, Query()]) -> Response:
    """The newest message that fits and whose code is good, at once or as soon as it is sent.

    408 with what did arrive when the time is up. What is used, or expired by the pool's clock, is passed over.
    """
    mock = tenancy.mock_of(request)
    deadline = clock.monotonic() + query.timeout
    with transaction(mock.engine) as db:
        wanted = replace(_wanted(db, query), good=True)
        row = messages.newest(db, wanted)
    keys = arrivals.of_message(wanted.user_pool_id, wanted.to)
    while row is None:
        left = deadline - clock.monotonic()
        has_come = left > 0 and await waiting.until(request, keys, left)
        if request.app.state.is_stopping():
            raise ControlError(503, "ending", "the server was told to end, and this wait with it, before its time")
        if not has_come:
            return _nothing_came(mock, query, wanted)
        with transaction(mock.engine) as db:
            row = messages.newest(db, wanted)
    return answer(shapes.message(row))


def _nothing_came(mock: Mock, query: WaitQuery, wanted: Wanted) -> Response:
    with transaction(mock.engine) as db:
        # Nobody may have woken us, for instance where another process has set a clock back.
        row = messages.newest(db, wanted)
        if row is not None:
            return answer(shapes.message(row))
        rows, total = messages.page(db, Wanted(query.user_pool_id), 1, 10)
        arrived: list[dict[str, Any]] = [shapes.message(row) for row in rows]
    where = f" in user pool {query.user_pool_id}" if query.user_pool_id else ""
    heard = ", ".join(
        f"{each['channel']} {each['scene']} to {each['to']}"
        + ("" if each["state"] == "good" else f" ({each['state']})")
        for each in arrived
    )
    message = f"no message with a good code to {query.to or 'anybody'} came within {query.timeout:g} s{where}; " + (
        f"the newest of {total}: {heard}" if arrived else "nothing at all was sent"
    )
    return answer({"error": {"code": "timeout", "message": message}, "list": arrived, "totalCount": total}, 408)


@router.get("/_mock/outbox/stream")
async def stream_messages(request: Request, query: Annotated[StreamQuery, Query()]) -> Response:
    """The same as server-sent events, `event: message`, from now on or after `after` or the browser's Last-Event-ID."""
    mock = tenancy.mock_of(request)
    after = streams.resumed_at(request) or query.after
    with transaction(mock.engine) as db:
        wanted = _wanted(db, query.model_copy(update={"after": after}))
        begin = 0 if after else messages.last_seq(db)

    def newer(last: int, limit: int) -> list[Any]:
        with transaction(mock.engine) as db:
            return list(messages.after(db, wanted, last, limit))

    keys = arrivals.of_message(wanted.user_pool_id, wanted.to)
    return streams.as_events(request, "message", begin, newer, shapes.message, keys)


@router.get("/_mock/outbox/{message_id}.eml")
async def get_mail(request: Request, message_id: str) -> Response:
    """A mail as a file that mail programs open. 404, 400 for an SMS."""
    with transaction(tenancy.mock_of(request).engine) as db:
        return _as_file(_message_named(db, message_id))


@router.get("/_mock/outbox/{message_id}")
async def get_message(request: Request, message_id: str) -> Response:
    """One message; with `Accept: message/rfc822` a mail as a file. 404, 400 for an SMS as a file."""
    with transaction(tenancy.mock_of(request).engine) as db:
        row = _message_named(db, message_id)
        if mail_files.CONTENT_TYPE in tenancy.header(request, b"accept"):
            return _as_file(row)
        return answer(shapes.message(row))


def _message_named(db: Connection, message_id: str) -> TimedMessage:
    row = messages.by_id(db, message_id)
    if row is None:
        raise ControlError(404, "not_found", f"there is no message {message_id!r} in the outbox", "id")
    return row


def _as_file(row: TimedMessage) -> Response:
    if row.channel != "email":
        raise ControlError(400, "no_mail", f"message {row.id} is an SMS; only a mail can be saved as .eml", "id")
    headers = {"content-disposition": f'attachment; filename="{row.id}.eml"', "cache-control": "no-store"}
    return Response(mail_files.eml(row), media_type=mail_files.CONTENT_TYPE, headers=headers)


@router.delete("/_mock/outbox/{message_id}", status_code=204)
async def delete_message(request: Request, message_id: str) -> Response:
    """Takes one message out of the outbox. Its code stays good. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        if not messages.remove_one(db, message_id):
            raise ControlError(404, "not_found", f"there is no message {message_id!r} in the outbox", "id")
    return gone()


@router.delete("/_mock/outbox", status_code=204)
async def clear_outbox(request: Request, query: Annotated[ClearQuery, Query()]) -> Response:
    """Takes messages out of the outbox, all or those of a pool, channel or address. Their codes stay good."""
    with transaction(tenancy.mock_of(request).engine) as db:
        messages.remove(db, Wanted(query.user_pool_id, query.channel, _forms(query.to)))
    return gone()
