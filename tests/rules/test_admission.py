"""May a user whose credentials were right come in?"""

from __future__ import annotations

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.rules import admission
from genauth_mock.rules.mfa import mfa_tokens
from genauth_mock.store import tickets, users

from tests.rules.conftest import CI, Pool, change, refused, user_called


def test_a_login_is_counted_with_its_time_and_client_address(ctx: Context) -> None:
    ctx.client_ip = "10.0.0.1"
    first = admission.admit(ctx, user_called(ctx))
    assert (first.logins_count, first.last_login, first.last_ip, first.signed_up) == (1, ctx.now, "10.0.0.1", ctx.now)
    begin = ctx.now
    ctx.now += 1000
    second = admission.admit(ctx, first)
    assert (second.logins_count, second.last_login, second.signed_up) == (2, ctx.now, begin)


@pytest.mark.parametrize("state", [{"blocked": True}, {"status": "Suspended"}, {"status": "Deactivated"}], ids=str)
def test_who_is_locked_may_not_come_in(ctx: Context, state: dict[str, object]) -> None:
    user = change(ctx, user_called(ctx), **state)
    for past_mfa in (False, True):
        with refused(errors.USER_LOCKED):
            admission.admit(ctx, user, past_mfa=past_mfa)
    assert user_called(ctx).logins_count == 0


def test_who_must_choose_a_password_first_gets_a_token_for_it_alone(ctx: Context) -> None:
    user = change(ctx, user_called(ctx), reset_password_on_first_login=True)
    with refused(errors.FIRST_LOGIN_RESET) as refusal:
        admission.admit(ctx, user)
    assert refusal.value.data is not None and set(refusal.value.data) == {"token"}
    ticket = tickets.by_token(ctx.db, ctx.pool_id, str(refusal.value.data["token"]))
    assert ticket is not None
    assert (ticket.purpose, ticket.user_id) == (admission.FIRST_LOGIN_RESET, user.id)
    assert ticket.expires_at == ctx.now + 600_000
    with refused(errors.MFA_TOKEN_NEEDED):
        mfa_tokens.opened(ctx, ticket.token)


@pytest.mark.parametrize("whose", ["the pool's policy", "the application's policy", "the user's own"])
def test_who_needs_a_second_factor_gets_a_token_for_it(a_pool: Pool, whose: str) -> None:
    policies = {"mfa": {"policies": ["SMS"]}} if whose == "the pool's policy" else {}
    own = {"mfa": {"totpSecret": "ABCDEFGHIJKLMNOP"}} if whose == "the user's own" else {}
    ctx = a_pool(users=[CI | own], settings=policies)
    if whose == "the application's policy":
        ctx.app.mfa["policies"] = ["EMAIL"]
    with refused(errors.MFA_PERSONAL if own else errors.MFA_REQUIRED) as refusal:
        admission.admit(ctx, user_called(ctx))
    assert refusal.value.data is not None
    assert mfa_tokens.opened(ctx, str(refusal.value.data["mfaToken"])).user.username == "ci"
    assert user_called(ctx).logins_count == 0
    assert admission.admit(ctx, user_called(ctx), past_mfa=True).logins_count == 1


def test_being_locked_is_told_before_a_first_password_and_that_before_a_second_factor(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], settings={"mfa": {"policies": ["SMS"]}})
    user = change(ctx, user_called(ctx), reset_password_on_first_login=True, blocked=True)
    with refused(errors.USER_LOCKED):
        admission.admit(ctx, user)
    with refused(errors.FIRST_LOGIN_RESET):
        admission.admit(ctx, change(ctx, user, blocked=False))


def test_who_was_removed_meanwhile_is_not_found(ctx: Context) -> None:
    user = user_called(ctx)
    users.remove(ctx.db, ctx.pool_id, user.id)
    with refused(errors.USER_NOT_FOUND):
        admission.admit(ctx, user)
