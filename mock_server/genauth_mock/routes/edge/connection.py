"""A client's connection: uvicorn's own, which also says what is wrong with a client that never gets to a request.

uvicorn waits for ever for the rest of a request. It has no public hook for that; all that is used of its inside stands
here, and `tests/rules/test_connection.py` fails where a new uvicorn has it otherwise.
"""

from __future__ import annotations

import logging
from asyncio import TimerHandle, Transport
from typing import Any, cast

from httptools import HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

log = logging.getLogger(__name__)

# So long may a client be silent that owes a request or the rest of one.
SILENT_SECONDS = 30.0
# So long may be what comes before a body. A URL has 64 kB at most in any case.
LARGEST_HEAD = 256 * 1024
# What `websockets` reads of a handshake, which it drops without a word where that is more: 8192, with what stands
# around a URL, and 128.
LONGEST_HANDSHAKE_LINE = 8000
MOST_HANDSHAKE_HEADERS = 100
_BODY = (b"content-length", b"transfer-encoding")


class _Parser(HttpRequestParser):
    """A parser that reads on where a client offers another protocol in vain, as Java's does with every first request.

    The parser of the library stops there, and drops the body.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection
        # As uvicorn has it.
        self.set_dangerous_leniencies(lenient_data_after_close=True)

    def feed_data(self, data: Any) -> None:
        """Takes what has arrived. Raises httptools.HttpParserError, and HttpParserUpgrade at a handshake."""
        parser: HttpRequestParser = self
        rest = memoryview(data)
        while rest:
            try:
                HttpRequestParser.feed_data(parser, rest)
            except HttpParserUpgrade as upgrade:
                if self._connection.is_handshake():
                    raise
                rest = rest[upgrade.args[0] :]
                parser = self._connection.reads_on()
            else:
                return


class Connection(HttpToolsProtocol):
    """A connection to one client."""

    _is_repeating = False
    _waits: TimerHandle | None = None
    _heard_at = 0.0
    _is_whole = True
    _is_upgraded = False
    _has_head = True
    _head_size = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parser = _Parser(self)

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Waits for the first request."""
        super().connection_made(transport)
        self._heard_at = self.loop.time()
        self._wait(SILENT_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no longer."""
        if self._waits is not None:
            self._waits.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what has arrived. A TLS record that begins a connection is a handshake: no request begins so."""
        if data[:2] == b"\x16\x03" and cast("Any", self.scope) is None:
            self._refuse_tls()
            return
        self._heard_at = self.loop.time()
        super().data_received(data)
        if not self._has_head:
            self._head_size += len(data)
            if self._head_size > LARGEST_HEAD:
                self._end(431, "What comes before the body of this request is too long")
        if self._waits is None and self._owes_something():
            self._wait(SILENT_SECONDS)

    def on_message_begin(self) -> None:
        """A request has begun."""
        if self._is_repeating:
            return
        super().on_message_begin()
        self._is_whole = self._has_head = False
        self._head_size = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field has come. One that comes after the body is dropped, and counted. RFC 9110, 6.5.1."""
        if self._is_repeating:
            return
        if not self._has_head:
            super().on_header(name, value)
            return
        self._head_size += len(name) + len(value) + 4
        if self._head_size > LARGEST_HEAD:
            self._end(431, "What comes after the body of this request is too long")

    def on_url(self, url: bytes) -> None:
        """A part of the URL has come."""
        if not self._is_repeating:
            super().on_url(url)

    def on_headers_complete(self) -> None:
        """All is there of a request but its body."""
        if self._is_repeating:
            return
        self._has_head = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All is there of a request, unless the parser has stopped before its body."""
        if self.parser.should_upgrade() and self._framing():
            return
        self._is_whole = True
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """From here on, the connection is a WebSocket's, which may be silent."""
        self._is_upgraded = True
        super().handle_websocket_upgrade()

    def is_handshake(self) -> bool:
        """Whether the request begins a WebSocket."""
        return self._should_upgrade()

    def reads_on(self) -> HttpRequestParser:
        """A parser for the rest of the request, and for what comes after it; it is told how long the body is."""
        self.parser = _Parser(self)
        framing = self._framing()
        if framing:
            self._is_repeating = True
            HttpRequestParser.feed_data(self.parser, b"POST / HTTP/1.1\r\n" + b"".join(framing) + b"\r\n")
            self._is_repeating = False
        return self.parser

    def _framing(self) -> list[bytes]:
        """What the request says of its body's length."""
        return [b"%s: %s\r\n" % each for each in self.headers if each[0] in _BODY]

    def _should_upgrade(self) -> bool:
        """Whether this is a handshake as WebSockets have it; else it is a request like any other. RFC 9110, 7.8."""
        return (
            super()._should_upgrade()
            and self.scope["method"] == "GET"
            and len(self.headers) <= MOST_HANDSHAKE_HEADERS
            and max(len(self.url), *(len(name) + len(value) for name, value in self.headers)) <= LONGEST_HANDSHAKE_LINE
            and not self._framing()
        )

    def _owes_something(self) -> bool:
        """Whether it is the client's turn: half a request is there, or none, and uvicorn does not wait for one."""
        if self._is_upgraded:
            return False
        if not self._is_whole or cast("Any", self.cycle) is None:
            return True
        return self.cycle.response_complete and self.timeout_keep_alive_task is None

    def _wait(self, seconds: float) -> None:
        self._waits = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """Ends a connection that has been silent for too long."""
        self._waits = None
        if self.transport.is_closing() or not self._owes_something():
            return
        if self.flow.read_paused:
            # It is the server that does not listen.
            self._heard_at = self.loop.time()
        left = self._heard_at + SILENT_SECONDS - self.loop.time()
        if left > 0:
            self._wait(left)
            return
        log.info("a client was silent for %g s in the midst of a request; its connection is ended", SILENT_SECONDS)
        self._end(408, f"Nothing came of this request for {SILENT_SECONDS:g} seconds")

    def _end(self, status: int, why: str) -> None:
        """Ends the connection, with an answer where none has begun."""
        if self.transport.is_closing():
            return
        half = cast("Any", self.cycle) is not None and self.cycle.response_started and not self.cycle.response_complete
        if not half and not (self._is_whole and self._has_head):
            head = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(why)}\r\nconnection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[status] + head.encode() + why.encode())
        self.transport.close()

    def _refuse_tls(self) -> None:
        address = self.client[0] if self.client else "an unknown address"
        do = "use http://… in the app; genauth-mock doctor says how"
        log.warning("a client at %s spoke https; this server speaks plain http: %s", address, do)
        app: Any = self.app
        app.state.spoke_tls(address)
        self.send_400_response("This server speaks plain http: use http:// in place of https://")
