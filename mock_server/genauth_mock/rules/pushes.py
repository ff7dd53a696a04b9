"""Pushes: a browser names an account, whoever it is confirms on the phone, and the browser is logged in.

Documented: signInByPush, changePushCodeStatus. Nothing is sent to a phone: a test reads the push in the control API.
"""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.rules import identities
from genauth_mock.rules.identities import Identity
from genauth_mock.store import push_devices, pushes, users
from genauth_mock.store.pushes import AUTHORIZED, CANCELLED, PUSHED, REDEEMED, Push
from genauth_mock.store.users import User

# Documented by its example.
TTL_SECONDS = 120
# No row holds it: a push that nobody has decided on expires by the pool's clock.
EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Seen:
    """A push as it is now; one that is due has not given its tokens yet."""

    push: Push
    status: str
    is_due: bool


def send(ctx: Context, account: str, scope: str | None) -> Push:
    """Pushes a login to the devices of an account. Refuses 2004.

    It is made where no device is bound, too (a guess): a test confirms it without one.
    """
    user = identities.find(ctx, Identity("account", account))
    if user is None:
        raise Refused(errors.USER_NOT_FOUND)
    push = Push(
        id=ctx.ids.secret(),
        user_pool_id=ctx.pool_id,
        user_id=user.id,
        app_id=ctx.app.id,
        scope=scope,
        cids=push_devices.of_user(ctx.db, ctx.pool_id, user.id),
        created_at=ctx.now,
        expires_at=ctx.now + TTL_SECONDS * 1000,
    )
    pushes.add(ctx.db, push)
    return push


def status_at(push: Push, now: int) -> str:
    """What has become of a push by then. The tokens of one that was authorized wait until it expires (a guess)."""
    if push.status in (PUSHED, AUTHORIZED) and push.expires_at <= now:
        return EXPIRED
    return AUTHORIZED if push.status == REDEEMED else push.status


def look(ctx: Context, push_id: str) -> Seen:
    """A push as the browser sees it. Refuses 500."""
    push = _known(ctx, push_id)
    status = status_at(push, ctx.now)
    return Seen(push, status, status == AUTHORIZED and push.status != REDEEMED)


def redeem(ctx: Context, push: Push) -> User:
    """Who has authorized a push; it works once. Refuses 500, 2004 for who was removed meanwhile."""
    user = users.by_id(ctx.db, ctx.pool_id, push.user_id)
    if user is None:
        raise Refused(errors.USER_NOT_FOUND)
    if not pushes.change(ctx.db, push, {"status": REDEEMED}):
        raise Refused(errors.PUSH_CODE_INVALID)
    return user


def confirm(ctx: Context, push_id: str, user: User) -> None:
    """Lets the browser in. Refuses 500 for a push that is over, or another user's."""
    _decide(ctx, push_id, user, AUTHORIZED)


def cancel(ctx: Context, push_id: str, user: User) -> None:
    """Does not let the browser in. Refuses 500 for a push that is over, or another user's."""
    _decide(ctx, push_id, user, CANCELLED)


def _decide(ctx: Context, push_id: str, user: User, status: str) -> None:
    push = own(ctx, push_id, user)
    if status_at(push, ctx.now) != PUSHED or not pushes.change(ctx.db, push, {"status": status}):
        raise Refused(errors.PUSH_CODE_INVALID)


def own(ctx: Context, push_id: str, user: User, app_id: str | None = None) -> Push:
    """A push to this user, by that application if one is named. Refuses 500."""
    push = _known(ctx, push_id)
    if push.user_id != user.id or app_id not in (None, push.app_id):
        raise Refused(errors.PUSH_CODE_INVALID)
    return push


def _known(ctx: Context, push_id: str) -> Push:
    push = pushes.by_id(ctx.db, ctx.pool_id, push_id)
    if push is None:
        raise Refused(errors.PUSH_CODE_INVALID)
    return push


def bind_device(ctx: Context, user: User, cid: str) -> None:
    """Has a device get a user's pushes. In the mobile SDKs only: bindPushCid."""
    push_devices.bind(ctx.db, ctx.pool_id, user.id, cid, ctx.now)


def unbind_device(ctx: Context, user: User, cid: str) -> None:
    """Has a device get no pushes of a user any more; that it got none is fine (a guess). In the mobile SDKs only:
    unBindPushCid.
    """
    push_devices.unbind(ctx.db, ctx.pool_id, user.id, cid)
