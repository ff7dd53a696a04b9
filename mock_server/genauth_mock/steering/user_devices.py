"""A user's devices, as whoever steers the mock sees and changes them."""

from __future__ import annotations

from typing import Literal

from genauth_mock.context import Context
from genauth_mock.documents.field_types import BadDocument, Document, Time
from genauth_mock.kit import clock
from genauth_mock.rules import devices
from genauth_mock.rules.devices import MyDevice
from genauth_mock.store import devices as stored
from genauth_mock.store.devices import ACTIVATED, DEACTIVATED, SUSPENDED, Device
from genauth_mock.store.users import User


class DeviceChange(Document):
    """What a device is to be from now on. `suspendedUntil` ends a suspension, which lasts else until another change."""

    status: Literal["activated", "suspended", "deactivated"]
    suspended_until: Time | None = None


def page(ctx: Context, user: User, number: int, limit: int) -> tuple[list[MyDevice], int]:
    """A page of a user's devices, newest first, and their number."""
    rows, total = stored.newest_of_user(ctx.db, user.user_pool_id, user.id, number, limit)
    return devices.with_status(ctx, user.id, rows), total


def change(ctx: Context, device: Device, wanted: DeviceChange) -> MyDevice:
    """Changes a device's status; one that is suspended or deactivated is logged out. Raises BadDocument."""
    if wanted.suspended_until is not None and wanted.status != SUSPENDED:
        raise BadDocument("suspendedUntil", f"a device that is {wanted.status} takes no such time")
    if wanted.status == ACTIVATED:
        devices.enable(ctx, device)
    elif wanted.status == DEACTIVATED:
        devices.deactivate(ctx, device)
    else:
        devices.suspend(ctx, device, clock.parse_iso(wanted.suspended_until) if wanted.suspended_until else None)
    (found,) = devices.with_status(ctx, device.user_id, [devices.named(ctx, device.user_id, device.device_unique_id)])
    return found
