"""`/oidc/me` and `/oauth/me`: the claims of whom an access token is for."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from mock_server.errors import Refused, oauth
from mock_server.routes import tenancy
from mock_server.routes.oidc.face import OidcCall, OidcRoute, answer
from mock_server.rules import claims, tokens

router = APIRouter(route_class=OidcRoute)


@router.get("/oidc/me")
@router.post("/oidc/me")
@router.get("/oauth/me")
@router.post("/oauth/me")
async def get_user_info_by_access_token(call: OidcCall) -> Response:
    """The claims of the token's scopes. The token is in the header, the query or the body. OpenID Connect Core 5.3."""
    token = call.token or call.param("access_token")
    if token is None:
        raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="none was sent")
    with tenancy.open_session_call(call.request, "en", token=token) as ctx:
        if ctx is None:
            raise Refused(oauth.ACCESS_TOKEN_INVALID, detail="it is none of this server's")
        found = tokens.access_token(ctx, token)
        if claims.OPENID not in found.scopes or found.user is None:
            raise Refused(oauth.SCOPE_INSUFFICIENT)
        return answer(claims.of_user(ctx, found.user, found.scopes))
