"""What is to go wrong, for every face: a request that is struck is delayed, refused, cut off, or never answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock.context import Mock
from genauth_mock.kit import borrowed
from genauth_mock.routes.edge import queries, tenancy
from genauth_mock.routes.edge.face import FACE
from genauth_mock.steering import faults as rules
from genauth_mock.steering.faults import Facts, Forced
from genauth_mock.store import faults
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.faults import Fault

# Where another process may add a fault, this one asks again after so long; whoever adds one waits a little longer.
LOOK_AGAIN_SECONDS = 0.02

_WITHOUT_BODY = (204, 205, 304)
_LARGEST_READ = 8 * 1024 * 1024

# Under this a request carries the id of the fault that has struck it.
STRUCK = "genauth_mock.fault"
# And under this the server's own way to send, past all middleware.
SEND = "genauth_mock.send"


class FaultMiddleware:
    """An application whose requests may be struck by the faults of a server, as this process knows them."""

    def __init__(self, mock: Mock, app: ASGIApp) -> None:
        self._mock, self._app = mock, app
        self._known: list[Fault] = []
        self._asked_at = 0.0

    # No coroutine of its own: most servers have no faults.
    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answers a request."""
        return (self._looked_at if self.known() else self._app)(scope, receive, send)

    async def _looked_at(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, again = await _all_of(receive)
        fault = self._strike(scope, body)
        if fault is None:
            await self._app(scope, again, send)
            return
        scope[STRUCK] = fault.id
        await self._apply(fault, scope, again, send)

    def known(self) -> list[Fault]:
        """All faults, oldest first."""
        engine = self._mock.engine
        if (remembered := faults.remembered(engine)) is not None:
            return remembered
        if faults.are_remembered(engine) or time.monotonic() - self._asked_at > LOOK_AGAIN_SECONDS:
            with transaction(self._mock.engine) as db:
                self._known = faults.all_of(db)
            self._asked_at = time.monotonic()
        return self._known

    def _strike(self, scope: Scope, body: bytes) -> Fault | None:
        """The fault that strikes a request, counted; None for most."""
        method, path = scope["method"], scope["path"]
        request = Request(scope)

        def operation() -> Collection[str]:
            found = scope[FACE].operation_of(method, path, body)
            return found.names if found else ()

        def fields() -> Mapping[str, Any]:
            return fields_of(scope["query_string"], body)

        def pool(db: Connection) -> str | None:
            return tenancy.pool_of(db, request, fields())

        with transaction(self._mock.engine) as db:
            return rules.strike(db, self.known(), Facts(method, path, operation, pool, fields))

    async def _apply(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request as a fault wants it."""
        connection = connection_of(scope)
        if fault.delay_ms:
            await asyncio.sleep(fault.delay_ms / 1000)
        if fault.disconnect:
            await hang_up(connection)
            return
        app, forced = self._app, rules.forced(fault)
        if forced is not None:
            app = await _printed(Request(scope, receive), forced)
        if fault.cut_body:
            await _cut_off(app, scope, receive, send, connection)
        else:
            await app(scope, receive, send)


async def _printed(request: Request, forced: Forced) -> Response:
    response: Response = await request.scope[FACE].force(request, forced)
    if response.status_code in _WITHOUT_BODY:
        response = Response(status_code=response.status_code)
    response.headers.update(forced.headers)
    return response


def fields_of(query: bytes, body: bytes) -> dict[str, Any]:
    """What a request says in its query and its JSON or form; what is inside an object by `outer.inner`.

    What has more fields than any face takes says nothing.
    """
    found: dict[str, Any] = {}
    if not queries.has_too_many_fields(query):
        found = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    if body.lstrip()[:1] == b"{":
        try:
            _flatten(orjson.loads(body), "", found)
        except orjson.JSONDecodeError:
            return found
    elif b"=" in body[:200] and not queries.has_too_many_fields(body):
        found |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return found


def _flatten(value: dict[str, Any], prefix: str, into: dict[str, Any]) -> None:
    for name, each in value.items():
        into[prefix + name] = each
        if isinstance(each, dict) and prefix.count(".") < 5:
            _flatten(each, f"{prefix}{name}.", into)


def connection_of(scope: Scope) -> Any:
    """The connection over which an answer goes, None where it is not known: ASGI itself has no way to hang up."""
    return borrowed.transport_behind(scope.get(SEND))


async def hang_up(connection: Any) -> None:
    """Ends a connection at once; None is one that nobody knows."""
    if connection is not None:
        connection.abort()
    await _until_noticed()


async def _until_noticed() -> None:
    # Until the server has noticed, it would complain that there was no answer, or half of one.
    for _ in range(3):
        await asyncio.sleep(0)


async def _cut_off(answer: ASGIApp, scope: Scope, receive: Receive, send: Send, connection: Any) -> None:
    """Sends an answer up to the middle of its body, and hangs up."""
    start: Message = {}
    parts: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await answer(scope, receive, keep)
    body = b"".join(parts)
    await send(start)
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    if connection is not None:
        connection.close()
    await _until_noticed()


async def _all_of(receive: Receive) -> tuple[bytes, Receive]:
    """The body of a request, and a way to read it once more."""
    messages: list[Message] = []
    size, more = 0, True
    while more and size < _LARGEST_READ:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        more = message.get("more_body", False)
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return b"".join(each.get("body", b"") for each in messages), again
