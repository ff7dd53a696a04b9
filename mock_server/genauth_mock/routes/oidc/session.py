"""`/oidc/session/end`, and the older `/login/profile/logout`: the browser's session is ended."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import urls
from genauth_mock.routes.edge import cookies, tenancy, visitors
from genauth_mock.routes.oidc.face import Call, OidcCall
from genauth_mock.routes.oidc.pages import (
    Carried,
    PageRouter,
    message_page,
    page,
)
from genauth_mock.rules.oidc import logout
from genauth_mock.rules.oidc.logout import Asking, EndSession

router = PageRouter()

# What the page that asks first carries on to the answer.
_ASKED = ("client_id", "id_token_hint", "post_logout_redirect_uri", "state")


@router.get("/oidc/session/end")
@router.get("/oauth/session/end")
@router.post("/oidc/session/end")
async def build_logout_url(call: OidcCall) -> Response:
    """Ends the browser's session, and goes to `post_logout_redirect_uri`; asks first where the hint is another user's.

    OpenID Connect RP-Initiated Logout 1.0, 2.
    """
    uri, state = call.param("post_logout_redirect_uri"), call.param("state")
    return _end(call, EndSession(call.param("client_id"), call.param("id_token_hint"), uri), state)


@router.get("/login/profile/logout")
async def build_logout_url_profile(call: OidcCall) -> Response:
    """Ends the browser's session, and goes to `redirect_uri`: the older logout URL of the SDKs."""
    return _end(call, EndSession(call.param("app_id"), None, call.param("redirect_uri")), None)


def _end(call: Call, asked: EndSession, state: str | None) -> Response:
    ticket = call.param("ticket")
    leaves = ticket is None or call.param("decision") == "leave"
    if ticket and not visitors.is_from_own_page(call.request):
        raise Refused(oauth.INVALID_REQUEST, field="Origin", detail="only the mock's own page may answer")
    with tenancy.open_session_call(
        call.request, call.lang, app_id=asked.client_id, token=asked.id_token_hint, cookie=call.cookie
    ) as ctx:
        if ctx is not None:
            asks = logout.at_end_session(ctx, call.cookie, asked, ticket, leaves=leaves)
            if asks is not None:
                return _question(call, asks, ctx.app.name)
        if not leaves:
            return message_page(call, "stayed")
        # Without an application nobody can say whether the URI is one of its own; this machine's does no harm.
        uri = asked.redirect_uri
        if uri and (ctx is not None or urls.is_loopback(uri)):
            query = f"{'&' if '?' in uri else '?'}{urlencode({'state': state})}" if state else ""
            response: Response = RedirectResponse(uri + query, 302, headers={"cache-control": "no-store"})
        else:
            response = message_page(call, "logged_out")
        return cookies.forget(call.request, response)


def _question(call: Call, asks: Asking, app_name: str) -> Response:
    user = asks.who.user
    name = user.username or user.email or user.phone or user.id
    asked = {each: call.params[each] for each in _ASKED if call.params.get(each)}
    return page("end_session", Carried.of(call), app_name=app_name, name=name, asked=asked, ticket=asks.ticket)
