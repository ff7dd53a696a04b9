"""MFA tokens: what a login gives that still needs its second factor, and who comes with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Entry, Refused
from genauth_mock.kit import jwts
from genauth_mock.rules import session, tickets
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import users
from genauth_mock.store.users import User, arn

_PURPOSE = "mfa"
TTL_SECONDS = 360


def issue(ctx: Context, user: User) -> str:
    """A new MFA token. Documented: HS256, 360 seconds; that the user pool's secret signs it is a guess."""
    issued = ctx.now // 1000
    expires = issued + TTL_SECONDS
    whose = {"userPoolId": ctx.public_pool_id, "userId": user.id, "arn": arn(user), "stage": 1}
    # `jti` is this mock's own: no two tokens may be equal.
    claims = {"data": whose, "iat": issued, "exp": expires, "jti": ctx.ids.secret()}
    return tickets.give(ctx, _PURPOSE, user, expires * 1000, token=jwts.sign_hs256(claims, ctx.pool.secret))


def is_one(claims: Mapping[str, Any]) -> bool:
    """Whether what a token says of itself is what an MFA token says."""
    said = claims.get("data")
    return isinstance(said, dict) and "stage" in said


@dataclass(frozen=True, slots=True)
class Holder:
    """Who comes with a token: somebody who is logged in, or whose second factor is still to come.

    `session` is None for the latter, and `ticket` for the former.
    """

    user: User
    session: LoggedIn | None = None
    ticket: str | None = None

    @property
    def is_half_in(self) -> bool:
        """Whether the second factor is still to come."""
        return self.session is None


def opened(ctx: Context, token: str | None, *, to_change: bool = False) -> Holder:
    """Whose second step a token stands for. Refuses 2021.

    It is known by its ticket, so that nothing needs to be verified. With `to_change` nobody else changes the user's
    row until this call ends.
    """
    ticket = tickets.shown(ctx, _PURPOSE, token)
    if ticket is None:
        raise Refused(errors.MFA_TOKEN_NEEDED)
    user = (users.hold if to_change else users.by_id)(ctx.db, ctx.pool_id, ticket.user_id)
    if user is None:
        raise Refused(errors.MFA_TOKEN_NEEDED)
    return Holder(user, ticket=ticket.token)


def holder(ctx: Context, token: str | None, otherwise: Entry = errors.MFA_TOKEN_NEEDED) -> Holder:
    """Who comes with a user's token or an MFA token.

    Refuses 2005, 1577, 1578; where it is neither, with the entry given, 2021.
    """
    try:
        who = session.current(ctx, token)
    except Refused as refused:
        if refused.entry is not errors.NOT_LOGGED_IN:
            raise
    else:
        return Holder(who.user, session=who)
    try:
        found = opened(ctx, token)
    except Refused:
        raise Refused(otherwise) from None
    if found.user.blocked or found.user.status != "Activated":
        raise Refused(errors.USER_LOCKED)
    return found


def use_up(ctx: Context, holder: Holder) -> None:
    """Takes an MFA token, so that it works once. Refuses 2021 where another call was faster."""
    if holder.ticket is None or not tickets.use_up(ctx, holder.ticket):
        raise Refused(errors.MFA_TOKEN_NEEDED)
