"""WebSockets, for every face: a handshake is a request of method GET, and is answered as one until the socket is open.

A topic declares one by `@router.websocket(path)`; the decorated function says who may come in, and gives an `Opened`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock.kit import borrowed
from genauth_mock.routes.edge import tenancy

# Under this a handshake carries its socket.
SOCKET = "genauth_mock.socket"
# RFC 6455, 7.4.1.
POLICY, CRASHED = 1008, 1011

_SCHEMES = {"ws": "http", "wss": "https"}
# Who has not read for so long reads no more. No ping tells: it would wait for room as well.
PATIENCE_SECONDS = 30.0
_SWITCHING = 101
_FORBIDDEN = 403


class Socket:
    """A client's WebSocket. What a client sends is read and thrown away."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme = _SCHEMES.get(scope["scheme"], "http")
        self.handshake: Scope = {**scope, "type": "http", "method": "GET", "scheme": scheme, SOCKET: self}
        self._receive, self._send = receive, send
        self._then: Callable[[Socket], Awaitable[None]] | None = None
        self._is_open = self._has_ended = self._was_asked = False
        self.gone: asyncio.Future[None] | None = None

    @property
    def transport(self) -> Any:
        """The transport of the connection, by which it can be cut off; None where it is not known."""
        return borrowed.transport_behind(self._send)

    @property
    def named(self) -> tuple[str | None, str | None]:
        """The pool and the application that the handshake was found to name."""
        pool_id, app_id, *_ = self.handshake.get(tenancy.CALL) or (None, None)
        return pool_id, app_id

    @property
    def has_ended(self) -> bool:
        """Whether there is nobody any more at the other end."""
        return self._has_ended or (self.gone is not None and self.gone.done())

    async def receive(self) -> Message:
        """What the handshake holds: nothing."""
        if not self._was_asked:
            self._was_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        while (await self._receive())["type"] != "websocket.disconnect":
            pass
        self._has_ended = True
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Answers the handshake: opens the socket, or says why it is not opened."""
        is_start = message["type"] == "http.response.start"
        if is_start and message["status"] == _SWITCHING:
            self._is_open = True
            await self._tell({"type": "websocket.accept"})
        elif not self._is_open:
            await self._tell({**message, "type": f"websocket.{message['type']}"})

    def goes_on(self, then: Callable[[Socket], Awaitable[None]]) -> None:
        """Says what is to be done once the socket is open."""
        self._then = then

    async def go_on(self) -> None:
        """Does it. What it has taken it gives back, even if the client has gone already."""
        if self._then is None:
            await _until_noticed()
            return
        self.gone = asyncio.ensure_future(self._until_gone())
        try:
            await self._then(self)
        finally:
            self.gone.cancel()

    async def send_text(self, text: str) -> None:
        """Sends a text frame, as soon as the client has room for it."""
        await self._tell({"type": "websocket.send", "text": text})

    async def close(self, code: int, reason: str = "") -> None:
        """Closes the socket, and says why."""
        await self._tell({"type": "websocket.close", "code": code, "reason": reason})
        self._has_ended = True

    async def _tell(self, message: Message) -> None:
        if self.has_ended:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._send(message)
        except TimeoutError:
            self._has_ended = True
            if self.transport is not None:
                self.transport.abort()
        except OSError:
            # So ASGI says that there is nobody to tell.
            self._has_ended = True

    async def _until_gone(self) -> None:
        while not self._has_ended and (await self._receive())["type"] != "websocket.disconnect":
            pass


async def _until_noticed() -> None:
    # Until uvicorn has noticed that the connection has ended, it would complain that the handshake had no answer.
    for _ in range(3):
        await asyncio.sleep(0)


class Opened(Response):
    """The answer to a handshake that opens the socket, and does something with it from then on."""

    def __init__(self, then: Callable[[Socket], Awaitable[None]]) -> None:
        super().__init__(status_code=_SWITCHING)
        self._then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Opens it."""
        scope[SOCKET].goes_on(self._then)
        await send({"type": "http.response.start", "status": self.status_code, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def turned_away(app: ASGIApp) -> ASGIApp:
    """An application that tells no handshake that it has succeeded, where it has not: a refusal of HTTP 200 is 403."""

    # No coroutine of its own: hardly any request is a handshake.
    def answer(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return app(scope, receive, _failing(send) if SOCKET in scope else send)

    return answer


def _failing(send: Send) -> Send:
    async def tell(message: Message) -> None:
        status = message.get("status", _FORBIDDEN)
        if status != _SWITCHING and status < 400:
            message = {**message, "status": _FORBIDDEN}
        await send(message)

    return tell


async def refuse(send: Send) -> None:
    """Refuses a handshake without a word."""
    await send({"type": "websocket.close", "code": POLICY, "reason": ""})
