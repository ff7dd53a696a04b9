"""`/api/v2/logout` and `/logout`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge import cookies, tenancy
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Router, V2Call
from genauth_mock.rules import session
from genauth_mock.rules.oidc import logout as rules

router = Router()


@router.get("/api/v2/logout")
async def logout(call: V2Call, app_id: str | None = None) -> Response:
    """Ends the token's session; fine without one, refused with an illegal or expired token. Documented: logout."""
    with call.begin(app_id=app_id) as ctx:
        session.log_out(ctx, call.token, cookies.cookie_of(call.request))
        return cookies.forget(call.request, call.answer(text=texts.LOGGED_OUT))


@router.get("/logout")
async def logout_current(call: V2Call) -> Response:
    """Ends the session of the token or cookie, which name the pool; fine with neither. In @authing/sso: logout."""
    cookie = cookies.cookie_of(call.request)
    with tenancy.open_session_call(call.request, call.lang, cookie=cookie, token=call.token) as ctx:
        if ctx is not None:
            rules.quietly(ctx, call.token, cookie)
    return cookies.forget(call.request, call.answer(text=texts.LOGGED_OUT))
