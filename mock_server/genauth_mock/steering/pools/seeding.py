"""Planting: a pinned pool document becomes rows. Nothing is written here, so it may take its time."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from genauth_mock.documents.access_document import NodeDocument, OrgDocument
from genauth_mock.documents.field_types import BadDocument, dumped
from genauth_mock.documents.pool_document import ApplicationDocument, PoolDocument
from genauth_mock.kit import addresses, clock
from genauth_mock.settings import Settings
from genauth_mock.steering.pools.seeding_access import (
    PoolParts,
    grants_of,
    known,
    no_twins,
    times_of,
)
from genauth_mock.steering.pools.seeding_users import add_users
from genauth_mock.store import (
    access,
    access_keys,
    applications,
    custom_fields,
    orgs,
    outside_identities,
    pipelines,
    social_connections,
    uploads,
    user_pools,
    webhooks,
)
from genauth_mock.store.images import Image


def planted(document: PoolDocument, defaults: Settings) -> Image:
    """The rows of a pool that a pinned document describes. What its settings leave out is the server's.

    Raises BadDocument.
    """
    pool_id = str(document.user_pool_id)
    _check_twins(document)
    settings = document.settings.model_dump(by_alias=True, exclude_unset=True)
    image = Image(pool_id)
    hooks = [webhooks.Webhook(user_pool_id=pool_id, **each.model_dump()) for each in document.webhooks]
    asked = [pipelines.Pipeline(user_pool_id=pool_id, **each.model_dump()) for each in document.pipelines]
    image.add(*hooks, *asked)
    image.add(
        user_pools.UserPool(
            id=pool_id,
            public_id=pool_id,
            secret=str(document.user_pool_secret),
            name=str(document.name),
            identifier=str(document.identifier),
            settings=_with_defaults(settings, defaults),
            webhook_events=webhooks.events_of(hooks),
            pipeline_scenes=pipelines.scenes_of(asked),
            created_at=clock.parse_iso(str(document.created_at)),
        )
    )
    add_applications(image, document.applications)
    _add_neighbours(image, document)
    image.add(
        *(
            custom_fields.CustomField(
                user_pool_id=pool_id, key=each.key, label=each.label or each.key, data_type=each.data_type
            )
            for each in document.custom_fields
        ),
    )
    parts = PoolParts(pool_id, image.of)
    _add_access(image, parts, document)
    no_twins((f"{where}.id", each.id) for where, each in _nodes(document.orgs, "orgs"))
    for n, org in enumerate(document.orgs):
        _add_org(image, parts, org, f"orgs[{n}]")
    add_users(image, parts, document.users, "users[{}].")
    image.add(
        *(
            uploads.Upload(
                key=each.key,
                user_pool_id=pool_id,
                file_name=each.file_name,
                content_type=each.content_type,
                content=base64.b64decode(each.content),
                created_at=clock.parse_iso(str(each.created_at)),
            )
            for each in document.uploads
        )
    )
    return image


def _with_defaults(settings: dict[str, Any], defaults: Settings) -> dict[str, Any]:
    """A pool's settings with those that a server decides where nobody else does."""
    tokens = {"idTokenAlg": defaults.id_token_alg} | settings.get("tokens", {})
    return {"limits": defaults.limits} | settings | {"tokens": tokens}


def _check_twins(document: PoolDocument) -> None:
    no_twins(((f"applications[{n}].id", each.id) for n, each in enumerate(document.applications)))
    no_twins(((f"accessKeys[{n}].id", each.id) for n, each in enumerate(document.access_keys)))
    no_twins(((f"customFields[{n}].key", each.key) for n, each in enumerate(document.custom_fields)))
    no_twins(((f"groups[{n}].code", each.code) for n, each in enumerate(document.groups)))
    no_twins(((f"orgs[{n}].name", each.name) for n, each in enumerate(document.orgs)))
    no_twins(((f"orgs[{n}].id", each.id) for n, each in enumerate(document.orgs)))
    no_twins(((f"connections[{n}].id", each.id) for n, each in enumerate(document.connections)))
    no_twins(((f"connections[{n}].identifier", each.identifier) for n, each in enumerate(document.connections)))
    for n, connection in enumerate(document.connections):
        where = f"connections[{n}].identities"
        no_twins((f"{where}[{m}].code", each.code) for m, each in enumerate(connection.identities))
        no_twins((f"{where}[{m}].accessToken", each.access_token) for m, each in enumerate(connection.identities))
    no_twins(((f"webhooks[{n}].id", each.id) for n, each in enumerate(document.webhooks)))
    no_twins(((f"pipelines[{n}].id", each.id) for n, each in enumerate(document.pipelines)))
    no_twins(((f"directory[{n}].username", each.username) for n, each in enumerate(document.directory)))
    no_twins(((f"carrier[{n}].token", (each.token, each.access_token)) for n, each in enumerate(document.carrier)))
    no_twins(((f"roles[{n}].code", (each.namespace, each.code)) for n, each in enumerate(document.roles)))
    no_twins(((f"roles[{n}].id", each.id) for n, each in enumerate(document.roles)))
    no_twins(((f"resources[{n}].code", (each.namespace, each.code)) for n, each in enumerate(document.resources)))
    no_twins(((f"namespaces[{n}].code", each.code) for n, each in enumerate(document.namespaces)))
    no_twins(((f"uploads[{n}].key", each.key) for n, each in enumerate(document.uploads)))


def _nodes(
    documents: Sequence[OrgDocument | NodeDocument], where: str
) -> Iterator[tuple[str, OrgDocument | NodeDocument]]:
    """All nodes below organisations, and where they stand."""
    for n, each in enumerate(documents):
        for m, child in enumerate(each.children):
            yield f"{where}[{n}].children[{m}]", child
        yield from _nodes(each.children, f"{where}[{n}].children")


def add_applications(image: Image, documents: list[ApplicationDocument]) -> None:
    """Adds pinned applications."""
    image.add(
        *(
            applications.Application(
                user_pool_id=image.user_pool_id,
                mfa=dumped(each.mfa),
                **times_of(each),
                **each.model_dump(exclude={"mfa", "created_at", "updated_at"}),
            )
            for each in documents
        ),
    )


def _add_neighbours(image: Image, document: PoolDocument) -> None:
    pool_id = image.user_pool_id
    image.add(*(access_keys.AccessKey(user_pool_id=pool_id, **each.model_dump()) for each in document.access_keys))
    image.add(
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
    for n, each in enumerate(document.carrier):
        phone = addresses.phone(each.phone)
        if phone is None:
            raise BadDocument(f"carrier[{n}].phone", f"{each.phone!r} is not a phone number")
        image.add(
            outside_identities.CarrierToken(
                user_pool_id=pool_id,
                token=each.token,
                access_token=each.access_token,
                phone=phone.number,
                phone_country_code=phone.country_code,
            )
        )
    image.add(
        *(
            social_connections.SocialConnection(
                user_pool_id=pool_id,
                id=str(each.id),
                type=each.type,
                identifier=each.identifier,
                display_name=each.display_name,
                bind_only=each.bind_only,
                fields=each.fields,
                identities=[dumped(identity) for identity in each.identities],
            )
            for each in document.connections
        ),
    )


def _add_access(image: Image, parts: PoolParts, document: PoolDocument) -> None:
    pool_id = image.user_pool_id
    namespaces = {each.code: None for each in document.namespaces}
    image.add(*(access.Namespace(user_pool_id=pool_id, **each.model_dump()) for each in document.namespaces))
    for n, resource in enumerate(document.resources):
        known(resource.namespace, namespaces, f"resources[{n}].namespace", "namespace")
    image.add(*(access.Resource(user_pool_id=pool_id, **each.model_dump()) for each in document.resources))
    for n, role in enumerate(document.roles):
        known(role.namespace, namespaces, f"roles[{n}].namespace", "namespace")
    image.add(
        *(
            access.Role(
                user_pool_id=pool_id,
                **times_of(each),
                **each.model_dump(exclude={"resources", "created_at", "updated_at"}),
            )
            for each in document.roles
        ),
    )
    image.add(
        *(
            access.Group(
                user_pool_id=pool_id, code=each.code, name=each.name or each.code, description=each.description
            )
            for each in document.groups
        ),
    )
    for n, role in enumerate(document.roles):
        given = grants_of(parts, "ROLE", str(role.id), role.resources, f"roles[{n}].resources", role.namespace)
        image.add_values(access.Grant, given)
    for n, group in enumerate(document.groups):
        given = grants_of(parts, "GROUP", group.code, group.resources, f"groups[{n}].resources")
        image.add_values(access.Grant, given)


def _add_org(image: Image, parts: PoolParts, org: OrgDocument, where: str) -> None:
    image.add(
        orgs.Org(
            user_pool_id=image.user_pool_id,
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
    _add_node(image, parts, str(org.id), None, root, where)


def _add_node(image: Image, parts: PoolParts, org_id: str, parent: str | None, node: NodeDocument, where: str) -> None:
    image.add(
        orgs.OrgNode(
            user_pool_id=image.user_pool_id,
            id=str(node.id),
            org_id=org_id,
            parent_id=parent,
            name=node.name,
            description=node.description,
            code=node.code,
            **times_of(node),
        ),
    )
    image.add_values(access.Grant, grants_of(parts, "ORG", str(node.id), node.resources, f"{where}.resources"))
    no_twins(((f"{where}.children[{n}].name", child.name) for n, child in enumerate(node.children)))
    for n, child in enumerate(node.children):
        _add_node(image, parts, org_id, str(node.id), child, f"{where}.children[{n}]")
