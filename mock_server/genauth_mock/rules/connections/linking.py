"""Identities of who is logged in: another account's are taken over, or one is taken away. Documented: linkAccount,
unLinkAccount; and by what a user can log in at all.
"""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.rules import session, webhooks
from genauth_mock.rules.connections import providers
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import social_connections, user_identities
from genauth_mock.store.user_identities import UserIdentity
from genauth_mock.store.users import User


def can_log_in(user: User, identities_left: int, *, without: str = "") -> bool:
    """Whether a user who has so many identities can log in: by one of them, by an address other than `without`
    (`email`, `phone`), or by a name and a password.
    """
    addresses = [getattr(user, each) for each in ("email", "phone") if each != without]
    return bool(any(addresses) or identities_left or (user.username and user.password_hash))


def link(ctx: Context, primary_token: str, secondary_token: str) -> LoggedIn:
    """Gives the identities of one user to another, who are both logged in. The one who gives them stays (a guess).

    Refuses 1020020 for a token of nobody, 2215 where both are the same user, 2214 for one without identities, 2213
    where the other has one of the same connection.
    """
    try:
        primary, secondary = session.current(ctx, primary_token), session.current(ctx, secondary_token)
    except Refused:
        raise Refused(errors.LINK_TOKEN_INVALID) from None
    if primary.user.id == secondary.user.id:
        raise Refused(errors.OAUTH_ACCOUNT_TAKEN)
    has = {each.connection_id for each in user_identities.of_user(ctx.db, ctx.pool_id, primary.user.id)}
    given = user_identities.of_user(ctx.db, ctx.pool_id, secondary.user.id)
    if has.intersection(each.connection_id for each in given):
        raise Refused(errors.OAUTH_ALREADY_BOUND)
    if user_identities.move(ctx.db, ctx.pool_id, secondary.user.id, primary.user.id) == 0:
        raise Refused(errors.OAUTH_READ_FAILED)
    webhooks.happened(ctx, "user:link-account", primary=primary.user, secondary=secondary.user)
    return primary


def holder_of(ctx: Context, primary_token: str | None, token: str | None) -> LoggedIn:
    """Whose identity is taken away: who is shown by the first token, else who is logged in with the second.

    Refuses 2004 for a first token of nobody, and what `session.current` refuses.
    """
    if primary_token is None:
        return session.current(ctx, token)
    try:
        return session.current(ctx, primary_token)
    except Refused:
        raise Refused(errors.USER_NOT_FOUND) from None


def unlink(ctx: Context, user: User, provider: str) -> None:
    """Takes the identities of a provider, or of one connection to it, from a user.

    Refuses 2216 where there is none, 2217 where no other way to log in would be left.
    """
    has = user_identities.of_user(ctx.db, ctx.pool_id, user.id)
    meant = [each for each in has if _is_of(ctx, each, provider)]
    if not meant:
        raise Refused(errors.OAUTH_NOT_BOUND)
    if not can_log_in(user, len(has) - len(meant)):
        raise Refused(errors.ONLY_LOGIN_METHOD)
    for each in meant:
        user_identities.remove(ctx.db, ctx.pool_id, each.id)


def _is_of(ctx: Context, identity: UserIdentity, provider: str) -> bool:
    kind = identity.connection_type
    if provider in (identity.connection_id, kind, providers.provider_of(kind)):
        return True
    connection = social_connections.by_id(ctx.db, ctx.pool_id, identity.connection_id)
    return connection is not None and provider == providers.name_of(connection)
