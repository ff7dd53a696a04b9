"""`/oidc/session/end`, and the older `/login/profile/logout`: the browser's session is ended."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from mock_server import urls
from mock_server.routes import browser, tenancy
from mock_server.routes.oidc.face import Call, OidcCall
from mock_server.routes.oidc.pages import PageRoute, message_page
from mock_server.rules import logout

router = APIRouter(route_class=PageRoute)


@router.get("/oidc/session/end")
@router.get("/oauth/session/end")
@router.post("/oidc/session/end")
async def build_logout_url(call: OidcCall) -> Response:
    """Ends the browser's session, and goes to `post_logout_redirect_uri`. OpenID Connect RP-Initiated Logout 1.0."""
    uri, state = call.param("post_logout_redirect_uri"), call.param("state")
    return _end(call, call.param("client_id"), call.param("id_token_hint"), uri, state)


@router.get("/login/profile/logout")
async def build_logout_url_profile(call: OidcCall) -> Response:
    """Ends the browser's session, and goes to `redirect_uri`: the older logout URL of the SDKs."""
    return _end(call, call.param("app_id"), None, call.param("redirect_uri"), None)


def _end(call: Call, app_id: str | None, hint: str | None, uri: str | None, state: str | None) -> Response:
    with tenancy.open_session_call(call.request, call.lang, app_id=app_id, token=hint, session_id=call.cookie) as ctx:
        if ctx is not None:
            logout.at_end_session(ctx, call.cookie, hint, uri)
        # Without an application nobody can say whether the URI is one of its own; this machine's does no harm.
        if uri and (ctx is not None or urls.is_loopback(uri)):
            query = f"{'&' if '?' in uri else '?'}{urlencode({'state': state})}" if state else ""
            response: Response = RedirectResponse(uri + query, 302, headers={"cache-control": "no-store"})
        else:
            response = message_page(call, "logged_out")
        return browser.forget(call.request, response)
