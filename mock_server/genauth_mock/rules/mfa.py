"""The second factor of a login: which ones a user has, and whether a code is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, clock
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import passcodes
from genauth_mock.store import tickets, users
from genauth_mock.store.messages import Message
from genauth_mock.store.tickets import Ticket
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User

if TYPE_CHECKING:
    import pyotp

SMS, EMAIL, OTP = "SMS", "EMAIL", "OTP"
SCENE = "MFA_VERIFY"

_PURPOSE = "mfa"
# Documented: an mfaToken lives for 360 seconds.
_TTL_MS = 360_000


def is_needed(ctx: Context, user: User) -> bool:
    """Whether a login needs a second factor: the pool or application says so, or the user has bound one."""
    return bool(user.mfa or _policies(ctx))


def _policies(ctx: Context) -> Sequence[str]:
    policies: Sequence[str] | None = ctx.app.mfa.get("policies")
    return policies or ctx.settings.mfa.policies


def factors(ctx: Context, user: User) -> list[str]:
    """The factors that this user can show at the login page. A face is not among them: a mock has no eyes."""
    wanted = _policies(ctx) or [OTP]
    has = {SMS: bool(user.phone), EMAIL: bool(user.email), OTP: bool(user.mfa.get("totpSecret"))}
    return [each for each in wanted if has.get(each)]


def required(ctx: Context, user: User) -> Refused:
    """Why the login does not go on: 1636, with a token for the second step."""
    token = ctx.ids.secret()
    expires = ctx.now + _TTL_MS
    tickets.add(
        ctx.db,
        Ticket(token=token, purpose=_PURPOSE, user_pool_id=ctx.pool_id, user_id=user.id, expires_at=expires),
    )
    policies = [{"mfaPolicy": each, "status": 1, "sort": n} for n, each in enumerate(_policies(ctx))]
    return Refused(errors.MFA_REQUIRED, data={"mfaToken": token, "applicationMfa": policies})


def user_of(ctx: Context, token: str) -> User:
    """Whose second step a token stands for. Refuses 2021."""
    ticket = tickets.by_token(ctx.db, token)
    if (
        ticket is None
        or ticket.purpose != _PURPOSE
        or ticket.user_pool_id != ctx.pool_id
        or ticket.expires_at <= ctx.now
    ):
        raise Refused(errors.MFA_TOKEN_NEEDED)
    user = users.by_id(ctx.db, ctx.pool_id, ticket.user_id)
    if user is None:
        raise Refused(errors.MFA_TOKEN_NEEDED)
    return user


def send(ctx: Context, user: User, factor: str) -> Message:
    """Sends a code to the user's own phone or e-mail address. Refuses 2080, 400 where he or she has none."""
    return passcodes.send(ctx, _address(user, factor), SCENE)


def verify(ctx: Context, token: str, factor: str, code: str) -> User:
    """The user whose second factor was right; the token is used up. Refuses 2021, 400, 2001, 6001, 6003."""
    user = user_of(ctx, token)
    if factor == OTP:
        _check_totp(ctx, user, code)
    else:
        passcode = passcodes.check(ctx, _address(user, factor), code, (SCENE, "MFA_VERIFY_CODE"))
        passcodes.use_up(ctx, passcode)
    if not tickets.use_up(ctx.db, token):
        raise Refused(errors.MFA_TOKEN_NEEDED)
    return user


def _check_totp(ctx: Context, user: User, code: str) -> None:
    if not code:
        raise Refused(errors.TOTP_MISSING)
    generator = _totp(user)
    if generator is None or not generator.verify(code.strip(), for_time=_seconds(ctx.now), valid_window=1):
        raise Refused(errors.TOTP_WRONG)


def _totp(user: User) -> pyotp.TOTP | None:
    """What makes a user's one-time passwords; None for a user without a secret."""
    secret = user.mfa.get("totpSecret")
    return _generator_class()(str(secret)) if secret else None


@cache
def _generator_class() -> type[pyotp.TOTP]:
    import pyotp  # noqa: PLC0415 - few logins need it

    class Totp(pyotp.TOTP):
        # The library asks for 112 bits; the documented secrets, as those of most services, have 80.
        min_secret_length_bits = 0

    return Totp


def _seconds(now_ms: int) -> int:
    # The count begins with 1970, and a code of the step before must be countable too.
    return max(now_ms // 1000, 30)


@dataclass(frozen=True, slots=True)
class Totp:
    """The one-time password that is right now, and until when. Times in milliseconds, `expires_at` since 1970."""

    code: str
    expires_at: int
    ms_left: int


def totp_of(pool: UserPool, user: User) -> Totp | None:
    """A user's one-time password, by the pool's clock; None for a user without a secret."""
    generator = _totp(user)
    if generator is None:
        return None
    now, step = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms), generator.interval * 1000
    left = step - now % step
    return Totp(generator.at(_seconds(now)), now + left, left)


def _address(user: User, factor: str) -> Address:
    if factor == SMS and user.phone:
        return Address(addresses.SMS, user.phone, user.phone_country_code)
    if factor == EMAIL and user.email:
        return Address.of_email(user.email)
    raise Refused(errors.INVALID_PARAMETER, field="factor", detail=f"{factor}: -")
