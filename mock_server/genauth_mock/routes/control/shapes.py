"""How the control API prints a pool, a user, a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genauth_mock.context import Mock
from genauth_mock.documents.pool_settings import settings_of
from genauth_mock.documents.user_document import DeviceProfile, UserProfile
from genauth_mock.kit import clock
from genauth_mock.routes.edge.operations import Sdk, Share
from genauth_mock.rules.devices import MyDevice
from genauth_mock.rules.mfa.totp import Totp, pending_of
from genauth_mock.steering.inspecting import Inspection
from genauth_mock.steering.pool_clock import PoolClock, shown
from genauth_mock.steering.user_sessions import UserSession
from genauth_mock.store import access, orgs, passkeys, user_identities
from genauth_mock.store.applications import Application
from genauth_mock.store.database import Connection
from genauth_mock.store.events import Event
from genauth_mock.store.faults import Fault
from genauth_mock.store.messages import TimedMessage
from genauth_mock.store.orgs import OrgNode
from genauth_mock.store.passkeys import Passkey
from genauth_mock.store.snapshots import Snapshot
from genauth_mock.store.user_pools import UserPool, public_id
from genauth_mock.store.users import User

# By pool and by id.
Trees = dict[str, dict[str, OrgNode]]


def pool(row: UserPool, app: Application) -> dict[str, Any]:
    """A pool, with the id and secret of its first application, and what time it is there."""
    return {
        "userPoolId": row.public_id,
        "userPoolSecret": row.secret,
        "appId": app.id,
        "appSecret": app.secret,
        "identifier": row.identifier,
        "name": row.name,
        "settings": settings_of(row.settings).model_dump(by_alias=True),
        # How late it is there is asked of the clock: a pool at which nobody has touched anything looks the same later.
        "clock": {name: value for name, value in pool_clock(shown(row)).items() if name != "now"},
        "createdAt": clock.iso(row.created_at),
    }


def users(db: Connection, rows: Sequence[User]) -> list[dict[str, Any]]:
    """Users; the organisations of their pools are read once."""
    trees: Trees = {}
    return [user(db, row, trees) for row in rows]


def user(db: Connection, row: User, trees: Trees | None = None) -> dict[str, Any]:
    """A user, without the password; roles by code, organisations by their path of names. `trees` are the pools' nodes
    that were read before.
    """
    return {
        "id": row.id,
        "userPoolId": public_id(row.user_pool_id),
        "username": row.username,
        "email": row.email,
        "emailVerified": row.email_verified,
        "phone": row.phone,
        "phoneCountryCode": row.phone_country_code,
        "phoneVerified": row.phone_verified,
        "externalId": row.external_id,
        "unionid": row.unionid,
        "openid": row.openid,
        "status": row.status,
        "blocked": row.blocked,
        "resetPasswordOnFirstLogin": row.reset_password_on_first_login,
        "passwordSet": row.password_hash is not None,
        "passwordSecurityLevel": row.password_security_level,
        "registerSource": row.register_source,
        "loginsCount": row.logins_count,
        "lastLogin": row.last_login and clock.iso(row.last_login),
        "lastIp": row.last_ip,
        "signedUp": row.signed_up and clock.iso(row.signed_up),
        "createdAt": clock.iso(row.created_at),
        "updatedAt": clock.iso(row.updated_at),
        **{str(field.alias): getattr(row, name) for name, field in UserProfile.model_fields.items()},
        "customData": row.custom_data,
        "roles": [each.code for each in access.roles_of_user(db, row.user_pool_id, row.id)],
        "groups": access.groups_of_user(db, row.user_pool_id, row.id),
        "orgs": org_names(db, row, {} if trees is None else trees),
        "resources": [
            {"namespace": each.namespace, "code": each.code, "actions": each.actions}
            for each in access.grants_to(db, row.user_pool_id, "USER", [row.id])
        ],
        "mfa": row.mfa,
        "mfaPending": pending_of(row),
        "identities": [
            {
                "id": each.id,
                "connectionId": each.connection_id,
                "openid": each.openid,
                "profile": each.profile,
                "createdAt": clock.iso(each.created_at),
            }
            for each in user_identities.of_user(db, row.user_pool_id, row.id)
        ],
        "passkeys": [passkey(each) for each in passkeys.of_user(db, row.user_pool_id, row.id)],
    }


def passkey(row: Passkey) -> dict[str, Any]:
    """A passkey of a user, as a user's document has it."""
    return {
        "credentialId": row.credential_id,
        "publicKey": row.public_key,
        "counter": row.counter,
        "authenticatorCode": row.authenticator_code,
        "name": row.name,
        "transports": row.transports,
        "aaguid": row.aaguid,
        "createdAt": clock.iso(row.created_at),
        "lastUsedAt": row.last_used_at and clock.iso(row.last_used_at),
    }


def org_names(db: Connection, row: User, trees: Trees) -> list[list[str]]:
    """The names of the nodes from the root down to each node that a user is in."""
    mine = orgs.nodes_of_user(db, row.user_pool_id, row.id)
    if mine and row.user_pool_id not in trees:
        trees[row.user_pool_id] = {each.id: each for each in orgs.nodes_of_pool(db, row.user_pool_id)}
    nodes = trees[row.user_pool_id] if mine else {}
    paths = []
    for node in mine:
        names = [node.name]
        while node.parent_id:
            node = nodes[node.parent_id]  # noqa: PLW2901 - climbs to the root
            names.insert(0, node.name)
        paths.append(names)
    return paths


def session(row: UserSession) -> dict[str, Any]:
    """A user's token, never its text."""
    return {
        "id": row.id,
        "kind": row.kind,
        "appId": row.app_id,
        **({"authorizationId": row.authorization_id} if row.authorization_id else {}),
        **({"deviceId": row.device_id} if row.device_id else {}),
        "inBrowser": row.in_browser,
        **({"scope": row.scope} if row.scope else {}),
        "createdAt": clock.iso(row.created_at),
        "expiresAt": clock.iso(row.expires_at),
        "expired": row.expired,
    }


def device(found: MyDevice) -> dict[str, Any]:
    """A user's device; what its client has not told is left out."""
    row = found.device
    fields = DeviceProfile.model_fields.items()
    return {
        "id": row.id,
        "deviceUniqueId": row.device_unique_id,
        "status": found.status,
        **({"suspendedUntil": clock.iso(row.suspended_until)} if row.suspended_until is not None else {}),
        "online": found.online,
        **{str(field.alias): row.about[name] for name, field in fields if name in row.about},
        "lastLogin": clock.iso(row.last_login),
        **({"lastIp": row.last_ip} if row.last_ip else {}),
        "createdAt": clock.iso(row.created_at),
    }


def inspection(found: Inspection) -> dict[str, Any]:
    """What is known of a token; what is not known of it is left out."""
    known = {
        "userPoolId": found.pool_id,
        "userId": found.user and found.user.id,
        "username": found.user and found.user.username,
        "issuedAt": None if found.issued_at is None else clock.iso(found.issued_at),
        "expiresAt": None if found.expires_at is None else clock.iso(found.expires_at),
    }
    return {
        **({"kind": found.kind} if found.kind else {}),
        "header": found.header,
        "claims": found.claims,
        **{name: value for name, value in known.items() if value is not None},
        "now": clock.iso(found.now),
        "expired": found.expired,
        "signature": found.signature,
        "alive": found.alive,
        "verdict": found.verdict,
    }


def message(row: TimedMessage) -> dict[str, Any]:
    """A mail or SMS; `state` is what its code is worth right now, by the clock of its pool."""
    is_over = row.expires_at <= clock.pool_ms(row.clock_offset_ms, row.clock_frozen_ms)
    return {
        "id": row.id,
        "userPoolId": public_id(row.user_pool_id),
        "channel": row.channel,
        "to": row.typed,
        **({"phoneCountryCode": row.phone_country_code} if row.phone_country_code else {}),
        "scene": row.scene,
        "code": row.code,
        **({"subject": row.subject} if row.subject else {}),
        "body": row.body,
        "createdAt": clock.iso(row.created_at),
        "expiresAt": clock.iso(row.expires_at),
        "usedAt": None if row.used_at is None else clock.iso(row.used_at),
        "state": "expired" if row.used_at is None and is_over else "good" if row.used_at is None else "used",
    }


def fault(row: Fault) -> dict[str, Any]:
    """A fault; what it leaves open is left out."""
    said = {
        "userPoolId": row.user_pool_id,
        "operation": row.operation,
        "method": row.method,
        "path": row.path,
        "match": row.match or None,
        "error": row.error or None,
        "delayMs": row.delay_ms or None,
        "disconnect": row.disconnect or None,
        "cutBody": row.cut_body or None,
    }
    return {
        "id": row.id,
        **{name: value for name, value in said.items() if value is not None},
        "skip": row.skip,
        "times": row.times,
        **({"probability": row.probability, "randSeed": row.rand_seed} if row.probability < 1 else {}),
        "hits": row.hits,
        "createdAt": clock.iso(row.created_at),
    }


def event(row: Event) -> dict[str, Any]:
    """Something that was told to a pool's subscribers."""
    return {
        "id": row.id,
        "userPoolId": public_id(row.user_pool_id),
        "event": row.code,
        "data": row.data[0],
        "subscribers": row.subscribers,
        "at": clock.iso(row.at),
    }


def snapshot(row: Snapshot) -> dict[str, Any]:
    """A named state of a pool."""
    return {
        "name": row.name,
        "userPoolId": row.user_pool_id,
        "createdAt": clock.iso(row.created_at),
        "sizeBytes": row.size,
    }


def pool_clock(read: PoolClock) -> dict[str, Any]:
    """A pool's clock."""
    return {"now": clock.iso(read.now), "offsetSeconds": read.offset_ms / 1000, "frozen": read.frozen}


def totp(found: Totp) -> dict[str, Any]:
    """A one-time password; what is left of its time is rounded up to whole seconds."""
    return {
        "code": found.code,
        "secondsLeft": -(-found.ms_left // 1000),
        "expiresAt": clock.iso(found.expires_at),
    }


def sdk_coverage(sdk: Sdk, app: Share, management: Share) -> dict[str, Any]:
    """How much of what an SDK sends is built: for an app and its users, and for management."""

    def share(of: Share) -> dict[str, Any]:
        return {"built": of.built, "known": of.known, "missing": of.missing}

    return {"sdk": sdk.sdk, "title": sdk.title, **share(app), "management": share(management)}


def info(mock: Mock, version: str, base_url: str, demo: dict[str, Any] | None) -> dict[str, Any]:
    """The server."""
    key = mock.transport_key
    return {
        "version": version,
        "baseUrl": base_url,
        "rsaPublicKey": key.public_base64,
        "rsaPublicKeyPem": key.public_pem,
        "demo": demo,
        "consoleUrl": f"{base_url}/_mock/ui/",
    }
