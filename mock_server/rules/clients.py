"""Clients: how an application proves who it is, and where it may send people. OAuth 2.0, RFC 6749 2.3 and 3.1.2."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from mock_server.context import Context
from mock_server.errors import Refused, oauth
from mock_server.hosts import is_loopback_url

POST, BASIC, NONE = "client_secret_post", "client_secret_basic", "none"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client has sent of itself. `method` is how: in the body, by Basic, or no secret at all."""

    client_id: str | None
    secret: str | None = None
    method: str = NONE


def is_confidential(ctx: Context, given: Credentials) -> bool:
    """Whether the application has shown its secret; one that shows none is a public client.

    Refuses invalid_client for a wrong secret, and for another way than the application's `tokenEndpointAuthMethod`.
    """
    wanted = ctx.app.token_endpoint_auth_method
    if given.secret is not None and given.secret != ctx.app.secret:
        raise Refused(
            oauth.CLIENT_NOT_AUTHENTICATED,
            detail=f"this is not the secret of application {ctx.app.id}; "
            f"GET /_mock/pools/{ctx.public_pool_id} shows it (appSecret), and a seed can pin it",
        )
    if wanted not in ("any", NONE, given.method):
        raise Refused(oauth.CLIENT_NOT_AUTHENTICATED, detail=f"application {ctx.app.id} must use {wanted}")
    return given.secret is not None


def check_redirect(ctx: Context, uri: str, known: list[str], key: str) -> None:
    """Refuses a URI that is none of the application's, unless the pool's setting `oidc.redirects` lets it through."""
    allowed = ctx.settings.oidc.redirects
    if uri in known or allowed == "any" or (allowed == "loopback" and is_loopback_url(uri)):
        return
    near = get_close_matches(uri, known, 1, 0.8)
    hint = f"; did you mean {near[0]}?" if near else ""
    advice = (
        f', or PATCH /_mock/pools/{ctx.public_pool_id} with {{"settings": {{"oidc": {{"redirects": "any"}}}}}}{hint}'
        if ctx.lang == "en"
        else f"，或者用 PATCH /_mock/pools/{ctx.public_pool_id} "
        f'设置 {{"settings": {{"oidc": {{"redirects": "any"}}}}}}{hint}'
    )
    raise Refused(
        oauth.REDIRECT_URI_UNKNOWN,
        uri=uri,
        client=ctx.app.id,
        key=key,
        known=", ".join(known) or "-",
        hint=advice,
        field="redirect_uri",
    )
