"""Where the mock asks others: this machine, what was allowed, and nowhere else."""

from __future__ import annotations

import socket
import threading

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
