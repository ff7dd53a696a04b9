"""`/api/v2/udvs/…`: custom data as iOS and Android read it."""

from __future__ import annotations

from typing import Literal

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Text
from genauth_mock.routes.v2 import shapes
from genauth_mock.routes.v2.face import Router, V2Call, bare
from genauth_mock.rules import custom_fields, session

router = Router()


class GetCustomUserData(Body):
    """Body of getCustomUserData."""

    target_type: Literal["USER"] = "USER"
    target_id: Text | None = None


@router.post("/api/v2/udvs/get")
async def get_custom_user_data(call: V2Call, body: GetCustomUserData) -> Response:
    """One's custom data, as a bare array: it decides every login of iOS and Android. Documented: getCustomUserData."""
    with call.begin(body) as ctx:
        user = session.current(ctx, call.token).user
        if body.target_id not in (None, "", user.id):
            raise Refused(errors.NO_PERMISSION)
        return bare(shapes.custom_values(custom_fields.of_user(ctx, user)))
