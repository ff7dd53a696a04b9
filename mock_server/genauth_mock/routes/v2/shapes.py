"""How REST v2 prints a user, an application, an organisation, a role, a resource."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import clock, qr_pictures
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Call
from genauth_mock.rules.access import AuthorizedResource, OrgPath, RoleInNamespace
from genauth_mock.rules.connections import providers
from genauth_mock.rules.mfa.enrolling import Association, Authenticator
from genauth_mock.rules.profile import SecurityLevel
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import user_identities
from genauth_mock.store.applications import Application
from genauth_mock.store.custom_fields import CustomField
from genauth_mock.store.orgs import OrgNode
from genauth_mock.store.user_identities import UserIdentity
from genauth_mock.store.user_pools import public_id
from genauth_mock.store.users import User

# These two read a null as the text "null"; everybody else gets null, as recorded.
_READS_NULL_AS_TEXT = ("Guard-Android", "sdk-flutter")


def logged_in(call: Call, who: LoggedIn) -> dict[str, Any]:
    """A user who is logged in: with the token that SDKs take over from every such answer."""
    return user(call, who.user, who)


def user(call: Call, row: User, who: LoggedIn | None = None) -> dict[str, Any]:
    """A user. Never null in what Android reads with a typed getter (flags, counters, arrays)."""
    printed = {
        "id": row.id,
        "userPoolId": public_id(row.user_pool_id),
        "status": row.status,
        "username": row.username,
        "email": row.email,
        "emailVerified": row.email_verified,
        "phone": row.phone,
        "phoneCountryCode": row.phone_country_code,
        "phoneVerified": row.phone_verified,
        "unionid": row.unionid,
        "openid": row.openid,
        "externalId": row.external_id,
        "nickname": row.nickname,
        "registerSource": row.register_source,
        "photo": row.photo,
        "oauth": None,
        "token": who and who.token,
        "tokenExpiredAt": who and clock.iso(who.expires_at),
        "loginsCount": row.logins_count,
        "lastLogin": row.last_login and clock.iso(row.last_login),
        "lastIP": row.last_ip,
        "lastIp": row.last_ip,
        "signedUp": row.signed_up and clock.iso(row.signed_up),
        "blocked": row.blocked,
        "isDeleted": False,
        "isRoot": False,
        "device": row.device,
        "browser": row.browser,
        "company": row.company,
        "name": row.name,
        "givenName": row.given_name,
        "familyName": row.family_name,
        "middleName": row.middle_name,
        "profile": row.profile,
        "preferredUsername": row.preferred_username,
        "website": row.website,
        "gender": row.gender,
        "birthdate": row.birthdate,
        "zoneinfo": row.zoneinfo,
        "locale": row.locale,
        "address": row.address,
        "formatted": row.formatted,
        "streetAddress": row.street_address,
        "locality": row.locality,
        "region": row.region,
        "postalCode": row.postal_code,
        "city": row.city,
        "province": row.province,
        "country": row.country,
        "passwordSecurityLevel": row.password_security_level,
        "resetPasswordOnFirstLogin": row.reset_password_on_first_login,
        "createdAt": clock.iso(row.created_at),
        "updatedAt": clock.iso(row.updated_at),
        "identities": [_identity(each) for each in user_identities.of_user(call.ctx.db, row.user_pool_id, row.id)],
    }
    if call.sdk.startswith(_READS_NULL_AS_TEXT):
        return {key: "" if value is None else value for key, value in printed.items()}
    return printed


def _identity(row: UserIdentity) -> dict[str, Any]:
    """An identity at a provider; the tokens that the provider gave are told by nobody."""
    return {
        "id": row.id,
        "openid": row.openid,
        "userIdInIdp": row.openid,
        "userId": row.user_id,
        "userPoolId": public_id(row.user_pool_id),
        "connectionId": row.connection_id,
        "extIdpId": row.connection_id,
        "originConnIds": [row.connection_id],
        "isSocial": not providers.is_enterprise(row.connection_type),
        "provider": providers.provider_of(row.connection_type),
        "type": providers.subject_name(row.profile) or "openid",
        "userInfoInIdp": row.profile,
        "createdAt": clock.iso(row.created_at),
    }


def custom_values(values: Sequence[tuple[CustomField, Any]]) -> list[dict[str, Any]]:
    """A user's custom data."""
    return [
        {"key": field.key, "dataType": field.data_type, "value": value, "label": field.label} for field, value in values
    ]


def custom_field(row: CustomField) -> dict[str, Any]:
    """A key of users' custom data, for a form in which it is to be filled in."""
    return {"key": row.key, "label": row.label, "dataType": row.data_type, "options": []}


def security_level(level: SecurityLevel) -> dict[str, Any]:
    """How well an account is protected."""
    return {
        "score": level.score,
        "email": level.email,
        "phone": level.phone,
        "password": level.password,
        "passwordSecurityLevel": level.password_security_level,
        "mfa": level.mfa,
    }


def authenticator(found: Authenticator) -> dict[str, Any]:
    """A secret for one-time passwords. The mock keeps no times of it: they are the user's."""
    return {
        "id": found.id,
        "createdAt": clock.iso(found.user.created_at),
        "updatedAt": clock.iso(found.user.updated_at),
        "userId": found.user.id,
        "enable": found.is_enabled,
        "secret": found.secret,
        "authenticatorType": "totp",
        "recoveryCode": found.recovery_code,
    }


def totp_secret(made: Association) -> dict[str, Any]:
    """A new secret for one-time passwords, as text and as a QR code."""
    return {
        "authenticator_type": "totp",
        "secret": made.secret,
        "qrcode_uri": made.uri,
        "qrcode_data_url": qr_pictures.png_url(made.uri),
        "recovery_code": made.recovery_code,
    }


def application(row: Application) -> dict[str, Any]:
    """An application in a user's list."""
    return {
        "id": row.id,
        "name": row.name,
        "logo": row.logo,
        "domain": row.identifier,
        "description": row.description,
        "createdAt": clock.iso(row.created_at),
        "updatedAt": clock.iso(row.updated_at),
        "protocol": row.protocol,
        "isIntegrate": row.is_integrate,
        "appType": row.app_type,
        "template": row.template,
    }


def org_path(path: OrgPath) -> list[dict[str, Any]]:
    """An organisation and its nodes, from the root down."""
    org = path.org
    top = {
        "type": "org",
        "id": org.id,
        "createdAt": clock.iso(org.created_at),
        "updatedAt": clock.iso(org.updated_at),
        "userPoolId": public_id(org.user_pool_id),
        "rootNodeId": org.root_node_id,
        "logo": org.logo,
        "tenantId": None,
    }
    return [top, *map(_org_node, path.nodes)]


def _org_node(node: OrgNode) -> dict[str, Any]:
    return {
        "type": "node",
        "id": node.id,
        "createdAt": clock.iso(node.created_at),
        "updatedAt": clock.iso(node.updated_at),
        "userPoolId": public_id(node.user_pool_id),
        "orgId": node.org_id,
        "name": node.name,
        "nameI18n": None,
        "description": node.description,
        "descriptionI18n": None,
        "order": None,
        "code": node.code,
        "leaderUserId": None,
    }


def role(found: RoleInNamespace) -> dict[str, Any]:
    """A role."""
    row = found.role
    return {
        "id": row.id,
        "createdAt": clock.iso(row.created_at),
        "updatedAt": clock.iso(row.updated_at),
        "userPoolId": public_id(row.user_pool_id),
        "code": row.code,
        "description": row.description,
        "parentCode": row.parent_code,
        "isSystem": row.is_system,
        "namespaceId": found.namespace_id,
        "namespace": row.namespace,
    }


def resource(found: AuthorizedResource) -> dict[str, Any]:
    """A resource that a user may use."""
    return {
        "code": found.code,
        "type": found.type,
        "actions": list(found.actions),
        "apiIdentifier": found.api_identifier,
    }


def verdict(call: Call, flaw: Refused | None) -> dict[str, Any]:
    """Whether something would be taken, and why not."""
    message = flaw.message(call.lang, "v2") if flaw else texts.SUCCESS.in_lang(call.lang)
    return {"valid": flaw is None, "message": message}


def user_pool(ctx: Context) -> dict[str, Any]:
    """The user pool of a call, for its users: without its secret."""
    pool, settings = ctx.pool, ctx.settings
    return {
        "id": pool.public_id,
        "name": pool.name,
        "domain": pool.identifier,
        "description": None,
        "logo": ctx.app.logo,
        "createdAt": clock.iso(pool.created_at),
        "updatedAt": clock.iso(pool.created_at),
        "registerDisabled": settings.register_disabled,
        "tokenExpiresAfter": settings.tokens.token_ttl_seconds,
        "passwordStrength": settings.password_strength,
        "verifyCodeLength": settings.verification_code.length,
        "isDeleted": False,
    }
