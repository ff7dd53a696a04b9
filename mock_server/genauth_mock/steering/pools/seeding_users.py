"""Planting users: pinned user documents become rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.user_document import DeviceDocument, DeviceProfile, PasskeyDocument, UserDocument
from genauth_mock.kit import clock
from genauth_mock.rules.connections import providers
from genauth_mock.rules.custom_fields import fits, has_control_character
from genauth_mock.steering.pools.seeding_access import (
    PoolParts,
    grants_of,
    known,
    no_twins,
    times_of,
)
from genauth_mock.store import (
    access,
    authorizations,
    devices,
    images,
    orgs,
    passkeys,
    user_identities,
    users,
)
from genauth_mock.store.database import Connection, Taken
from genauth_mock.store.images import Image

# What a user's row holds as the document says it.
_COLUMNS = tuple(
    name
    for name in UserDocument.model_fields
    if name in users.User.model_fields
    and name not in ("custom_data", "mfa", "created_at", "updated_at", "last_login", "signed_up")
)


def plant_users(db: Connection, pool_id: str, documents: Sequence[UserDocument], where: str = "") -> None:
    """Writes pinned users. `where` names a user in errors (`users[{}].`). Raises BadDocument."""
    image = Image(pool_id)
    add_users(image, PoolParts(pool_id, partial(images.rows_of, db, pool_id)), documents, where)
    if users.any_in(db, pool_id):
        for n, document in enumerate(documents):
            _check_free(db, pool_id, document, where.format(n))
    try:
        images.insert(db, image)
    except Taken:
        # Another call was faster; which column it was, no database says alike.
        raise BadDocument(where.format(0) + "id", "another user of this pool was just made with one of these") from None


def add_users(
    image: Image, parts: PoolParts, documents: Sequence[UserDocument], where: str = "", first: int = 0
) -> None:
    """Adds pinned users, and what they have, to an image. `where` names a user in errors, of whom the first is the
    `first`. Raises BadDocument.
    """
    for name, alias in (("id", "id"), ("username", "username"), ("email", "email"), ("external_id", "externalId")):
        no_twins((f"{where.format(n)}{alias}", getattr(each, name)) for n, each in enumerate(documents, first))
    no_twins(
        (f"{where.format(n)}phone", (each.phone_country_code, each.phone) if each.phone else None)
        for n, each in enumerate(documents, first)
    )
    no_twins(
        (f"{where.format(n)}passkeys[{m}].credentialId", passkey.credential_id)
        for n, each in enumerate(documents, first)
        for m, passkey in enumerate(each.passkeys)
    )
    for n, document in enumerate(documents, first):
        _check_custom_data(parts, document, where.format(n))
    no_twins(
        (f"{where.format(n)}identities[{m}].openid", (one.connection_id, one.openid))
        for n, each in enumerate(documents, first)
        for m, one in enumerate(each.identities)
    )
    no_twins(
        (f"{where.format(n)}identities[{m}].id", one.id)
        for n, each in enumerate(documents, first)
        for m, one in enumerate(each.identities)
    )
    image.add_values(users.User, (_columns(parts.pool_id, each) for each in documents))
    for n, document in enumerate(documents, first):
        _add_links(image, parts, document, where.format(n))


def owners(db: Connection, pool_id: str, user: UserDocument) -> Iterator[tuple[str, str, users.User | None]]:
    """What a user has that nobody else of the pool may have, and who has it."""
    if user.id:
        yield "id", user.id, users.by_id(db, pool_id, user.id)
    if user.username:
        yield "username", user.username, users.by_username(db, pool_id, user.username)
    if user.email:
        yield "email", user.email, users.by_email(db, pool_id, user.email)
    if user.phone:
        code = user.phone_country_code or ""
        yield "phone", f"{code} {user.phone}", users.by_phone(db, pool_id, user.phone, code)
    if user.external_id:
        yield "externalId", user.external_id, users.by_external_id(db, pool_id, user.external_id)
    for n, each in enumerate(user.identities):
        has = user_identities.by_openid(db, pool_id, each.connection_id, each.openid)
        owner = users.by_id(db, pool_id, has.user_id) if has else None
        yield f"identities[{n}].openid", f"{each.connection_id} {each.openid}", owner
    for n, passkey in enumerate(user.passkeys):
        known_key = passkeys.by_credential(db, pool_id, passkey.credential_id)
        owner = users.by_id(db, pool_id, known_key.user_id) if known_key else None
        yield f"passkeys[{n}].credentialId", passkey.credential_id, owner


def _check_free(db: Connection, pool_id: str, user: UserDocument, where: str, but: str | None = None) -> None:
    for field, _, owner in owners(db, pool_id, user):
        if owner and owner.id != but:
            raise BadDocument(f"{where}{field}", f"this is user {owner.id}'s, in this pool")


def _check_custom_data(parts: PoolParts, document: UserDocument, where: str) -> None:
    for key, value in document.custom_data.items():
        known(key, parts.custom_fields, f"{where}customData.{key}", "custom field")
        if value is not None and not fits(value, parts.custom_fields[key]):
            kind = type(value).__name__
            raise BadDocument(f"{where}customData.{key}", f"takes {parts.custom_fields[key]}, got {kind} {value!r}")
        if has_control_character(value):
            raise BadDocument(f"{where}customData.{key}", "control characters are not allowed")


def change_user(
    db: Connection, pool_id: str, user: users.User, given: set[str], document: UserDocument, now_ms: int
) -> None:
    """Writes those fields of a pinned user that were given over a user who exists. Raises BadDocument.

    Custom data is merged; null takes a value away.
    """
    parts = PoolParts(pool_id, partial(images.rows_of, db, pool_id))
    _check_custom_data(parts, document, "")
    row = _columns(pool_id, document)
    columns = {name: row[name] for name in given & row.keys() - {"id", "custom_data"}}
    if "password" in given:
        columns |= {
            "password_hash": row["password_hash"],
            "password_security_level": row["password_security_level"] if row["password_hash"] else None,
        }
    if "phone" in given:
        columns["phone_country_code"] = row["phone_country_code"]
    if "mfa" in given:
        # What was begun or used before is over.
        columns["mfa_state"] = {}
    if "custom_data" in given:
        columns["custom_data"] = _without_nulls({**user.custom_data, **document.custom_data})
    _check_free(db, pool_id, document.model_copy(update={"id": None}), "", but=user.id)
    links = Image(pool_id)
    _add_links(links, parts, document.model_copy(update={"id": user.id}), "")
    try:
        users.change(db, pool_id, user.id, {"updated_at": now_ms} | columns)
    except Taken:
        raise BadDocument("id", "another user of this pool was just given one of these") from None
    for name, forget in (
        ("roles", access.forget_roles),
        ("groups", access.forget_groups),
        ("orgs", orgs.forget_user),
        ("resources", access.forget_grants),
        ("consents", authorizations.forget_consents),
        ("devices", devices.forget_user),
        ("identities", user_identities.forget),
        ("passkeys", passkeys.remove_of_user),
    ):
        if name in given:
            forget(db, pool_id, user.id)
    images.insert(db, links)


def _add_links(image: Image, parts: PoolParts, document: UserDocument, where: str) -> None:
    """Gives a user all that the document says he or she has beside the own row. Raises BadDocument."""
    user: dict[str, Any] = {"user_pool_id": parts.pool_id, "user_id": str(document.id)}
    for role_id in dict.fromkeys(parts.role_id(each, f"{where}roles") for each in document.roles):
        image.add_values(access.RoleMember, [user | {"role_id": role_id}])
    for code in dict.fromkeys(document.groups):
        known(code, parts.groups, f"{where}groups", "group")
        image.add_values(access.GroupMember, [user | {"group_code": code}])
    for node_id in dict.fromkeys(parts.node_id(each, f"{where}orgs") for each in document.orgs):
        image.add_values(orgs.OrgMember, [user | {"node_id": node_id}])
    if document.resources:
        given = grants_of(parts, "USER", str(document.id), document.resources, f"{where}resources")
        image.add_values(access.Grant, given)
    for n, consent in enumerate(document.consents):
        known(consent.app_id, parts.application_ids, f"{where}consents[{n}].appId", "application")
        agreed = user | {"app_id": consent.app_id}
        image.add_values(authorizations.Consent, (agreed | {"scope": each} for each in dict.fromkeys(consent.scopes)))
    if document.devices:
        for alias, name in (("deviceUniqueId", "device_unique_id"), ("id", "id")):
            no_twins((f"{where}devices[{n}].{alias}", getattr(each, name)) for n, each in enumerate(document.devices))
        image.add_values(devices.Device, (user | _device(each) for each in document.devices))
    found = (user | each for each in _identities(parts, document, where))
    image.add_values(user_identities.UserIdentity, found)
    image.add_values(passkeys.Passkey, (user | _passkey(each) for each in document.passkeys))


def _device(document: DeviceDocument) -> dict[str, Any]:
    times = {name: getattr(document, name) for name in ("suspended_until", "last_login", "created_at")}
    return {
        **{name: getattr(document, name) for name in ("id", "device_unique_id", "status", "last_ip")},
        **{name: clock.parse_iso(text) if text else None for name, text in times.items()},
        "about": document.model_dump(include=set(DeviceProfile.model_fields), exclude_none=True),
    }


def _identities(parts: PoolParts, document: UserDocument, where: str) -> Iterator[dict[str, Any]]:
    for n, identity in enumerate(document.identities):
        known(identity.connection_id, parts.connections, f"{where}identities[{n}].connectionId", "connection")
        connection = parts.connections[identity.connection_id]
        yield {
            "id": identity.id,
            "connection_id": connection.id,
            "connection_type": connection.type,
            "openid": identity.openid,
            "profile": identity.profile or providers.profile_of(connection, identity.openid),
            "created_at": clock.parse_iso(str(identity.created_at)),
        }


def _passkey(document: PasskeyDocument) -> dict[str, Any]:
    return document.model_dump() | {
        "created_at": clock.parse_iso(str(document.created_at)),
        "last_used_at": clock.parse_iso(document.last_used_at) if document.last_used_at else None,
    }


def _columns(pool_id: str, user: UserDocument) -> dict[str, Any]:
    return {
        **{name: getattr(user, name) for name in _COLUMNS},
        **times_of(user),
        "user_pool_id": pool_id,
        "custom_data": _without_nulls(user.custom_data),
        "mfa": user.mfa.model_dump(by_alias=True, exclude_none=True),
        "last_login": clock.parse_iso(user.last_login) if user.last_login else None,
        "signed_up": clock.parse_iso(user.signed_up) if user.signed_up else None,
    }


def _without_nulls(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
