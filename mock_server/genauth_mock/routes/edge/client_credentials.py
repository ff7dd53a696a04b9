"""What a client says of itself: in the body, by Authorization: Basic, or with its id alone. RFC 6749, 2.3.1."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_plus

from starlette.requests import HTTPConnection

from genauth_mock.documents.field_types import has_control_characters
from genauth_mock.errors import Refused, oauth
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules.oidc import clients
from genauth_mock.rules.oidc.clients import Credentials


def sent_by(request: HTTPConnection, client_id: str | None, secret: str | None) -> Credentials:
    """The credentials of a client; `client_id` and `secret` are those of the body.

    Refuses invalid_request for two ways at once, invalid_client for Basic that cannot be read.
    """
    header = tenancy.header(request, b"authorization")
    if header[:6].lower() != "basic ":
        return Credentials(client_id, secret, clients.POST if secret is not None else clients.NONE)
    basic = _basic(header[6:])
    if secret is not None and secret != basic.secret:
        raise Refused(oauth.INVALID_REQUEST, field="client_secret", detail="it is also in Authorization: Basic")
    if client_id is not None and client_id != basic.client_id:
        raise Refused(oauth.INVALID_REQUEST, field="client_id", detail="Authorization: Basic names another")
    return basic


def signed_by(request: HTTPConnection) -> tuple[str, str]:
    """The id of an access key and what was signed with its secret, `Authorization: GenAuth <id>:<signature>`; two empty
    texts where there is nothing of the kind. The vendor's former name does as well.
    """
    scheme, _, value = tenancy.header(request, b"authorization").strip().partition(" ")
    key_id, mark, signature = value.strip().partition(":")
    is_signed = scheme.lower() in ("genauth", "authing") and mark and not has_control_characters(value)
    return (key_id, signature) if is_signed else ("", "")


def _basic(value: str) -> Credentials:
    try:
        client_id, mark, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        mark = ""
    if not mark or has_control_characters(unquote_plus(f"{client_id}{secret}")):
        raise Refused(oauth.CLIENT_NOT_AUTHENTICATED, detail="Authorization: Basic is not base64 of id:secret")
    return Credentials(unquote_plus(client_id), unquote_plus(secret), clients.BASIC)
