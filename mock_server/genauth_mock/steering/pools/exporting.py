"""Export: the rows of a pool become a pool document again, from which an import makes the same rows."""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from genauth_mock.context import Mock
from genauth_mock.documents import access_document, pool_document, user_document
from genauth_mock.documents.field_types import Document
from genauth_mock.documents.hook_documents import PipelineDocument, WebhookDocument
from genauth_mock.documents.pool_settings import PoolSettings, settings_of
from genauth_mock.documents.user_document import PasskeyDocument, UserProfile
from genauth_mock.kit import addresses, clock
from genauth_mock.steering.pools.pinning import DEFAULT_NAMESPACE
from genauth_mock.steering.pools.replacing import Disturbed
from genauth_mock.steering.pools.seeding_access import PoolParts
from genauth_mock.steering.pools.snapshots import Missing
from genauth_mock.store import (
    access,
    access_keys,
    applications,
    authorizations,
    custom_fields,
    devices,
    images,
    orgs,
    outside_identities,
    passkeys,
    pipelines,
    social_connections,
    user_identities,
    user_pools,
    webhooks,
)
from genauth_mock.store.access import Grant
from genauth_mock.store.database import (
    Connection,
    Row,
    hold_still,
    transaction,
)
from genauth_mock.store.images import Image, Reading
from genauth_mock.store.orgs import OrgNode
from genauth_mock.store.uploads import Upload
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User

MODELS: tuple[type[Row], ...] = (
    *(UserPool, applications.Application, custom_fields.CustomField, User, Upload, authorizations.Consent),
    devices.Device,
    passkeys.Passkey,
    *(access.Namespace, access.Resource, access.Role, access.Group, access.Grant),
    *(access.RoleMember, access.GroupMember, orgs.Org, orgs.OrgNode, orgs.OrgMember),
    *(access_keys.AccessKey, outside_identities.DirectoryUser, outside_identities.CarrierToken),
    *(social_connections.SocialConnection, user_identities.UserIdentity, webhooks.Webhook, pipelines.Pipeline),
)
_TIMES = ("last_login", "signed_up", "suspended_until")
# What is said of users, and which column says of whom.
_BY_USER: dict[type[Row], str] = {
    access.RoleMember: "user_id",
    access.GroupMember: "user_id",
    orgs.OrgMember: "user_id",
    authorizations.Consent: "user_id",
    devices.Device: "user_id",
    user_identities.UserIdentity: "user_id",
    passkeys.Passkey: "user_id",
    Grant: "target",
}
# About 15 ms as YAML, for which other calls wait.
SLICE = 50
_NOTHING: Mapping[str, Any] = {}


def entries(mock: Mock, public_id: str) -> Iterator[tuple[str, Any]]:
    """The entries of the pool document that makes this pool: keys in the order of the document's fields, without
    defaults. Users and uploads come in slices, each under its key again; others may be answered between any two.

    What is of the moment is not in it: sessions and all tokens, codes, outbox, attempts, tickets, interactions, the
    clock, faults, the journal; nor are snapshots, nor pictures that no user has shown. A snapshot holds the former.
    A small pool is as it was at one moment. Of a large one, who comes to be meanwhile is not in it; who is changed or
    removed meanwhile may be as before or after. Raises Missing, and Disturbed where the pool is replaced meanwhile.
    """
    with transaction(mock.engine) as db:
        hold_still(db)
        pool = user_pools.by_id(db, public_id)
        if pool is None:
            raise Missing
        head = Image(pool.id)
        for model in MODELS:
            if model not in _BY_USER and model not in (User, Upload):
                head.add_read(db, model)
        others = ("ROLE", "GROUP", "ORG")
        head.tables[str(Grant.__tablename__)] = images.rows_by(db, pool.id, Grant, "target_type", others)
        said = _Said(head)
        some, pictures = Reading(db, pool.id, ("users",)), Reading(db, pool.id, ("uploads",))
        first = _users(db, said, some), _uploads(db, pictures)
    yield from _head(head, said).items()
    yield "users", first[0]
    while not some.is_done():
        with transaction(mock.engine) as db:
            _check_unchanged(db, pool)
            more = _users(db, said, some)
        yield "users", more
    yield "uploads", first[1]
    while not pictures.is_done():
        with transaction(mock.engine) as db:
            _check_unchanged(db, pool)
            more = _uploads(db, pictures)
        yield "uploads", more


def _check_unchanged(db: Connection, pool: UserPool) -> None:
    if user_pools.of_rows(db, pool.id) is None:
        raise Disturbed(f"user pool {pool.public_id} was replaced or removed while it was exported; export it again")


def _users(db: Connection, said: _Said, reading: Reading) -> list[dict[str, Any]]:
    rows = reading.next(db, SLICE)
    found = rows.of(User)
    ids = [each.id for each in found]
    for model, column in _BY_USER.items():
        rows.tables[str(model.__tablename__)] = images.rows_by(db, rows.user_pool_id, model, column, ids)
    said.hear(rows)
    return [said.user(each) for each in found]


def _uploads(db: Connection, reading: Reading) -> list[dict[str, Any]]:
    return [
        _part(pool_document.UploadDocument, each, content=base64.b64encode(each.content).decode())
        for each in reading.next(db).of(Upload)
    ]


def document_now(db: Connection, public_id: str) -> dict[str, Any]:
    """The pool document of a pool that is there, read within one transaction."""
    pool = user_pools.by_id(db, public_id)
    assert pool is not None, "whoever asks knows that it is there"
    reading, image = Reading(db, pool.id, {str(model.__tablename__) for model in MODELS}), Image(pool.id)
    while not reading.is_done():
        image.add_all(reading.next(db))
    said = _Said(image)
    said.hear(image)
    uploads = [
        _part(pool_document.UploadDocument, each, content=base64.b64encode(each.content).decode())
        for each in image.of(Upload)
    ]
    document = _head(image, said) | {"users": [said.user(each) for each in image.of(User)], "uploads": uploads}
    return {key: value for key, value in document.items() if value != []}


def _head(image: Image, said: _Said) -> dict[str, Any]:
    """A document but for users and uploads."""
    (pool,) = image.of(UserPool)
    settings = settings_of(pool.settings)
    document = {
        "version": pool_document.VERSION,
        "userPoolId": pool.public_id,
        "userPoolSecret": pool.secret,
        "name": pool.name,
        "identifier": pool.identifier,
        "createdAt": clock.iso(pool.created_at),
        "settings": _settings(settings),
        "applications": [
            _part(pool_document.ApplicationDocument, each, mfa=each.mfa if each.mfa.get("policies") else None)
            for each in image.of(applications.Application)
        ],
        "accessKeys": [_part(pool_document.AccessKeyDocument, each) for each in image.of(access_keys.AccessKey)],
        "customFields": [
            _part(pool_document.CustomFieldDocument, each, label=None if each.label == each.key else each.label)
            for each in image.of(custom_fields.CustomField)
        ],
        "namespaces": [_part(access_document.NamespaceDocument, each) for each in image.of(access.Namespace)],
        "resources": [_part(access_document.ResourceDocument, each) for each in image.of(access.Resource)],
        "roles": [
            _part(access_document.RoleDocument, each, resources=said.granted("ROLE", each.id, each.namespace))
            for each in image.of(access.Role)
        ],
        "groups": [
            _part(
                access_document.GroupDocument,
                each,
                name=None if each.name == each.code else each.name,
                resources=said.granted("GROUP", each.code),
            )
            for each in image.of(access.Group)
        ],
        "orgs": [said.org(each) for each in image.of(orgs.Org)],
        "connections": [
            _part(pool_document.ConnectionDocument, each) for each in image.of(social_connections.SocialConnection)
        ],
        "directory": [
            _part(user_document.DirectoryUserDocument, each, password=None, profile=_profile(each.profile))
            for each in image.of(outside_identities.DirectoryUser)
        ],
        "carrier": [
            _part(pool_document.CarrierDocument, each, phone=_typed(each.phone_country_code, each.phone))
            for each in image.of(outside_identities.CarrierToken)
        ],
        "webhooks": [_part(WebhookDocument, each) for each in image.of(webhooks.Webhook)],
        "pipelines": [_part(PipelineDocument, each) for each in image.of(pipelines.Pipeline)],
    }
    return {key: value for key, value in document.items() if value != []}


def _settings(settings: PoolSettings) -> dict[str, Any]:
    said = settings.model_dump(by_alias=True, exclude_defaults=True)
    # Left out, these would be the defaults of whichever server reads the document.
    tokens = {"idTokenAlg": settings.tokens.id_token_alg} | said.get("tokens", {})
    return {"limits": settings.limits} | said | {"tokens": tokens}


@cache
def _fields(model: type[Document]) -> tuple[tuple[str, str, Any, bool], ...]:
    """Of each field of a document: its name, its key, its default, and whether it is a time."""
    return tuple(
        (name, str(field.alias), field.get_default(call_default_factory=True), name.endswith("_at") or name in _TIMES)
        for name, field in model.model_fields.items()
    )


def _part(model: type[Document], row: Any, **instead: Any) -> dict[str, Any]:
    """What a row says in the keys of a document, without nothings and defaults; `instead` is what it has no column for.

    Times are milliseconds, in a row and in `instead`.
    """
    part = {}
    for name, key, default, is_time in _fields(model):
        value = instead[name] if name in instead else getattr(row, name)
        if value is not None and value != default:
            part[key] = clock.iso(value) if is_time else value
    return part


def _profile(values: Mapping[str, Any]) -> dict[str, Any]:
    fields = _fields(UserProfile)
    return {key: values[name] for name, key, default, _ in fields if values.get(name) not in (None, default)}


def _passkey(row: passkeys.Passkey) -> dict[str, Any]:
    return _part(PasskeyDocument, row, name=None if row.name == row.authenticator_code else row.name)


def _device(row: devices.Device) -> dict[str, Any]:
    names = user_document.DeviceProfile.model_fields
    return _part(user_document.DeviceDocument, row, **{name: row.about.get(name) for name in names})


def _identity(row: user_identities.UserIdentity) -> dict[str, Any]:
    return _part(user_document.UserIdentityDocument, row)


# What is one user's alone: its key, and how a row of it is said.
_OWN: tuple[tuple[type[Any], str, Callable[[Any], dict[str, Any]]], ...] = (
    (devices.Device, "devices", _device),
    (user_identities.UserIdentity, "identities", _identity),
    (passkeys.Passkey, "passkeys", _passkey),
)


def _typed(country_code: str, number: str) -> str:
    """A phone number as a document has it where it has no country code beside it."""
    return number if country_code == addresses.HOME_COUNTRY_CODE else country_code + number


class _Said:
    """What a pool's rows say of each other, by whom it is said of."""

    def __init__(self, image: Image) -> None:
        self._parts = PoolParts(image.user_pool_id, image.of)
        self._roles = {each.id: each for each in image.of(access.Role)}
        self._paths = {node_id: path for path, node_id in self._parts.node_ids.items()}
        self._joined = Counter("/".join(path) for path in self._parts.node_ids)
        self._nodes: dict[str, OrgNode] = {}
        self._children: defaultdict[str, list[OrgNode]] = defaultdict(list)
        for node in image.of(OrgNode):
            self._nodes[node.id] = node
            self._children[node.parent_id or ""].append(node)
        self._grants: defaultdict[tuple[str, str], list[Grant]] = defaultdict(list)
        for grant in image.of(Grant):
            if grant.target_type != "USER":
                self._grants[grant.target_type, grant.target].append(grant)
        self._of_users: dict[str, dict[str, list[Any]]] = {}
        self._to_users: dict[str, list[Grant]] = {}

    def hear(self, image: Image) -> None:
        """Takes in what rows say of the users who come next."""
        # By user: what a pool of 50,000 would otherwise be searched for 50,000 times.
        self._of_users, self._to_users = defaultdict(dict), defaultdict(list)
        for member in image.of(access.RoleMember):
            self._add(member.user_id, "roles", self._role(member.role_id))
        for in_group in image.of(access.GroupMember):
            self._add(in_group.user_id, "groups", in_group.group_code)
        for in_org in image.of(orgs.OrgMember):
            self._add(in_org.user_id, "orgs", self._path(in_org.node_id))
        agreed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for consent in image.of(authorizations.Consent):
            agreed[consent.user_id, consent.app_id].append(consent.scope)
        for (user_id, app_id), scopes in agreed.items():
            self._add(user_id, "consents", {"appId": app_id, "scopes": scopes})
        for model, key, printed in _OWN:
            for each in image.of(model):
                self._add(each.user_id, key, printed(each))
        for grant in image.of(Grant):
            if grant.target_type == "USER":
                self._to_users[grant.target].append(grant)

    def _add(self, user_id: str, key: str, value: Any) -> None:
        self._of_users[user_id].setdefault(key, []).append(value)

    def user(self, row: User) -> dict[str, Any]:
        """A user with all that he or she has."""
        has = self._of_users.get(row.id, _NOTHING)
        return _part(
            user_document.UserDocument,
            row,
            password=None,
            roles=has.get("roles"),
            groups=has.get("groups"),
            orgs=has.get("orgs"),
            consents=has.get("consents"),
            devices=has.get("devices"),
            identities=has.get("identities"),
            passkeys=has.get("passkeys"),
            resources=_named(self._to_users.get(row.id), DEFAULT_NAMESPACE),
            custom_data=row.custom_data or None,
            mfa=row.mfa or None,
        )

    def granted(self, target_type: str, target: str, home: str = DEFAULT_NAMESPACE) -> list[Any] | None:
        """What is granted to a target; a resource of its own namespace is named by its code alone."""
        return _named(self._grants.get((target_type, target)), home)

    def org(self, row: orgs.Org) -> dict[str, Any]:
        """An organisation with its tree."""
        root = self._nodes[row.root_node_id]
        return _part(
            access_document.OrgDocument,
            row,
            name=root.name,
            description=root.description,
            code=root.code,
            resources=self.granted("ORG", root.id),
            children=self._below(root),
            root_node_created_at=root.created_at,
            root_node_updated_at=root.updated_at,
        )

    def _below(self, parent: OrgNode) -> Sequence[dict[str, Any]]:
        return [
            _part(
                access_document.NodeDocument,
                node,
                resources=self.granted("ORG", node.id),
                children=self._below(node),
            )
            for node in self._children[parent.id]
        ]

    def _role(self, role_id: str) -> str | dict[str, str]:
        """How a user's role is named: by its code where that is enough."""
        role = self._roles[role_id]
        is_first = self._parts.role_ids[role.code] == role_id
        return role.code if is_first else {"code": role.code, "namespace": role.namespace}

    def _path(self, node_id: str) -> str | list[str]:
        """The way to a node: the names with slashes between them where that can mean no other."""
        names = self._paths[node_id]
        joined = "/".join(names)
        return joined if self._joined[joined] == 1 else list(names)


def _named(grants: Sequence[Grant] | None, home: str) -> list[Any] | None:
    """What is granted, as a document has it."""
    if grants is None:
        return None
    return [
        each.code
        if each.namespace == home and not each.actions
        else {"namespace": each.namespace, "code": each.code} | ({"actions": each.actions} if each.actions else {})
        for each in grants
    ]
