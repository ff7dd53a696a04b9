"""`/api/v2/logout` and `/logout`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from mock_server.routes import browser, tenancy
from mock_server.routes.v2 import texts
from mock_server.routes.v2.face import V2Call, V2Route
from mock_server.rules import logout as rules
from mock_server.rules import session

router = APIRouter(route_class=V2Route)


@router.get("/api/v2/logout")
async def logout(call: V2Call, app_id: str | None = None) -> Response:
    """Ends the token's session; fine without one. Documented: logout (1010001 for an illegal or expired token)."""
    with call.begin(app_id=app_id) as ctx:
        session.log_out(ctx, call.token, browser.cookie_of(call.request))
        return browser.forget(call.request, call.answer(text=texts.LOGGED_OUT))


@router.get("/logout")
async def logout_current(call: V2Call) -> Response:
    """Ends the session of the token or cookie, which name the pool; fine with neither. In @authing/sso: logout."""
    cookie = browser.cookie_of(call.request)
    with tenancy.open_session_call(call.request, call.lang, cookie=cookie, token=call.token) as ctx:
        if ctx is not None:
            rules.quietly(ctx, call.token, cookie)
    return browser.forget(call.request, call.answer(text=texts.LOGGED_OUT))
