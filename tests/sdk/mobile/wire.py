"""What the three emulations share: a socket on which every header is written in its order, and the password's RSA."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from websocket import WebSocket, create_connection

Headers = list[tuple[str, str]]

# The key that all three SDKs have built in; its private half is the vendor's.
VENDOR_KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ"
    "873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(frozen=True)
class Outcome:
    """What the app's callback gets."""

    code: int
    message: str | None
    data: Any = None


@dataclass(frozen=True)
class Sent:
    """A request as it went out."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None

    @property
    def names(self) -> tuple[str, ...]:
        """The headers' names in their order."""
        return tuple(name for name, _ in self.headers)

    def header(self, name: str) -> str | None:
        """A header's value."""
        return next((value for each, value in self.headers if each.lower() == name.lower()), None)

    @property
    def fields(self) -> Any:
        """The JSON in the body."""
        return json.loads(self.body or b"{}")

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form in the body, in their order."""
        return dict(parse_qsl((self.body or b"").decode(), keep_blank_values=True))

    def __str__(self) -> str:
        """Method, path and the keys of a JSON body, in their order."""
        is_json = (self.header("content-type") or "").startswith("application/json")
        keys = f" {{{', '.join(self.fields)}}}" if self.body and is_json else ""
        return f"{self.method} {self.path}{keys}"


@dataclass(frozen=True)
class Received:
    """An answer as it came in."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Wire:
    """Connections to one server, whatever host a request names, and all that went out."""

    server_url: str
    sent: list[Sent] = field(default_factory=list)

    def send(self, method: str, path: str, headers: Headers, body: bytes | None = None) -> Received:
        """One request with exactly these headers, on a connection of its own."""
        self.sent.append(Sent(method, path, tuple(headers), body))
        server = urlsplit(self.server_url)
        assert server.hostname, self.server_url
        connection = http.client.HTTPConnection(server.hostname, server.port or 80, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
            if response.getheader("content-encoding") == "gzip":
                content = gzip.decompress(content)
            return Received(response.status, response.getheaders(), content)
        finally:
            connection.close()

    def take(self) -> list[Sent]:
        """What was sent since the last time."""
        taken, self.sent = self.sent, []
        return taken


def host_of(url: str) -> str:
    """Host and port of a URL."""
    return urlsplit(url).netloc


def encrypted(text: str, key: str) -> str:
    """RSA, PKCS#1 v1.5, base64 without line breaks. Raises ValueError for a key that is none."""
    public_key = load_der_public_key(base64.b64decode(key))
    assert isinstance(public_key, rsa.RSAPublicKey)
    return base64.b64encode(public_key.encrypt(text.encode(), padding.PKCS1v15())).decode()


def compact_json(fields: Mapping[str, Any], *, escape_slashes: bool) -> bytes:
    """A JSON body; Java's and Foundation's writers put `\\/` for every slash."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return (text.replace("/", "\\/") if escape_slashes else text).encode()


def form_file(boundary: str, file_name: str, content: bytes, *, prefix: bytes = b"", with_length: bool) -> bytes:
    """A multipart form of one picture."""
    length = f"Content-Length: {len(content)}\r\n" if with_length else ""
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
        f"Content-Type: image/png\r\n{length}\r\n"
    )
    return prefix + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()


def opened(url: str, headers: list[str]) -> WebSocket:
    """A WebSocket that is open, as an app opens one: from no page."""
    socket: WebSocket = create_connection(url, timeout=10, header=headers, suppress_origin=True)
    return socket
