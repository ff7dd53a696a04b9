"""Access keys: key pairs of the management API."""

from __future__ import annotations

from sqlmodel import Field

from genauth_mock.store.database import Connection, Row
from genauth_mock.store.query import lookup


class AccessKey(Row, table=True):
    """A key pair of the management API."""

    __tablename__ = "access_keys"

    id: str = Field(unique=True)
    user_pool_id: str = Field(index=True)
    secret: str


_BY_ID = lookup(AccessKey, "id")


def by_id(db: Connection, key_id: str) -> AccessKey | None:
    """The access key of this id, in whichever pool."""
    return _BY_ID.first(db, id=key_id)
