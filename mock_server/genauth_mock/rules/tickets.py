"""Tickets: a token that stands for one step which a user may still take. It is for one purpose, and works once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genauth_mock.context import Context
from genauth_mock.kit import json_values
from genauth_mock.store import tickets
from genauth_mock.store.tickets import Ticket
from genauth_mock.store.users import User


def give(
    ctx: Context,
    purpose: str,
    user: User,
    expires_at: int,
    *,
    token: str | None = None,
    said: Mapping[str, Any] | None = None,
) -> str:
    """The token of a new ticket; a token that says something is given. `said` is what is agreed on."""
    token = ctx.ids.secret() if token is None else token
    tickets.add(
        ctx.db,
        token=token,
        purpose=purpose,
        user_pool_id=ctx.pool_id,
        user_id=user.id,
        said=said or {},
        expires_at=expires_at,
    )
    return token


def shown(ctx: Context, purpose: str, token: str | None) -> Ticket | None:
    """The ticket of a token, if it is good for this purpose; None for no token, too."""
    found = tickets.by_token(ctx.db, ctx.pool_id, token) if token and not json_values.is_unfit(token) else None
    return found if found and found.purpose == purpose and found.expires_at > ctx.now else None


def use_up(ctx: Context, token: str) -> bool:
    """Takes a ticket away; False where another call was faster."""
    return tickets.use_up(ctx.db, ctx.pool_id, token)


def drop_of(ctx: Context, user: User) -> None:
    """Takes away all tickets of a user."""
    tickets.drop_of_user(ctx.db, ctx.pool_id, user.id)
