"""Access: namespaces, resources, roles and groups, who has them, and what is granted to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    json_column,
    table,
    time_column,
)
from genauth_mock.store.query import (
    delete,
    insert,
    lookup,
    of_member,
)

# PostgreSQL takes 65,535 values in a statement, SQLite may take 32,766.
_MOST_AT_ONCE = 10_000


class Namespace(Row, table=True):
    """A permission namespace (权限分组); `default` is in every pool."""

    __tablename__ = "namespaces"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "code"),)

    user_pool_id: str
    id: int
    code: str
    name: str | None = None
    description: str | None = None


class Resource(Row, table=True):
    """Something that can be granted. `type` is DATA, API, MENU, UI or BUTTON."""

    __tablename__ = "resources"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "namespace", "code"),)

    user_pool_id: str
    namespace: str
    code: str
    type: str = "DATA"
    description: str | None = None
    actions: list[str] = json_column(list)
    api_identifier: str | None = None


class Role(Row, table=True):
    """A role of a namespace."""

    __tablename__ = "roles"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "namespace", "code"),)

    user_pool_id: str
    id: str
    namespace: str
    code: str
    description: str | None = None
    parent_code: str | None = None
    is_system: bool = False
    created_at: int = time_column()
    updated_at: int = time_column()


class RoleMember(Row, table=True):
    """A user has a role."""

    __tablename__ = "role_members"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "user_id", "role_id"),)

    user_pool_id: str
    user_id: str
    role_id: str


class Group(Row, table=True):
    """A group of users."""

    __tablename__ = "groups"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "code"),)

    user_pool_id: str
    code: str
    name: str
    description: str | None = None


class GroupMember(Row, table=True):
    """A user is in a group."""

    __tablename__ = "group_members"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "user_id", "group_code"),)

    user_pool_id: str
    user_id: str
    group_code: str


class Grant(Row, table=True):
    """A resource is granted to a target: `target_type` USER, ROLE, GROUP or ORG with the target's id, code or node id.

    `actions` may narrow the resource's own; empty means all of them.
    """

    __tablename__ = "grants"
    __table_args__ = (sa.Index("grants_of_target", "user_pool_id", "target_type", "target"),)

    user_pool_id: str
    target_type: str
    target: str
    namespace: str
    code: str
    actions: list[str] = json_column(list)


_GRANTS = table(Grant)
_NAMESPACES_OF_POOL = lookup(Namespace, "user_pool_id")
_RESOURCES_OF_POOL = lookup(Resource, "user_pool_id")
_GROUPS_OF_USER = lookup(GroupMember, "user_pool_id", "user_id")
_ROLES_OF_USER = of_member(Role, RoleMember, "role_id")


def namespaces_of_pool(db: Connection, user_pool_id: str) -> Sequence[Namespace]:
    """A pool's namespaces."""
    return _NAMESPACES_OF_POOL.all(db, user_pool_id=user_pool_id)


def resources_of_pool(db: Connection, user_pool_id: str) -> Sequence[Resource]:
    """A pool's resources."""
    return _RESOURCES_OF_POOL.all(db, user_pool_id=user_pool_id)


def roles_of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[Role]:
    """The roles that a user has."""
    return _ROLES_OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def groups_of_user(db: Connection, user_pool_id: str, user_id: str) -> list[str]:
    """The codes of the groups that a user is in."""
    return [row.group_code for row in _GROUPS_OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)]


def grants_to(db: Connection, user_pool_id: str, target_type: str, targets: Sequence[str]) -> Sequence[Grant]:
    """What is granted to any of these targets of one type, oldest first."""
    found: list[Grant] = []
    of_type = sa.select(_GRANTS).where(_GRANTS.c.user_pool_id == user_pool_id, _GRANTS.c.target_type == target_type)
    for first in range(0, len(targets), _MOST_AT_ONCE):
        some = _GRANTS.c.target.in_(targets[first : first + _MOST_AT_ONCE])
        found += cast("Sequence[Grant]", db.execute(of_type.where(some)).all())
    return sorted(found, key=lambda each: each.seq or 0)


def add(db: Connection, *rows: Row) -> None:
    """Adds rows of one of this file's models. Raises Taken."""
    insert(db, *rows)


def forget_roles(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes a user's roles away."""
    delete(db, RoleMember, user_pool_id=user_pool_id, user_id=user_id)


def forget_groups(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes a user out of all groups."""
    delete(db, GroupMember, user_pool_id=user_pool_id, user_id=user_id)


def forget_grants(db: Connection, user_pool_id: str, user_id: str) -> None:
    """Takes away what is granted to a user alone."""
    delete(db, Grant, user_pool_id=user_pool_id, target_type="USER", target=user_id)
