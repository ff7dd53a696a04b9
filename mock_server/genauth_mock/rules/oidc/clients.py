"""Clients: how an application proves who it is, and where it may send people. OAuth 2.0, RFC 6749 2.3 and 3.1.2."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import urls

POST, BASIC, NONE = "client_secret_post", "client_secret_basic", "none"
ANY, EXCHANGE = "any", "exchange"
# What a rule remarks of a client: `steering.clients` tells what to do about it.
REFRESH_WITHOUT_SECRET, OTHER_AUTH_METHOD = "refresh_without_secret", "client_auth_method"


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
    if wanted not in (ANY, EXCHANGE, NONE, given.method):
        raise _other_method(ctx, wanted, given.method)
    return given.secret is not None


def check_refresh(ctx: Context, given: Credentials, *, got_with_secret: bool) -> str | None:
    """What is to be remarked of a client that refreshes what an exchange with or without its secret gave.

    RFC 6749, 6 asks for the secret; Flutter never sends it there. Refuses invalid_client where the application's
    `tokenEndpointAuthMethod` is `exchange`.
    """
    wanted = ctx.app.token_endpoint_auth_method
    if given.secret is not None or not got_with_secret:
        return None
    if wanted == EXCHANGE:
        raise _other_method(ctx, wanted, given.method)
    return REFRESH_WITHOUT_SECRET if wanted == ANY else None


def _other_method(ctx: Context, wanted: str, given: str) -> Refused:
    remark = f"{OTHER_AUTH_METHOD} {wanted} {given}"
    return Refused(oauth.CLIENT_AUTH_METHOD, client=ctx.app.id, wanted=wanted, given=given, remark=remark)


def check_redirect(ctx: Context, uri: str, known: list[str], key: str) -> None:
    """Refuses a URI that is none of the application's, unless the pool's setting `oidc.redirects` lets it through.

    What a browser runs, or might take for another URL than the one that was looked at, is refused always.
    """
    url = urls.read(uri)
    if url is None or url.is_active:
        raise Refused(oauth.REDIRECT_URI_UNSAFE, uri=uri, field="redirect_uri")
    allowed = ctx.settings.oidc.redirects
    if uri in known or (allowed != "registered" and url.is_loopback) or (allowed == "any" and url.is_web):
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
        registration=f"{key} {uri}",
        hint=advice,
        field="redirect_uri",
    )
