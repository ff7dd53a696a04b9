"""Registration, by whatever somebody is known."""

from __future__ import annotations

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit import passwords
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import register
from genauth_mock.rules.identities import Identity, IdentityKind
from genauth_mock.rules.register import Profile
from genauth_mock.store.users import User

from tests.rules.conftest import MAIL, PHONE, Pool, code_to, refused, user_called, users_of

MAILBOX = Address.of_email(MAIL)
MOBILE = Address.of_phone(Phone("+86", PHONE))
both = pytest.mark.parametrize("address", [MAILBOX, MOBILE], ids=["email", "phone"])


@pytest.fixture
def empty(a_pool: Pool) -> Context:
    """A call to a pool without users."""
    return a_pool()


def named(ctx: Context, username: str, password: str = "111111") -> User:
    return register.by_password(ctx, Identity("username", username), password)


@pytest.mark.parametrize(
    ("kind", "text", "column", "stored", "source"),
    [
        ("email", " New@X.test ", "email", "new@x.test", "basic:email"),
        ("account", "New@X.test", "email", "new@x.test", "basic:email"),
        ("phone", "139-0013-9000", "phone", "13900139000", "basic:phone-password"),
        ("account", "+8613900139000", "phone", "13900139000", "basic:phone-password"),
        ("username", "New", "username", "New", "basic:username-password"),
        ("username", "new@x.test", "username", "new@x.test", "basic:username-password"),
        ("account", "New", "username", "New", "basic:username-password"),
    ],
)
def test_a_name_or_an_unverified_address_registers_with_a_password(
    empty: Context, kind: IdentityKind, text: str, column: str, stored: str, source: str
) -> None:
    user = register.by_password(empty, Identity(kind, text), "111111", Profile({"nickname": "Iron"}))
    assert [getattr(user, each) for each in ("email", "phone", "username") if each != column] == [None, None]
    assert (getattr(user, column), user.nickname, user.register_source) == (stored, "Iron", [source])
    assert (user.email_verified, user.phone_verified, user.logins_count) == (False, False, 0)
    assert user.password_hash is not None and passwords.matches("111111", user.password_hash)


def test_a_phone_abroad_registers_with_its_country_code(empty: Context) -> None:
    user = register.by_password(empty, Identity("phone", "5551234567", "+1"), "111111")
    assert (user.phone, user.phone_country_code) == ("5551234567", "+1")


@pytest.mark.parametrize("text", ["1", "1024.cn", "a@b@c.test", "a b@c.test", "@c.test", "a@", "a@b..c", ""])
def test_what_is_no_address_is_refused_as_one(empty: Context, text: str) -> None:
    with refused(errors.EMAIL_INVALID):
        register.by_password(empty, Identity("email", text), "111111")


@pytest.mark.parametrize("text", ["1", "ci", "", "1380013800", MAIL])
def test_what_is_no_number_is_refused_as_one(empty: Context, text: str) -> None:
    with refused(errors.PHONE_INVALID):
        register.by_password(empty, Identity("phone", text), "111111")


@pytest.mark.parametrize("kind", ["username", "account"])
@pytest.mark.parametrize("text", ["", "n" * 129])
def test_a_user_name_has_one_to_128_characters(empty: Context, kind: IdentityKind, text: str) -> None:
    with refused(errors.INVALID_PARAMETER) as refusal:
        register.by_password(empty, Identity(kind, text), "111111")
    assert refusal.value.field == "username"
    assert register.by_password(empty, Identity(kind, "n" * 128), "111111").username == "n" * 128


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("username", "ci"), ("account", "ci"), ("email", MAIL), ("email", "ME@X.TEST"), ("email", f" {MAIL} "),
        ("phone", PHONE), ("phone", "+8613800138000"), ("phone", "138-0013-8000"), ("phone", "138 0013 8000"),
    ],
)  # fmt: skip
def test_what_is_anothers_is_taken_however_it_is_written(ctx: Context, kind: IdentityKind, text: str) -> None:
    with refused(errors.USER_EXISTS):
        register.by_password(ctx, Identity(kind, text), "111111")
    assert users_of(ctx) == 1


def test_in_a_user_name_case_matters(ctx: Context) -> None:
    assert named(ctx, "Ci").username == "Ci"


def test_a_name_in_the_profile_is_taken_too(ctx: Context) -> None:
    with refused(errors.USER_EXISTS):
        register.by_password(ctx, Identity("email", "new@x.test"), "111111", Profile({"username": "ci"}))


@both
def test_an_address_that_is_taken_keeps_its_code(ctx: Context, address: Address) -> None:
    code = code_to(ctx, address)
    for _ in range(2):
        with refused(errors.USER_EXISTS):
            register.by_code(ctx, address, code, None)


@both
def test_a_code_registers_a_verified_address_once(empty: Context, address: Address) -> None:
    code = code_to(empty, address)
    user = register.by_code(empty, address, code, None)
    assert (user.email, user.email_verified) == ((MAIL, True) if address == MAILBOX else (None, False))
    assert (user.phone, user.phone_verified) == ((PHONE, True) if address == MOBILE else (None, False))
    assert user.password_hash is None
    with refused(errors.PASSCODE_WRONG):
        register.by_code(empty, address, code, None)


@both
@pytest.mark.parametrize("code", ["0", "", None])
def test_a_wrong_or_missing_code_registers_nobody(empty: Context, address: Address, code: str | None) -> None:
    code_to(empty, address)
    with refused(errors.PASSCODE_WRONG):
        register.by_code(empty, address, code, None)
    assert users_of(empty) == 0


@pytest.mark.parametrize(
    ("strength", "password", "entry"),
    [
        (1, "12345", errors.PASSWORD_TOO_WEAK_1),
        (2, "123456", errors.PASSWORD_TOO_WEAK_2),
        (2, "ab1!", errors.PASSWORD_TOO_WEAK_2),
        (3, "abc123", errors.PASSWORD_TOO_WEAK_3),
        (0, "", errors.PASSWORD_MISSING),
        (3, "", errors.PASSWORD_MISSING),
    ],
)
def test_a_password_below_the_pools_strength_is_refused_in_its_words(
    a_pool: Pool, strength: int, password: str, entry: errors.Entry
) -> None:
    ctx = a_pool(settings={"passwordStrength": strength})
    with refused(entry):
        named(ctx, "ci", password)
    code = code_to(ctx, MAILBOX)
    with refused(entry):
        register.by_code(ctx, MAILBOX, code, password)
    assert users_of(ctx) == 0
    register.by_code(ctx, MAILBOX, code, None)


@pytest.mark.parametrize(
    ("strength", "password"),
    [*((0, "1"), (1, "123456"), (1, "      "), (2, "abc123"), (2, "abc!!!"), (2, "abcdef·")),
     *((3, "abc12!"), (3, "密码密码密码a1"))],
)  # fmt: skip
def test_any_other_password_is_good(a_pool: Pool, strength: int, password: str) -> None:
    assert named(a_pool(settings={"passwordStrength": strength}), "ci", password).username == "ci"


def test_registration_that_is_off_says_so_before_it_looks_at_a_code(a_pool: Pool) -> None:
    ctx = a_pool(settings={"registerDisabled": True})
    with refused(errors.REGISTER_DISABLED):
        named(ctx, "ci")
    with refused(errors.REGISTER_DISABLED):
        register.by_code(ctx, MAILBOX, "no", None)
    with refused(errors.REGISTER_DISABLED):
        register.by_field(ctx, "nickname", "nickname", "Iron", "111111")


class TestLimits:
    @pytest.fixture
    def ctx(self, a_pool: Pool) -> Context:
        return a_pool(settings={"limits": "documented"})

    def test_a_fourth_registration_in_five_minutes_is_refused(self, ctx: Context) -> None:
        for n in range(3):
            named(ctx, f"u{n}")
        with refused(errors.REGISTER_TOO_OFTEN):
            named(ctx, "u3")
        with refused(errors.REGISTER_TOO_OFTEN):
            register.by_code(ctx, MAILBOX, code_to(ctx, MAILBOX), None)
        assert users_of(ctx) == 3
        ctx.now += 300_000
        named(ctx, "u3")

    def test_refused_ones_do_not_count(self, ctx: Context) -> None:
        named(ctx, "ci")
        for _ in range(5):
            with refused(errors.USER_EXISTS):
                named(ctx, "ci")
        named(ctx, "new")

    def test_without_the_setting_there_are_none(self, a_pool: Pool) -> None:
        ctx = a_pool()
        assert {named(ctx, f"u{n}").username for n in range(6)} == {f"u{n}" for n in range(6)}


class TestByField:
    def test_a_profile_field_is_also_the_user_name(self, ctx: Context) -> None:
        user = register.by_field(ctx, "givenName", "given_name", "Tony", "111111")
        assert (user.given_name, user.username, user.register_source) == ("Tony", "Tony", ["basic:givenName"])

    def test_so_is_a_custom_field_of_text(self, a_pool: Pool) -> None:
        ctx = a_pool(customFields=[{"key": "badge", "dataType": "STRING"}, {"key": "age", "dataType": "NUMBER"}])
        user = register.by_field(ctx, "badge", None, "b-1", "111111")
        assert (user.custom_data, user.username) == ({"badge": "b-1"}, "b-1")
        with refused(errors.INVALID_PARAMETER):
            register.by_field(ctx, "age", None, "5", "111111")

    def test_a_field_that_nobody_knows_is_refused(self, ctx: Context) -> None:
        with refused(errors.INVALID_PARAMETER) as refusal:
            register.by_field(ctx, "nonsense", None, "x", "111111")
        assert refusal.value.field == "field"

    def test_a_gender_is_one_of_three(self, ctx: Context) -> None:
        with refused(errors.INVALID_PARAMETER) as refusal:
            register.by_field(ctx, "gender", "gender", "male", "111111")
        assert refusal.value.field == "gender"
        assert register.by_field(ctx, "gender", "gender", "F", "111111").gender == "F"

    def test_a_value_that_is_anothers_name_is_taken(self, ctx: Context) -> None:
        with refused(errors.USER_EXISTS):
            register.by_field(ctx, "nickname", "nickname", "ci", "111111")
        assert user_called(ctx).nickname is None
