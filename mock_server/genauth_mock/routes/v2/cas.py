"""`/cas/session`: who is logged in in this browser."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge import cookies, tenancy
from genauth_mock.routes.v2 import shapes
from genauth_mock.routes.v2.face import Router, V2Call, bare
from genauth_mock.rules import session

router = Router()


@router.get("/cas/session")
async def track_session(call: V2Call) -> Response:
    """Who is logged in by the browser's cookie, which alone names the pool. In @authing/sso: trackSession."""
    cookie = cookies.cookie_of(call.request)
    with tenancy.open_session_call(call.request, call.lang, cookie=cookie) as ctx:
        who = session.in_browser(ctx, cookie) if ctx else None
        if who is None:
            return bare({"session": None})
        found = {"appId": who.app_id, "type": "oidc", "userId": who.user.id}
        return bare({"session": found, "userInfo": shapes.user(call, who.user)})
