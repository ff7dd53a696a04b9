"""HTTP/1.1 to one server, by the standard library alone: through no proxy, and whatever the environment says."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

# By name: what records or answers an app's traffic puts classes of its own into the module.
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

_READ_AT_ONCE = 64 * 1024
_MOST_KEPT = 16
# A server that closes those that were idle for long (uvicorn: 5 s) might do so in the moment of a request.
_LONGEST_IDLE_SECONDS = 2
# What may be sent twice: of a POST nobody could tell whether the server has done it already.
_IDEMPOTENT = ("GET", "PUT", "DELETE")
_Found = TypeVar("_Found")


class Broken(Exception):
    """No answer, or only a part of one. The text says why."""


class Blocked(Broken):
    """pytest-socket lets nobody speak to the server. The text says what to write, so that it does."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"pytest-socket lets this test open no connection to the mock at {host}: run pytest with "
            f"--disable-socket --allow-hosts={host}, or mark the test @pytest.mark.allow_hosts(['{host}'])"
        )


class Answer:
    """An answer whose body is read as it comes. As a context manager it gives its connection back at the end."""

    def __init__(self, connections: Connections, connection: HTTPConnection, response: HTTPResponse) -> None:
        self._connections, self._connection, self._response = connections, connection, response
        self.status = response.status

    @property
    def is_success(self) -> bool:
        """Whether the status is of 200 to 299."""
        return 200 <= self.status < 300

    def read(self) -> bytes:
        """The rest of the body. Raises Broken."""
        return _or_broken(self._response.read)

    def pieces(self) -> Iterator[bytes]:
        """The rest of the body, as it comes. Raises Broken."""
        while piece := _or_broken(lambda: self._response.read1(_READ_AT_ONCE)):
            yield piece
        if self._response.length:
            raise Broken(f"{self._response.length} bytes of the answer are missing")

    def lines(self) -> Iterator[str]:
        """The rest of the body, line by line, as it comes. Raises Broken."""
        while line := _or_broken(self._response.readline):
            yield line.decode().rstrip("\r\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        is_whole = self._response.isclosed()
        if is_whole and not self._response.will_close:
            self._connections.keep(self._connection)
        else:
            self._response.close()
            self._connections.drop(self._connection)


class Connections:
    """The connections to a server. Those that have answered are kept for the next request, of whichever thread."""

    def __init__(self, base_url: str) -> None:
        """Raises Broken for what is no address of a server."""
        try:
            url = urlsplit(base_url)
            self._host, self._port = url.hostname or "", url.port
        except ValueError:
            raise Broken(f"{base_url!r} is no URL") from None
        if url.scheme not in ("http", "https") or not self._host:
            raise Broken(f"{base_url!r} is not http://HOST[:PORT] or https://HOST[:PORT]")
        self._kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        self._path = url.path.rstrip("/")
        # Its two ends are safe in several threads at once; so is what is done to the set.
        self._idle: deque[tuple[float, HTTPConnection]] = deque()
        self._busy: set[HTTPConnection] = set()
        self._is_closed = False

    def request(
        self,
        method: str,
        target: str,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        """Sends a request; an iterable goes piece by piece, in chunks. `timeout` is the longest silence, in seconds.

        Where the server has closed a kept connection, another takes its place. Raises Broken.
        """
        kept = self._kept()
        if kept is not None and (method in _IDEMPOTENT and (body is None or isinstance(body, bytes))):
            try:
                return self._exchange(kept, method, target, body, headers or {}, timeout)
            except Broken as fault:
                # Anything else than that it was closed before a word of an answer came is not mended by another try.
                if not isinstance(fault.__cause__, ConnectionError):
                    raise
                kept = None
        return self._exchange(kept or self._new(), method, target, body, headers or {}, timeout)

    def keep(self, connection: HTTPConnection) -> None:
        """Keeps a connection that is free again."""
        self._busy.discard(connection)
        if self._is_closed:
            connection.close()
            return
        self._idle.append((time.monotonic(), connection))
        if len(self._idle) > _MOST_KEPT:
            with suppress(IndexError):  # another thread may have taken it
                self._idle.popleft()[1].close()

    def drop(self, connection: HTTPConnection) -> None:
        """Closes a connection that is of no use any more."""
        self._busy.discard(connection)
        connection.close()

    def close(self) -> None:
        """Closes all connections: those that are kept, and those on which somebody still waits who was given up."""
        self._is_closed = True
        while self._idle:
            self._idle.pop()[1].close()
        for connection in tuple(self._busy):
            # Not closed here: whoever reads from it closes it, once there is nothing more to come.
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _new(self) -> HTTPConnection:
        return self._kind(self._host, self._port)

    def _kept(self) -> HTTPConnection | None:
        while True:
            try:
                since, connection = self._idle.pop()
            except IndexError:
                return None
            # Where a test has stopped the time none is idle for long, and that is no worse than not to ask.
            is_idle_for_long = not 0 <= time.monotonic() - since <= _LONGEST_IDLE_SECONDS
            if not is_idle_for_long and not _is_closed_by_the_server(connection):
                return connection
            connection.close()

    def _exchange(
        self,
        connection: HTTPConnection,
        method: str,
        target: str,
        body: bytes | Iterable[bytes] | None,
        headers: Mapping[str, str],
        timeout: float,
    ) -> Answer:
        connection.timeout = timeout
        self._busy.add(connection)
        try:
            if connection.sock is None:
                with _unless_blocked(self._host):
                    _or_broken(connection.connect)
            connection.sock.settimeout(timeout)
            self._send(connection, method, target, body, headers)
            return Answer(self, connection, _or_broken(connection.getresponse))
        except BaseException:
            self.drop(connection)
            raise

    def _send(
        self,
        connection: HTTPConnection,
        method: str,
        target: str,
        body: bytes | Iterable[bytes] | None,
        headers: Mapping[str, str],
    ) -> None:
        _or_broken(lambda: connection.putrequest(method, self._path + target))
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is None or isinstance(body, bytes):
            if body is not None or method not in ("GET", "DELETE"):
                connection.putheader("Content-Length", str(len(body or b"")))
            _or_broken(lambda: connection.endheaders(body))
            return
        connection.putheader("Transfer-Encoding", "chunked")
        _or_broken(connection.endheaders)
        for piece in body:
            if piece and not _is_sent(connection, b"%x\r\n%b\r\n" % (len(piece), piece)):
                return
        _is_sent(connection, b"0\r\n\r\n")


def _is_sent(connection: HTTPConnection, data: bytes) -> bool:
    """Sends a part of a body; False where the server takes no more of it: then its answer says why."""
    try:
        _or_broken(lambda: connection.send(data))
    except Broken as fault:
        if isinstance(fault.__cause__, ConnectionError):
            return False
        raise
    return True


def _is_closed_by_the_server(connection: HTTPConnection) -> bool:
    """Whether a connection on which nothing is to come has something to read: its end."""
    if connection.sock is None:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _or_broken(step: Callable[[], _Found]) -> _Found:
    try:
        return step()
    except (OSError, HTTPException) as fault:
        raise Broken(str(fault) or type(fault).__name__) from fault


@contextmanager
def _unless_blocked(host: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as fault:
        if type(fault).__module__.partition(".")[0] != "pytest_socket":
            raise
        raise Blocked(host) from fault


def check_sockets(host: str) -> None:
    """Raises Blocked where pytest-socket lets nobody open a socket; `host` is where the mock is to be."""
    with _unless_blocked(host):
        socket.socket().close()
