"""How API v3 prints what it gives."""

from __future__ import annotations

from typing import Any

from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.kit.countries import Country
from genauth_mock.routes.v3.face import NAME, Call
from genauth_mock.rules.connections import providers
from genauth_mock.rules.devices import MyDevice
from genauth_mock.rules.oidc.tokens import TokenSet
from genauth_mock.store import user_identities
from genauth_mock.store.devices import Device
from genauth_mock.store.users import User

# What a user's row holds under the name that it has on the wire, in the order of the documentation.
_OF_USER = {
    "status": "status",
    "externalId": "external_id",
    "email": "email",
    "phone": "phone",
    "phoneCountryCode": "phone_country_code",
    "username": "username",
    "name": "name",
    "nickname": "nickname",
    "photo": "photo",
    "loginsCount": "logins_count",
    "lastIp": "last_ip",
    "gender": "gender",
    "emailVerified": "email_verified",
    "phoneVerified": "phone_verified",
    "birthdate": "birthdate",
    "country": "country",
    "province": "province",
    "city": "city",
    "address": "address",
    "streetAddress": "street_address",
    "postalCode": "postal_code",
    "company": "company",
    "browser": "browser",
    "device": "device",
    "givenName": "given_name",
    "familyName": "family_name",
    "middleName": "middle_name",
    "profile": "profile",
    "preferredUsername": "preferred_username",
    "website": "website",
    "zoneinfo": "zoneinfo",
    "locale": "locale",
    "formatted": "formatted",
    "region": "region",
    "passwordSecurityLevel": "password_security_level",
    "resetPasswordOnNextLogin": "reset_password_on_first_login",
    "registerSource": "register_source",
}


def token_set(given: TokenSet) -> dict[str, Any]:
    """Tokens; `expire_in` is in seconds, and so called. What was not asked for is left out."""
    printed: dict[str, Any] = {"scope": given.scope, "access_token": given.access_token, "id_token": given.id_token}
    printed |= {"refresh_token": given.refresh_token, "token_type": "Bearer", "expire_in": given.expires_in}
    return {name: value for name, value in printed.items() if value is not None}


def device(row: Device) -> dict[str, Any]:
    """A device, as whoever has told of it is answered."""
    return {"id": row.id, "deviceUniqueId": row.device_unique_id}


# What a client has told of a device, and everybody is shown; what it has not is left out, since Android would show a
# null as "null".
_SHOWN = {"name": "name", "version": "version", "type": "type", "mod": "mod", "os": "os", "user_agent": "userAgent"}


def my_device(found: MyDevice) -> dict[str, Any]:
    """A device in the list of its user; `deviceId` is the client's own name for it."""
    row = found.device
    told = {name: row.about[column] for column, name in _SHOWN.items() if row.about.get(column)}
    return {
        "device": {"deviceId": row.device_unique_id, **told, "status": found.status},
        "lastLoginTime": clock.iso(row.last_login),
        **({"lastIp": row.last_ip} if row.last_ip else {}),
        "online": found.online,
    }


def brief_user(user: User) -> dict[str, Any]:
    """Who somebody is, in a name and a picture."""
    name = user.nickname or user.name or user.username or user.email or user.phone
    return {"displayName": name or user.id, "photo": user.photo or ""}


def user(row: User) -> dict[str, Any]:
    """A user. What nobody has said of him or her is left out."""
    times = {"createdAt": row.created_at, "updatedAt": row.updated_at, "lastLogin": row.last_login}
    printed: dict[str, Any] = {"userId": row.id}
    printed |= {name: at and clock.iso(at) for name, at in times.items()}
    printed |= {name: getattr(row, column) for name, column in _OF_USER.items()}
    # That who did not register was made by an administrator, and that nobody has left work, are guesses.
    source = "adminCreated" if "import:manual" in row.register_source else "register"
    printed |= {
        "signedUp": row.signed_up and clock.iso(row.signed_up),
        "userSourceType": source,
        "workStatus": "Active",
    }
    return {name: value for name, value in printed.items() if value is not None}


def identities(ctx: Context, row: User) -> list[dict[str, Any]]:
    """A user's identities at providers; the tokens that a provider gave are told by nobody."""
    return [
        {
            "identityId": each.id,
            "extIdpId": each.connection_id,
            "provider": providers.provider_of(each.connection_type),
            "type": providers.subject_name(each.profile) or "openid",
            "userIdInIdp": each.openid,
            "userInfoInIdp": each.profile,
            "originConnIds": [each.connection_id],
        }
        for each in user_identities.of_user(ctx.db, row.user_pool_id, row.id)
    ]


def country(row: Country) -> dict[str, Any]:
    """A country, with its name in each language."""
    return {
        "alpha2": row.alpha2,
        "alpha3": row.alpha3,
        "phoneCountryCode": row.phone_country_code,
        "flag": row.flag,
        "name": {lang: {"enabled": True, "value": name} for lang, name in row.name.items()},
    }


def verdict(call: Call, flaw: Refused | None) -> dict[str, Any]:
    """Whether something would be taken, and why not."""
    return {"isValid": True} if flaw is None else {"isValid": False, "message": flaw.message(call.lang, NAME)}
