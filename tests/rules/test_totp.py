"""One-time passwords: RFC 6238, each once."""

from __future__ import annotations

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.rules.mfa import totp
from genauth_mock.store.users import User

from tests.rules.conftest import CI, Pool, change, refused, user_called

# RFC 6238, appendix B: the secret of SHA-1 is 12345678901234567890; of its eight digits the last six.
OF_THE_RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
SECRET = "JAPDSOAZLV4BG3RA"


@pytest.fixture
def ctx(a_pool: Pool) -> Context:
    """A call, at a time that ends in the middle of a step, to a pool with a user who has the secret."""
    ctx = a_pool(users=[CI | {"mfa": {"totpSecret": SECRET}}])
    ctx.now = 1_700_000_000_000 // 30_000 * 30_000 + 15_000
    return ctx


def code(ctx: Context, steps: int = 0, secret: str = SECRET) -> str:
    """The code of so many steps from now."""
    return totp.code_at(secret, ctx.now // 30_000 + steps)


def use(ctx: Context, text: str) -> User:
    user = user_called(ctx)
    totp.use_up(ctx, user, totp.unused_step(ctx, user, text))
    return user_called(ctx)


@pytest.mark.parametrize(("seconds", "expected"), VECTORS, ids=str)
def test_a_code_is_the_one_of_the_rfc(seconds: int, expected: str) -> None:
    assert totp.code_at(OF_THE_RFC, seconds // 30) == expected
    assert totp.step_of(OF_THE_RFC, expected, seconds * 1000) == seconds // 30


def test_the_code_of_this_step_and_of_the_one_before_are_right_and_no_other(ctx: Context) -> None:
    user = user_called(ctx)
    for steps in (0, -1):
        assert totp.unused_step(ctx, user, f" {code(ctx, steps)} ") == ctx.now // 30_000 + steps
    for steps in (1, -2):
        with refused(errors.TOTP_WRONG):
            totp.unused_step(ctx, user, code(ctx, steps))


@pytest.mark.parametrize("wrong", ["000000x", "\uff11\uff12\uff13\uff14\uff15\uff16", "0" * 4096, "-1", "\u202e123456"])
def test_what_is_no_code_is_a_wrong_one(ctx: Context, wrong: str) -> None:
    with refused(errors.TOTP_WRONG):
        totp.unused_step(ctx, user_called(ctx), wrong)


@pytest.mark.parametrize("missing", ["", "  "])
def test_a_missing_code_is_told_apart(ctx: Context, missing: str) -> None:
    with refused(errors.TOTP_MISSING):
        totp.unused_step(ctx, user_called(ctx), missing)


def test_a_code_works_once_and_the_one_before_it_too(ctx: Context) -> None:
    for steps in (0, -1):
        use(ctx, code(ctx, steps))
        with refused(errors.TOTP_WRONG):
            totp.unused_step(ctx, user_called(ctx), code(ctx, steps))


def test_a_clock_that_is_set_back_finds_used_codes_used_and_others_good(ctx: Context) -> None:
    now = ctx.now
    use(ctx, code(ctx))
    ctx.now = now + 86_400_000
    use(ctx, code(ctx))
    ctx.now = now
    with refused(errors.TOTP_WRONG):
        totp.unused_step(ctx, user_called(ctx), code(ctx))
    use(ctx, code(ctx, -1))


def test_another_secret_has_other_codes(ctx: Context) -> None:
    user = use(ctx, code(ctx))
    user = change(ctx, user, mfa={"totpSecret": OF_THE_RFC})
    assert totp.unused_step(ctx, user, code(ctx, secret=OF_THE_RFC)) == ctx.now // 30_000
    with refused(errors.TOTP_WRONG):
        totp.unused_step(ctx, user, code(ctx))


def test_a_user_without_a_secret_has_no_code(ctx: Context) -> None:
    user = change(ctx, user_called(ctx), mfa={})
    with refused(errors.TOTP_WRONG):
        totp.unused_step(ctx, user, code(ctx))
    assert totp.now_of(ctx.pool, user) is None


def test_whether_a_code_is_right_is_told_once(ctx: Context) -> None:
    assert totp.is_right(ctx, user_called(ctx), code(ctx)) is True
    assert totp.is_right(ctx, user_called(ctx), code(ctx)) is False
    with refused(errors.TOTP_MISSING):
        totp.is_right(ctx, user_called(ctx), "")


def test_what_an_app_reads_escapes_what_a_pool_and_a_user_are_called() -> None:
    assert totp.uri(SECRET, "a:b/c?d&e", "人 <x>@y.test") == (
        "otpauth://totp/a%3Ab%2Fc%3Fd%26e:%E4%BA%BA%20%3Cx%3E@y.test"
        f"?secret={SECRET}&period=30&digits=6&algorithm=SHA1&issuer=a%3Ab%2Fc%3Fd%26e"
    )
