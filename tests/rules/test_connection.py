"""Half a request is ended, and a slow one is not: what of uvicorn's inside is built upon is as it was."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any, cast

import httpx
import pytest
import uvicorn
from genauth_mock.routes.edge import connection
from genauth_mock.routes.edge.connection import Connection
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock.steering.pools.demo import APP_ID
from uvicorn.server import ServerState

HEAD = b"POST /api/v2/login/account HTTP/1.1\r\nhost: localhost\r\n"
LONG = HEAD + b"content-length: 100\r\n\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
WHOLE = b"GET /_mock/health HTTP/1.1\r\nhost: localhost\r\n\r\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that waits for nobody."""
    monkeypatch.setattr(connection, "SILENT_SECONDS", 0.2)
    with ThreadedServer(Settings(port=0)) as server:
        yield server.base_url


def told(url: str, *parts: bytes) -> bytes:
    """All that comes back until the server ends the connection."""
    port = int(url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        for part in parts:
            client.sendall(part)
        found = b""
        while more := client.recv(65536):
            found += more
    return found


@pytest.mark.parametrize(
    "sent",
    [b"G", HEAD, HEAD + b"x: ", LONG, LONG + b'{"a', CHUNKED, CHUNKED + b"5\r\nab", CHUNKED + b"1\r\na\r\n"],
    ids=str,
)
def test_half_a_request_is_ended_with_a_word(impatient: str, sent: bytes) -> None:
    assert told(impatient, sent).startswith(b"HTTP/1.1 408 ")
    assert httpx.get(f"{impatient}/_mock/health", trust_env=False).status_code == 200


def test_who_says_nothing_at_all_is_not_waited_for_either(impatient: str) -> None:
    assert told(impatient) == b""
    assert told(impatient, b"\r\n") == b""


def test_half_a_request_after_a_whole_one_is_ended(impatient: str) -> None:
    for half in (HEAD, b"\r\n"):
        answers = told(impatient, WHOLE, half)
        assert answers.startswith(b"HTTP/1.1 200 ") and answers.count(b"HTTP/1.1 200") == 1


class Clock:
    """An event loop whose time is moved by the test."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waiting: list[tuple[float, Callable[..., None], Any]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, call: Callable[..., None], *args: Any) -> asyncio.TimerHandle:
        entry = (self.now + delay, call, args)
        self.waiting.append(entry)

        class Handle:
            @staticmethod
            def cancel() -> None:
                if entry in self.waiting:
                    self.waiting.remove(entry)

        return cast("asyncio.TimerHandle", Handle())

    def create_task(self, coroutine: Any) -> Any:
        coroutine.close()  # nobody answers

        class Task:
            @staticmethod
            def add_done_callback(_: Any) -> None:
                pass

        return Task()

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        for entry in [each for each in self.waiting if each[0] <= self.now]:
            self.waiting.remove(entry)
            entry[1](*entry[2])


class Wire(asyncio.Transport):
    """A transport that remembers what was done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.closed = b"", False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def is_closing(self) -> bool:
        return self.closed

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def _nobody(_scope: Any, _receive: Any, _send: Any) -> None:
    pass


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def client(clock: Clock, wire: Wire) -> Connection:
    """A connection that has just been made."""
    config = uvicorn.Config(_nobody, lifespan="off", log_config=None)
    made = Connection(config, ServerState(), {}, cast("asyncio.AbstractEventLoop", clock))
    made.connection_made(wire)
    return made


def test_a_slow_but_steady_upload_is_not_ended(client: Connection, clock: Clock, wire: Wire) -> None:
    for byte in HEAD + b"content-length: 30\r\n\r\n" + b"x" * 29:
        client.data_received(bytes([byte]))
        clock.pass_by(connection.SILENT_SECONDS - 1)
        assert not wire.closed
    client.data_received(b"x")
    clock.pass_by(1_000_000)
    assert not wire.closed  # it is whole, and the answer may take its time
    assert wire.written == b""


def test_an_upload_that_stops_is_ended(client: Connection, clock: Clock, wire: Wire) -> None:
    client.data_received(LONG + b"x")
    clock.pass_by(connection.SILENT_SECONDS - 1)
    client.data_received(b"x")
    clock.pass_by(connection.SILENT_SECONDS - 1)
    assert not wire.closed
    clock.pass_by(1)
    assert (wire.closed, wire.written[:13]) == (True, b"HTTP/1.1 408 ")


def test_nobody_is_ended_whom_the_server_does_not_listen_to(client: Connection, clock: Clock, wire: Wire) -> None:
    client.data_received(HEAD + b"content-length: 1000000\r\n\r\n" + b"x" * 900_000)
    assert client.flow.read_paused
    for _ in range(3):
        clock.pass_by(connection.SILENT_SECONDS)
    assert not wire.closed
    client.flow.resume_reading()
    clock.pass_by(connection.SILENT_SECONDS)
    assert wire.closed


def test_an_answer_that_lasts_is_not_ended(client: Connection, clock: Clock, wire: Wire) -> None:
    client.data_received(WHOLE.replace(b"health", b"outbox/stream"))
    client.data_received(WHOLE)  # the next one is there already
    clock.pass_by(1_000_000)
    assert not wire.closed


def test_whole_requests_need_no_clock(client: Connection, clock: Clock) -> None:
    clock.pass_by(connection.SILENT_SECONDS - 1)
    client.data_received(WHOLE)
    clock.pass_by(1)
    assert clock.waiting == []
    client.data_received(b"GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")
    assert clock.waiting == []


@pytest.mark.parametrize("piece", [b"x: y\r\n", b"x-long: " + b"v" * 5000])
def test_a_head_without_end_is_refused(client: Connection, wire: Wire, piece: bytes) -> None:
    client.data_received(HEAD)
    taken = 0
    while not wire.closed and taken < 2 * connection.LARGEST_HEAD:
        client.data_received(piece)
        taken += len(piece)
    assert (wire.closed, wire.written[:13]) == (True, b"HTTP/1.1 431 ")
    assert taken <= connection.LARGEST_HEAD + len(piece)


def test_a_body_may_be_longer_than_a_head(client: Connection, wire: Wire) -> None:
    client.data_received(HEAD + b"content-length: 10000000\r\n\r\n")
    for _ in range(20):
        client.data_received(b"x" * 100_000)
    assert not wire.closed


def test_what_comes_after_a_body_is_no_header_and_is_bounded(impatient: str) -> None:
    trailer = b"x-authing-app-id: of-the-trailer\r\norigin: http://evil.example\r\n"
    last = b"connection: close\r\n"
    answer = told(impatient, HEAD + last + b"transfer-encoding: chunked\r\n\r\n0\r\n" + trailer + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 ") and b"evil.example" not in answer
    assert httpx.get(f"{impatient}/_mock/pools/of-the-trailer", trust_env=False).status_code == 404
    port = int(impatient.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(CHUNKED + b"0\r\n")
        with pytest.raises(ConnectionError):
            client.sendall(b"a:\r\n" * 20_000_000)


BODY = b'{"account": "nobody", "password": "111111"}'
AS_WHOLE = b"content-length: %d\r\n" % len(BODY)
CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
AS_CHUNKS = b"transfer-encoding: chunked\r\n"


@pytest.mark.parametrize("offer", [b"h2c", b"websocket"])
@pytest.mark.parametrize("cut", [0, 1, 20])
@pytest.mark.parametrize(
    ("framing", "sent"), [(AS_WHOLE, BODY), (AS_CHUNKS, b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY))]
)
def test_the_body_of_a_request_that_offers_another_protocol_is_read(
    server_url: str, offer: bytes, cut: int, framing: bytes, sent: bytes
) -> None:
    # As Java's HttpClient offers HTTP/2 with the first request, whatever it is.
    upgrade = b"connection: Upgrade, HTTP2-Settings\r\nupgrade: %b\r\nhttp2-settings: AAEAAEAA\r\n" % offer
    app = f"x-authing-app-id: {APP_ID}\r\n".encode()
    head = HEAD + app + b"content-type: application/json\r\n" + framing + upgrade + b"\r\n"
    whole = head + sent
    last = WHOLE.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
    parts = [whole[: len(head) + cut], whole[len(head) + cut :] + whole, whole + last]
    answers = told(server_url, *parts)
    assert (answers.count(b"HTTP/1.1 200 "), re.findall(rb'"code":(\d+)', answers)) == (4, [b"2333"] * 3)
