"""The devices of a user pool's users."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock_client.messages import moment
from genauth_mock_client.users import Whom

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth

# A device's id or the app's own name for it (`deviceUniqueId`), or a device as the control API prints one.
Device = str | Mapping[str, Any]


class Devices:
    """What users have logged in with: listed, locked, logged out, as an administrator of the pool would do it.

    `update(user, devices=[…])` of the users gives a user devices of which no app has told.
    """

    def __init__(self, pool: GenAuth) -> None:
        self._server, self._path = pool.server, f"{pool.path}/users"

    def list(self, user: Whom) -> list[dict[str, Any]]:
        """A user's devices, newest first: `id`, `deviceUniqueId`, `status`, `online`, `lastLogin` …"""
        return list(self._server.call("GET", self._of(user), limit=10_000)["list"])

    def suspend(self, user: Whom, device: Device, until: str | datetime | None = None) -> dict[str, Any]:
        """Logs a device out, and has it answer 1578 to every login: until a time by the pool's clock, or until it is
        activated.
        """
        more = {} if until is None else {"suspendedUntil": moment(until)}
        return self._change(user, device, {"status": "suspended", **more})

    def deactivate(self, user: Whom, device: Device) -> dict[str, Any]:
        """Logs a device out, and has it answer 1577 to every login."""
        return self._change(user, device, {"status": "deactivated"})

    def activate(self, user: Whom, device: Device) -> dict[str, Any]:
        """Lets a device log in again."""
        return self._change(user, device, {"status": "activated"})

    def log_out(self, user: Whom, device: Device) -> None:
        """Ends all that is logged in on a device; its apps are told so by `authing.device.force-logout`."""
        self._server.call("DELETE", f"{self._one(user, device)}/session")

    def delete(self, user: Whom, device: Device) -> None:
        """Removes a device, and logs it out."""
        self._server.call("DELETE", self._one(user, device))

    def _change(self, user: Whom, device: Device, wanted: dict[str, Any]) -> dict[str, Any]:
        return dict(self._server.call("PATCH", self._one(user, device), wanted))

    def _of(self, user: Whom) -> str:
        return f"{self._path}/{quote(user if isinstance(user, str) else str(user['id']), safe='')}/devices"

    def _one(self, user: Whom, device: Device) -> str:
        return f"{self._of(user)}/{quote(device if isinstance(device, str) else str(device['id']), safe='')}"
