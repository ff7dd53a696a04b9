"""`/oidc/me` and `/oauth/me`: the claims of whom an access token is for."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.errors import Refused, oauth
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.oidc.face import (
    Call,
    OidcCall,
    Router,
    answer,
)
from genauth_mock.rules.oidc import claims, tokens

router = Router()


@router.get("/oidc/me")
@router.post("/oidc/me")
async def get_user_info_by_access_token(call: OidcCall) -> Response:
    """The claims of the token's scopes. The token is in the header, the query or the body. OpenID Connect Core 5.3."""
    return _claims(call, needs_openid=True)


@router.get("/oauth/me")
@router.post("/oauth/me")
async def get_user_info_by_access_token_oauth(call: OidcCall) -> Response:
    """The same without the scope `openid`, which OAuth 2.0 does not know."""
    return _claims(call, needs_openid=False)


def _claims(call: Call, *, needs_openid: bool) -> Response:
    token = call.token or call.param("access_token")
    if token is None:
        raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="none was sent")
    with tenancy.open_session_call(call.request, "en", token=token) as ctx:
        if ctx is None:
            raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="it is none of this server's")
        found = tokens.access_token(ctx, token)
        if found.user is None or (needs_openid and claims.OPENID not in found.scopes):
            raise Refused(oauth.SCOPE_INSUFFICIENT)
        return answer(claims.of_user(ctx, found.user, found.scopes))
