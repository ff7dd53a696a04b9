"""`/connection/…`: where Apple's login comes back to."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2.entering import enter
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules.connections import providers, social

router = Router()


class LoginByApple(Body):
    """Body of loginByApple."""

    code: Required


@router.post("/connection/social/apple/{user_pool_id}/callback")
async def login_by_apple(call: Call, body: LoginByApple, user_pool_id: str, app_id: Text | None = None) -> Response:
    """Logs in by Apple's code. Documented: loginByApple. The application names the pool, and the path must too."""
    with call.begin(body, app_id=app_id or None) as ctx:
        if user_pool_id != ctx.public_pool_id:
            raise Refused(errors.POOL_NOT_FOUND)
        person = providers.by_code(providers.find(ctx, None, ("apple", "apple:mobile")), body.code)
        return enter(call, ctx, social.log_in(ctx, person))
