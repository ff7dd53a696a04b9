"""`/oidc/token` and `/oauth/token`, with introspection and revocation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.oidc.face import Call, Router, answer
from genauth_mock.rules.oidc import (
    claims,
    clients,
    grants,
    tokens,
)
from genauth_mock.rules.oidc.tokens import TokenSet

router = Router()

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
LOGIN_TOKEN = "http://authing.cn/oidc/grant_type/authing_token"  # noqa: S105 - a grant type


def _by_code(call: Call, ctx: Context) -> TokenSet:
    confidential = clients.is_confidential(ctx, call.credentials)
    code, redirect_uri, verifier = call.needed("code"), call.param("redirect_uri"), call.param("code_verifier")
    return grants.by_code(ctx, code, redirect_uri, verifier, confidential=confidential)


def _by_refresh_token(call: Call, ctx: Context) -> TokenSet:
    clients.is_confidential(ctx, call.credentials)
    return grants.by_refresh_token(ctx, call.credentials, call.needed("refresh_token"), call.param("scope"))


def _by_password(call: Call, ctx: Context) -> TokenSet:
    confidential = clients.is_confidential(ctx, call.credentials)
    password = call.password(call.needed("password"))
    return grants.by_password(ctx, call.needed("username"), password, scope_of(call), confidential=confidential)


def _of_client(call: Call, ctx: Context) -> TokenSet:
    return grants.of_client(ctx, call.credentials, call.param("scope") or "")


def _by_device_code(call: Call, ctx: Context) -> TokenSet:
    confidential = clients.is_confidential(ctx, call.credentials)
    return grants.by_device_code(ctx, call.needed("device_code"), confidential=confidential)


def _by_login_token(call: Call, ctx: Context) -> TokenSet:
    confidential = clients.is_confidential(ctx, call.credentials)
    return grants.by_login_token(ctx, call.needed("token"), scope_of(call), confidential=confidential)


def scope_of(call: Call) -> str:
    """The scopes that are asked for, each once."""
    return " ".join(dict.fromkeys((call.param("scope") or claims.DEFAULT_SCOPE).split()))


GRANTS: dict[str, Callable[[Call, Context], TokenSet]] = {
    "authorization_code": _by_code,
    "refresh_token": _by_refresh_token,
    "password": _by_password,
    "client_credentials": _of_client,
    DEVICE_CODE: _by_device_code,
    LOGIN_TOKEN: _by_login_token,
}


@router.post("/oidc/token")
@router.post("/oauth/token")
async def token(call: Call) -> Response:
    """Tokens for a code, a refresh token, a password, a client, a device, or a token of REST v2. RFC 6749 3.2."""
    grant_type = call.needed("grant_type")
    grant = GRANTS.get(grant_type)
    if grant is None:
        raise Refused(oauth.GRANT_TYPE_UNSUPPORTED, grant_type=grant_type, known=", ".join(GRANTS))
    call.read_credentials()
    with call.begin(is_for_client=grant is _of_client) as ctx:
        given = grant(call, ctx)
        if given.remark:
            call.request.scope[tenancy.REMARK] = given.remark
        return answer(_printed(given))


def _printed(given: TokenSet) -> dict[str, Any]:
    printed: dict[str, Any] = {"access_token": given.access_token, "expires_in": given.expires_in}
    if given.id_token is not None:
        printed["id_token"] = given.id_token
    if given.refresh_token is not None:
        printed["refresh_token"] = given.refresh_token
    return printed | {"scope": given.scope, "token_type": "Bearer"}


@router.post("/oidc/token/introspection")
@router.post("/oauth/token/introspection")
async def introspect_token(call: Call) -> Response:
    """Whether a token is alive, and what it says. No secret is needed. RFC 7662."""
    token, credentials = call.needed("token"), call.read_credentials()
    with call.begin(token=token) as ctx:
        clients.is_confidential(ctx, credentials)
        return answer(tokens.introspected(ctx, token))


@router.post("/oidc/token/revocation")
@router.post("/oauth/token/revocation")
async def revoke_token(call: Call) -> Response:
    """Ends a token; one that is none is no error. Flutter sends JSON, and reads an object. RFC 7009."""
    token, credentials = call.needed("token"), call.read_credentials()
    with call.begin(token=token) as ctx:
        clients.is_confidential(ctx, credentials)
        tokens.revoke(ctx, token)
        return answer({})
