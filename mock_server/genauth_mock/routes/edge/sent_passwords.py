"""Passwords as clients send them: encrypted with the server's public key, plain, or not at all."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.kit.passwords import Undecryptable
from genauth_mock.routes.edge import tenancy

_FROM_HEADERS = (b"x-authing-request-from", b"x-genauth-request-from")


def sdk_of(request: HTTPConnection) -> str:
    """What the client says it is, e.g. `Guard-Android@1.5.8`; empty for others."""
    return tenancy.header(request, *_FROM_HEADERS)


def opened(request: HTTPConnection, sent: str) -> str:
    """The plain password behind what a client sent. Refuses 2016 for what this server's key does not open."""
    if sent.startswith('{"2020":') or (sent == "error" and sdk_of(request).startswith("Guard-iOS")):
        # What Android and iOS send where they could not encrypt.
        raise Refused(errors.PASSWORD_NOT_ENCRYPTED_BY_SDK)
    plain = decrypted(request, sent)
    if plain is None:
        raise Refused(errors.PASSWORD_UNDECRYPTABLE, key_url=f"{tenancy.base_url_of(request)}/_mock/info")
    return plain


def decrypted(request: HTTPConnection, sent: str) -> str | None:
    """What the client sent, encrypted or not; None where this server's key does not open it."""
    try:
        return tenancy.mock_of(request).transport_key.password(sent)
    except Undecryptable:
        return None
