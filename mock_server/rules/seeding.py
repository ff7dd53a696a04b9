"""Planting: a pinned pool document becomes rows."""

from __future__ import annotations

from mock_server import addresses
from mock_server.documents import ApplicationDocument, NodeDocument, OrgDocument, PoolDocument
from mock_server.field_types import BadDocument, dumped
from mock_server.rules.seeding_parts import PoolParts, grant, known, no_twins, times_of
from mock_server.rules.seeding_users import plant_users
from mock_server.store import access, applications, custom_fields, orgs, outside_identities
from mock_server.store.database import Connection, Taken


def plant(db: Connection, document: PoolDocument) -> None:
    """Writes all that a pinned document holds, except the pool's own row. Raises BadDocument."""
    pool_id = str(document.user_pool_id)
    for n, application in enumerate(document.applications):
        if applications.by_id(db, str(application.id)):
            raise BadDocument(
                f"applications[{n}].id", f"{application.id!r} is an application of another user pool; ids are unique"
            )
    no_twins(((f"applications[{n}].id", each.id) for n, each in enumerate(document.applications)))
    no_twins(((f"customFields[{n}].key", each.key) for n, each in enumerate(document.custom_fields)))
    no_twins(((f"groups[{n}].code", each.code) for n, each in enumerate(document.groups)))
    no_twins(((f"directory[{n}].username", each.username) for n, each in enumerate(document.directory)))
    no_twins(((f"roles[{n}].code", (each.namespace, each.code)) for n, each in enumerate(document.roles)))
    no_twins(((f"resources[{n}].code", (each.namespace, each.code)) for n, each in enumerate(document.resources)))
    no_twins(((f"namespaces[{n}].code", each.code) for n, each in enumerate(document.namespaces)))
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
    parts = PoolParts(db, pool_id)
    for n, org in enumerate(document.orgs):
        _plant_org(parts, org, f"orgs[{n}]")
    plant_users(db, pool_id, document.users, "users[{}].")


def plant_applications(db: Connection, pool_id: str, documents: list[ApplicationDocument]) -> None:
    """Writes pinned applications."""
    applications.add(
        db,
        *(
            applications.Application(
                user_pool_id=pool_id,
                mfa=dumped(each.mfa),
                **times_of(each),
                **each.model_dump(exclude={"mfa", "created_at", "updated_at"}),
            )
            for each in documents
        ),
    )


def _plant_neighbours(db: Connection, pool_id: str, document: PoolDocument) -> None:
    for n, key in enumerate(document.access_keys):
        try:
            outside_identities.add(db, outside_identities.AccessKey(user_pool_id=pool_id, **key.model_dump()))
        except Taken:
            where = f"accessKeys[{n}].id"
            raise BadDocument(where, f"{key.id!r} is an access key of another user pool, or twice here") from None
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
    namespaces = {each.code for each in document.namespaces}
    access.add(db, *(access.Namespace(user_pool_id=pool_id, **each.model_dump()) for each in document.namespaces))
    for n, resource in enumerate(document.resources):
        known(resource.namespace, namespaces, f"resources[{n}].namespace", "namespace")
    access.add(db, *(access.Resource(user_pool_id=pool_id, **each.model_dump()) for each in document.resources))
    for n, role in enumerate(document.roles):
        known(role.namespace, namespaces, f"roles[{n}].namespace", "namespace")
    access.add(
        db,
        *(
            access.Role(
                user_pool_id=pool_id,
                **times_of(each),
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
    parts = PoolParts(db, pool_id)
    for n, role in enumerate(document.roles):
        grant(parts, "ROLE", str(role.id), role.resources, f"roles[{n}].resources", role.namespace)
    for n, group in enumerate(document.groups):
        grant(parts, "GROUP", group.code, group.resources, f"groups[{n}].resources")


def _plant_org(parts: PoolParts, org: OrgDocument, where: str) -> None:
    orgs.add(
        parts.db,
        orgs.Org(
            user_pool_id=parts.pool_id,
            id=str(org.id),
            root_node_id=str(org.root_node_id),
            logo=org.logo,
            **times_of(org),
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
    _plant_node(parts, str(org.id), None, root, where)


def _plant_node(parts: PoolParts, org_id: str, parent: str | None, node: NodeDocument, where: str) -> None:
    orgs.add(
        parts.db,
        orgs.OrgNode(
            user_pool_id=parts.pool_id,
            id=str(node.id),
            org_id=org_id,
            parent_id=parent,
            name=node.name,
            description=node.description,
            code=node.code,
            **times_of(node),
        ),
    )
    grant(parts, "ORG", str(node.id), node.resources, f"{where}.resources")
    no_twins(((f"{where}.children[{n}].name", child.name) for n, child in enumerate(node.children)))
    for n, child in enumerate(node.children):
        _plant_node(parts, org_id, str(node.id), child, f"{where}.children[{n}]")
