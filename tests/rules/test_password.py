"""Passwords: reset by a code or a token, and changed by who is logged in."""

from __future__ import annotations

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit import passwords
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import admission, credentials, password, session
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import sessions, users
from genauth_mock.store.users import User

from tests.rules.conftest import CI, MAIL, PHONE, Pool, change, code_to, refused, user_called

MAILBOX = Address.of_email(MAIL)
MOBILE = Address.of_phone(Phone("+86", PHONE))
both = pytest.mark.parametrize("address", [MAILBOX, MOBILE], ids=["email", "phone"])


def has(user: User, plain: str) -> bool:
    return user.password_hash is not None and passwords.matches(plain, user.password_hash)


def is_alive(ctx: Context, who: LoggedIn) -> bool:
    """Whether a login's token still counts."""
    return sessions.user_of(ctx.db, ctx.pool_id, who.session_id) is not None


def locked_out(a_pool: Pool) -> Context:
    """A call to a pool whose user has had one wrong password too many."""
    ctx = a_pool(users=[CI], settings={"lockout": {"attempts": 1, "seconds": 600}})
    with refused(errors.CREDENTIALS_WRONG):
        credentials.by_password(ctx, Identity("account", "ci"), "wrong")
    with refused(errors.LOCKED_AFTER_FAILURES):
        credentials.by_password(ctx, Identity("account", "ci"), "111111")
    return ctx


@both
class TestReset:
    def test_a_code_sets_a_new_password_once_and_ends_all_sessions(self, ctx: Context, address: Address) -> None:
        logins = [session.open_session(ctx, user_called(ctx)) for _ in range(2)]
        code = code_to(ctx, address)
        assert has(password.reset(ctx, address, code, "222222"), "222222")
        assert [is_alive(ctx, each) for each in logins] == [False, False]
        with refused(errors.PASSCODE_WRONG):
            password.reset(ctx, address, code, "333333")
        assert has(user_called(ctx), "222222")

    def test_an_unknown_user_is_told_before_the_code_is_looked_at(self, a_pool: Pool, address: Address) -> None:
        ctx = a_pool()
        for code in (code_to(ctx, address), "no", None):
            with refused(errors.USER_NOT_FOUND):
                password.reset(ctx, address, code, "222222")

    @pytest.mark.parametrize("code", ["no", "", None])
    def test_a_wrong_or_missing_code_changes_nothing(self, ctx: Context, address: Address, code: str | None) -> None:
        code_to(ctx, address)
        with refused(errors.PASSCODE_WRONG):
            password.reset(ctx, address, code, "222222")
        assert has(user_called(ctx), "111111")

    def test_a_weak_password_leaves_the_code_good(self, a_pool: Pool, address: Address) -> None:
        ctx = a_pool(users=[CI], settings={"passwordStrength": 1})
        code = code_to(ctx, address)
        with refused(errors.PASSWORD_TOO_WEAK_1):
            password.reset(ctx, address, code, "1")
        password.reset(ctx, address, code, "222222")

    def test_it_ends_a_lock_out(self, a_pool: Pool, address: Address) -> None:
        ctx = locked_out(a_pool)
        password.reset(ctx, address, code_to(ctx, address), "222222")
        assert credentials.by_password(ctx, Identity("account", "ci"), "222222").username == "ci"

    def test_a_code_to_log_in_is_none_where_the_pool_minds(self, a_pool: Pool, address: Address) -> None:
        ctx = a_pool(users=[CI], settings={"verificationCode": {"sceneBound": True}})
        with refused(errors.PASSCODE_WRONG):
            password.reset(ctx, address, code_to(ctx, address, "LOGIN_VERIFY_CODE"), "222222")
        password.reset(ctx, address, code_to(ctx, address, "RESET_PASSWORD"), "222222")


class TestFirstLogin:
    def token(self, ctx: Context) -> str:
        """The token of a first login."""
        user = change(ctx, user_called(ctx), reset_password_on_first_login=True)
        with refused(errors.FIRST_LOGIN_RESET) as refusal:
            admission.admit(ctx, user)
        assert refusal.value.data is not None
        return str(refusal.value.data["token"])

    def test_a_token_sets_the_password_once_and_the_user_may_come_in(self, ctx: Context) -> None:
        token = self.token(ctx)
        user = password.reset_by_first_login_token(ctx, token, "222222")
        assert has(user, "222222") and admission.admit(ctx, user).logins_count == 1
        with refused(errors.TOKEN_INVALID):
            password.reset_by_first_login_token(ctx, token, "333333")
        assert has(user_called(ctx), "222222")

    def test_a_weak_password_leaves_the_token_good(self, a_pool: Pool) -> None:
        ctx = a_pool(users=[CI], settings={"passwordStrength": 1})
        token = self.token(ctx)
        with refused(errors.PASSWORD_TOO_WEAK_1):
            password.reset_by_first_login_token(ctx, token, "1")
        password.reset_by_first_login_token(ctx, token, "222222")

    def test_it_is_over_after_ten_minutes(self, ctx: Context) -> None:
        token = self.token(ctx)
        ctx.now += 600_000
        with refused(errors.TOKEN_INVALID):
            password.reset_by_first_login_token(ctx, token, "222222")

    @pytest.mark.parametrize("token", ["nonsense", "a.b.c", "null", ""])
    def test_an_unknown_token_sets_nothing(self, ctx: Context, token: str) -> None:
        with refused(errors.TOKEN_INVALID):
            password.reset_by_first_login_token(ctx, token, "222222")

    def test_nor_does_one_of_another_pool_or_purpose_or_of_who_is_gone(self, a_pool: Pool) -> None:
        ctx = a_pool(users=[CI], settings={"mfa": {"policies": ["SMS"]}})
        with refused(errors.MFA_REQUIRED) as refusal:
            admission.admit(ctx, user_called(ctx))
        assert refusal.value.data is not None
        mfa_token, token = str(refusal.value.data["mfaToken"]), self.token(ctx)
        other = a_pool(users=[CI | {"id": user_called(ctx).id}])
        for where, wrong in ((other, token), (ctx, mfa_token)):
            with refused(errors.TOKEN_INVALID):
                password.reset_by_first_login_token(where, wrong, "222222")
        users.remove(ctx.db, ctx.pool_id, user_called(ctx).id)
        with refused(errors.TOKEN_INVALID):
            password.reset_by_first_login_token(ctx, token, "222222")

    def test_another_reset_makes_it_useless(self, ctx: Context) -> None:
        token = self.token(ctx)
        password.reset(ctx, MAILBOX, code_to(ctx, MAILBOX), "222222")
        with refused(errors.TOKEN_INVALID):
            password.reset_by_first_login_token(ctx, token, "333333")


class TestUpdate:
    def test_it_keeps_this_session_and_ends_the_others(self, ctx: Context) -> None:
        who, other = (session.open_session(ctx, user_called(ctx)) for _ in range(2))
        assert has(password.update(ctx, who, "222222", "111111"), "222222")
        assert (is_alive(ctx, who), is_alive(ctx, other)) == (True, False)

    @pytest.mark.parametrize("old", ["wrong", "", None])
    def test_a_wrong_or_missing_old_password_is_refused(self, ctx: Context, old: str | None) -> None:
        who, other = (session.open_session(ctx, user_called(ctx)) for _ in range(2))
        with refused(errors.OLD_PASSWORD_WRONG):
            password.update(ctx, who, "222222", old)
        assert has(user_called(ctx), "111111") and is_alive(ctx, other)

    @pytest.mark.parametrize("old", ["", None, "whatever"])
    def test_who_has_none_sets_the_first_one(self, a_pool: Pool, old: str | None) -> None:
        ctx = a_pool(users=[{"username": "ci"}])
        who = session.open_session(ctx, user_called(ctx))
        assert has(password.update(ctx, who, "222222", old), "222222")

    def test_it_keeps_to_the_pools_strength(self, a_pool: Pool) -> None:
        ctx = a_pool(users=[CI], settings={"passwordStrength": 2})
        who = session.open_session(ctx, user_called(ctx))
        with refused(errors.PASSWORD_TOO_WEAK_2):
            password.update(ctx, who, "222222", "111111")
        with refused(errors.PASSWORD_MISSING):
            password.update(ctx, who, "", "111111")
        password.update(ctx, who, "22222a", "111111")
