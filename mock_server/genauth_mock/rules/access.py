"""What who is logged in may use: applications, organisations, roles, resources. Documented: listApplications, listOrgs,
listRoles, listAuthorizedResources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.store import access, applications, orgs
from genauth_mock.store.access import Role
from genauth_mock.store.applications import Application
from genauth_mock.store.orgs import Org, OrgNode
from genauth_mock.store.users import User

_MOST_UNPAGED = 1000


@dataclass(frozen=True, slots=True)
class OrgPath:
    """An organisation and its nodes from the root down to one that a user is in."""

    org: Org
    nodes: tuple[OrgNode, ...]


@dataclass(frozen=True, slots=True)
class RoleInNamespace:
    """A role, and the id of its namespace."""

    role: Role
    namespace_id: int


@dataclass(frozen=True, slots=True)
class AuthorizedResource:
    """A resource that a user may use, and how."""

    code: str
    type: str
    actions: tuple[str, ...]
    api_identifier: str | None


def applications_of(ctx: Context, page: int, limit: int) -> tuple[Sequence[Application], int]:
    """One page of the applications that a user may enter: all of the pool, which has no access policies yet."""
    return applications.page(ctx.db, ctx.pool_id, page, limit)


def first_applications_of(ctx: Context) -> Sequence[Application]:
    """The applications that a user may enter, for the answers that have no pages: the first thousand."""
    return applications_of(ctx, 1, _MOST_UNPAGED)[0]


def application(ctx: Context, app_id: str) -> Application:
    """An application of the pool. Refuses 2011."""
    found = applications.by_id(ctx.db, app_id)
    if found is None or found.user_pool_id != ctx.pool_id:
        raise Refused(errors.APP_NOT_FOUND)
    return found


def related_applications(ctx: Context, app_id: str) -> list[Application]:
    """The applications beside one: the pool's others, which is a guess. Refuses 2011."""
    beside = application(ctx, app_id)
    return [each for each in applications.of_pool(ctx.db, ctx.pool_id) if each.id != beside.id]


def org_paths(ctx: Context, user: User) -> list[OrgPath]:
    """Where a user is in the pool's organisations: for each node, the way from its organisation's root."""
    trees = {each.id: each for each in orgs.of_pool(ctx.db, ctx.pool_id)}
    nodes = {each.id: each for each in orgs.nodes_of_pool(ctx.db, ctx.pool_id)} if trees else {}
    paths = []
    for node in orgs.nodes_of_user(ctx.db, ctx.pool_id, user.id):
        way = [node]
        while way[0].parent_id:
            way.insert(0, nodes[way[0].parent_id])
        paths.append(OrgPath(trees[node.org_id], tuple(way)))
    return paths


def department_ids(ctx: Context, user: User) -> list[str]:
    """The nodes of organisations that a user is in."""
    return [each.id for each in orgs.nodes_of_user(ctx.db, ctx.pool_id, user.id)]


def roles(ctx: Context, user: User, namespace: str | None) -> list[RoleInNamespace]:
    """A user's roles, all of them or those of one namespace (its code or id)."""
    ids = {each.code: each.id for each in access.namespaces_of_pool(ctx.db, ctx.pool_id)}
    return [
        RoleInNamespace(role, ids[role.namespace])
        for role in access.roles_of_user(ctx.db, ctx.pool_id, user.id)
        if not namespace or namespace in (role.namespace, str(ids[role.namespace]))
    ]


def authorized_resources(
    ctx: Context, user: User, namespace: str, resource_type: str | None
) -> list[AuthorizedResource]:
    """The resources of a namespace that a user may use: granted to him or her, to a role, a group or an organisation.

    A node inherits what is granted to the nodes above it. Actions granted twice are one.
    """
    db, pool_id = ctx.db, ctx.pool_id
    above = {node.id for path in org_paths(ctx, user) for node in path.nodes}
    grants = [
        *access.grants_to(db, pool_id, "USER", [user.id]),
        *access.grants_to(db, pool_id, "ROLE", [each.id for each in access.roles_of_user(db, pool_id, user.id)]),
        *access.grants_to(db, pool_id, "GROUP", access.groups_of_user(db, pool_id, user.id)),
        *access.grants_to(db, pool_id, "ORG", sorted(above)),
    ]
    known = {(each.namespace, each.code): each for each in access.resources_of_pool(db, pool_id)}
    actions: dict[str, dict[str, None]] = {}
    for grant in grants:
        resource = known[grant.namespace, grant.code]
        if grant.namespace == namespace and resource_type in (None, "", resource.type):
            actions.setdefault(grant.code, {}).update(dict.fromkeys(grant.actions or resource.actions))
    return [
        AuthorizedResource(code, known[namespace, code].type, tuple(allowed), known[namespace, code].api_identifier)
        for code, allowed in actions.items()
    ]
