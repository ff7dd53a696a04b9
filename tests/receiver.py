"""Somebody whom the mock asks: an HTTP server in a thread, which keeps what it was sent and answers as told."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WAIT_SECONDS = 10


@dataclass(frozen=True)
class Sent:
    """A request that came. Header names are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answered:
    """What is answered."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] | None = None


class Receiver:
    """What came, in its order, and what is answered: a function of what came, or the same always."""

    def __init__(self, answer: Callable[[Sent], Answered]) -> None:
        self._sent: queue.Queue[Sent] = queue.Queue()
        self.all: list[Sent] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                sent = Sent(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                receiver.all.append(sent)
                answered = answer(sent)
                said = answered.body
                written = said if isinstance(said, bytes) else b"" if said is None else json.dumps(said).encode()
                self.send_response(answered.status)
                for name, value in (answered.headers or {}).items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(written)))
                # Before anything is sent: what comes next may come as soon as this is answered.
                receiver._sent.put(sent)
                self.end_headers()
                self.wfile.write(written)

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.port = int(self.server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def next(self) -> Sent:
        """What came next; it is waited for."""
        return self._sent.get(timeout=WAIT_SECONDS)

    def events(self, count: int) -> list[str]:
        """The names of the next events."""
        return [self.next().json()["eventName"] for _ in range(count)]

    def is_silent(self) -> bool:
        """Whether nothing has come that was not looked at."""
        return self._sent.empty()


@contextmanager
def receiving(answer: Callable[[Sent], Answered] | Any = None) -> Iterator[Receiver]:
    """A receiver on a free port. `answer` is what it answers, or a function of what came."""
    receiver = Receiver(answer if callable(answer) else lambda _: Answered(answer))
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()


def dead_url() -> str:
    """A URL on this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"
