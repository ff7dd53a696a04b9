"""A WebSocket client that the mock's authors did not write, as apps subscribe to events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import websocket
from websocket import WebSocket, WebSocketBadStatusException

from tests.conftest import App

PATH = "/events/v1/authentication/sub"
UPDATED = "authing.user.updated"
# A client that waits for longer waits in vain.
SECONDS = 10


@contextmanager
def connected(app: App, code: str | None = UPDATED, path: str = PATH, **options: Any) -> Iterator[WebSocket]:
    """A WebSocket that is open, to the events of a code, with the app's token or another; headers may be added."""
    query = {"code": code, "token": options.pop("token", app.token)}
    url = app.http.base_url.copy_with(
        scheme="ws", path=path, params={name: value for name, value in query.items() if value is not None}
    )
    headers = options.pop("headers", {})
    opened = websocket.create_connection(
        str(url), timeout=SECONDS, suppress_origin="origin" not in options, header=headers, **options
    )
    try:
        yield opened
    finally:
        opened.close(timeout=SECONDS)
        cut(opened)


def cut(socket: WebSocket) -> None:
    """Ends the connection without a word."""
    shutdown: Callable[[], None] = socket.shutdown
    shutdown()


def refused(app: App, code: str | None = UPDATED, path: str = PATH, **options: Any) -> tuple[int, Any]:
    """The HTTP status and the answer with which a handshake is refused."""
    try:
        with connected(app, code, path, **options):
            raise AssertionError("the socket was opened")
    except WebSocketBadStatusException as fault:
        is_json = "json" in (fault.resp_headers or {}).get("content-type", "")
        return fault.status_code, json.loads(fault.resp_body or "null") if is_json else fault.resp_body


def heard(socket: WebSocket) -> Any:
    """What the next frame says."""
    return json.loads(socket.recv())


def is_closed(socket: WebSocket) -> int:
    """With which code the server closes the socket, and sends no more."""
    opcode, data = socket.recv_data()
    assert opcode == websocket.ABNF.OPCODE_CLOSE, (opcode, data)
    return int.from_bytes(data[:2], "big")


def publish(app: App, data: Any, code: str = UPDATED) -> dict[str, Any]:
    """An event that the test itself has happen in the app's pool."""
    made: dict[str, Any] = app.control("POST", "/events", {"userPoolId": app.pool_id, "event": code, "data": data})
    return made
