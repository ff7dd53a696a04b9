"""API v3, the devices of who is logged in: `/api/v3/mydevices/…`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from starlette.responses import Response

from genauth_mock.documents.field_types import LONGEST_TEXT
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import devices
from genauth_mock.rules.devices import LogoutType, Wanted

router = Router()


def _or_none(text: object) -> object:
    """Android writes `null` for what an app leaves out."""
    return None if text in ("null", "undefined", "") else text


Page = Annotated[int, Field(ge=1, le=1_000_000)]
Limit = Annotated[int, Field(ge=1, le=50)]
Status = Annotated[
    Literal["activated", "suspended", "deactivated"] | None, BeforeValidator(_or_none), Field(alias="deviceStatus")
]
Filter = Annotated[Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] | None, BeforeValidator(_or_none)]


@router.get("/api/v3/mydevices/list")
async def list_my_devices(
    call: Call, page: Page = 1, limit: Limit = 10, status: Status = None, os: Filter = None, keyword: Filter = None
) -> Response:
    """The devices of who is logged in. The last three parameters are the Android SDK's. Documented: listMyDevices."""
    with call.begin() as ctx:
        wanted, user = Wanted(status, os, keyword), call.logged_in(ctx).user
        found = devices.page(ctx, user.id, wanted, page, limit)
        return call.answer([shapes.my_device(each) for each in found])


@router.post("/api/v3/mydevices/unbind")
async def unbind_device(call: Call) -> Response:
    """Removes one of one's devices, and ends what is logged in there. Documented: unbindDevice."""
    with call.begin() as ctx:
        device = devices.named(ctx, call.logged_in(ctx).user.id, call.body["deviceId"])
        devices.remove(ctx, device, LogoutType.PROFILE_UNBIND)
        return call.answer()


@router.post("/api/v3/mydevices/revoke-session")
async def revoke_device_session(call: Call) -> Response:
    """Ends what is logged in on one of one's devices. Documented: revokeDeviceSession."""
    with call.begin() as ctx:
        devices.log_out(ctx, devices.named(ctx, call.logged_in(ctx).user.id, call.body["deviceId"]))
        return call.answer()
