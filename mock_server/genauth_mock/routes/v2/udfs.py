"""`/api/v2/udfs/…`: custom data."""

from __future__ import annotations

from typing import Any, Literal

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.documents.field_types import Many
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Required
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import custom_fields, session

router = Router()


class Value(Body):
    """The value of one custom field; null takes it away."""

    null_is_nothing = False

    definition: Required
    value: Any


class SetCustomUserData(Body):
    """Body of setCustomUserData."""

    udfs: Many[Value]


@router.get("/api/v2/udfs/field-metadata-for-completion")
async def get_field_metadata_for_completion(call: Call) -> Response:
    """What may be chosen for each of the pool's own fields: nothing, since none has a list of values. In Guard only."""
    with call.begin() as ctx:
        return call.answer([shapes.custom_field(each) for each in custom_fields.defined(ctx)], texts.GOT)


@router.get("/api/v2/udfs/values")
async def get_custom_user_data_values(
    call: Call,
    targetType: Literal["USER"] = "USER",  # noqa: N803 - the wire's name
    targetId: str | None = None,  # noqa: N803 - the wire's name
) -> Response:
    """One's custom data, as Flutter reads it. Documented: getCustomUserData."""
    del targetType
    with call.begin() as ctx:
        user = session.current(ctx, call.token).user
        if targetId not in (None, "", user.id):
            raise Refused(errors.NO_PERMISSION)
        return call.answer(shapes.custom_values(custom_fields.of_user(ctx, user)), texts.GOT)


@router.post("/api/v2/udfs/values")
async def set_custom_user_data(call: Call, body: SetCustomUserData) -> Response:
    """Sets custom data and gives back all of it. Documented: setCustomUserData."""
    with call.begin(body) as ctx:
        user = session.current(ctx, call.token).user
        values = {each.definition: each.value for each in body.udfs}
        user = custom_fields.set_values(ctx, user, values, refuse_undefined=False)
        return call.answer(shapes.custom_values(custom_fields.of_user(ctx, user)), texts.UPDATED)
