"""How API v3 prints what it gives."""

from __future__ import annotations

from typing import Any

from genauth_mock.kit import clock
from genauth_mock.rules.devices import MyDevice
from genauth_mock.rules.oidc.tokens import TokenSet
from genauth_mock.store.devices import Device
from genauth_mock.store.users import User


def token_set(given: TokenSet) -> dict[str, Any]:
    """Tokens; `expire_in` is in seconds, and so called. What was not asked for is left out."""
    printed: dict[str, Any] = {"scope": given.scope, "access_token": given.access_token, "id_token": given.id_token}
    printed |= {"refresh_token": given.refresh_token, "token_type": "Bearer", "expire_in": given.expires_in}
    return {name: value for name, value in printed.items() if value is not None}


def device(row: Device) -> dict[str, Any]:
    """A device, as whoever has told of it is answered."""
    return {"id": row.id, "deviceUniqueId": row.device_unique_id}


# What a client has told of a device, and everybody is shown; what it has not is left out, since Android would show a
# null as "null".
_SHOWN = {"name": "name", "version": "version", "type": "type", "mod": "mod", "os": "os", "user_agent": "userAgent"}


def my_device(found: MyDevice) -> dict[str, Any]:
    """A device in the list of its user; `deviceId` is the client's own name for it."""
    row = found.device
    told = {name: row.about[column] for column, name in _SHOWN.items() if row.about.get(column)}
    return {
        "device": {"deviceId": row.device_unique_id, **told, "status": found.status},
        "lastLoginTime": clock.iso(row.last_login),
        **({"lastIp": row.last_ip} if row.last_ip else {}),
        "online": found.online,
    }


def brief_user(user: User) -> dict[str, Any]:
    """Who somebody is, in a name and a picture."""
    name = user.nickname or user.name or user.username or user.email or user.phone
    return {"displayName": name or user.id, "photo": user.photo or ""}
