"""Sessions: whose token counts, for how long, and what ends it."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.rules import session
from genauth_mock.rules.session import Flaw, LoggedIn

from tests.rules.conftest import CI, Pool, change, refused, user_called

FORTNIGHT_MS = 14 * 24 * 3600 * 1000


@pytest.fixture
def who(ctx: Context) -> LoggedIn:
    """The user CI, logged in at a browser."""
    return session.open_session(ctx, user_called(ctx), in_browser=True)


def resigned(ctx: Context, token: str, *, secret: str | None = None, algorithm: str = "HS256", **changes: Any) -> str:
    """A token that says something else, signed by another library; what is None is left out."""
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(said, "" if algorithm == "none" else secret or ctx.app.secret, algorithm=algorithm)


def test_a_token_says_who_is_logged_in_for_a_fortnight(ctx: Context, who: LoggedIn) -> None:
    assert who.expires_at - who.issued_at == FORTNIGHT_MS
    found = session.current(ctx, who.token)
    assert (found.user.username, found.session_id, found.cookie) == ("ci", who.session_id, None)
    ctx.now = who.expires_at - 1
    session.current(ctx, who.token)
    ctx.now = who.expires_at
    with refused(errors.NOT_LOGGED_IN):
        session.current(ctx, who.token)


@pytest.mark.parametrize("token", [None, "", "null", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_nobodys_and_cannot_be_logged_out(ctx: Context, token: str | None) -> None:
    with refused(errors.NOT_LOGGED_IN):
        session.current(ctx, token)
    if token is not None:
        with refused(errors.TOKEN_INVALID):
            session.log_out(ctx, token)


@pytest.mark.parametrize(
    ("forgery", "flaw"),
    [
        ({"secret": "x" * 32}, Flaw.NOT_SIGNED),
        ({"algorithm": "none"}, Flaw.NOT_SIGNED),
        ({"aud": "other-app"}, Flaw.NOT_SIGNED),
        ({"userpool_id": "other-pool"}, Flaw.OTHER_POOL),
        ({"jti": None}, Flaw.INCOMPLETE),
        ({"jti": 5}, Flaw.INCOMPLETE),
        ({"exp": "tomorrow"}, Flaw.INCOMPLETE),
        ({"iat": None}, Flaw.INCOMPLETE),
        ({"nbf": 33_000_000_000}, Flaw.TOO_EARLY),
        ({"exp": 1}, Flaw.EXPIRED),
    ],
    ids=str,
)
def test_a_forged_token_is_nobodys(ctx: Context, who: LoggedIn, forgery: dict[str, Any], flaw: Flaw) -> None:
    forged = resigned(ctx, who.token, **forgery)
    assert session.judged(ctx, forged) is flaw
    with refused(errors.NOT_LOGGED_IN):
        session.current(ctx, forged)
    with refused(errors.TOKEN_INVALID):
        session.log_out(ctx, forged)
    session.current(ctx, who.token)


def test_a_genuine_token_of_no_session_is_nobodys(ctx: Context, who: LoggedIn) -> None:
    with refused(errors.NOT_LOGGED_IN):
        session.current(ctx, resigned(ctx, who.token, jti="0" * 32))


def test_another_pools_token_is_nobodys(who: LoggedIn, a_pool: Pool) -> None:
    with refused(errors.NOT_LOGGED_IN):
        session.current(a_pool(users=[CI]), who.token)


def test_a_token_of_who_was_locked_since_is_refused_as_that(ctx: Context, who: LoggedIn) -> None:
    change(ctx, who.user, blocked=True)
    with refused(errors.USER_LOCKED):
        session.current(ctx, who.token)
    assert session.in_browser(ctx, who.cookie) is None


class TestLoggingOut:
    def test_it_ends_the_token_alone_and_twice_is_fine(self, ctx: Context, who: LoggedIn) -> None:
        other = session.open_session(ctx, who.user)
        for _ in range(2):
            session.log_out(ctx, who.token)
        with refused(errors.NOT_LOGGED_IN):
            session.current(ctx, who.token)
        assert session.current(ctx, other.token).user.id == who.user.id

    def test_nobody_logged_in_is_fine(self, ctx: Context, who: LoggedIn) -> None:
        session.log_out(ctx, None)
        session.log_out(ctx, None, "no such cookie")
        session.current(ctx, who.token)

    def test_the_cookie_alone_ends_its_own_token(self, ctx: Context, who: LoggedIn) -> None:
        session.log_out(ctx, None, who.cookie)
        with refused(errors.NOT_LOGGED_IN):
            session.current(ctx, who.token)

    def test_beside_a_token_it_ends_the_browsers_session_alone(self, ctx: Context, who: LoggedIn) -> None:
        other = session.open_session(ctx, who.user)
        session.log_out(ctx, other.token, who.cookie)
        assert session.in_browser(ctx, who.cookie) is None
        session.current(ctx, who.token)

    def test_one_that_has_expired_cannot_be_logged_out(self, ctx: Context, who: LoggedIn) -> None:
        ctx.now = who.expires_at
        with refused(errors.TOKEN_INVALID):
            session.log_out(ctx, who.token)


class TestBrowsers:
    def test_a_cookie_that_stands_in_no_token_remembers_who_has_logged_in(self, ctx: Context, who: LoggedIn) -> None:
        assert who.cookie is not None
        assert who.cookie not in str(jwt.decode(who.token, options={"verify_signature": False}))
        found = session.in_browser(ctx, who.cookie)
        assert found is not None and (found.user.id, found.id) == (who.user.id, who.session_id)
        for wrong in (None, "", who.session_id, who.token):
            assert session.in_browser(ctx, wrong) is None

    def test_it_is_its_own_pools_and_ends_in_its_time(self, ctx: Context, who: LoggedIn, a_pool: Pool) -> None:
        assert session.in_browser(a_pool(users=[CI]), who.cookie) is None
        ctx.now = who.expires_at
        assert session.in_browser(ctx, who.cookie) is None

    def test_a_login_without_a_browser_leaves_none(self, ctx: Context, who: LoggedIn) -> None:
        other = session.open_session(ctx, who.user)
        assert other.cookie is None and session.in_browser_still(ctx, other.session_id) is None
        assert session.in_browser_still(ctx, who.session_id) is not None


def test_who_is_logged_in_where_is_told_until_it_ends(ctx: Context, who: LoggedIn) -> None:
    status = session.status_of(ctx, who.user.id, None)
    assert status.user is not None and [each.id for each in status.applications] == [ctx.app.id]
    assert session.status_of(ctx, who.user.id, "other-app").user is None
    session.end_all(ctx.db, ctx.pool_id, who.user.id)
    assert session.status_of(ctx, who.user.id, ctx.app.id).user is None
    with refused(errors.NOT_LOGGED_IN):
        session.current(ctx, who.token)
