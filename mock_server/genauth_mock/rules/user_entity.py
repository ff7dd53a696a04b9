"""The user as those are told who are no client: webhooks, subscribers of events, pipelines. Documented: webhook guide.

Never the password's hash nor its salt, which the service sends too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from genauth_mock.kit import clock
from genauth_mock.store.user_pools import public_id
from genauth_mock.store.users import User

_AS_THEY_ARE = {
    "id": "id",
    "status": "status",
    "email": "email",
    "emailVerified": "email_verified",
    "phone": "phone",
    "phoneCountryCode": "phone_country_code",
    "phoneVerified": "phone_verified",
    "username": "username",
    "unionid": "unionid",
    "openid": "openid",
    "externalId": "external_id",
    "nickname": "nickname",
    "company": "company",
    "photo": "photo",
    "browser": "browser",
    "device": "device",
    "name": "name",
    "givenName": "given_name",
    "familyName": "family_name",
    "middleName": "middle_name",
    "profile": "profile",
    "preferredUsername": "preferred_username",
    "website": "website",
    "gender": "gender",
    "birthdate": "birthdate",
    "zoneinfo": "zoneinfo",
    "locale": "locale",
    "address": "address",
    "formatted": "formatted",
    "streetAddress": "street_address",
    "locality": "locality",
    "region": "region",
    "postalCode": "postal_code",
    "city": "city",
    "province": "province",
    "country": "country",
    "registerSource": "register_source",
    "blocked": "blocked",
    "loginsCount": "logins_count",
    "lastIp": "last_ip",
    "passwordSecurityLevel": "password_security_level",
    "resetPasswordOnFirstLogin": "reset_password_on_first_login",
    "customData": "custom_data",
}
_TIMES = {"createdAt": "created_at", "updatedAt": "updated_at", "lastLogin": "last_login", "signedUp": "signed_up"}
_NAMES = {column: name for name, column in (_AS_THEY_ARE | _TIMES).items()}
# What the mock knows nothing of; an event stands for no session, so there is no token.
_ALWAYS: dict[str, Any] = {
    **dict.fromkeys(("oauth", "token", "tokenExpiredAt", "secretInfo", "dataVersion", "encryptedPassword"), None),
    **dict.fromkeys(("mainDepartmentId", "mainDepartmentCode", "lastMfaTime", "source"), None),
    "isRoot": False,
    "isDeleted": False,
    "sendSmsCount": 0,
    "sendSmsLimitCount": 1000,
}


def of(user: User) -> dict[str, Any]:
    """A user by the names of the documentation."""
    told = {name: getattr(user, column) for name, column in _AS_THEY_ARE.items()}
    for name, column in _TIMES.items():
        at = getattr(user, column)
        told[name] = None if at is None else clock.iso(at)
    return told | _ALWAYS | {"userPoolId": public_id(user.user_pool_id)}


def of_newcomer(user: User) -> dict[str, Any]:
    """The same, with what is said of somebody who has just registered."""
    client = public_id(user.user_pool_id)
    source = next(iter(user.register_source), None)
    return of(user) | {"_id": user.id, "registerMethod": source, "registerInClient": client, "lastIP": user.last_ip}


def updates_of(columns: Mapping[str, Any]) -> dict[str, Any]:
    """What columns say of somebody who is not there yet, of what is told at all."""
    return {_NAMES[each]: value for each, value in columns.items() if each in _NAMES and each not in _TIMES.values()}


def updates(user: User, columns: Iterable[str]) -> dict[str, Any]:
    """What has changed of a user, of what is told at all."""
    told = of(user)
    return {_NAMES[each]: told[_NAMES[each]] for each in columns if each in _NAMES and each != "updated_at"}
