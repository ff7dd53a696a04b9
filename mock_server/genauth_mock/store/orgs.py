"""Organisations: trees of nodes, and who is in which node."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    time_column,
)
from genauth_mock.store.query import (
    delete,
    insert,
    lookup,
    of_member,
)


class Org(Row, table=True):
    """An organisation: one tree."""

    __tablename__ = "orgs"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "id"),)

    user_pool_id: str
    id: str
    root_node_id: str
    logo: str | None = None
    created_at: int = time_column()
    updated_at: int = time_column()


class OrgNode(Row, table=True):
    """A node (department) of an organisation."""

    __tablename__ = "org_nodes"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "id"),)

    user_pool_id: str
    id: str
    org_id: str
    parent_id: str | None = None
    name: str
    description: str | None = None
    code: str | None = None
    created_at: int = time_column()
    updated_at: int = time_column()


class OrgMember(Row, table=True):
    """A user is in a node."""

    __tablename__ = "org_members"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "user_id", "node_id"),)

    user_pool_id: str
    user_id: str
    node_id: str


_ORGS_OF_POOL = lookup(Org, "user_pool_id")
_NODES_OF_POOL = lookup(OrgNode, "user_pool_id")
_NODES_OF_USER = of_member(OrgNode, OrgMember, "node_id")


def of_pool(db: Connection, user_pool_id: str) -> Sequence[Org]:
    """A pool's organisations."""
    return _ORGS_OF_POOL.all(db, user_pool_id=user_pool_id)


def nodes_of_pool(db: Connection, user_pool_id: str) -> Sequence[OrgNode]:
    """The nodes of all of a pool's organisations, parents before children."""
    return _NODES_OF_POOL.all(db, user_pool_id=user_pool_id)


def nodes_of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[OrgNode]:
    """The nodes that a user is in, in the order in which he or she joined."""
    return _NODES_OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def add(db: Connection, *rows: Row) -> None:
    """Adds rows of one of this file's models. Raises Taken."""
    insert(db, *rows)


def forget_user(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes a user out of all nodes."""
    delete(db, OrgMember, user_pool_id=user_pool_id, user_id=user_id)
