"""Passwords: reset and update. Documented: resetPasswordByPhone, resetPasswordByEmail, updatePassword,
resetPasswordByFirstTimeLoginToken.
"""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import passwords
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import admission, identities, limits, passcodes, register, session, tickets, webhooks
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import users
from genauth_mock.store.users import User

RESET_SCENES = ("RESET_PASSWORD", "RESET_PASSWORD_VERIFY_CODE", "VERIFY_CODE")


def reset(ctx: Context, address: Address, code: str | None, new_password: str) -> User:
    """Sets a new password with the code that was sent to an address. Refuses 2004 before 2001, 2029, 2032."""
    user = identities.owner_of(ctx, address)
    if user is None:
        raise Refused(errors.USER_NOT_FOUND)
    passcode = passcodes.check(ctx, address, code, RESET_SCENES)
    register.check_password(ctx, new_password)
    passcodes.use_up(ctx, passcode)
    return _set(ctx, user, new_password)


def reset_by_first_login_token(ctx: Context, token: str, new_password: str) -> User:
    """Sets the password that a user must choose at the first login; the token works once.

    Refuses 1010001, 2029, 2032.
    """
    ticket = tickets.shown(ctx, admission.FIRST_LOGIN_RESET, token)
    if ticket is None:
        raise Refused(errors.TOKEN_INVALID)
    user = users.by_id(ctx.db, ctx.pool_id, ticket.user_id)
    register.check_password(ctx, new_password)
    if user is None or not tickets.use_up(ctx, token):
        raise Refused(errors.TOKEN_INVALID)
    return _set(ctx, user, new_password)


def update(ctx: Context, who: LoggedIn, new_password: str, old_password: str | None) -> User:
    """Changes the password of who is logged in, and ends his or her other sessions. The old password may be empty for a
    user who has none.

    Refuses 1320011, 2029, 2032.
    """
    user = who.user
    if user.password_hash and not passwords.matches(old_password or "", user.password_hash):
        webhooks.happened(ctx, "user:password-changed", user=user, success=False)
        raise Refused(errors.OLD_PASSWORD_WRONG, field="old password")
    register.check_password(ctx, new_password)
    return _set(ctx, user, new_password, but=who.session_id)


def _set(ctx: Context, user: User, password: str, but: str | None = None) -> User:
    users.change(
        ctx.db,
        ctx.pool_id,
        user.id,
        {
            "password_hash": passwords.hashed(password),
            "password_security_level": passwords.security_level(password),
            "reset_password_on_first_login": False,
            "updated_at": ctx.now,
        },
    )
    limits.unlock(ctx, user)
    session.end_all(ctx.db, ctx.pool_id, user.id, but)
    tickets.drop_of(ctx, user)
    changed = users.reloaded(ctx.db, user)
    webhooks.happened(ctx, "user:password-changed", user=changed)
    return changed
