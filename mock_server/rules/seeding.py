"""Planting: a pinned pool document becomes rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from mock_server import addresses, clock
from mock_server.documents import (
    ApplicationDocument,
    BadDocument,
    GrantDocument,
    Grants,
    NodeDocument,
    OrgDocument,
    PoolDocument,
    UserDocument,
    dumped,
)
from mock_server.rules.custom_fields import fits
from mock_server.rules.pinning import DEFAULT_NAMESPACE
from mock_server.store import access, applications, custom_fields, orgs, outside_identities, users
from mock_server.store.database import Connection, Taken

_NO_COLUMNS = {
    *("password", "roles", "groups", "orgs", "resources", "mfa"),
    *("created_at", "updated_at", "last_login", "signed_up"),
}


def plant(db: Connection, document: PoolDocument) -> None:
    """Writes all that a pinned document holds, except the pool's own row. Raises BadDocument."""
    pool_id = str(document.user_pool_id)
    for n, application in enumerate(document.applications):
        if applications.by_id(db, str(application.id)):
            raise BadDocument(
                f"applications[{n}].id", f"{application.id!r} is an application of another user pool; ids are unique"
            )
    _no_twins(((f"applications[{n}].id", each.id) for n, each in enumerate(document.applications)))
    _no_twins(((f"customFields[{n}].key", each.key) for n, each in enumerate(document.custom_fields)))
    _no_twins(((f"groups[{n}].code", each.code) for n, each in enumerate(document.groups)))
    _no_twins(((f"directory[{n}].username", each.username) for n, each in enumerate(document.directory)))
    _no_twins(((f"roles[{n}].code", (each.namespace, each.code)) for n, each in enumerate(document.roles)))
    _no_twins(((f"resources[{n}].code", (each.namespace, each.code)) for n, each in enumerate(document.resources)))
    _no_twins(((f"namespaces[{n}].code", each.code) for n, each in enumerate(document.namespaces)))
    plant_applications(db, pool_id, document.applications)
    _plant_neighbours(db, pool_id, document)
    custom_fields.add(
        db,
        *(
            custom_fields.CustomField(
                user_pool_id=pool_id, key=each.key, label=each.label or each.key, data_type=each.data_type
            )
            for each in document.custom_fields
        ),
    )
    _plant_access(db, pool_id, document)
    for n, org in enumerate(document.orgs):
        _plant_org(db, pool_id, org, f"orgs[{n}]")
    plant_users(db, pool_id, document.users, "users[{}].")


def plant_applications(db: Connection, pool_id: str, documents: list[ApplicationDocument]) -> None:
    """Writes pinned applications."""
    applications.add(
        db,
        *(
            applications.Application(
                user_pool_id=pool_id,
                mfa=dumped(each.mfa),
                **_times(each),
                **each.model_dump(exclude={"mfa", "created_at", "updated_at"}),
            )
            for each in documents
        ),
    )


def _plant_neighbours(db: Connection, pool_id: str, document: PoolDocument) -> None:
    try:
        outside_identities.add(
            db,
            *(outside_identities.AccessKey(user_pool_id=pool_id, **each.model_dump()) for each in document.access_keys),
        )
    except Taken:
        raise BadDocument("accessKeys", "an access key of this id is another user pool's") from None
    outside_identities.add(
        db,
        *(
            outside_identities.DirectoryUser(
                user_pool_id=pool_id,
                username=each.username,
                password_hash=str(each.password_hash),
                profile=each.profile.model_dump(exclude_unset=True),
            )
            for each in document.directory
        ),
    )
    carrier = []
    for n, each in enumerate(document.carrier):
        phone = addresses.phone(each.phone)
        if phone is None:
            raise BadDocument(f"carrier[{n}].phone", f"{each.phone!r} is not a phone number")
        carrier.append(
            outside_identities.CarrierToken(
                user_pool_id=pool_id,
                token=each.token,
                access_token=each.access_token,
                phone=phone.number,
                phone_country_code=phone.country_code,
            )
        )
    outside_identities.add(db, *carrier)
    outside_identities.add(
        db,
        *(
            outside_identities.SocialConnection(
                user_pool_id=pool_id,
                id=str(each.id),
                type=each.type,
                fields=each.fields,
                identities=[dumped(identity) for identity in each.identities],
            )
            for each in document.connections
        ),
    )


def _plant_access(db: Connection, pool_id: str, document: PoolDocument) -> None:
    known = {each.code for each in document.namespaces}
    access.add(db, *(access.Namespace(user_pool_id=pool_id, **each.model_dump()) for each in document.namespaces))
    for n, resource in enumerate(document.resources):
        _known(resource.namespace, known, f"resources[{n}].namespace", "namespace")
    access.add(db, *(access.Resource(user_pool_id=pool_id, **each.model_dump()) for each in document.resources))
    for n, role in enumerate(document.roles):
        _known(role.namespace, known, f"roles[{n}].namespace", "namespace")
    access.add(
        db,
        *(
            access.Role(
                user_pool_id=pool_id,
                **_times(each),
                **each.model_dump(exclude={"resources", "created_at", "updated_at"}),
            )
            for each in document.roles
        ),
    )
    access.add(
        db,
        *(
            access.Group(
                user_pool_id=pool_id, code=each.code, name=each.name or each.code, description=each.description
            )
            for each in document.groups
        ),
    )
    for n, role in enumerate(document.roles):
        _grant(db, pool_id, "ROLE", str(role.id), role.resources, f"roles[{n}].resources", role.namespace)
    for n, group in enumerate(document.groups):
        _grant(db, pool_id, "GROUP", group.code, group.resources, f"groups[{n}].resources")


def _plant_org(db: Connection, pool_id: str, org: OrgDocument, where: str) -> None:
    orgs.add(
        db,
        orgs.Org(
            user_pool_id=pool_id, id=str(org.id), root_node_id=str(org.root_node_id), logo=org.logo, **_times(org)
        ),
    )
    root = NodeDocument(
        id=org.root_node_id,
        name=org.name,
        description=org.description,
        code=org.code,
        resources=org.resources,
        children=org.children,
        createdAt=org.root_node_created_at,
        updatedAt=org.root_node_updated_at,
    )
    _plant_node(db, pool_id, str(org.id), None, root, where)


def _plant_node(db: Connection, pool_id: str, org_id: str, parent: str | None, node: NodeDocument, where: str) -> None:
    orgs.add(
        db,
        orgs.OrgNode(
            user_pool_id=pool_id,
            id=str(node.id),
            org_id=org_id,
            parent_id=parent,
            name=node.name,
            description=node.description,
            code=node.code,
            **_times(node),
        ),
    )
    _grant(db, pool_id, "ORG", str(node.id), node.resources, f"{where}.resources")
    _no_twins(((f"{where}.children[{n}].name", child.name) for n, child in enumerate(node.children)))
    for n, child in enumerate(node.children):
        _plant_node(db, pool_id, org_id, str(node.id), child, f"{where}.children[{n}]")


def plant_users(db: Connection, pool_id: str, documents: list[UserDocument], where: str = "") -> None:
    """Writes pinned users. `where` names a user in errors (`users[{}].`). Raises BadDocument."""
    for name in ("id", "username", "email", "external_id"):
        _no_twins((f"{where.format(n)}{name}", getattr(each, name)) for n, each in enumerate(documents))
    _no_twins(
        (f"{where.format(n)}phone", each.phone and (each.phone_country_code, each.phone))
        for n, each in enumerate(documents)
    )
    for n, document in enumerate(documents):
        _check_custom_data(db, pool_id, document, where.format(n))
    if users.any_in(db, pool_id):
        for n, document in enumerate(documents):
            _check_free(db, pool_id, document, where.format(n))
    try:
        users.add_all(db, [_columns(pool_id, each) for each in documents])
    except Taken:
        # Another call was faster; which column it was, no database says alike.
        raise BadDocument(where.format(0) + "id", "another user of this pool was just made with one of these") from None
    for n, document in enumerate(documents):
        link_user(db, pool_id, document, where.format(n))


def _check_free(db: Connection, pool_id: str, user: UserDocument, where: str, but: str | None = None) -> None:
    for field, owner in (
        ("id", user.id and users.by_id(db, pool_id, user.id)),
        ("username", user.username and users.by_username(db, pool_id, user.username)),
        ("email", user.email and users.by_email(db, pool_id, user.email)),
        ("phone", user.phone and users.by_phone(db, pool_id, user.phone, user.phone_country_code or "")),
        ("externalId", user.external_id and users.by_external_id(db, pool_id, user.external_id)),
    ):
        if owner and owner.id != but:
            raise BadDocument(f"{where}{field}", f"this is user {owner.id}'s, in this pool")


def _check_custom_data(db: Connection, pool_id: str, document: UserDocument, where: str) -> None:
    if not document.custom_data:
        return
    fields = {each.key: each.data_type for each in custom_fields.of_pool(db, pool_id)}
    for key, value in document.custom_data.items():
        _known(key, fields, f"{where}customData.{key}", "custom field")
        if not fits(value, fields[key]):
            raise BadDocument(f"{where}customData.{key}", f"takes {fields[key]}, got {value!r}")


def change_user(
    db: Connection, pool_id: str, user: users.User, given: set[str], document: UserDocument, now_ms: int
) -> None:
    """Writes those fields of a pinned user that were given over a user who exists. Raises BadDocument."""
    _check_custom_data(db, pool_id, document, "")
    row = _columns(pool_id, document)
    columns = {name: row[name] for name in given & row.keys() - {"id", "custom_data"}}
    if "password" in given:
        columns |= {
            "password_hash": row["password_hash"],
            "password_security_level": row["password_security_level"] if row["password_hash"] else None,
        }
    if "phone" in given:
        columns["phone_country_code"] = row["phone_country_code"]
    if "custom_data" in given:
        columns["custom_data"] = {**user.custom_data, **document.custom_data}
    _check_free(db, pool_id, document.model_copy(update={"id": None}), "", but=user.id)
    try:
        users.change(db, pool_id, user.id, {"updated_at": now_ms} | columns)
    except Taken:
        raise BadDocument("id", "another user of this pool was just given one of these") from None
    for name, forget in (
        ("roles", access.forget_roles),
        ("groups", access.forget_groups),
        ("orgs", orgs.forget_user),
        ("resources", access.forget_grants),
    ):
        if name in given:
            forget(db, pool_id, user.id)
    link_user(db, pool_id, document.model_copy(update={"id": user.id}))


def link_user(db: Connection, pool_id: str, document: UserDocument, where: str = "") -> None:
    """Gives a user that exists the document's roles, groups, organisations and resources. Raises BadDocument."""
    user_id = str(document.id)
    if document.roles:
        roles = {each.code: each for each in reversed(access.roles_of_pool(db, pool_id))}
        for code in document.roles:
            _known(code, roles, f"{where}roles", "role")
        access.add(
            db,
            *(
                access.RoleMember(user_pool_id=pool_id, user_id=user_id, role_id=roles[code].id)
                for code in document.roles
            ),
        )
    if document.groups:
        groups = {each.code for each in access.groups_of_pool(db, pool_id)}
        for code in document.groups:
            _known(code, groups, f"{where}groups", "group")
        access.add(
            db,
            *(access.GroupMember(user_pool_id=pool_id, user_id=user_id, group_code=code) for code in document.groups),
        )
    if document.orgs:
        paths = dict(_paths(orgs.nodes_of_pool(db, pool_id)))
        for path in document.orgs:
            names = tuple(path.split("/")) if isinstance(path, str) else tuple(path)
            _known("/".join(names), {"/".join(each) for each in paths}, f"{where}orgs", "organisation node")
            orgs.add(db, orgs.OrgMember(user_pool_id=pool_id, user_id=user_id, node_id=paths[names]))
    _grant(db, pool_id, "USER", user_id, document.resources, f"{where}resources")


def _columns(pool_id: str, user: UserDocument) -> dict[str, Any]:
    return {
        **user.model_dump(exclude=_NO_COLUMNS),
        **_times(user),
        "user_pool_id": pool_id,
        "mfa": user.mfa.model_dump(by_alias=True, exclude_none=True),
        "last_login": clock.parse_iso(user.last_login) if user.last_login else None,
        "signed_up": clock.parse_iso(user.signed_up) if user.signed_up else None,
    }


def _paths(nodes: Iterable[orgs.OrgNode]) -> Iterator[tuple[tuple[str, ...], str]]:
    names: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        names[node.id] = (*names.get(node.parent_id or "", ()), node.name)
        yield names[node.id], node.id


def _grant(
    db: Connection,
    pool_id: str,
    target_type: str,
    target: str,
    grants: Grants,
    where: str,
    namespace: str = DEFAULT_NAMESPACE,
) -> None:
    if not grants:
        return
    resources = access.resources_of_pool(db, pool_id)
    for n, given in enumerate(grants):
        wanted = given if isinstance(given, GrantDocument) else GrantDocument(code=given)
        homes = (wanted.namespace,) if wanted.namespace else (namespace, DEFAULT_NAMESPACE)
        found = next(
            (each for home in homes for each in resources if (each.namespace, each.code) == (home, wanted.code)), None
        )
        if found is None:
            _known(wanted.code, {each.code for each in resources}, f"{where}[{n}]", "resource")
            raise BadDocument(f"{where}[{n}]", f"{wanted.code!r} is no resource of namespace {homes[0]!r}")
        access.add(
            db,
            access.Grant(
                user_pool_id=pool_id,
                target_type=target_type,
                target=target,
                namespace=found.namespace,
                code=found.code,
                actions=wanted.actions,
            ),
        )


def _times(document: Any) -> dict[str, Any]:
    return {
        "created_at": clock.parse_iso(document.created_at),
        "updated_at": clock.parse_iso(document.updated_at),
    }


def _known(name: str, known: Iterable[str], where: str, noun: str) -> None:
    names = list(known)
    if name in names:
        return
    near = get_close_matches(name, names, 1, 0.5)
    hint = f"; did you mean {near[0]!r}?" if near else f"; the pool has {', '.join(map(repr, names[:8])) or 'none'}"
    raise BadDocument(where, f"{name!r} is no {noun} of this user pool{hint}")


def _no_twins(values: Iterable[tuple[str, Any]]) -> None:
    seen: dict[Any, str] = {}
    for where, value in values:
        if value is None:
            continue
        if value in seen:
            raise BadDocument(where, f"{value!r} is also at {seen[value]}")
        seen[value] = where
