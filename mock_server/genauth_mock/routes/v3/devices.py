"""API v3, devices: `/api/v3/create-device`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.documents.user_document import DeviceProfile
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import devices

router = Router()

_TOLD = {str(field.alias) for field in DeviceProfile.model_fields.values()}


@router.post("/api/v3/create-device")
async def create_device(call: Call) -> Response:
    """Takes down the device on which the client runs; its login is one on that device. Documented: createDevice."""
    # SDKs send an empty text for what a phone does not tell.
    told = {name: value for name, value in call.body.items() if name in _TOLD and value not in (None, "")}
    about = DeviceProfile.model_validate(told).model_dump(exclude_none=True)
    with call.begin() as ctx:
        return call.answer(shapes.device(devices.create(ctx, call.logged_in(ctx), call.body["deviceUniqueId"], about)))
