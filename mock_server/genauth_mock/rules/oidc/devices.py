"""Devices without a browser: a person elsewhere types the code that they show. RFC 8628."""

from __future__ import annotations

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.rules import session
from genauth_mock.store import device_codes
from genauth_mock.store.database import Connection
from genauth_mock.store.device_codes import DeviceCode

POLL_SECONDS = 5
TTL_SECONDS = 600

_LETTERS_IN_CODE = 8


def start(ctx: Context, scope: str) -> DeviceCode:
    """Begins a device's login; the application is the context's."""
    letters = ctx.ids.letters(_LETTERS_IN_CODE)
    code = DeviceCode(
        device_code=ctx.ids.secret(),
        user_code=f"{letters[:4]}-{letters[4:]}",
        user_pool_id=ctx.pool_id,
        app_id=ctx.app.id,
        scope=scope,
        expires_at=ctx.now + TTL_SECONDS * 1000,
    )
    device_codes.add(ctx.db, code)
    return code


def as_stored(typed: str) -> str:
    """A user code, whatever way it was typed."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def named(db: Connection, typed: str) -> DeviceCode | None:
    """The device's login whose code a person has typed, in whichever pool."""
    return device_codes.by_user_code(db, as_stored(typed))


def decide(ctx: Context, typed: str, cookie: str | None, *, approve: bool) -> None:
    """Whoever is logged in lets a device in, or does not. Refuses a code that is over, and who is not logged in."""
    code = named(ctx.db, typed)
    who = session.in_browser(ctx, cookie)
    if code is None or who is None or code.expires_at <= ctx.now or code.user_id is not None or code.denied:
        raise Refused(oauth.DEVICE_CODE_EXPIRED)
    device_codes.change(
        ctx.db,
        code.device_code,
        {"user_id": who.user.id, "session_id": who.id, "auth_time": who.auth_time} if approve else {"denied": True},
    )
