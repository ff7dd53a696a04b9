"""The status of a device: whether its user may use it."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.store import devices
from genauth_mock.store.devices import ACTIVATED, DEACTIVATED, SUSPENDED, Device


def status_of(device: Device, now: int) -> str:
    """What a device is now: a suspension that is over has left nothing."""
    is_over = device.suspended_until is not None and device.suspended_until <= now
    return ACTIVATED if device.status == SUSPENDED and is_over else device.status


def check(ctx: Context, user_id: str, device_id: str | None = None) -> None:
    """Refuses 1577 and 1578 for a device that its user may not use: the one on which the client runs, or another.

    A device that nobody has told of may do everything. That also what is done with a token is refused is a guess.
    """
    unique_id = device_id or ctx.device_id
    found = devices.named(ctx.db, ctx.pool_id, user_id, unique_id) if unique_id else None
    if found is None:
        return
    status = status_of(found, ctx.now)
    if status == DEACTIVATED:
        raise Refused(errors.DEVICE_DISABLED)
    if status == SUSPENDED:
        raise Refused(errors.DEVICE_SUSPENDED)


def note_login(ctx: Context, user_id: str) -> None:
    """Notes at the device on which the client runs, if it is known, that its user has logged in."""
    if ctx.device_id:
        devices.logged_in(ctx.db, ctx.pool_id, user_id, ctx.device_id, ctx.now, ctx.client_ip)
