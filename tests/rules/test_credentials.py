"""Who is this? By a password, a code, a directory, a carrier's tokens."""

from __future__ import annotations

from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import credentials, limits, passcodes, register
from genauth_mock.rules.identities import Identity, IdentityKind
from genauth_mock.rules.limits import CaptchaAnswer
from genauth_mock.store.users import User

from tests.rules.conftest import CI, MAIL, PHONE, Pool, change, code_to, refused, user_called, users_of

MAILBOX = Address.of_email(MAIL)
MOBILE = Address.of_phone(Phone("+86", PHONE))
both = pytest.mark.parametrize("address", [MAILBOX, MOBILE], ids=["email", "phone"])


def by_password(ctx: Context, password: str = "111111", account: str = "ci", **options: Any) -> User:
    return credentials.by_password(ctx, Identity("account", account), password, **options)


def fail(ctx: Context, times: int, account: str = "ci") -> None:
    for _ in range(times):
        with refused(errors.CREDENTIALS_WRONG):
            by_password(ctx, "wrong", account)


@pytest.mark.parametrize("account", ["ci", MAIL, "ME@X.TEST", PHONE, "+8613800138000", "138-0013-8000"])
def test_an_account_is_phone_mail_or_user_name(ctx: Context, account: str) -> None:
    assert by_password(ctx, account=account).id == user_called(ctx).id


@pytest.mark.parametrize(
    ("kind", "text"), [("account", "ci"), ("username", "ci"), ("email", "ME@x.test"), ("phone", PHONE)]
)
def test_of_a_kind_that_is_named_only_that_kind_is_looked_up(ctx: Context, kind: IdentityKind, text: str) -> None:
    assert credentials.by_password(ctx, Identity(kind, text), "111111").id == user_called(ctx).id
    kinds: tuple[IdentityKind, ...] = ("username", "email", "phone")
    for other in set(kinds) - {kind} if kind != "account" else ():
        with refused(errors.CREDENTIALS_WRONG):
            credentials.by_password(ctx, Identity(other, text), "111111")


def test_a_user_name_that_looks_like_anothers_address_is_not_that_address(a_pool: Pool) -> None:
    namesake = {"username": MAIL, "password": "by name"}
    ctx = a_pool(users=[CI, namesake])
    assert by_password(ctx, "by name", MAIL).username == MAIL
    assert by_password(ctx, "111111", MAIL).username == "ci"
    assert credentials.by_password(ctx, Identity("username", MAIL), "by name").username == MAIL
    wrong: list[tuple[IdentityKind, str]] = [("email", "by name"), ("username", "111111"), ("account", "neither")]
    for kind, password in wrong:
        with refused(errors.CREDENTIALS_WRONG):
            credentials.by_password(ctx, Identity(kind, MAIL), password)


@pytest.mark.parametrize(
    ("country_code", "found"), [("+1", True), ("1", True), (None, True), ("+44", False), ("+86", False)]
)
def test_a_phone_is_meant_with_its_country_code_where_one_is_given(
    a_pool: Pool, country_code: str | None, found: bool
) -> None:
    ctx = a_pool(users=[{"phone": "5551234567", "phoneCountryCode": "+1", "password": "111111"}])
    identity = Identity("phone", "5551234567", country_code)
    if found:
        assert credentials.by_password(ctx, identity, "111111").phone_country_code == "+1"
    else:
        with refused(errors.CREDENTIALS_WRONG):
            credentials.by_password(ctx, identity, "111111")


@pytest.mark.parametrize("account", ["ci", MAIL, PHONE, "CI", "nobody", "nobody@x.test", "13900139000", "+1", ""])
def test_a_wrong_password_and_nobody_are_refused_alike(ctx: Context, account: str) -> None:
    fail(ctx, 1, account)


@pytest.mark.parametrize("password", ["", "None", "wrong"])
def test_a_user_without_a_password_has_none_that_is_right(a_pool: Pool, password: str) -> None:
    with refused(errors.CREDENTIALS_WRONG):
        by_password(a_pool(users=[{"username": "ci"}]), password)


def test_an_unverified_address_is_refused_where_the_pool_wants_it_verified(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], settings={"emailVerifiedRequired": True})
    fail(ctx, 1)
    with refused(errors.EMAIL_UNVERIFIED):
        by_password(ctx)
    credentials.by_code(ctx, MAILBOX, code_to(ctx, MAILBOX))
    assert by_password(ctx).email_verified


class TestNewcomers:
    def test_somebody_unknown_is_registered_where_that_is_wanted(self, ctx: Context) -> None:
        new = Identity("account", "new")
        made = by_password(ctx, account="new", newcomer=lambda: register.by_password(ctx, new, "111111"))
        assert made.username == "new" and by_password(ctx, account="new").id == made.id

    def test_somebody_known_is_not(self, ctx: Context) -> None:
        with refused(errors.CREDENTIALS_WRONG):
            by_password(ctx, "wrong", newcomer=lambda: pytest.fail("the account is known"))

    def test_nobody_is_without_a_password(self, ctx: Context) -> None:
        with refused(errors.CREDENTIALS_WRONG):
            by_password(ctx, "", "new", newcomer=lambda: pytest.fail("there is no password"))

    def test_what_registration_refuses_is_refused(self, a_pool: Pool) -> None:
        ctx = a_pool(settings={"registerDisabled": True})
        with refused(errors.REGISTER_DISABLED):
            by_password(ctx, newcomer=lambda: register.by_password(ctx, Identity("account", "ci"), "111111"))

    def test_whom_another_call_has_just_registered_is_found(self, ctx: Context) -> None:
        def beaten() -> User:
            # By then the other call's transaction has ended.
            register.by_password(ctx, Identity("username", "new"), "111111")
            ctx.db.commit()
            register.by_password(ctx, Identity("username", "half written"), "111111")
            raise Refused(errors.USER_EXISTS)

        assert by_password(ctx, account="new", newcomer=beaten).username == "new"
        assert users_of(ctx) == 2

    def test_by_code_too(self, ctx: Context) -> None:
        new = Address.of_email("new@x.test")
        code = code_to(ctx, new)
        with refused(errors.USER_NOT_FOUND):
            credentials.by_code(ctx, new, code)
        made = credentials.by_code(ctx, new, code, newcomer=lambda each: register.by_passcode(ctx, new, each))
        assert (made.email, made.email_verified, users_of(ctx)) == ("new@x.test", True, 2)


class TestCaptcha:
    @pytest.fixture
    def ctx(self, a_pool: Pool) -> Context:
        ctx = a_pool(users=[CI], settings={"limits": "documented"})
        ctx.client_ip = "10.0.0.1"
        return ctx

    def shown(self, ctx: Context) -> CaptchaAnswer:
        captcha = limits.new_captcha(ctx.db, ctx.mock, ctx.now)
        return CaptchaAnswer(captcha.code, captcha.id)

    def test_it_is_due_from_the_fourth_login_after_three_wrong_ones(self, ctx: Context) -> None:
        fail(ctx, 3)
        for password in ("wrong", "111111"):
            with refused(errors.CAPTCHA_NEEDED):
                by_password(ctx, password)

    def test_a_right_one_lets_a_password_be_looked_at(self, ctx: Context) -> None:
        fail(ctx, 3)
        with refused(errors.CREDENTIALS_WRONG):
            by_password(ctx, "wrong", captcha=self.shown(ctx))
        answer = self.shown(ctx)
        by_password(ctx, captcha=CaptchaAnswer(f" {answer.code.upper()} ", answer.captcha_id))
        by_password(ctx)

    def test_a_wrong_one_is_refused_and_each_is_answered_once(self, ctx: Context) -> None:
        fail(ctx, 3)
        answer = self.shown(ctx)
        for wrong in (CaptchaAnswer("----", answer.captcha_id), answer, CaptchaAnswer(answer.code, "unknown")):
            with refused(errors.CAPTCHA_NEEDED):
                by_password(ctx, captcha=wrong)

    def test_a_right_password_forgets_two_wrong_ones(self, ctx: Context) -> None:
        fail(ctx, 2)
        by_password(ctx)
        fail(ctx, 3)

    def test_it_is_due_for_five_minutes_at_that_client_address_in_that_pool(self, ctx: Context, a_pool: Pool) -> None:
        fail(ctx, 3)
        ctx.client_ip = "10.0.0.2"
        by_password(ctx)
        ctx.client_ip = "10.0.0.1"
        assert limits.is_captcha_due(ctx)
        ctx.now += 300_000
        by_password(ctx)
        other = a_pool(users=[CI], settings={"limits": "documented"})
        other.client_ip = "10.0.0.1"
        fail(ctx, 3)
        by_password(other)

    def test_one_that_is_not_due_is_not_looked_at(self, ctx: Context) -> None:
        by_password(ctx, captcha=CaptchaAnswer("----", "unknown"))

    def test_without_limits_none_is_ever_due(self, a_pool: Pool) -> None:
        ctx = a_pool(users=[CI])
        fail(ctx, 6)
        by_password(ctx)


class TestLockout:
    @pytest.fixture
    def ctx(self, a_pool: Pool) -> Context:
        other = {"username": "other", "password": "111111"}
        return a_pool(users=[CI, other], settings={"lockout": {"attempts": 3, "seconds": 600}})

    def test_after_the_third_wrong_password_even_the_right_one_is_refused(self, ctx: Context) -> None:
        fail(ctx, 3)
        for password, account in (("wrong", "ci"), ("111111", "ci"), ("111111", MAIL)):
            with refused(errors.LOCKED_AFTER_FAILURES):
                by_password(ctx, password, account)

    def test_it_is_the_users_alone(self, ctx: Context) -> None:
        fail(ctx, 3)
        by_password(ctx, account="other")
        fail(ctx, 4, "nobody")

    def test_it_ends_by_the_pools_clock_and_counting_begins_anew(self, ctx: Context) -> None:
        fail(ctx, 3)
        ctx.now += 599_999
        with refused(errors.LOCKED_AFTER_FAILURES):
            by_password(ctx)
        ctx.now += 1
        fail(ctx, 2)
        by_password(ctx)

    def test_a_right_password_forgets_the_wrong_ones(self, ctx: Context) -> None:
        for _ in range(2):
            fail(ctx, 2)
            by_password(ctx)

    def test_a_namesake_who_is_locked_out_is_refused_too(self, a_pool: Pool) -> None:
        namesake = {"username": MAIL, "password": "by name"}
        ctx = a_pool(users=[CI, namesake], settings={"lockout": {"attempts": 1, "seconds": 600}})
        with refused(errors.CREDENTIALS_WRONG):
            credentials.by_password(ctx, Identity("username", MAIL), "wrong")
        with refused(errors.LOCKED_AFTER_FAILURES):
            by_password(ctx, "by name", MAIL)
        by_password(ctx, "111111", MAIL)

    def test_a_code_is_good_all_the_same(self, ctx: Context) -> None:
        fail(ctx, 3)
        assert credentials.by_code(ctx, MAILBOX, code_to(ctx, MAILBOX)).username == "ci"

    def test_without_the_setting_there_is_none(self, a_pool: Pool) -> None:
        ctx = a_pool(users=[CI])
        fail(ctx, 20)
        by_password(ctx)


class TestByCode:
    @both
    def test_a_code_proves_an_address_once_and_verifies_it(self, ctx: Context, address: Address) -> None:
        code = code_to(ctx, address)
        assert credentials.by_code(ctx, address, code).username == "ci"
        user = user_called(ctx)
        assert (user.email_verified, user.phone_verified) == (address == MAILBOX, address == MOBILE)
        with refused(errors.PASSCODE_WRONG):
            credentials.by_code(ctx, address, code)

    @both
    @pytest.mark.parametrize("code", ["no", "", None])
    def test_a_wrong_or_missing_code_is_refused(self, ctx: Context, address: Address, code: str | None) -> None:
        code_to(ctx, address)
        with refused(errors.PASSCODE_WRONG):
            credentials.by_code(ctx, address, code)

    def test_a_code_to_another_address_is_a_wrong_one(self, ctx: Context) -> None:
        ctx.settings = ctx.settings.model_copy(
            update={"verification_code": ctx.settings.verification_code.model_copy(update={"length": 8})}
        )
        with refused(errors.PASSCODE_WRONG):
            credentials.by_code(ctx, MAILBOX, code_to(ctx, MOBILE))

    @both
    def test_a_wrong_code_is_told_before_an_unknown_address(self, a_pool: Pool, address: Address) -> None:
        with refused(errors.PASSCODE_WRONG):
            credentials.by_code(a_pool(), address, "no")

    @pytest.mark.parametrize(
        ("state", "entry"),
        [({"blocked": True}, errors.USER_LOCKED), ({"reset_password_on_first_login": True}, errors.FIRST_LOGIN_RESET)],
        ids=["blocked", "newcomer"],
    )
    def test_a_code_of_who_may_not_come_in_stays_good(
        self, ctx: Context, state: dict[str, bool], entry: errors.Entry
    ) -> None:
        change(ctx, user_called(ctx), **state)
        code = code_to(ctx, MOBILE)
        with refused(entry):
            credentials.by_code(ctx, MOBILE, code)
        change(ctx, user_called(ctx), **dict.fromkeys(state, False))
        credentials.by_code(ctx, MOBILE, code)

    def test_a_code_of_another_purpose_counts_only_where_the_pool_does_not_mind(self, a_pool: Pool) -> None:
        ctx = a_pool(users=[CI])
        credentials.by_code(ctx, MAILBOX, code_to(ctx, MAILBOX, "RESET_PASSWORD"))
        ctx = a_pool(users=[CI], settings={"verificationCode": {"sceneBound": True}})
        with refused(errors.PASSCODE_WRONG):
            credentials.by_code(ctx, MAILBOX, code_to(ctx, MAILBOX, "RESET_PASSWORD"))
        credentials.by_code(ctx, MAILBOX, code_to(ctx, MAILBOX, "LOGIN_VERIFY_CODE"))


class TestOutsideIdentities:
    @pytest.fixture
    def ctx(self, a_pool: Pool) -> Context:
        directory = {"username": "ad", "password": "111111", "profile": {"givenName": "Ada"}}
        return a_pool(directory=[directory], carrier=[{"token": "t", "accessToken": "a", "phone": PHONE}])

    def test_somebody_of_the_directory_becomes_a_user_once(self, ctx: Context) -> None:
        user = credentials.of_directory(ctx, "ad", "111111")
        assert (user.username, user.given_name, user.register_source) == ("ad", "Ada", ["ad"])
        assert credentials.of_directory(ctx, "ad", "111111").id == user.id

    @pytest.mark.parametrize(("username", "password"), [("ad", "no"), ("nobody", "111111"), ("AD", "111111")])
    def test_nobody_else_does(self, ctx: Context, username: str, password: str) -> None:
        with refused(errors.CREDENTIALS_WRONG):
            credentials.of_directory(ctx, username, password)
        assert users_of(ctx) == 0

    def test_a_carriers_tokens_stand_for_a_phone_that_becomes_a_user_once(self, ctx: Context) -> None:
        user = credentials.of_carrier(ctx, "t", "a")
        assert (user.phone, user.phone_country_code, user.phone_verified) == (PHONE, "+86", True)
        assert credentials.of_carrier(ctx, "t", "a").id == user.id

    @pytest.mark.parametrize(("token", "access_token"), [("t", "b"), ("x", "a"), ("", "")])
    def test_other_tokens_stand_for_nobody(self, ctx: Context, token: str, access_token: str) -> None:
        with refused(errors.CREDENTIALS_WRONG):
            credentials.of_carrier(ctx, token, access_token)

    def test_they_are_one_pools_alone(self, ctx: Context, a_pool: Pool) -> None:
        other = a_pool()
        with refused(errors.CREDENTIALS_WRONG):
            credentials.of_directory(other, "ad", "111111")
        with refused(errors.CREDENTIALS_WRONG):
            credentials.of_carrier(other, "t", "a")

    def test_nobody_new_comes_in_where_registration_is_off(self, ctx: Context) -> None:
        ctx.settings = ctx.settings.model_copy(update={"register_disabled": True})
        with refused(errors.REGISTER_DISABLED):
            credentials.of_directory(ctx, "ad", "111111")
        with refused(errors.REGISTER_DISABLED):
            credentials.of_carrier(ctx, "t", "a")
        assert users_of(ctx) == 0


def test_what_a_client_typed_is_an_address_or_is_refused() -> None:
    assert passcodes.email_address(" ME@x.test ") == MAILBOX
    assert passcodes.phone_address("+86 138-0013-8000", None).key == MOBILE.key
