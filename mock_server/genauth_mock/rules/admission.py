"""Admission: may a user whose credentials were right come in? What comes in then is counted."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.rules import device_status, pipelines, tickets, webhooks
from genauth_mock.rules.mfa import second_step
from genauth_mock.store import users
from genauth_mock.store.users import User

# What a ticket is for that sets the password which must be chosen at the first login.
FIRST_LOGIN_RESET = "first-login-reset"
_FIRST_LOGIN_TTL_MS = 600_000


def admit(ctx: Context, user: User, *, past_mfa: bool = False, needs_mfa: bool = True) -> User:
    """Counts the login of a user whose credentials were right, and gives the user as he or she is then. Who is
    `past_mfa` has shown a second factor; with `needs_mfa` false none is asked for.

    Refuses 2005, 1577, 1578, 1639 with a token for the password reset, 1636 or 1635 with one for the second factor,
    2004 for who was removed meanwhile, 603 where a pipeline does.
    """
    if past_mfa:
        check(ctx, user)
        user = pipelines.run(ctx, pipelines.POST_MFA_VERIFY, user)
    else:
        user = begin(ctx, user, needs_mfa=needs_mfa)
    counted = users.count_login(ctx.db, ctx.pool_id, user.id, ctx.now, ctx.client_ip)
    if counted is None:
        # Another call has removed the account meanwhile.
        raise Refused(errors.USER_NOT_FOUND)
    device_status.note_login(ctx, user.id)
    webhooks.happened(ctx, "login", user=counted)
    return pipelines.run(ctx, pipelines.POST_AUTHENTICATION, counted)


def begin(ctx: Context, user: User, *, needs_mfa: bool = True) -> User:
    """The first step of a login, which is the whole one where no second factor is asked for; and the user as he or she
    is then. Refuses what `check` refuses, 603 where a pipeline does, 1636 or 1635 with a token for the second factor.
    """
    check(ctx, user)
    user = pipelines.run(ctx, pipelines.PRE_AUTHENTICATION, user)
    if needs_mfa and second_step.is_needed(ctx, user):
        raise second_step.required(ctx, pipelines.run(ctx, pipelines.PRE_MFA_VERIFY, user))
    return user


def check(ctx: Context, user: User) -> None:
    """Refuses 2005 for a user who is locked, 1577 and 1578 for a device that is, 1639 with a token for one who must
    choose a password first.
    """
    if user.blocked or user.status != "Activated":
        webhooks.happened(ctx, "login", user=user, success=False)
        raise Refused(errors.USER_LOCKED)
    device_status.check(ctx, user.id)
    if user.reset_password_on_first_login:
        token = tickets.give(ctx, FIRST_LOGIN_RESET, user, ctx.now + _FIRST_LOGIN_TTL_MS)
        raise Refused(errors.FIRST_LOGIN_RESET, data={"token": token})
