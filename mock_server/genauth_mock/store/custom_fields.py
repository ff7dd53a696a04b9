"""Custom fields: which keys a user's custom data may have, and of which type."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row
from genauth_mock.store.query import insert, lookup


class CustomField(Row, table=True):
    """The definition of one key of users' custom data."""

    __tablename__ = "custom_fields"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "key"),)

    user_pool_id: str
    key: str
    label: str
    data_type: str = "STRING"


_OF_POOL = lookup(CustomField, "user_pool_id")


def of_pool(db: Connection, user_pool_id: str) -> Sequence[CustomField]:
    """A pool's custom fields in the order of their definition."""
    return _OF_POOL.all(db, user_pool_id=user_pool_id)


def add(db: Connection, *custom_fields: CustomField) -> None:
    """Defines custom fields. Raises Taken if a key is defined already."""
    insert(db, *custom_fields)
