"""Which claims a scope gives. Documented: 自定义 OIDC Scope, default claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from genauth_mock.context import Context
from genauth_mock.rules import session
from genauth_mock.store import access
from genauth_mock.store.users import User

OPENID, OFFLINE_ACCESS = "openid", "offline_access"
# What the SDKs ask for where an application says nothing.
DEFAULT_SCOPE = "openid profile email phone address"


def _address(_ctx: Context, user: User) -> dict[str, Any]:
    return {
        "address": {
            "country": user.country,
            "postal_code": user.postal_code,
            "region": user.region,
            "formatted": user.formatted or user.address,
        }
    }


def _role_codes(ctx: Context, user: User) -> list[str]:
    return [each.code for each in access.roles_of_user(ctx.db, ctx.pool_id, user.id)]


def _user(ctx: Context, user: User) -> dict[str, Any]:
    return {
        name: value
        for scope in ("profile", "phone", "email", "username")
        for name, value in BY_SCOPE[scope](ctx, user).items()
    }


# `user` is what the SDKs ask for by OAuth 2.0; what it gives is a guess.
# The order is that of recorded tokens. `role` is what Flutter asks for. That `roles` are codes is a guess.
BY_SCOPE: dict[str, Callable[[Context, User], dict[str, Any]]] = {
    "profile": lambda _, user: session.profile_claims(user),
    "address": _address,
    "phone": lambda _, user: {"phone_number": user.phone, "phone_number_verified": user.phone_verified},
    "email": lambda _, user: {"email": user.email, "email_verified": user.email_verified},
    "username": lambda _, user: {"username": user.username},
    "external_id": lambda _, user: {"external_id": user.external_id},
    "unionid": lambda _, user: {"unionid": user.unionid},
    "roles": lambda ctx, user: {"roles": _role_codes(ctx, user)},
    "role": lambda ctx, user: {"role": _role_codes(ctx, user)},
    "extended_fields": lambda _, user: {"extended_fields": user.custom_data},
    "user": _user,
    "tenant_id": lambda _ctx, _user: {"tenant_id": None},
}

CLAIMS = (
    *("sub", "iss", "aud", "exp", "iat", "jti", "nonce", "auth_time", "at_hash", "c_hash"),
    *("birthdate", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "picture"),
    *("preferred_username", "profile", "updated_at", "website", "zoneinfo", "address"),
    *("phone_number", "phone_number_verified", "email", "email_verified", "username", "external_id", "unionid"),
    *("roles", "role", "extended_fields", "tenant_id"),
)


def of_user(ctx: Context, user: User, scopes: set[str]) -> dict[str, Any]:
    """`sub`, and the claims of these scopes."""
    claims: dict[str, Any] = {"sub": user.id}
    for scope, made in BY_SCOPE.items():
        if scope in scopes:
            claims |= made(ctx, user)
    return claims
