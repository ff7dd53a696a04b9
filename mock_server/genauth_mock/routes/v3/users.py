"""API v3, users."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Text
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import access, session

router = Router()


@router.get("/api/v3/get-user")
async def get_user(
    call: Call,
    userId: Text | None = None,  # noqa: N803 - the wire's name
    userIdType: Text = "user_id",  # noqa: N803 - the wire's name
    withCustomData: bool = False,  # noqa: N803 - the wire's name
    withIdentities: bool = False,  # noqa: N803 - the wire's name
    withDepartmentIds: bool = False,  # noqa: N803 - the wire's name
) -> Response:
    """Who is logged in, as Android asks. Documented: getUser, whose use for management is not built."""
    with call.begin() as ctx:
        if userId and not session.is_anybodys(ctx, call.token):
            raise Refused(
                errors.NOT_IMPLEMENTED, operation="getUser (management)", method="GET", path="/api/v3/get-user"
            )
        user = call.logged_in(ctx).user
        if (userId or user.id, userIdType) != (user.id, "user_id"):
            raise Refused(errors.NO_PERMISSION)
        told = shapes.user(user)
        if withCustomData:
            told["customData"] = user.custom_data
        if withIdentities:
            told["identities"] = shapes.identities(ctx, user)
        if withDepartmentIds:
            told["departmentIds"] = access.department_ids(ctx, user)
        return call.answer(told)
