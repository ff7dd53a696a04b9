"""What planting a pool and planting its users have in common: what the pool knows, and what a document may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

from genauth_mock.documents.access_document import GrantDocument, Grants, RoleNameDocument
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.kit import clock
from genauth_mock.kit.echo import cut, nearest
from genauth_mock.steering.pools.pinning import DEFAULT_NAMESPACE
from genauth_mock.store import (
    access,
    applications,
    custom_fields,
    orgs,
    social_connections,
)
from genauth_mock.store.database import Row

Model = TypeVar("Model", bound=Row)


class RowsOf(Protocol):
    """Gives a pool's rows of a model: those in the database, or those of an image."""

    def __call__(self, model: type[Model], /) -> Sequence[Model]:
        """The rows, oldest first."""


class PoolParts:
    """What a pool knows by name, each read once: a pool may have 50,000 users who name it."""

    def __init__(self, pool_id: str, rows_of: RowsOf) -> None:
        self.pool_id, self._rows_of = pool_id, rows_of

    @cached_property
    def resources(self) -> dict[tuple[str, str], None]:
        """The resources: namespace and code, in order."""
        return {(each.namespace, each.code): None for each in self._rows_of(access.Resource)}

    @cached_property
    def role_ids(self) -> dict[str, str]:
        """The roles' ids by code; of two namespaces' roles of one code, the first."""
        return {each.code: each.id for each in reversed(self._rows_of(access.Role))}

    @cached_property
    def role_ids_in_namespaces(self) -> dict[tuple[str, str], str]:
        """The roles' ids by namespace and code."""
        return {(each.namespace, each.code): each.id for each in self._rows_of(access.Role)}

    @cached_property
    def groups(self) -> set[str]:
        """The groups' codes."""
        return {each.code for each in self._rows_of(access.Group)}

    @cached_property
    def application_ids(self) -> set[str]:
        """The applications' ids."""
        return {each.id for each in self._rows_of(applications.Application)}

    @cached_property
    def connections(self) -> dict[str, social_connections.SocialConnection]:
        """The connections by id."""
        return {each.id: each for each in self._rows_of(social_connections.SocialConnection)}

    @cached_property
    def custom_fields(self) -> dict[str, str]:
        """The custom fields' types by key."""
        return {each.key: each.data_type for each in self._rows_of(custom_fields.CustomField)}

    @cached_property
    def node_ids(self) -> dict[tuple[str, ...], str]:
        """The ids of the organisations' nodes, by the names from the root down."""
        names: dict[str, tuple[str, ...]] = {}
        for node in self._rows_of(orgs.OrgNode):
            names[node.id] = (*names.get(node.parent_id or "", ()), node.name)
        return {path: node_id for node_id, path in reversed(names.items())}

    @cached_property
    def node_ids_by_path(self) -> dict[str, str]:
        """The same by the names with slashes between them; a name may hold a slash itself."""
        return {"/".join(names): node_id for names, node_id in reversed(self.node_ids.items())}

    def role_id(self, role: str | RoleNameDocument, where: str) -> str:
        """The id of a role that a document names. Raises BadDocument."""
        if isinstance(role, str):
            known(role, self.role_ids, where, "role")
            return self.role_ids[role]
        found = self.role_ids_in_namespaces.get((role.namespace, role.code))
        if found is None:
            raise BadDocument(where, f"{role.code!r} is not a role of namespace {role.namespace!r}")
        return found

    def node_id(self, path: str | list[str], where: str) -> str:
        """The id of an organisation's node that a document names by the way to it. Raises BadDocument."""
        found = self.node_ids_by_path.get(path) if isinstance(path, str) else self.node_ids.get(tuple(path))
        if found is None:
            name = path if isinstance(path, str) else "/".join(path)
            known(name, self.node_ids_by_path, where, "organisation node")
            raise BadDocument(where, f"{path!r} is not a path from an organisation's root to one of its nodes")
        return found


def grants_of(
    parts: PoolParts,
    target_type: str,
    target: str,
    grants: Grants,
    where: str,
    namespace: str = DEFAULT_NAMESPACE,
) -> Iterator[dict[str, Any]]:
    """The values of the rows that grant resources to a target.

    Raises BadDocument for a resource that the pool does not know.
    """
    for n, given in enumerate(grants):
        wanted = given if isinstance(given, GrantDocument) else GrantDocument(code=given)
        homes = (wanted.namespace,) if wanted.namespace else (namespace, DEFAULT_NAMESPACE)
        home = next((each for each in homes if (each, wanted.code) in parts.resources), None)
        if home is None:
            known(wanted.code, {code for _, code in parts.resources}, f"{where}[{n}]", "resource")
            raise BadDocument(f"{where}[{n}]", f"{wanted.code!r} is not a resource of namespace {homes[0]!r}")
        yield {
            "user_pool_id": parts.pool_id,
            "target_type": target_type,
            "target": target,
            "namespace": home,
            "code": wanted.code,
            "actions": wanted.actions,
        }


def times_of(document: Any) -> dict[str, Any]:
    """When a pinned document says that it was made and changed."""
    return {
        "created_at": clock.parse_iso(document.created_at),
        "updated_at": clock.parse_iso(document.updated_at),
    }


def known(name: str, names_known: Iterable[str], where: str, noun: str) -> None:
    """Refuses a name that is not known, with the nearest that is. Raises BadDocument."""
    names = names_known if isinstance(names_known, dict | set) else set(names_known)
    if name in names:
        return
    in_order = list(names)
    near = nearest(name, in_order)
    hint = f"; did you mean {near!r}?" if near else f"; the pool has {', '.join(map(repr, in_order[:8])) or 'none'}"
    raise BadDocument(where, f"{cut(name)!r} is not a {noun} of this user pool{hint}")


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
