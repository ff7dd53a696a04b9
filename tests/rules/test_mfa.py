"""The second step of a login: what it asks for, who passes, and once."""

from __future__ import annotations

from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Entry
from genauth_mock.kit import jwts
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules.mfa import mfa_tokens, second_step, totp
from genauth_mock.store import users
from genauth_mock.store.users import User

from tests.rules.conftest import CI, MAIL, PHONE, Pool, change, code_to, refused, user_called

SECRET, RECOVERY = "JAPDSOAZLV4BG3RA", "8477-a1a6-662c-a750-bbb4-72a9"
WITH_TOTP = {"mfa": {"totpSecret": SECRET, "recoveryCode": RECOVERY}}
OWN, OTHER = Address.of_phone(Phone("+86", PHONE)), Address.of_phone(Phone("+86", "13900139000"))


def asking(*policies: str) -> dict[str, Any]:
    return {"settings": {"mfa": {"policies": list(policies)}}}


def challenge(ctx: Context) -> dict[str, Any]:
    data = second_step.required(ctx, user_called(ctx)).data
    assert data is not None
    return data


def token(ctx: Context) -> str:
    return str(challenge(ctx)["mfaToken"])


def code(ctx: Context) -> str:
    return totp.code_at(SECRET, ctx.now // 30_000)


@pytest.mark.parametrize(
    ("policies", "own", "asked"),
    [
        ((), {}, []),
        ((), WITH_TOTP["mfa"], ["OTP"]),
        ((), {"email": MAIL, "phone": PHONE, "face": "ci"}, []),
        ((), {"recoveryCode": RECOVERY}, []),
        (("SMS", "EMAIL", "SMS"), {}, ["SMS", "EMAIL"]),
        (("SMS",), WITH_TOTP["mfa"], ["SMS", "OTP"]),
        (("OTP", "FACE"), WITH_TOTP["mfa"], ["OTP", "FACE"]),
    ],
    ids=str,
)
def test_a_login_asks_for_what_the_pool_says_and_for_ones_own_one_time_passwords(
    a_pool: Pool, policies: tuple[str, ...], own: dict[str, str], asked: list[str]
) -> None:
    ctx = a_pool(users=[CI | {"mfa": own}], **asking(*policies))
    assert second_step.is_needed(ctx, user_called(ctx)) == bool(asked)
    if asked:
        listed = [{"mfaPolicy": each, "status": 1, "sort": n} for n, each in enumerate(asked)]
        assert challenge(ctx)["applicationMfa"] == listed


def test_an_applications_policy_goes_before_the_pools(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("SMS"))
    ctx.app.mfa["policies"] = ["FACE"]
    assert [each["mfaPolicy"] for each in challenge(ctx)["applicationMfa"]] == ["FACE"]


def test_the_challenge_names_the_bound_address_else_the_accounts_own(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"nickname": "Ci"}], **asking("SMS"))
    told = challenge(ctx)
    assert (told["mfaPhone"], told["mfaPhoneCountryCode"], told["mfaEmail"]) == (PHONE, "+86", MAIL)
    assert (told["username"], told["nickname"], told["email"], told["phone"]) == ("ci", "Ci", MAIL, PHONE)
    assert (told["totpMfaEnabled"], told["faceMfaEnabled"]) == (False, False)
    bound = {"phone": "4155550123", "phoneCountryCode": "+1", "email": "safe@x.test", "face": "ci"}
    change(ctx, user_called(ctx), mfa=bound | WITH_TOTP["mfa"])
    told = challenge(ctx)
    assert (told["mfaPhone"], told["mfaPhoneCountryCode"], told["mfaEmail"]) == ("4155550123", "+1", "safe@x.test")
    assert (told["email"], told["phone"]) == (MAIL, PHONE)
    assert (told["totpMfaEnabled"], told["faceMfaEnabled"]) == (True, True)


def test_the_challenge_leaves_out_what_there_is_none_of(a_pool: Pool) -> None:
    ctx = a_pool(users=[{"username": "ci", "password": "111111"}], **asking("SMS"))
    assert challenge(ctx).keys() == {"mfaToken", "applicationMfa", "faceMfaEnabled", "totpMfaEnabled", "username"}


def test_an_mfa_token_says_what_is_documented(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("SMS"))
    user, given = user_called(ctx), token(ctx)
    claims = jwts.claims_signed(given, ctx.pool.secret)
    assert claims is not None and jwts.algorithm_of(given) == "HS256"
    assert claims["data"] == {
        "userPoolId": ctx.public_pool_id,
        "userId": user.id,
        "arn": f"arn:cn:authing:{ctx.public_pool_id}:user:{user.id}",
        "stage": 1,
    }
    assert (claims["iat"], claims["exp"]) == (ctx.now // 1000, ctx.now // 1000 + 360)
    assert token(ctx) != given


def _of_another_pool(a_pool: Pool, ctx: Context) -> str:
    return token(a_pool(users=[CI], **asking("SMS")))


def _of_who_is_gone(_: Pool, ctx: Context) -> str:
    given = token(ctx)
    users.remove(ctx.db, ctx.pool_id, user_called(ctx).id)
    return given


def _too_old(_: Pool, ctx: Context) -> str:
    given = token(ctx)
    ctx.now += 360_000
    return given


def _that_was_never_given(_: Pool, ctx: Context) -> str:
    claims = jwts.claims_signed(token(ctx), ctx.pool.secret) or {}
    return jwts.sign_hs256({**claims, "jti": "another"}, ctx.pool.secret)


@pytest.mark.parametrize(
    "bad",
    [
        lambda *_: None,
        lambda *_: "",
        lambda *_: "a.b.c",
        lambda _, ctx: jwts.altered(token(ctx)),
        lambda _, ctx: jwts.unsigned({"jti": "x"}),
        lambda *_: "a\0b",
        lambda *_: "x" * 100_000,
        _that_was_never_given,
        _of_another_pool,
        _of_who_is_gone,
        _too_old,
    ],
)
def test_what_is_no_living_mfa_token_opens_nothing(a_pool: Pool, bad: Any) -> None:
    ctx = a_pool(users=[CI | WITH_TOTP], **asking("SMS", "OTP", "FACE"))
    given = bad(a_pool, ctx)
    for attempt in (
        lambda: mfa_tokens.opened(ctx, given),
        lambda: second_step.check(ctx, given, OWN),
        lambda: second_step.by_totp(ctx, given, code(ctx)),
        lambda: second_step.by_recovery_code(ctx, given, RECOVERY),
        lambda: second_step.by_address(ctx, given, OWN, "1234"),
        lambda: second_step.by_face(ctx, given, "ci"),
    ):
        with refused(errors.MFA_TOKEN_NEEDED):
            attempt()


def test_an_mfa_token_lives_for_its_time_and_a_wrong_factor_leaves_it(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | WITH_TOTP])
    given = token(ctx)
    ctx.now += 359_000
    with refused(errors.TOTP_WRONG):
        second_step.by_totp(ctx, given, "000000x")
    with refused(errors.RECOVERY_CODE_WRONG):
        second_step.by_recovery_code(ctx, given, "x")
    assert second_step.by_totp(ctx, given, code(ctx)).username == "ci"
    ctx.now += 30_000
    with refused(errors.MFA_TOKEN_NEEDED):
        second_step.by_totp(ctx, given, code(ctx))


def test_a_one_time_password_works_once_whoever_sends_it(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | WITH_TOTP])
    first, second, shown = token(ctx), token(ctx), code(ctx)
    second_step.by_totp(ctx, first, shown)
    with refused(errors.TOTP_WRONG):
        second_step.by_totp(ctx, second, shown)


def test_a_recovery_code_works_once_and_the_next_one_comes(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | WITH_TOTP])
    recovered = second_step.by_recovery_code(ctx, token(ctx), f" {RECOVERY.upper()} ")
    assert recovered.user.username == "ci" and recovered.recovery_code != RECOVERY
    assert [len(each) for each in recovered.recovery_code.split("-")] == [4] * 6
    with refused(errors.RECOVERY_CODE_WRONG):
        second_step.by_recovery_code(ctx, token(ctx), RECOVERY)
    assert user_called(ctx).mfa["totpSecret"] == SECRET
    second_step.by_recovery_code(ctx, token(ctx), recovered.recovery_code)


@pytest.mark.parametrize(
    ("own", "typed", "entry"),
    [
        (WITH_TOTP["mfa"], "", errors.RECOVERY_CODE_MISSING),
        (WITH_TOTP["mfa"], " ", errors.RECOVERY_CODE_MISSING),
        ({"totpSecret": SECRET}, "x", errors.RECOVERY_CODE_WRONG),
        ({"totpSecret": SECRET}, "None", errors.RECOVERY_CODE_WRONG),
    ],
)
def test_a_recovery_code_that_is_none_is_refused(a_pool: Pool, own: dict[str, str], typed: str, entry: Entry) -> None:
    ctx = a_pool(users=[CI | {"mfa": own}])
    with refused(entry):
        second_step.by_recovery_code(ctx, token(ctx), typed)


def test_blanks_around_a_recovery_code_are_none_of_it(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"totpSecret": SECRET, "recoveryCode": " AB-C "}}])
    assert second_step.by_recovery_code(ctx, token(ctx), "ab-c").user.username == "ci"


def test_a_login_takes_no_factor_that_it_does_not_ask_for(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("EMAIL"))
    given, sent = token(ctx), code_to(ctx, OWN)
    for attempt in (
        lambda: second_step.by_address(ctx, given, OWN, sent),
        lambda: second_step.by_totp(ctx, given, "123456"),
        lambda: second_step.by_recovery_code(ctx, given, RECOVERY),
        lambda: second_step.by_face(ctx, given, "ci"),
    ):
        with refused(errors.FACTOR_NOT_ASKED) as refusal:
            attempt()
        assert refusal.value.values["known"] == "EMAIL"


@pytest.mark.parametrize("scene", ["MFA_VERIFY", "MFA_VERIFY_CODE", "VERIFY_CODE", "mfa-verify"])
def test_where_no_address_is_bound_the_one_that_passes_is_bound(a_pool: Pool, scene: str) -> None:
    ctx = a_pool(users=[CI], settings={"mfa": {"policies": ["SMS"]}, "verificationCode": {"sceneBound": True}})
    with refused(errors.PASSCODE_WRONG):
        second_step.by_address(ctx, token(ctx), OTHER, "x")
    assert "phone" not in user_called(ctx).mfa
    second_step.by_address(ctx, token(ctx), OTHER, code_to(ctx, OTHER, scene))
    user = user_called(ctx)
    assert user.mfa == {"phone": "13900139000", "phoneCountryCode": "+86"} and user.phone == PHONE


def test_a_bound_address_is_the_only_one_that_passes(a_pool: Pool) -> None:
    bound = {"email": "safe@x.test"}
    ctx = a_pool(users=[CI | {"mfa": bound}], **asking("EMAIL"))
    own, safe, given = Address.of_email(MAIL), Address.of_email("safe@x.test"), token(ctx)
    with refused(errors.FACTOR_BOUND_ALREADY):
        second_step.by_address(ctx, given, own, code_to(ctx, own, "MFA_VERIFY"))
    assert (second_step.check(ctx, given, own), second_step.check(ctx, given, safe)) == (False, True)
    assert second_step.by_address(ctx, given, safe, code_to(ctx, safe, "MFA_VERIFY")).username == "ci"
    assert user_called(ctx).mfa == bound


def test_where_another_factor_is_bound_no_address_passes_but_the_accounts_own(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | WITH_TOTP], **asking("SMS", "EMAIL"))
    given, new = token(ctx), Address.of_email("new@x.test")
    for address in (OTHER, new):
        assert second_step.check(ctx, given, address) is False
        with refused(errors.FACTOR_BOUND_ALREADY) as refusal:
            second_step.by_address(ctx, given, address, code_to(ctx, address, "MFA_VERIFY"))
        assert refusal.value.values["factor"] == "OTP"
    assert user_called(ctx).mfa == WITH_TOTP["mfa"]
    assert second_step.check(ctx, given, OWN) is True
    assert second_step.by_address(ctx, given, OWN, code_to(ctx, OWN, "MFA_VERIFY")).username == "ci"


def test_what_is_bound_and_not_asked_for_keeps_no_address_from_passing(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"email": MAIL, "face": "ci"}}], **asking("SMS"))
    assert second_step.by_address(ctx, token(ctx), OTHER, code_to(ctx, OTHER, "MFA_VERIFY")).username == "ci"


def test_another_users_address_passes_for_nobody_else(a_pool: Pool) -> None:
    neighbour = {"username": "n", "phone": OTHER.recipient, "email": "n@x.test"}
    ctx = a_pool(users=[CI, neighbour], **asking("SMS", "EMAIL"))
    theirs, given = Address.of_email("n@x.test"), token(ctx)
    for address, entry in ((OTHER, errors.BOUND_BY_OTHER_PHONE), (theirs, errors.BOUND_BY_OTHER_EMAIL)):
        assert second_step.check(ctx, given, address) is False
        with refused(entry):
            second_step.by_address(ctx, given, address, code_to(ctx, address))
    assert second_step.check(ctx, given, OWN) is True
    assert second_step.check(ctx, given, Address.of_phone(Phone("+86", "13700137000"))) is True


def test_a_code_passes_once(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("SMS"))
    sent, first, second = code_to(ctx, OWN), token(ctx), token(ctx)
    second_step.by_address(ctx, first, OWN, sent)
    with refused(errors.PASSCODE_WRONG):
        second_step.by_address(ctx, second, OWN, sent)
    with refused(errors.MFA_TOKEN_NEEDED):
        second_step.by_address(ctx, first, OWN, code_to(ctx, OWN))


def test_a_code_at_the_login_page_goes_to_the_bound_address(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"email": "safe@x.test"}}], **asking("EMAIL", "SMS", "FACE", "OTP"))
    user: User = user_called(ctx)
    assert second_step.can_show(ctx, user) == ["EMAIL", "SMS"]
    message = second_step.send(ctx, user, "EMAIL")
    assert message.recipient == "safe@x.test"
    assert second_step.verify(ctx, token(ctx), "EMAIL", message.code or "").id == user.id
    for unknown in ("FACE", "", "x"):
        with refused(errors.INVALID_PARAMETER):
            second_step.verify(ctx, token(ctx), unknown, "1")
