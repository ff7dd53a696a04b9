"""Devices that get a user's pushes, by the client id that the push service has given the app on them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row, table, time_column
from genauth_mock.store.query import Query, delete, lookup


class PushDevice(Row, table=True):
    """A device that gets a user's pushes."""

    __tablename__ = "push_devices"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "user_id", "cid"),)

    user_pool_id: str
    user_id: str
    cid: str
    created_at: int = time_column()


def _binding(dialect: str) -> Any:
    """Adds a device, unless it is there already. SQL knows no common word for it."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    values: dict[str, Any] = {name: sa.bindparam(name) for name in ("user_pool_id", "user_id", "cid", "created_at")}
    return insert(table(PushDevice)).values(values).on_conflict_do_nothing()


_BIND = Query(PushDevice, _binding)
_OF_USER = lookup(PushDevice, "user_pool_id", "user_id")


def bind(db: Connection, user_pool_id: str, user_id: str, cid: str, at_ms: int) -> None:
    """Has a device get a user's pushes; that it gets them already is fine."""
    _BIND.run(db, user_pool_id=user_pool_id, user_id=user_id, cid=cid, created_at=at_ms)


def unbind(db: Connection, user_pool_id: str, user_id: str, cid: str) -> None:
    """Has a device get no pushes of a user any more."""
    delete(db, PushDevice, user_pool_id=user_pool_id, user_id=user_id, cid=cid)


def of_user(db: Connection, user_pool_id: str, user_id: str) -> list[str]:
    """The client ids of a user's devices, oldest first."""
    return [each.cid for each in _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)]
