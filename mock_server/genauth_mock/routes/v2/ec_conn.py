"""`/api/v2/ecConn/…`: login by other providers."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Required
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Router, V2Call
from genauth_mock.rules import login

router = Router()


class LoginByOneAuth(Body):
    """Body of loginByOneAuth."""

    token: Required
    access_token: Required
    net_work: Any = None


@router.post("/api/v2/ecConn/oneAuth/login")
async def login_by_one_auth(call: V2Call, body: LoginByOneAuth) -> Response:
    """Logs in a phone by one tap, with the carrier's tokens. Documented: loginByOneAuth (2333)."""
    with call.begin(body) as ctx:
        who = login.by_carrier(ctx, body.token, body.access_token)
        return call.answer_login(shapes.logged_in(call, who), texts.LOGGED_IN, who.cookie)
