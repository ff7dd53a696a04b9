"""Rate limits and captcha, where a pool's setting `limits` is `documented`, and lock-outs where it has `lockout`.
Documented: concepts, JWT token page; security management.

One code a minute for an address and scene (2080); from the fourth password login after three wrong ones in five minutes
from one client address, a captcha (2000) until a right one; a fourth registration in five minutes is refused (2100).
A user whose password was wrong too often in a row is locked (2057). How often and how long is documented nowhere; that
a right one, a new password and the end of the lock begin the count anew is a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context, Mock
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.store import attempts, messages
from genauth_mock.store.attempts import Attempt, Captcha
from genauth_mock.store.database import Connection
from genauth_mock.store.users import User

_FIVE_MINUTES_MS = 300_000
_ONE_MINUTE_MS = 60_000
_TOLERATED = 3


def check_resend(ctx: Context, recipient: str, country_code: str | None, scene: str) -> None:
    """Refuses 2080 where a code for this address and scene was sent less than a minute ago."""
    if ctx.settings.limits == "documented":
        last = messages.latest_at(ctx.db, ctx.pool_id, recipient, country_code, scene)
        if last is not None and ctx.now - last < _ONE_MINUTE_MS:
            raise Refused(errors.SENT_TOO_OFTEN)


def check_registration(ctx: Context) -> None:
    """Refuses 2100 for a client address that has registered three users in the last five minutes."""
    if ctx.settings.limits == "documented" and _tries(ctx, "register") >= _TOLERATED:
        raise Refused(errors.REGISTER_TOO_OFTEN)


def count_registration(ctx: Context) -> None:
    """Counts a registration."""
    _count(ctx, "register")


@dataclass(frozen=True, slots=True)
class CaptchaAnswer:
    """What somebody reads in a captcha picture, and the id of the captcha."""

    code: str
    captcha_id: str


def is_captcha_due(ctx: Context) -> bool:
    """Whether the next password login of this client address needs a captcha."""
    return ctx.settings.limits == "documented" and _tries(ctx, "login") >= _TOLERATED


def check_captcha(ctx: Context, given: CaptchaAnswer | None) -> None:
    """Refuses 2000 where a captcha is due and none, or a wrong answer, was given. Case does not matter."""
    if not is_captcha_due(ctx):
        return
    shown = attempts.take_captcha(ctx.db, given.captcha_id, clock.wall_ms()) if given else None
    if given is None or shown is None or shown.code.lower() != given.code.strip().lower():
        raise Refused(errors.CAPTCHA_NEEDED)


def count_wrong_login(ctx: Context) -> None:
    """Counts a login with wrong credentials."""
    _count(ctx, "login")


def forget_wrong_logins(ctx: Context) -> None:
    """A right login ends the need for a captcha."""
    if ctx.settings.limits == "documented":
        attempts.forget(ctx.db, ctx.pool_id, "login", ctx.client_ip)


def check_lockout(ctx: Context, user: User) -> None:
    """Refuses 2057 for a user whose password was wrong too often, until the lock is over."""
    lockout = ctx.settings.lockout
    if lockout.attempts is None:
        return
    count, last_at = attempts.latest(ctx.db, ctx.pool_id, attempts.PASSWORD, user.id)
    if count < lockout.attempts:
        return
    if ctx.now < last_at + lockout.seconds * 1000:
        raise Refused(errors.LOCKED_AFTER_FAILURES)
    unlock(ctx, user)


def count_wrong_password(ctx: Context, user: User) -> None:
    """Counts a wrong password of a user."""
    if ctx.settings.lockout.attempts is not None:
        attempts.add(ctx.db, Attempt(user_pool_id=ctx.pool_id, kind=attempts.PASSWORD, who=user.id, at=ctx.now))


def unlock(ctx: Context, user: User) -> None:
    """Forgets a user's wrong passwords."""
    if ctx.settings.lockout.attempts is not None:
        attempts.forget(ctx.db, ctx.pool_id, attempts.PASSWORD, user.id)


def new_captcha(db: Connection, mock: Mock, now_ms: int) -> Captcha:
    """Makes a captcha; whoever shows its id can answer it once."""
    captcha = Captcha(id=mock.ids.secret(), code=mock.ids.captcha(), created_at=now_ms)
    attempts.add_captcha(db, captcha)
    return captcha


def _tries(ctx: Context, kind: str) -> int:
    return attempts.count_since(ctx.db, ctx.pool_id, kind, ctx.client_ip, ctx.now - _FIVE_MINUTES_MS)


def _count(ctx: Context, kind: str) -> None:
    if ctx.settings.limits == "documented":
        attempts.add(ctx.db, Attempt(user_pool_id=ctx.pool_id, kind=kind, who=ctx.client_ip, at=ctx.now))
