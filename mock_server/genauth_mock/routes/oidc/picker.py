"""The login page's list of users for a login with one click."""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.routes.oidc.texts import Texts
from genauth_mock.rules.mfa import second_step
from genauth_mock.store import users
from genauth_mock.store.users import User

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Picked:
    """A user as the list shows one."""

    id: str
    name: str
    detail: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """The users that fit what was searched for, and how many more there are."""

    users: tuple[Picked, ...]
    more: int
    query: str
    has_any: bool


def users_to_pick(ctx: Context, lang: str, query: str) -> Picker:
    """The pool's users in the order in which they were made."""
    text = Texts(lang)
    found, total = users.search(ctx.db, ctx.pool_id, query.strip(), _SHOWN)
    return Picker(
        tuple(_shown(ctx, each, text) for each in found), total - len(found), query, bool(total or query.strip())
    )


def _shown(ctx: Context, user: User, text: Texts) -> Picked:
    names = [each for each in (user.username, user.email, user.phone, user.nickname, user.name) if each]
    states = (
        ("state_locked", user.blocked or user.status != "Activated"),
        ("state_newcomer", user.reset_password_on_first_login),
        ("state_mfa", second_step.is_needed(ctx, user)),
        ("state_no_password", user.password_hash is None),
    )
    return Picked(
        user.id,
        names[0] if names else user.id,
        " · ".join(names[1:]),
        tuple(text(key) for key, holds in states if holds),
    )


def picked(ctx: Context, user_id: str) -> User:
    """The user who was clicked. Refuses 2004, and whoever may not steer the pool."""
    if not ctx.may_steer:
        raise Refused(oauth.CONTROL_TOKEN_NEEDED)
    user = users.by_id(ctx.db, ctx.pool_id, user_id)
    if user is None:
        raise Refused(errors.USER_NOT_FOUND)
    return user
