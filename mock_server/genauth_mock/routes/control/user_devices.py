"""`/_mock/pools/{userPoolId}/users/{id}/devices`: what a user has logged in with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context, context_of
from genauth_mock.errors import Refused
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, answer, document, gone, listed
from genauth_mock.routes.control.naming import app_named, pool_named, user_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules import devices
from genauth_mock.rules.devices import LogoutType
from genauth_mock.steering import user_devices
from genauth_mock.steering.user_devices import DeviceChange
from genauth_mock.store.database import transaction
from genauth_mock.store.devices import Device
from genauth_mock.store.users import User

router = APIRouter(route_class=ControlRoute)

_PATH = "/_mock/pools/{user_pool_id}/users/{user_id}/devices"


@contextmanager
def _of_user(request: Request, user_pool_id: str, user_id: str) -> Iterator[tuple[Context, User]]:
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        pool = pool_named(db, user_pool_id)
        yield context_of(db, mock, pool, app_named(db, pool, None)), user_named(db, pool.id, user_id)


def _named(ctx: Context, user: User, device_id: str) -> Device:
    try:
        return devices.named(ctx, user.id, device_id)
    except Refused as refused:
        if refused.entry is not errors.DEVICE_NOT_FOUND:
            raise
        raise ControlError(404, "not_found", f"user {user.id} has no device {device_id!r}", "deviceId") from None


@router.get(_PATH)
async def list_devices(request: Request, user_pool_id: str, user_id: str, query: Annotated[Page, Query()]) -> Response:
    """A user's devices, newest first. 404."""
    with _of_user(request, user_pool_id, user_id) as (ctx, user):
        rows, total = user_devices.page(ctx, user, query.page, query.limit)
    return listed([shapes.device(each) for each in rows], total)


@router.patch(f"{_PATH}/{{device_id}}", openapi_extra=takes(DeviceChange))
async def change_device(request: Request, user_pool_id: str, user_id: str, device_id: str) -> Response:
    """Activates, suspends or deactivates a device, which is named by the client's name for it or by its id. One that
    is no longer activated is logged out, and its apps are told. 400, 404.
    """
    wanted = document(DeviceChange, await as_document(request))
    with _of_user(request, user_pool_id, user_id) as (ctx, user):
        return answer(shapes.device(user_devices.change(ctx, _named(ctx, user, device_id), wanted)))


@router.delete(f"{_PATH}/{{device_id}}/session", status_code=204)
async def log_device_out(request: Request, user_pool_id: str, user_id: str, device_id: str) -> Response:
    """Ends all that is logged in on a device, and tells its apps. 404."""
    with _of_user(request, user_pool_id, user_id) as (ctx, user):
        devices.log_out(ctx, _named(ctx, user, device_id))
    return gone()


@router.delete(f"{_PATH}/{{device_id}}", status_code=204)
async def remove_device(request: Request, user_pool_id: str, user_id: str, device_id: str) -> Response:
    """Removes a device, ends all that is logged in on it, and tells its apps. 404."""
    with _of_user(request, user_pool_id, user_id) as (ctx, user):
        devices.remove(ctx, _named(ctx, user, device_id), LogoutType.DELETE_DEVICE_BY_USER)
    return gone()
