"""Devices: what a user has logged in with, by the id that the client has given it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    defaults_of,
    json_column,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    lookup,
    update,
)

ACTIVATED, SUSPENDED, DEACTIVATED = "activated", "suspended", "deactivated"


class Device(Row, table=True):
    """A user's device. `device_unique_id` is the client's name for it, which its requests carry; `id` is the server's.

    `about` is what the client has told of it, by the fields of `DeviceProfile`. A suspended one is good again at
    `suspended_until`, if there is such a time.
    """

    __tablename__ = "devices"
    __table_args__ = (
        sa.UniqueConstraint("user_pool_id", "user_id", "device_unique_id"),
        sa.UniqueConstraint("user_pool_id", "user_id", "id"),
    )

    id: str
    user_pool_id: str
    user_id: str
    device_unique_id: str
    status: str = ACTIVATED
    suspended_until: int | None = time_column(default=None)
    about: dict[str, Any] = json_column()
    last_login: int = time_column()
    last_ip: str | None = None
    created_at: int = time_column()


_DEVICES = table(Device)
_KEY = ("user_pool_id", "user_id", "device_unique_id")


def _putting(dialect: str) -> Any:
    """A device that is new, or is told of anew, and then keeps its id and status."""
    columns = [column.name for column in _DEVICES.c if column.name != "seq"]
    added = import_module(f"sqlalchemy.dialects.{dialect}").insert(_DEVICES)
    added = added.values({name: sa.bindparam(name) for name in columns})
    told = {name: added.excluded[name] for name in ("about", "last_login", "last_ip")}
    return added.on_conflict_do_update(index_elements=_KEY, set_=told).returning(*_DEVICES.c)


_PUT = Query(Device, _putting)
_NAMED = lookup(Device, *_KEY)
_BY_ID = lookup(Device, "user_pool_id", "user_id", "id")
_OF_USER = lookup(Device, "user_pool_id", "user_id")


def put(db: Connection, **values: Any) -> Device:
    """Adds a device by column, or what is told of it anew; the device as it is then."""
    found = _PUT.first(db, **{**defaults_of(Device), **values})
    assert found is not None, "a device that was just put is there"
    return found


def named(db: Connection, user_pool_id: str, user_id: str, device_unique_id: str) -> Device | None:
    """A user's device, by the client's name for it."""
    return _NAMED.first(db, user_pool_id=user_pool_id, user_id=user_id, device_unique_id=device_unique_id)


def by_id(db: Connection, user_pool_id: str, user_id: str, device_id: str) -> Device | None:
    """A user's device, by the server's id of it."""
    return _BY_ID.first(db, user_pool_id=user_pool_id, user_id=user_id, id=device_id)


def of_user(db: Connection, user_pool_id: str, user_id: str) -> list[Device]:
    """A user's devices, oldest first."""
    return _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def newest_of_user(db: Connection, user_pool_id: str, user_id: str, page: int, limit: int) -> tuple[list[Device], int]:
    """A page of a user's devices, newest first, and their number."""
    mine = sa.select(_DEVICES).where(_DEVICES.c.user_pool_id == user_pool_id, _DEVICES.c.user_id == user_id)
    rows, total = page_of(db, Device, mine.order_by(_DEVICES.c.seq.desc()), page, limit)
    return list(rows), total


def change(db: Connection, device: Device, changes: Mapping[str, Any]) -> bool:
    """Changes a device; False where it is gone."""
    return update(db, Device, _key_of(device), changes) > 0


def logged_in(db: Connection, user_pool_id: str, user_id: str, device_unique_id: str, at_ms: int, ip: str) -> None:
    """Notes a login at a device, if there is such a one."""
    key = {"user_pool_id": user_pool_id, "user_id": user_id, "device_unique_id": device_unique_id}
    update(db, Device, key, {"last_login": at_ms, "last_ip": ip})


def remove(db: Connection, device: Device) -> bool:
    """Removes a device; False where it is gone already."""
    return delete(db, Device, **_key_of(device)) > 0


def _key_of(device: Device) -> dict[str, str]:
    return {"user_pool_id": device.user_pool_id, "user_id": device.user_id, "id": device.id}


def forget_user(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Removes a user's devices."""
    delete(db, Device, user_pool_id=user_pool_id, user_id=user_id)
