"""What planting a pool and planting its users have in common: what the pool knows, and what a document may name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from mock_server import clock
from mock_server.documents import GrantDocument, Grants
from mock_server.field_types import BadDocument
from mock_server.rules.pinning import DEFAULT_NAMESPACE
from mock_server.store import access, custom_fields, orgs
from mock_server.store.database import Connection


class PoolParts:
    """What a pool knows by name, each read once: a pool may have 50,000 users who name it."""

    def __init__(self, db: Connection, pool_id: str) -> None:
        self.db, self.pool_id = db, pool_id

    @cached_property
    def resources(self) -> list[access.Resource]:
        """The resources."""
        return list(access.resources_of_pool(self.db, self.pool_id))

    @cached_property
    def role_ids(self) -> dict[str, str]:
        """The roles' ids by code; of two namespaces' roles of one code, the first."""
        return {each.code: each.id for each in reversed(access.roles_of_pool(self.db, self.pool_id))}

    @cached_property
    def groups(self) -> set[str]:
        """The groups' codes."""
        return {each.code for each in access.groups_of_pool(self.db, self.pool_id)}

    @cached_property
    def custom_fields(self) -> dict[str, str]:
        """The custom fields' types by key."""
        return {each.key: each.data_type for each in custom_fields.of_pool(self.db, self.pool_id)}

    @cached_property
    def node_ids(self) -> dict[tuple[str, ...], str]:
        """The ids of the organisations' nodes, by the names from the root down."""
        names: dict[str, tuple[str, ...]] = {}
        for node in orgs.nodes_of_pool(self.db, self.pool_id):
            names[node.id] = (*names.get(node.parent_id or "", ()), node.name)
        return {path: node_id for node_id, path in reversed(names.items())}

    @cached_property
    def node_ids_by_path(self) -> dict[str, str]:
        """The same by the names with slashes between them; a name may hold a slash itself."""
        return {"/".join(names): node_id for names, node_id in reversed(self.node_ids.items())}


def grants_of(
    parts: PoolParts,
    target_type: str,
    target: str,
    grants: Grants,
    where: str,
    namespace: str = DEFAULT_NAMESPACE,
) -> list[access.Grant]:
    """The rows that grant resources to a target. Raises BadDocument for a resource that the pool does not know."""
    rows = []
    for n, given in enumerate(grants):
        wanted = given if isinstance(given, GrantDocument) else GrantDocument(code=given)
        homes = (wanted.namespace,) if wanted.namespace else (namespace, DEFAULT_NAMESPACE)
        found = next(
            (each for home in homes for each in parts.resources if (each.namespace, each.code) == (home, wanted.code)),
            None,
        )
        if found is None:
            known(wanted.code, {each.code for each in parts.resources}, f"{where}[{n}]", "resource")
            raise BadDocument(f"{where}[{n}]", f"{wanted.code!r} is no resource of namespace {homes[0]!r}")
        rows.append(
            access.Grant(
                user_pool_id=parts.pool_id,
                target_type=target_type,
                target=target,
                namespace=found.namespace,
                code=found.code,
                actions=wanted.actions,
            )
        )
    return rows


def grant(
    parts: PoolParts,
    target_type: str,
    target: str,
    grants: Grants,
    where: str,
    namespace: str = DEFAULT_NAMESPACE,
) -> None:
    """Grants resources to a target. Raises BadDocument."""
    access.add(parts.db, *grants_of(parts, target_type, target, grants, where, namespace))


def times_of(document: Any) -> dict[str, Any]:
    """When a pinned document says that it was made and changed."""
    return {
        "created_at": clock.parse_iso(document.created_at),
        "updated_at": clock.parse_iso(document.updated_at),
    }


def known(name: str, names_known: Iterable[str], where: str, noun: str) -> None:
    """Refuses a name that is not known, with the nearest that is. Raises BadDocument."""
    names = list(names_known)
    if name in names:
        return
    near = get_close_matches(name, names, 1, 0.5)
    hint = f"; did you mean {near[0]!r}?" if near else f"; the pool has {', '.join(map(repr, names[:8])) or 'none'}"
    raise BadDocument(where, f"{name!r} is no {noun} of this user pool{hint}")


def no_twins(values: Iterable[tuple[str, Any]]) -> None:
    """Refuses what stands twice, with the other place. Raises BadDocument."""
    seen: dict[Any, str] = {}
    for where, value in values:
        if value is None:
            continue
        if value in seen:
            shown = " ".join(map(str, value)) if isinstance(value, tuple) else value
            raise BadDocument(where, f"{shown!r} is also at {seen[value]}")
        seen[value] = where
