"""One-time passwords: RFC 6238 with six digits, 30 seconds and SHA-1, as every app for them has it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.store import users
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User

if TYPE_CHECKING:
    import pyotp

SECRET, RECOVERY_CODE = "totpSecret", "recoveryCode"
# What a user's state holds: a secret that is not confirmed yet, and the steps whose codes were used.
PENDING = "pending"
_USED, _STEPS = "usedTotp", "steps"

STEP_SECONDS = 30
_STEP_MS = STEP_SECONDS * 1000
# More than a code is good for, so that none works twice where a clock is set back a little.
_REMEMBERED = 4


@cache
def _generator_class() -> type[pyotp.TOTP]:
    import pyotp  # noqa: PLC0415 - few logins need it

    class Totp(pyotp.TOTP):
        # The library asks for 112 bits; the documented secrets, as those of most services, have 80.
        min_secret_length_bits = 0

    return Totp


def code_at(secret: str, step: int) -> str:
    """The code of a step of 30 seconds, counted from 1970."""
    return str(_generator_class()(secret).at(step * STEP_SECONDS))


def _step_at(now_ms: int) -> int:
    # The count begins with 1970, and a code of the step before must be countable too.
    return max(now_ms // _STEP_MS, 1)


def step_of(secret: str, code: str, now_ms: int) -> int | None:
    """The step of a code that is right at that time, which is this one or the one before; None for a wrong code."""
    step = _step_at(now_ms)
    return next((each for each in (step, step - 1) if code_at(secret, each) == code.strip()), None)


def uri(secret: str, issuer: str, account: str) -> str:
    """What an app for one-time passwords reads from a QR code."""
    pool, user = quote(issuer, safe=""), quote(account, safe="@")
    return f"otpauth://totp/{pool}:{user}?secret={secret}&period={STEP_SECONDS}&digits=6&algorithm=SHA1&issuer={pool}"


def pending_of(user: User) -> dict[str, Any]:
    """A user's secret that is not confirmed yet, with its recovery code; empty where there is none."""
    pending: dict[str, Any] = user.mfa_state.get(PENDING, {})
    return pending


def unused_step(ctx: Context, user: User, code: str) -> int:
    """The step of a user's one-time password that is right and was not used before. Refuses 6003, 6001."""
    if not code.strip():
        raise Refused(errors.TOTP_MISSING)
    secret = user.mfa.get(SECRET)
    step = step_of(secret, code, ctx.now) if secret else None
    if step is None or step in _used(user):
        raise Refused(errors.TOTP_WRONG)
    return step


def use_up(ctx: Context, user: User, step: int) -> None:
    """Takes a one-time password, so that it works once. The caller holds the user's row."""
    used = {SECRET: user.mfa[SECRET], _STEPS: [step, *_used(user)][:_REMEMBERED]}
    users.change(ctx.db, ctx.pool_id, user.id, {"mfa_state": {**user.mfa_state, _USED: used}})


def _used(user: User) -> list[int]:
    used = user.mfa_state.get(_USED, {})
    # Another secret has other codes.
    steps: list[int] = used[_STEPS] if used.get(SECRET) == user.mfa.get(SECRET) else []
    return steps


def is_right(ctx: Context, user: User, code: str) -> bool:
    """Whether a user's one-time password is right, which uses it up. The caller holds the user's row. Refuses 6003.

    That a wrong one is told by the answer and not refused is a guess. Documented: mfaOtpVerify.
    """
    try:
        step = unused_step(ctx, user, code)
    except Refused as refused:
        if refused.entry is not errors.TOTP_WRONG:
            raise
        return False
    use_up(ctx, user, step)
    return True


def check_pending(ctx: Context, user: User, code: str) -> None:
    """Whether a code is right by the secret that is not confirmed yet; it stays good for the login that may follow at
    once. Refuses 6003, 400 for a wrong one.
    """
    if not code.strip():
        raise Refused(errors.TOTP_MISSING)
    secret = pending_of(user).get(SECRET)
    if secret is None or step_of(secret, code, ctx.now) is None:
        raise Refused(errors.TOTP_WRONG_AT_CONFIRM)


@dataclass(frozen=True, slots=True)
class Totp:
    """The one-time password that is right now, and until when. Times in milliseconds, `expires_at` since 1970."""

    code: str
    expires_at: int
    ms_left: int


def now_of(pool: UserPool, user: User) -> Totp | None:
    """A user's one-time password, by the pool's clock: that of a secret which is not confirmed yet, where there is one,
    else of the one that is bound; None for a user without a secret.
    """
    secret = pending_of(user).get(SECRET) or user.mfa.get(SECRET)
    if not secret:
        return None
    now = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
    left = _STEP_MS - now % _STEP_MS
    return Totp(code_at(str(secret), _step_at(now)), now + left, left)
