"""Pinning: every id, secret, time and hash that a pool document leaves out is made once, so that a reset brings back
the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from genauth_mock.documents.access_document import NamespaceDocument, NodeDocument, OrgDocument
from genauth_mock.documents.field_types import BadDocument, Document
from genauth_mock.documents.pool_document import (
    AccessKeyDocument,
    ApplicationDocument,
    ConnectionDocument,
    PoolDocument,
)
from genauth_mock.documents.user_document import (
    DeviceDocument,
    DirectoryUserDocument,
    PasskeyDocument,
    UserDocument,
    UserMfaDocument,
)
from genauth_mock.kit import addresses, authenticators, clock, passwords
from genauth_mock.kit.ids import Ids

Part = TypeVar("Part", bound=Document)

DEFAULT_LOGO = "https://files.authing.co/authing-console/default-app-logo.png"
DEFAULT_NAMESPACE = "default"


def default_redirect_uri(app_id: str) -> str:
    """Where the mobile SDKs send an application that says nothing else."""
    return f"https://console.authing.cn/console/get-started/{app_id}"


def pinned(document: PoolDocument, ids: Ids, now_ms: int) -> PoolDocument:
    """The document with every id, secret, time and password hash that it left out. Raises BadDocument."""
    now = clock.iso(now_ms)
    pool_id = document.user_pool_id or ids.object_id()
    secret = document.user_pool_secret or ids.secret()
    return _filled(
        document,
        user_pool_id=pool_id,
        user_pool_secret=secret,
        name=document.name or f"pool {pool_id}",
        identifier=document.identifier or _identifier(pool_id),
        created_at=document.created_at or now,
        applications=_pinned_applications(document, ids, now),
        app_id=None,
        app_secret=None,
        access_keys=document.access_keys or [AccessKeyDocument(id=pool_id, secret=secret)],
        namespaces=[_filled(each, id=each.id or ids.number()) for each in _with_default_namespace(document)],
        roles=[_timed(each, now, id=each.id or ids.object_id()) for each in document.roles],
        orgs=[_pinned_org(each, ids, now) for each in document.orgs],
        connections=_pinned_connections(document.connections, ids),
        directory=[_pinned_directory_user(each, f"directory[{n}]") for n, each in enumerate(document.directory)],
        webhooks=[_filled(each, id=each.id or ids.object_id()) for each in document.webhooks],
        pipelines=[_filled(each, id=each.id or ids.object_id()) for each in document.pipelines],
        users=[pinned_user(each, ids, now, f"users[{n}]") for n, each in enumerate(document.users)],
        uploads=[_filled(each, created_at=each.created_at or now) for each in document.uploads],
    )


def _pinned_connections(given: Sequence[ConnectionDocument], ids: Ids) -> list[ConnectionDocument]:
    taken = {each.identifier for each in given if each.identifier}
    made = []
    for each in given:
        connection_id, identifier = each.id or ids.object_id(), each.identifier
        if identifier is None:
            # Of two of one type, the second is known by its id.
            by_type = _identifier(each.type)[:64]
            identifier = connection_id if by_type in taken else by_type
            taken.add(identifier)
        made.append(_filled(each, id=connection_id, identifier=identifier))
    return made


def _pinned_directory_user(user: DirectoryUserDocument, where: str) -> DirectoryUserDocument:
    if not user.password and not user.password_hash:
        raise BadDocument(f"{where}.password", "it is missing: nobody could log in")
    _check_hash(user.password_hash, f"{where}.passwordHash")
    return _filled(user, password=None, password_hash=user.password_hash or passwords.hashed(user.password or ""))


def pinned_user(user: UserDocument, ids: Ids, now: str, where: str = "") -> UserDocument:
    """The user with an id, addresses in their stored form, and the password hashed. Raises BadDocument."""
    prefix = f"{where}." if where else ""
    level: int | None = user.password_security_level
    if user.password is not None:
        level = passwords.security_level(user.password)
    _check_hash(user.password_hash, f"{prefix}passwordHash")
    return _timed(
        user,
        now,
        id=user.id or ids.object_id(),
        identities=[
            _filled(each, id=each.id or ids.object_id(), created_at=each.created_at or now) for each in user.identities
        ],
        **_pinned_addresses(user, prefix),
        mfa=_filled(user.mfa, **_pinned_addresses(user.mfa, f"{prefix}mfa.")),
        password=None,
        password_hash=passwords.hashed(user.password) if user.password else user.password_hash,
        password_security_level=level,
        devices=[_pinned_device(each, ids, now) for each in user.devices],
        passkeys=[_pinned_passkey(each, now, f"{prefix}passkeys[{n}]") for n, each in enumerate(user.passkeys)],
    )


def _pinned_device(device: DeviceDocument, ids: Ids, now: str) -> DeviceDocument:
    created = device.created_at or now
    device_id = device.id or ids.object_id()
    return _filled(device, id=device_id, created_at=created, last_login=device.last_login or created)


def _check_hash(password_hash: str | None, field: str) -> None:
    flaw = None if password_hash is None else passwords.flaw_of_hash(password_hash)
    if flaw is not None:
        raise BadDocument(field, flaw)


def _pinned_addresses(of: UserDocument | UserMfaDocument, prefix: str) -> dict[str, str | None]:
    """E-mail address and phone number in their stored form. Raises BadDocument."""
    email = None
    if of.email is not None:
        email = addresses.email(of.email)
        if email is None:
            raise BadDocument(f"{prefix}email", f"{of.email!r} is not an e-mail address")
    number, country_code = of.phone, of.phone_country_code
    if of.phone is not None:
        phone = addresses.phone(of.phone, of.phone_country_code)
        if phone is None:
            raise BadDocument(f"{prefix}phone", f"{of.phone!r} is not a phone number; abroad, give phoneCountryCode")
        number, country_code = phone.number, phone.country_code
    return {"email": email, "phone": number, "phone_country_code": country_code}


def _pinned_passkey(passkey: PasskeyDocument, now: str, where: str) -> PasskeyDocument:
    if not authenticators.is_public_key(passkey.public_key):
        raise BadDocument(f"{where}.publicKey", "takes a public key in the form of COSE, as an export holds it")
    # An empty name is one that its user has given.
    name = passkey.authenticator_code if passkey.name is None else passkey.name
    return _filled(passkey, name=name, created_at=passkey.created_at or now)


def _filled(document: Part, **values: Any) -> Part:
    # What is filled in is made here, and right as it is: to validate 50,000 users once more would take seconds.
    return document.model_copy(update=values)


def _timed(document: Part, now: str, **values: Any) -> Part:
    given: Any = document
    created = given.created_at or now
    return _filled(document, created_at=created, updated_at=given.updated_at or created, **values)


def _identifier(text: str) -> str:
    letters = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in text.lower())
    return letters.strip("-") or "app"


def _pinned_applications(document: PoolDocument, ids: Ids, now: str) -> list[ApplicationDocument]:
    given = list(document.applications) or [ApplicationDocument()]
    first: dict[str, Any] = {}
    for name, short, long in (
        ("appId", document.app_id, given[0].id),
        ("appSecret", document.app_secret, given[0].secret),
    ):
        if short and long and short != long:
            raise BadDocument(name, f"{short!r} contradicts that of applications[0], {long!r}; give one of them")
    if document.app_id:
        first["id"] = document.app_id
    if document.app_secret:
        first["secret"] = document.app_secret
    if first:
        given[0] = _filled(given[0], **first)
    made = []
    for application in given:
        app_id = application.id or ids.object_id()
        name = application.name or document.name or f"app {app_id}"
        redirect_uris = application.redirect_uris
        if redirect_uris is None:
            redirect_uris = [default_redirect_uri(app_id)]
        made.append(
            _timed(
                application,
                now,
                id=app_id,
                secret=application.secret or ids.secret(),
                name=name,
                identifier=application.identifier or _identifier(app_id),
                logo=application.logo or DEFAULT_LOGO,
                redirect_uris=redirect_uris,
                logout_redirect_uris=redirect_uris
                if application.logout_redirect_uris is None
                else application.logout_redirect_uris,
            )
        )
    return made


def _with_default_namespace(document: PoolDocument) -> list[Any]:
    if any(each.code == DEFAULT_NAMESPACE for each in document.namespaces):
        return list(document.namespaces)
    return [NamespaceDocument(code=DEFAULT_NAMESPACE), *document.namespaces]


def _pinned_org(org: OrgDocument, ids: Ids, now: str) -> OrgDocument:
    created = org.created_at or now
    root_created = org.root_node_created_at or created
    return _timed(
        org,
        now,
        id=org.id or ids.object_id(),
        root_node_id=org.root_node_id or ids.object_id(),
        root_node_created_at=root_created,
        root_node_updated_at=org.root_node_updated_at or root_created,
        children=[_pinned_node(child, ids, now) for child in org.children],
    )


def _pinned_node(node: NodeDocument, ids: Ids, now: str) -> NodeDocument:
    return _timed(
        node, now, id=node.id or ids.object_id(), children=[_pinned_node(child, ids, now) for child in node.children]
    )
