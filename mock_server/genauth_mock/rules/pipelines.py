"""Pipelines: others who are asked while somebody registers, logs in or gets tokens. Documented: Pipeline guide.

Nobody is asked within a transaction: what has begun is undone, the face asks, and the call is run again, the same way,
with the answer in hand (`Context.retraced`). What the control API does asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.rules import custom_fields, user_entity
from genauth_mock.store import pipelines, users
from genauth_mock.store.pipelines import Pipeline
from genauth_mock.store.users import User

PRE_REGISTER, POST_REGISTER = "PRE_REGISTER", "POST_REGISTER"
PRE_AUTHENTICATION, POST_AUTHENTICATION = "PRE_AUTHENTICATION", "POST_AUTHENTICATION"
PRE_MFA_VERIFY, POST_MFA_VERIFY = "PRE_MFA_VERIFY", "POST_MFA_VERIFY"
ID_TOKEN, ACCESS_TOKEN = "PRE_OIDC_ID_TOKEN_ISSUED", "PRE_OIDC_ACCESS_TOKEN_ISSUED"

# The claim by which a token is known to be another pool's.
_POOL = "userpool_id"


class Asking(Exception):
    """Somebody else must be asked before the call can go on. What it has done so far is to be undone.

    `user` and `about` are what is told; `key` is under what the answer is expected.
    """

    def __init__(self, key: str, pipeline: Pipeline, user: dict[str, Any] | None, about: dict[str, Any]) -> None:
        super().__init__(pipeline.name)
        self.key, self.pipeline, self.user, self.about = key, pipeline, user, about


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pipeline has answered; without anything the call goes on as it would have. `profile` is by column."""

    error: str | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    custom_data: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)


def by(ctx: Context, protocol: str, connection: str | None = None) -> None:
    """Notes how a user shows who he or she is, and by which provider, of which pipelines are told."""
    if ctx.retraced is not None:
        ctx.retraced.protocol, ctx.retraced.connection = protocol, connection


def before_registration(ctx: Context, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What pipelines want a user to be who is about to be registered, by column. Refuses 603."""
    told = user_entity.updates_of(columns)
    profile: dict[str, Any] = {}
    for answer in _asked(ctx, PRE_REGISTER, None, {"data": {**told, "userInfo": told}}):
        profile |= answer.profile
    return profile


def run(ctx: Context, scene: str, user: User) -> User:
    """Asks the pipelines of a scene, and gives the user as they want him or her to be. Refuses 603."""
    for answer in _asked(ctx, scene, user):
        changes = {name: value for name, value in answer.profile.items() if value != getattr(user, name)}
        if changes:
            users.change(ctx.db, ctx.pool_id, user.id, {**changes, "updated_at": ctx.now})
            user = users.reloaded(ctx.db, user)
        if answer.custom_data:
            user = custom_fields.set_fitting(ctx, user, answer.custom_data)
    return user


def claims(ctx: Context, scene: str, user: User | None) -> dict[str, Any]:
    """What pipelines want a token to say besides; of which pool it is, is not theirs to say. Refuses 603."""
    added: dict[str, Any] = {}
    for answer in _asked(ctx, scene, user):
        added |= answer.claims
    added.pop(_POOL, None)
    return added


def _asked(ctx: Context, scene: str, user: User | None, about: Mapping[str, Any] | None = None) -> Iterator[Answer]:
    """The answers of a scene's pipelines, one after another; each is asked once the one before was heard."""
    if ctx.retraced is None or scene not in ctx.pool.pipeline_scenes.split():
        return
    for each in pipelines.of_scene(ctx.db, ctx.pool_id, scene):
        key = f"{each.id} {user.id if user else ''}"
        answer = ctx.retraced.next(key)
        if answer is None:
            if user is not None:
                user = users.by_id(ctx.db, ctx.pool_id, user.id) or user
            raise Asking(key, each, None if user is None else user_entity.of(user), _about(ctx, scene, about or {}))
        if answer.error is not None:
            raise Refused(errors.PIPELINE_REFUSED, detail=answer.error)
        yield answer


def _about(ctx: Context, scene: str, about: Mapping[str, Any]) -> dict[str, Any]:
    of_tokens = scene in (ID_TOKEN, ACCESS_TOKEN)
    shown = ctx.retraced
    return {
        "scene": scene,
        "protocol": "oidc" if of_tokens else (shown and shown.protocol) or "password",
        "connection": shown and shown.connection,
        "userPoolId": ctx.public_pool_id,
        "userPoolName": ctx.pool.name,
        "appId": ctx.app.id,
        "appName": ctx.app.name,
        **about,
    }
