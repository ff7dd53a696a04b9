"""A user's devices: told of, listed, logged out, suspended, deactivated, removed.

A device's tokens are those that were given to a client that named it, or with which somebody has told of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.field_types import LONGEST_DEVICE_ID
from genauth_mock.errors import Refused
from genauth_mock.rules import device_status, events, session
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import authorizations, devices, refresh_tokens, sessions
from genauth_mock.store.authorizations import Authorization
from genauth_mock.store.devices import ACTIVATED, DEACTIVATED, SUSPENDED, Device
from genauth_mock.store.sessions import Session

FORCE_LOGOUT = "authing.device.force-logout"


class LogoutType(IntEnum):
    """Why a session has ended, as its app is told. Documented: logoutType."""

    LOGOUT_ANOTHER = 0
    PROFILE_UNBIND = 1
    SUSPEND_DEVICE_BY_USER = 2
    SUSPEND_DEVICE = 3
    DISABLE_DEVICE_BY_USER = 4
    DISABLE_DEVICE = 5
    DELETE_DEVICE_BY_USER = 6
    DELETE_DEVICE = 7


@dataclass(frozen=True, slots=True)
class MyDevice:
    """A device, what its status is now, and whether somebody is logged in on it."""

    device: Device
    status: str
    online: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which devices are wanted; None is any. That `os` is compared as a whole, `keyword` looked for in names and ids,
    and both whatever their case, is a guess.
    """

    status: str | None = None
    os: str | None = None
    keyword: str | None = None

    def fits(self, found: MyDevice) -> bool:
        """Whether a device is one of them."""
        device, about = found.device, found.device.about
        if self.status is not None and found.status != self.status:
            return False
        if self.os is not None and str(about.get("os") or "").lower() != self.os.lower():
            return False
        searched = (device.device_unique_id, *(str(about.get(each) or "") for each in ("name", "mod", "os")))
        return self.keyword is None or any(self.keyword.lower() in each.lower() for each in searched)


def create(ctx: Context, who: LoggedIn, unique_id: str, about: Mapping[str, Any]) -> Device:
    """Takes down what a client tells of the device on which it runs; whoever is logged in there now is so on it. A
    device that is known keeps its id. Documented: createDevice.

    Refuses 400 for an id that is empty or too long, 1577, 1578.
    """
    if not 1 <= len(unique_id) <= LONGEST_DEVICE_ID:
        raise Refused(errors.INVALID_PARAMETER, field="deviceUniqueId", detail=f"1 … {LONGEST_DEVICE_ID}")
    device_status.check(ctx, who.user.id, unique_id)
    device = devices.put(
        ctx.db,
        id=ctx.ids.object_id(),
        user_pool_id=ctx.pool_id,
        user_id=who.user.id,
        device_unique_id=unique_id,
        about=dict(about),
        last_login=ctx.now,
        last_ip=ctx.client_ip or None,
        created_at=ctx.now,
    )
    session.move_to_device(ctx.db, who.session_id, unique_id)
    return device


def page(ctx: Context, user_id: str, wanted: Wanted, number: int, limit: int) -> list[MyDevice]:
    """A page of a user's devices, the last login first."""
    mine = devices.of_user(ctx.db, ctx.pool_id, user_id)
    found = [each for each in with_status(ctx, user_id, mine) if wanted.fits(each)]
    found.sort(key=lambda each: -each.device.last_login)
    return found[(number - 1) * limit :][:limit]


def with_status(ctx: Context, user_id: str, mine: Sequence[Device]) -> list[MyDevice]:
    """A user's devices with what they are now."""
    online = _online(ctx, user_id) if mine else set()
    return [MyDevice(each, device_status.status_of(each, ctx.now), each.device_unique_id in online) for each in mine]


def _online(ctx: Context, user_id: str) -> set[str | None]:
    """The names of the devices on which a user has a token that is good."""
    of_authorizations = {each.id: each.device_id for each in authorizations.of_user(ctx.db, ctx.pool_id, user_id)}
    alive = [each for each in sessions.of_user(ctx.db, ctx.pool_id, user_id) if each.expires_at > ctx.now]
    return {each.device_id or of_authorizations.get(each.authorization_id or "") for each in alive}


def named(ctx: Context, user_id: str, device_id: str) -> Device:
    """A user's device, by the client's name for it, or else by the id that the server has given it. Refuses 404."""
    found = devices.named(ctx.db, ctx.pool_id, user_id, device_id) or devices.by_id(
        ctx.db, ctx.pool_id, user_id, device_id
    )
    if found is None:
        raise Refused(errors.DEVICE_NOT_FOUND)
    return found


def log_out(ctx: Context, device: Device) -> None:
    """Ends all that is logged in on a device. Documented: revokeDeviceSession."""
    _end_sessions(ctx, device, LogoutType.LOGOUT_ANOTHER)


def remove(ctx: Context, device: Device, why: LogoutType) -> None:
    """Removes a device, and ends all that is logged in on it. Documented: unbindDevice, deleteDeviceByUser.

    Refuses 404 where it is gone already.
    """
    if not devices.remove(ctx.db, device):
        raise Refused(errors.DEVICE_NOT_FOUND)
    _end_sessions(ctx, device, why)


def suspend(
    ctx: Context, device: Device, until: int | None, why: LogoutType = LogoutType.SUSPEND_DEVICE_BY_USER
) -> None:
    """Lets nobody log in on a device until a time, or until it is enabled; and ends all that is logged in on it.
    Documented: suspendDeviceByUser.

    Refuses 404 where it is gone meanwhile.
    """
    _change(ctx, device, SUSPENDED, until)
    _end_sessions(ctx, device, why, until)


def deactivate(ctx: Context, device: Device, why: LogoutType = LogoutType.DISABLE_DEVICE_BY_USER) -> None:
    """Lets nobody log in on a device, and ends all that is logged in on it. Documented: disableDeviceByUser.

    Refuses 404 where it is gone meanwhile.
    """
    _change(ctx, device, DEACTIVATED)
    _end_sessions(ctx, device, why)


def enable(ctx: Context, device: Device) -> None:
    """Lets a device in again. Documented: enableDeviceByUser. Refuses 404 where it is gone meanwhile."""
    _change(ctx, device, ACTIVATED)


def _change(ctx: Context, device: Device, status: str, until: int | None = None) -> None:
    if not devices.change(ctx.db, device, {"status": status, "suspended_until": until}):
        raise Refused(errors.DEVICE_NOT_FOUND)


def _end_sessions(ctx: Context, device: Device, why: LogoutType, until: int | None = None) -> None:
    """Ends the tokens that were given on a device; of each session that was alive its app is told."""
    of_device = (ctx.db, device.user_pool_id, device.user_id, device.device_unique_id)
    ended = [_end_session(ctx, each) for each in sessions.of_device(*of_device)]
    ended += [_end_authorization(ctx, each) for each in authorizations.of_device(*of_device)]
    about: dict[str, Any] = {"userId": device.user_id, "deviceId": device.device_unique_id, "logoutType": int(why)}
    if until is not None:
        about["suspendEndTime"] = until
    for tokens in filter(None, ended):
        events.publish(ctx, FORCE_LOGOUT, tokens | about)


def _end_session(ctx: Context, given: Session) -> dict[str, str] | None:
    """Ends a token of REST v2. What its app is told, if it was alive; that one token is told as both is a guess."""
    was_there = sessions.end(ctx.db, given.id)
    if not was_there or given.expires_at <= ctx.now:
        return None
    return {"appId": given.app_id, "idTokenId": given.id, "accessTokenId": given.id}


def _end_authorization(ctx: Context, given: Authorization) -> dict[str, str] | None:
    """Ends all that came from an authorization. What its app is told, if anything was alive: the newest tokens."""
    tokens = sessions.of_authorization(ctx.db, given.id)
    family = refresh_tokens.of_authorization(ctx.db, given.id)
    session.end_authorization(ctx.db, given.id)
    ends = [each.expires_at for each in tokens] + ([family.expires_at] if family else [])
    if not any(each > ctx.now for each in ends):
        return None
    newest = {each.kind: each.id for each in tokens}
    names = {"idTokenId": newest.get(sessions.ID_TOKEN), "accessTokenId": newest.get(sessions.ACCESS_TOKEN)}
    return {"appId": given.app_id, **{name: token_id for name, token_id in names.items() if token_id}}
