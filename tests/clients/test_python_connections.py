"""How the Python client speaks HTTP: connections that are kept, streams, and what happens where a server ends."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock_client import GenAuthError, Server, Unreachable

OK = b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n{"status":"ok"}'
Behave = Callable[[int, socket.socket], None]


@contextmanager
def scripted(behave: Behave) -> Iterator[str]:
    """The URL of a server that does with its first, second … connection what it is told."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)

        def serve() -> None:
            number = 0
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    behave(number, connection)
                number += 1

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(20)


def request_of(connection: socket.socket) -> bytes:
    """One request without a body, or with one that comes at once."""
    return connection.recv(65536)


def test_one_connection_serves_many_calls() -> None:
    seen: list[int] = []

    def behave(number: int, connection: socket.socket) -> None:
        while request_of(connection):
            seen.append(number)
            connection.sendall(OK)

    with scripted(behave) as url, Server(url) as server:
        assert [server.health()["status"] for _ in range(3)] == ["ok"] * 3
    assert seen == [0, 0, 0]


def test_a_connection_that_was_idle_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    def behave(number: int, connection: socket.socket) -> None:
        request_of(connection)
        seen.append(number)
        connection.sendall(OK)
        if number == 0:
            # The first stays open, and is idle.
            request_of(connection)

    with scripted(behave) as url, Server(url) as server:
        server.health()
        now[0] += 4
        server.call("POST", "/x")
    assert seen == [0, 1]


def test_a_kept_connection_that_the_server_has_closed_is_replaced_for_every_method() -> None:
    seen: list[tuple[int, bytes]] = []
    closed = threading.Event()

    def behave(number: int, connection: socket.socket) -> None:
        seen.append((number, request_of(connection).split(b" ")[0]))
        connection.sendall(OK)
        connection.close()
        closed.set()

    with scripted(behave) as url, Server(url) as server:
        for method in ("GET", "POST", "PUT", "DELETE"):
            assert server.call(method, "/x", {} if method != "GET" else None) == {"status": "ok"}
            closed.wait(10)
    assert seen == [(0, b"GET"), (1, b"POST"), (2, b"PUT"), (3, b"DELETE")]


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST", 1)])
def test_what_got_no_answer_on_a_kept_connection_is_sent_again_unless_it_might_be_done_twice(
    method: str, times: int
) -> None:
    asked: list[bytes] = []

    def behave(number: int, connection: socket.socket) -> None:
        if number == 0:
            request_of(connection)
            connection.sendall(OK)
        asked.append(request_of(connection))
        if number > 0:
            connection.sendall(OK)

    with scripted(behave) as url, Server(url) as server:
        server.health()
        if times == 2:
            assert server.call(method, "/x") == {"status": "ok"}
        else:
            with pytest.raises(Unreachable, match="without response"):
                server.call(method, "/x")
    assert len(asked) == times


def test_what_gets_no_answer_on_a_new_connection_is_not_sent_again() -> None:
    asked: list[bytes] = []

    def behave(_number: int, connection: socket.socket) -> None:
        asked.append(request_of(connection))

    with (
        scripted(behave) as url,
        Server(url) as server,
        pytest.raises(Unreachable, match=f"nothing answers at {url}: Remote end closed connection"),
    ):
        server.health()
    assert len(asked) == 1


def test_threads_share_a_server(server_url: str) -> None:
    with Server(server_url) as server, ThreadPoolExecutor(8) as threads:
        pools = list(threads.map(lambda n: server.create_pool(name=f"pool {n}"), range(32)))
        assert len({pool.user_pool_id for pool in pools}) == 32
        assert [pool.name for pool in pools] == [f"pool {n}" for n in range(32)]
        list(threads.map(lambda pool: pool.delete(), pools))


def test_no_proxy_is_asked(server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Server(server_url) as server:
        assert server.health()["status"] == "ok"


@pytest.mark.parametrize("url", ["127.0.0.1:8400", "ftp://127.0.0.1", "http://", "http://[::1", "http://a:b"])
def test_what_is_no_address_is_told_so(url: str) -> None:
    with pytest.raises(Unreachable, match="http"):
        Server(url)


def test_a_server_behind_a_path_is_found(server_url: str) -> None:
    asked: list[bytes] = []

    def behave(_number: int, connection: socket.socket) -> None:
        asked.append(request_of(connection))
        connection.sendall(OK)

    with scripted(behave) as url, Server(f"{url}/mock/") as server:
        server.call("GET", "/x", name="a b&c", flag=True, nothing=None)
    assert asked[0].startswith(b"GET /mock/_mock/x?name=a%20b%26c&flag=true HTTP/1.1\r\n")


def test_something_that_is_no_mock_is_told_apart() -> None:
    def behave(_number: int, connection: socket.socket) -> None:
        request_of(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>")

    with scripted(behave) as url, Server(url) as server, pytest.raises(Unreachable, match="is no genauth-mock"):
        server.health()


def test_a_silent_server_is_waited_for_no_longer_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genauth_mock_client.server._LONGEST_ANSWER_SECONDS", 0.2)
    done = threading.Event()

    def behave(_number: int, connection: socket.socket) -> None:
        request_of(connection)
        done.wait(10)

    with scripted(behave) as url, Server(url) as server:
        with pytest.raises(Unreachable, match="timed out"):
            server.health()
        done.set()


def test_a_document_goes_in_pieces_and_is_told_how_far_it_is(server_url: str) -> None:
    users = b",".join(b'{"username": "user%d"}' % n for n in range(60_000))
    document = b'{"users": [' + users + b"]}"
    sent: list[int] = []
    with Server(server_url) as server:
        events = list(server.send("/pools", io.BytesIO(document), "json", sent=sent.append))
        assert sum(sent) == len(document)
        assert len(sent) == 2
        assert events[-1][0] == "done"
        assert {name for name, _ in events[:-1]} == {"progress"}
        pool = server.pool(events[-1][1]["userPoolId"])
        exported = b"".join(server.fetch(f"{pool.path}/export", "json"))
        assert exported.count(b'"username"') == 60_000
        pool.delete()


def test_a_document_that_is_refused_is_refused_with_its_field(server_url: str) -> None:
    with Server(server_url) as server:
        with pytest.raises(GenAuthError) as refused:
            list(server.send("/pools", io.BytesIO(b'{"usres": []}'), "json", sent=lambda _: None))
        assert (refused.value.status, refused.value.field) == (400, "usres")
        assert server.health()["status"] == "ok"


def test_a_refusal_that_comes_before_all_is_sent_is_read() -> None:
    refusal = b'{"error": {"code": "too_large", "message": "no room"}}'
    answer = b"HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%b" % (len(refusal), refusal)

    def behave(_number: int, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(answer)
        # Closed for good only once the other has seen it: what is unread would cancel the answer.
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1024 * 1024):
            pass

    with scripted(behave) as url, Server(url) as server, pytest.raises(GenAuthError, match="no room") as refused:
        list(server.send("/pools", io.BytesIO(b"x" * 3_000_000), "json", sent=lambda _: None))
    assert refused.value.status == 413


@pytest.mark.parametrize(
    "head", [b"content-length: 100\r\n\r\n{", b"transfer-encoding: chunked\r\n\r\n5\r\n{\r\n"], ids=["length", "chunks"]
)
def test_half_a_document_is_not_taken_for_a_whole_one(head: bytes) -> None:
    def behave(_number: int, connection: socket.socket) -> None:
        request_of(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head)

    with scripted(behave) as url, Server(url) as server, pytest.raises(Unreachable, match="does not answer any more"):
        b"".join(server.fetch("/pools/x/export", "json"))


def test_events_come_as_they_happen_and_a_stream_may_be_left(server_url: str) -> None:
    with Server(server_url) as server:
        pool = server.create_pool()
        events = server.events("/requests/stream", userPoolId=pool.user_pool_id)
        heard: list[str] = []
        listening = threading.Event()

        def listen() -> None:
            listening.set()
            heard.append(next(events)["path"])

        with ThreadPoolExecutor(1) as thread:
            first = thread.submit(listen)
            listening.wait(10)
            while not first.done():
                ask = socket.create_connection(("127.0.0.1", int(server_url.rpartition(":")[2])))
                with ask:
                    ask.sendall(f"GET /api/v2/x HTTP/1.0\r\nx-authing-app-id: {pool.app_id}\r\n\r\n".encode())
                    ask.recv(65536)
            first.result()
        events.close()  # type: ignore[attr-defined]  # an iterator that is a generator
        assert heard == ["/api/v2/x"]
        pool.delete()


def test_a_server_that_ends_ends_its_streams() -> None:
    running = ThreadedServer(Settings(port=0)).start()
    with Server(running.base_url) as server, ThreadPoolExecutor(1) as thread:
        pool = server.create_pool()
        heard: list[str] = []
        listening = thread.submit(lambda: heard.extend(server.events("/outbox/stream", userPoolId=pool.user_pool_id)))
        server.health()
        running.stop()
        listening.result(20)
    assert heard == []


def test_closing_ends_what_somebody_still_waits_for() -> None:
    arrived = threading.Event()

    def keep_waiting(_number: int, client: socket.socket) -> None:
        client.recv(65536)
        arrived.set()
        client.recv(1)

    with scripted(keep_waiting) as url, ThreadPoolExecutor(1) as waiter:
        server = Server(url)
        waiting = waiter.submit(server.health)
        assert arrived.wait(10)
        server.close()
        with pytest.raises(Unreachable):
            waiting.result(10)
