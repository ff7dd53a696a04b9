"""Pushes: who may answer one, and until when."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.rules import pushes
from genauth_mock.store.pushes import AUTHORIZED, CANCELLED, PUSHED

from tests.rules.conftest import MAIL, PHONE, refused, user_called


def test_an_account_is_found_by_any_of_its_names(ctx: Context) -> None:
    user = user_called(ctx)
    assert {pushes.send(ctx, account, None).user_id for account in ("ci", MAIL, PHONE)} == {user.id}
    with refused(errors.USER_NOT_FOUND):
        pushes.send(ctx, "nobody", None)


def test_a_push_is_decided_on_once_and_gives_a_user_once(ctx: Context) -> None:
    user = user_called(ctx)
    push = pushes.send(ctx, "ci", "openid")
    assert (pushes.look(ctx, push.id).status, pushes.look(ctx, push.id).is_due) == (PUSHED, False)
    pushes.confirm(ctx, push.id, user)
    seen = pushes.look(ctx, push.id)
    assert (seen.status, seen.is_due) == (AUTHORIZED, True)
    with refused(errors.PUSH_CODE_INVALID):
        pushes.cancel(ctx, push.id, user)
    assert pushes.redeem(ctx, seen.push).id == user.id
    with refused(errors.PUSH_CODE_INVALID):
        pushes.redeem(ctx, seen.push)
    assert (pushes.look(ctx, push.id).status, pushes.look(ctx, push.id).is_due) == (AUTHORIZED, False)


def test_a_push_lives_for_120_seconds(ctx: Context) -> None:
    user = user_called(ctx)
    waiting, authorized, cancelled = (pushes.send(ctx, "ci", None).id for _ in range(3))
    ctx.now += 119_999
    pushes.confirm(ctx, authorized, user)
    pushes.cancel(ctx, cancelled, user)
    ctx.now += 1
    states = [pushes.look(ctx, each).status for each in (waiting, authorized, cancelled)]
    assert states == [pushes.EXPIRED, pushes.EXPIRED, CANCELLED]
    with refused(errors.PUSH_CODE_INVALID):
        pushes.confirm(ctx, waiting, user)
