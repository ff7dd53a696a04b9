"""The account of who is logged in: profile and security level. Documented: updateProfile, getSecurityLevel,
uploadAvatar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.rules import uploads, webhooks
from genauth_mock.rules.mfa import factors
from genauth_mock.store import users
from genauth_mock.store.database import Taken
from genauth_mock.store.users import User


def update(ctx: Context, user: User, changes: Mapping[str, Any]) -> User:
    """Changes columns of a user's profile. Refuses 2026 for a user name that is another's."""
    username = changes.get("username")
    if username is not None and username != user.username and users.by_username(ctx.db, ctx.pool_id, username):
        webhooks.happened(ctx, "user:updated", user=user, changed=(), success=False)
        raise Refused(errors.USER_EXISTS, field="username")
    if not changes:
        return user
    try:
        users.change(ctx.db, ctx.pool_id, user.id, {**changes, "updated_at": ctx.now})
    except Taken:
        raise Refused(errors.USER_EXISTS, field="username") from None
    if changes.get("photo"):
        uploads.claim(ctx, changes["photo"])
    changed = users.reloaded(ctx.db, user)
    webhooks.happened(ctx, "user:updated", user=changed, changed=changes)
    return changed


@dataclass(frozen=True, slots=True)
class SecurityLevel:
    """How well an account is protected."""

    score: int
    email: bool
    phone: bool
    password: bool
    password_security_level: int
    mfa: bool


def security_level(user: User) -> SecurityLevel:
    """A score of at most 100. All recorded answers fit 60 for a low password and 5 for an e-mail address.

    Guesses: 5 for a phone, 10 for each level of the password above low, 10 less without one, 10 for a second factor.
    """
    level = user.password_security_level if user.password_hash else None
    password_points = 10 * ((level or 1) - 1) if user.password_hash else -10
    mfa = bool(factors.bound(user))
    score = 60 + password_points + 5 * bool(user.email) + 5 * bool(user.phone) + 10 * mfa
    return SecurityLevel(min(score, 100), bool(user.email), bool(user.phone), bool(user.password_hash), level or 0, mfa)
