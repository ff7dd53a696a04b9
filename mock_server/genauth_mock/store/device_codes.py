"""Device codes: logins of devices without a browser, which wait for a person elsewhere. RFC 8628."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    Taken,
    time_column,
)
from genauth_mock.store.query import (
    delete,
    insert,
    lookup,
    update,
)


class DeviceCode(Row, table=True):
    """A device's login. `session_id` is the session of the person who said yes; `denied` that he or she said no."""

    __tablename__ = "device_codes"
    __table_args__ = (sa.UniqueConstraint("device_code", "user_pool_id"),)

    device_code: str
    user_code: str = Field(index=True)
    user_pool_id: str = Field(index=True)
    app_id: str
    scope: str
    user_id: str | None = None
    session_id: str | None = None
    denied: bool = False
    auth_time: int | None = time_column(default=None)
    polled_at: int | None = time_column(default=None)
    expires_at: int = time_column()


_BY_DEVICE_CODE = lookup(DeviceCode, "device_code")
_BY_USER_CODE = lookup(DeviceCode, "user_code")


def by_device_code(db: Connection, device_code: str) -> DeviceCode | None:
    """The login of this device code."""
    return _BY_DEVICE_CODE.first(db, device_code=device_code)


def by_user_code(db: Connection, user_code: str) -> DeviceCode | None:
    """The login whose code a person has typed, in whichever pool."""
    return _BY_USER_CODE.first(db, user_code=user_code)


def add(db: Connection, code: DeviceCode) -> None:
    """Adds a device's login. Raises Taken if the user code is another's."""
    if by_user_code(db, code.user_code) is not None:
        raise Taken
    insert(db, code)


def change(db: Connection, device_code: str, changes: Mapping[str, Any]) -> None:
    """Changes columns of a device's login."""
    update(db, DeviceCode, {"device_code": device_code}, changes)


def use_up(db: Connection, device_code: str) -> bool:
    """Takes a device's login away; False if another call was faster."""
    return delete(db, DeviceCode, device_code=device_code) == 1
