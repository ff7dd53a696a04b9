"""Where the mock asks others: this machine, what was allowed, and nowhere else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from genauth_mock.kit import posting
from genauth_mock.kit.posting import ForbiddenError, NoReplyError, Post

from tests.receiver import receiving

ADDRESS = socket.AddressFamily.AF_INET


def post(url: str, *hosts: str, seconds: float = 5) -> posting.Reply:
    return Post(url, b"{}", {"content-type": "application/json"}, hosts, seconds).send()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_this_machine_is_asked_by_any_of_its_names(host: str) -> None:
    with receiving({"a": 1}) as receiver:
        reply = post(f"http://{host}:{receiver.port}/p?a=b")
        assert (reply.status, reply.body) == (200, b'{"a": 1}')
        assert receiver.next().path == "/p?a=b"


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::]:1/",
     "http://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_another_machine_is_not_asked(url: str) -> None:
    with pytest.raises(ForbiddenError, match="--webhook-hosts"):
        post(url)


def test_a_name_that_leads_here_and_elsewhere_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_: object, **__: object) -> list[object]:
        return [(ADDRESS, 1, 6, "", ("127.0.0.1", 9)), (ADDRESS, 1, 6, "", ("10.0.0.1", 9))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(ForbiddenError):
        post("http://rebinding.test/")


def test_who_is_asked_is_who_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        asked = iter([[(ADDRESS, 1, 6, "", ("127.0.0.1", receiver.port))]])
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(asked))
        assert post("http://rebinding.test:81/").status == 200
        assert receiver.next().headers["host"] == "rebinding.test:81"


@pytest.mark.parametrize(
    ("allowed", "is_allowed"),
    [("app.test", True), ("APP.test:81", True), ("app.test:82", False), ("test", False), ("x.app.test", False)],
)
def test_a_host_is_allowed_with_any_port_or_with_one(
    monkeypatch: pytest.MonkeyPatch, allowed: str, is_allowed: bool
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(ADDRESS, 1, 6, "", ("192.0.2.1", 81))])
    with pytest.raises(NoReplyError) as why:
        post("http://app.test:81/", allowed, seconds=0.05)
    assert isinstance(why.value, ForbiddenError) != is_allowed


def test_one_that_is_given_up_ends_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        waiting = Post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"", {}, (), 30)
        faults: list[Exception] = []

        def send() -> None:
            try:
                waiting.send()
            except NoReplyError as fault:
                faults.append(fault)

        thread = threading.Thread(target=send)
        thread.start()
        taken, _ = silent.accept()
        assert taken.recv(4) == b"POST"
        waiting.abort()
        thread.join(10)
        taken.close()
        assert len(faults) == 1


@contextmanager
def endless(begins: bytes, goes_on: bytes) -> Iterator[int]:
    """The port of one that never comes to an end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            taken, _ = listening.accept()
            with taken, suppress(OSError):
                taken.recv(65536)
                taken.sendall(begins)
                while True:
                    taken.sendall(goes_on)

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
    ],
)
def test_an_answer_of_lines_without_end_is_none_and_costs_little(begins: bytes, goes_on: bytes) -> None:
    with endless(begins, goes_on) as port:
        began = time.thread_time()
        with pytest.raises(NoReplyError, match=r"come to an end|speak HTTP"):
            post(f"http://127.0.0.1:{port}/", seconds=30)
        assert time.thread_time() - began < 0.5


def test_of_a_body_without_end_the_beginning_is_taken() -> None:
    with endless(b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n", b"x" * 65536) as port:
        assert post(f"http://127.0.0.1:{port}/").body == b"x" * posting.LARGEST_ANSWER


@pytest.mark.parametrize(
    ("path", "asked"),
    [("/é?q=登", "/%C3%A9?q=%E7%99%BB"), ("/a%20b?c=%2F&d={e}", "/a%20b?c=%2F&d={e}"), ("?a", "/?a")],
)
def test_a_path_is_asked_for_as_a_browser_would_write_it(path: str, asked: str) -> None:
    with receiving() as receiver:
        assert post(f"http://127.0.0.1:{receiver.port}{path}").status == 200
        assert receiver.next().path == asked


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1000])
def test_what_does_not_speak_http_is_no_answer(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.recv(65536)
                taken.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(NoReplyError):
            post(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()
