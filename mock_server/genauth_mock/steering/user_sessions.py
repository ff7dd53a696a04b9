"""A user's tokens, as whoever steers the mock sees and ends them."""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock.context import Context
from genauth_mock.kit import clock
from genauth_mock.rules import session, webhooks
from genauth_mock.store import applications, authorizations, refresh_tokens, sessions
from genauth_mock.store.database import Connection
from genauth_mock.store.refresh_tokens import REFRESH_TOKEN
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User


@dataclass(frozen=True, slots=True)
class UserSession:
    """A token of a user that has not been ended. `id` tells nothing of the token itself, `device_id` is the client's
    name for the device on which it is. Times in milliseconds since 1970; `expired` is by the pool's clock.
    """

    id: str
    kind: str
    app_id: str
    authorization_id: str | None
    device_id: str | None
    in_browser: bool
    scope: str | None
    created_at: int
    expires_at: int
    expired: bool


def page(db: Connection, pool: UserPool, user: User, number: int, limit: int) -> tuple[list[UserSession], int]:
    """One page of a user's tokens, newest first, and their number. A family of refresh tokens is its newest."""
    last = number * limit
    given, total = sessions.newest_of_user(db, pool.id, user.id, last)
    families, total_of_families = refresh_tokens.newest_of_user(db, pool.id, user.id, last)
    of_device = {each.id: each.device_id for each in authorizations.of_user(db, pool.id, user.id)}
    now = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
    found = [
        UserSession(
            each.authorization_id,
            REFRESH_TOKEN,
            each.app_id,
            each.authorization_id,
            of_device.get(each.authorization_id),
            False,
            each.scope,
            each.created_at,
            each.expires_at,
            each.expires_at <= now,
        )
        for each in families
    ] + [
        UserSession(
            each.id,
            each.kind,
            each.app_id,
            each.authorization_id,
            each.device_id or of_device.get(each.authorization_id or ""),
            each.cookie is not None,
            None,
            each.created_at,
            each.expires_at,
            each.expires_at <= now,
        )
        for each in given
    ]
    found.sort(key=lambda each: -each.created_at)
    return found[last - limit : last], total + total_of_families


def end(ctx: Context, user: User, session_id: str) -> bool:
    """Ends one of a user's tokens as revocation does: a refresh token with all that came from its authorization, any
    other alone. False where he or she has none of this id.
    """
    app_id = _ended(ctx.db, user, session_id)
    if app_id is not None and ctx.pool.webhook_events:
        webhooks.happened(ctx, "kick", users=[user], application=applications.by_id(ctx.db, app_id))
    return app_id is not None


def end_all(ctx: Context, user: User) -> None:
    """Ends all of a user's tokens."""
    session.end_all(ctx.db, ctx.pool_id, user.id)
    webhooks.happened(ctx, "kick", users=[user])


def _ended(db: Connection, user: User, session_id: str) -> str | None:
    """Ends a token; of which application it was, None where there is none."""
    family = refresh_tokens.of_authorization(db, session_id)
    if family is not None and (family.user_pool_id, family.user_id) == (user.user_pool_id, user.id):
        session.end_authorization(db, family.authorization_id)
        return family.app_id
    row = sessions.by_id(db, session_id)
    if row is None or (row.user_pool_id, row.user_id) != (user.user_pool_id, user.id):
        return None
    return row.app_id if sessions.end(db, row.id) else None
