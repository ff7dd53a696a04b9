"""The dispatcher: from a request to the route that answers it, past the middleware that all faces share.

Static paths are looked up in a dict, then the parameter routes of the one topic that holds the path are tried: the last
of 600 routes costs as much as the first. A topic is imported at its first request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from starlette.datastructures import State
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock import errors
from genauth_mock.context import Mock
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import bodies, cors, crashes, journal, sockets
from genauth_mock.routes.edge.cors import CorsMiddleware
from genauth_mock.routes.edge.crashes import CrashMiddleware, CutShort
from genauth_mock.routes.edge.expired import Expired
from genauth_mock.routes.edge.face import FACE, Face, Faces
from genauth_mock.routes.edge.faults import SEND, FaultMiddleware, connection_of, hang_up
from genauth_mock.routes.edge.journal import JournalMiddleware
from genauth_mock.routes.edge.routing import Route
from genauth_mock.routes.edge.sockets import Socket
from genauth_mock.routes.edge.tenancy import REMARK
from genauth_mock.routes.edge.threads import in_thread


@dataclass(frozen=True, slots=True)
class _Topic:
    """The routes of a module. `parameterized` are those whose paths have parameters."""

    routes: tuple[Route, ...]
    parameterized: tuple[Route, ...]


class _Static(NamedTuple):
    """What answers a method and a path without parameters, and the face that it is one of."""

    face: Face
    app: ASGIApp


_NO_TOPIC = _Topic((), ())


class Dispatcher:
    """The ASGI application.

    What is asked of a face is noted in the journal, and may be struck by a fault. Of control calls those are noted that
    were refused to a foreign page. A browser's question whether it may ask (OPTIONS) is neither. HEAD is answered as
    GET is. `state` is what the control API's routes ask of the server that runs.
    """

    def __init__(self, mock: Mock, faces: Sequence[Face]) -> None:
        self.state = State()
        self.faces = Faces(tuple(faces))
        self._mock = mock
        self._static: dict[tuple[str, str], _Static] = {}
        self._topics: dict[tuple[str, str], _Topic] = {}
        # Nobody waits for what another face imports.
        self._importing = {face.name: asyncio.Lock() for face in faces}
        self._expired = Expired(mock)
        self._preflight = CrashMiddleware(cors.preflight)
        self._unnoted = CorsMiddleware(CrashMiddleware(self._answer))
        answer = CorsMiddleware(CrashMiddleware(FaultMiddleware(mock, self._answer)))
        self.journal = JournalMiddleware(mock, sockets.turned_away(answer))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await self._open(scope, receive, send)
            return
        scope["app"], scope[SEND] = self, send
        if "\0" in scope["path"]:
            # No route has it, and no database takes it: nothing of that name is there.
            scope["path"] = scope["path"].replace("\0", "%00")
        known = self._static.get((scope["method"], scope["path"]))
        face = scope[FACE] = known.face if known else self.faces.of(scope["path"])
        crashes.watch(scope)
        try:
            if scope["method"] == "OPTIONS" or not face.is_noted:
                await self._answer_unnoted(scope, receive, send)
            else:
                await self.journal(scope, receive, send)
                self._expired.count_call()
        except CutShort:
            await hang_up(connection_of(scope))

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Opens a WebSocket. Its handshake is a request like any other; what comes after it is the socket's own."""
        if scope["type"] != "websocket":
            return
        if not self.faces.of(scope["path"]).is_noted:
            await sockets.refuse(send)
            return
        socket = Socket(scope, receive, send)
        await self(socket.handshake, socket.receive, socket.send)
        try:
            await socket.go_on()
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told as a crash
            crashes.watch(socket.handshake)
            crashes.note(socket.handshake, fault)
            crashes.keep(self._mock, socket.handshake, socket.named)
            await socket.close(sockets.CRASHED)

    async def _answer_unnoted(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._preflight if cors.is_preflight(scope) else self._unnoted
        try:
            await answer(scope, receive, send)
        finally:
            crashes.keep(self._mock, scope)
        if REMARK in scope:
            self.journal.refused(scope)

    # No coroutine of its own: what is asked again and again is found at once.
    def _answer(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        known = self._static.get((scope["method"], scope["path"]))
        return (known.app if known else self._answer_routed)(scope, receive, send)

    async def _answer_routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        app = await self._routed(scope)
        await app(scope, receive, send)

    async def _routed(self, scope: Scope) -> ASGIApp:
        """The application of a path that has parameters, or whose topic nobody has asked for yet."""
        face, method, path = scope[FACE], scope["method"], scope["path"]
        topic = await self._topic(face, face.topic(path))
        if (known := self._static.get((method, path))) is not None:
            return known.app
        for route in topic.parameterized:
            if route.method == method and route.pattern and (found := route.pattern.fullmatch(path)):
                scope["path_params"] = found.groupdict()
                return route.app
        others = sorted({each.method for each in topic.routes if each.path == path or _matches(each, path)})
        return partial(_absent, others)

    async def _topic(self, face: Face, name: str | None) -> _Topic:
        if name is None or not face.has(name):
            # Anything may stand in a path: what names no topic is not remembered.
            return _NO_TOPIC
        key = face.name, name
        if key not in self._topics:
            async with self._importing[face.name]:
                # Whoever waited finds it there.
                if key not in self._topics:
                    self._topics[key] = await self._imported(face, name)
        return self._topics[key]

    async def _imported(self, face: Face, name: str) -> _Topic:
        # Others are answered meanwhile: FastAPI alone takes 150 ms.
        routes = await in_thread(face.routes_of, name)
        self._static |= {(each.method, each.path): _Static(face, each.app) for each in routes if not each.pattern}
        return _Topic(routes, tuple(each for each in routes if each.pattern))


def _matches(route: Route, path: str) -> bool:
    return route.pattern is not None and route.pattern.fullmatch(path) is not None


async def _absent(others: Sequence[str], scope: Scope, receive: Receive, send: Send) -> None:
    """Answers where no route does: 501 for a known operation, else 404 or 405, in the face's form."""
    request, face = Request(scope, receive), scope[FACE]
    method, path = scope["method"], scope["path"]
    try:
        body = await bodies.read(request) if face.operation else b""
        refused: Refused = face.absent(method, path, others, face.operation_of(method, path, body))
    except Refused as fault:
        refused = fault
    if refused.entry is errors.NOT_FOUND:
        scope[journal.NEAREST] = refused.values["nearest"]
    response = face.refuse(request, refused)
    if response.status_code == 405:
        response.headers["allow"] = ", ".join(others)
    await response(scope, receive, send)


def _without_body(send: Send) -> Send:
    """The answer to HEAD: it ends where the body of GET's begins, which of a stream would never end."""
    is_over = False

    async def begin(message: Message) -> None:
        nonlocal is_over
        if is_over:
            return
        is_over = message["type"] == "http.response.body"
        # The server itself leaves the body out; the journal wants to know what it began with.
        await send({**message, "more_body": False} if is_over else message)

    return begin
