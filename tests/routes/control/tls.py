"""A client that takes the server for one of https."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

import pytest


def speak_tls(url: str) -> bytes:
    """What comes back to a TLS handshake with this server."""
    parts = urlsplit(url)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    with socket.create_connection((parts.hostname, parts.port), 5) as connection:
        connection.sendall(outgoing.read())
        answer = b""
        while part := connection.recv(4096):
            answer += part
    return answer
