"""`/api/v2/ecConn/…`: login by other providers."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Required
from genauth_mock.routes.v2.entering import enter
from genauth_mock.routes.v2.face import Router, V2Call
from genauth_mock.rules import credentials

router = Router()


class LoginByOneAuth(Body):
    """Body of loginByOneAuth."""

    token: Required
    access_token: Required
    net_work: Any = None


@router.post("/api/v2/ecConn/oneAuth/login")
async def login_by_one_auth(call: V2Call, body: LoginByOneAuth) -> Response:
    """Logs in a phone by one tap, with the carrier's tokens. Documented: loginByOneAuth."""
    with call.begin(body) as ctx:
        return enter(call, ctx, credentials.of_carrier(ctx, body.token, body.access_token))
