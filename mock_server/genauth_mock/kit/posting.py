"""How the mock asks others: one POST, to this very machine or where it was allowed to, and nowhere else.

Redirects are not followed, no proxy is asked, and of the answer so much is read as is wanted. It goes past every HTTP
library that a test may have put something else in the place of.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from io import BufferedReader
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from genauth_mock.kit import urls
from genauth_mock.kit.urls import Url

OPTION = "--webhook-hosts"
LARGEST_ANSWER = 64 * 1024
# To read a line costs the same however short it is, and costs everybody: so many may be headers, and sizes of chunks.
_MOST_LINES = 2000
# What may stand in a path and a query as it is; all else is written as a browser would.
_AS_IT_IS = "/?:@!$&'()*+,;=~%[]|^`{}\"<>#-._"

# A family of addresses, and an address of it, which for IPv6 has four parts.
_Found = tuple[socket.AddressFamily, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered; of a longer body than `LARGEST_ANSWER` its beginning."""

    status: int
    body: bytes


class NoReplyError(Exception):
    """There is no answer, and this is why."""


class ForbiddenError(NoReplyError):
    """The mock may not ask there."""


class _Lines(BufferedReader):
    """What comes, which may have no end of lines."""

    _count = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self._count += 1
        if self._count > _MOST_LINES:
            raise NoReplyError("what it answers does not come to an end")
        return super().readline(size)


class _Answer(HTTPResponse):
    """An answer, of which no more is read than there is a reason to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fp = _Lines(self.fp.detach())


@dataclass(slots=True)
class Post:
    """One POST. `send` waits, so it is for a thread; `abort` may come from another."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    hosts: Sequence[str]
    seconds: float
    _socket: socket.socket | None = field(default=None, init=False)
    _is_over: bool = field(default=False, init=False)

    def send(self) -> Reply:
        """The answer. Raises NoReplyError, ForbiddenError."""
        target = urls.read(self.url)
        if target is None or not target.is_web:
            raise NoReplyError("this is no URL of http or https")
        try:
            return self._sent(target)
        except ssl.SSLError as fault:
            raise NoReplyError(f"TLS failed: {fault.reason or fault}") from None
        except TimeoutError:
            raise NoReplyError(self.too_slow) from None
        except OSError as fault:
            raise NoReplyError(f"no connection: {fault.strerror or fault}") from None
        except (HTTPException, ValueError) as fault:
            raise NoReplyError(f"what answered does not speak HTTP: {type(fault).__name__}") from None
        finally:
            if self._socket is not None:
                self._socket.close()

    @property
    def too_slow(self) -> str:
        """What is said of one that does not answer in time."""
        return f"no answer within {self.seconds:g} s"

    def abort(self) -> None:
        """Ends it, whatever it is waiting for. The thread of `send` closes the connection: to close what another waits
        at would give its number to somebody else.
        """
        self._is_over = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _sent(self, target: Url) -> Reply:
        port = target.port_asked or 0
        found = _resolved(target.host, port)
        is_here = all(ip_address(address[0].partition("%")[0]).is_loopback for _, address in found)
        if not is_here and not _is_allowed(target, self.hosts):
            where = f"[{target.host}]:{port}" if ":" in target.host else f"{target.host}:{port}"
            raise ForbiddenError(f"{where} is not this machine; to allow it, serve with {OPTION} {where}")
        connection = HTTPConnection(target.host, None if target.port is None else port, timeout=self.seconds)
        connection.response_class = _Answer
        connection.sock = self._opened(target, found, is_here=is_here)
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", quote(path, _AS_IT_IS), self.body, dict(self.headers))
        with connection.getresponse() as answer:
            return Reply(answer.status, answer.read(LARGEST_ANSWER))

    def _opened(self, target: Url, found: Sequence[_Found], *, is_here: bool) -> socket.socket:
        """A connection to the first of the addresses that were looked at that takes one."""
        fault: OSError = OSError(f"{target.host} has no address")
        for family, address in found:
            made = socket.socket(family, socket.SOCK_STREAM)
            self._socket = made
            try:
                made.settimeout(self.seconds)
                made.connect(address)
            except OSError as refused:
                made.close()
                fault = refused
                continue
            if target.scheme == "https":
                made = self._socket = _context(is_here=is_here).wrap_socket(made, server_hostname=target.host)
            if self._is_over:
                raise TimeoutError
            return made
        raise fault


def _context(*, is_here: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if is_here:
        # Nobody stands between, and what developers serve on their own machine is signed by nobody.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _resolved(host: str, port: int) -> list[_Found]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoReplyError(f"there is no host {host}") from None
    return [(family, address) for family, _, _, _, address in found]


def _is_allowed(target: Url, hosts: Sequence[str]) -> bool:
    for each in hosts:
        allowed = urls.read_host(each)
        if allowed and allowed.host == target.host and allowed.port in (None, target.port_asked):
            return True
    return False
