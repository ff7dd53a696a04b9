"""What stands for one step that a user may still take."""

from __future__ import annotations

import pytest
from genauth_mock.context import Context
from genauth_mock.rules import tickets

from tests.rules.conftest import CI, Pool, user_called


@pytest.fixture
def ctx(a_pool: Pool) -> Context:
    """A call to a pool with a user."""
    return a_pool(users=[CI])


def test_a_ticket_is_for_its_purpose_its_pool_and_its_time(ctx: Context, a_pool: Pool) -> None:
    token = tickets.give(ctx, "a", user_called(ctx), ctx.now + 1, said={"n": 1})
    found = tickets.shown(ctx, "a", token)
    assert found is not None and (found.user_id, found.said) == (user_called(ctx).id, {"n": 1})
    assert tickets.shown(ctx, "b", token) is None
    assert tickets.shown(a_pool(), "a", token) is None
    ctx.now += 1
    assert tickets.shown(ctx, "a", token) is None


def test_a_ticket_is_used_up_once_and_goes_with_all_of_its_user(ctx: Context) -> None:
    first, second = (tickets.give(ctx, "a", user_called(ctx), ctx.now + 1) for _ in range(2))
    assert (tickets.use_up(ctx, first), tickets.use_up(ctx, first)) == (True, False)
    assert tickets.shown(ctx, "a", first) is None and tickets.shown(ctx, "a", second) is not None
    tickets.drop_of(ctx, user_called(ctx))
    assert tickets.shown(ctx, "a", second) is None


@pytest.mark.parametrize("token", [None, "", "unknown", "\0", "\ud800"], ids=repr)
def test_what_is_no_token_shows_nothing(ctx: Context, token: str | None) -> None:
    assert tickets.shown(ctx, "a", token) is None
