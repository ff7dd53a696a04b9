"""QR codes: a browser shows one, whoever is logged in on a phone scans and confirms it, and the browser is logged in.

Documented: geneQrCode, markQRCodeScanned, loginByScannedTicket, cancelByScannedTicket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.rules import admission, uploads
from genauth_mock.rules.mfa import second_step
from genauth_mock.store import qrcodes, users
from genauth_mock.store.qrcodes import CANCELLED, CONFIRMED, SCANNED, WAITING, QrCode
from genauth_mock.store.user_pools import public_id
from genauth_mock.store.users import User

# Documented: a code lives for 120 seconds, a ticket for 300.
TTL_SECONDS = 120
_TICKET_TTL_MS = 300_000
# No row holds it: a code that nobody has decided on expires by the pool's clock.
EXPIRED = -1

# By what a code is scanned: an app of one's own, a WeChat mini program, a WeChat official account.
APP, MINI_PROGRAM, OFFICIAL_ACCOUNT = "APP_AUTH", "WXAPP_AUTH", "WECHATMP_AUTH"
# A code that logs in the app which scans it, as who shows it. What its scene is called is a guess.
FASTPASS = "FASTPASS_AUTH"

_PICTURES = "user-contentsqrcode"


@dataclass(frozen=True, slots=True)
class Seen:
    """A code as it is now. `user` is who has scanned it, or whose it is; `ticket` is None unless it is good."""

    code: QrCode
    status: int
    user: User | None
    ticket: str | None


def generate(ctx: Context, scene: str, custom_data: Any = None) -> QrCode:
    """A new code for somebody to scan."""
    return _added(ctx, scene, custom_data={} if custom_data is None else custom_data)


def generate_fastpass(ctx: Context, user: User, scope: str | None) -> QrCode:
    """A new code that logs in the app which scans it. Documented: geneFastpassQrcodeInfo."""
    return _added(ctx, FASTPASS, user_id=user.id, scope=scope)


def _added(ctx: Context, scene: str, **columns: Any) -> QrCode:
    code = QrCode(
        random=ctx.ids.secret(),
        user_pool_id=ctx.pool_id,
        app_id=ctx.app.id,
        scene=scene,
        created_at=ctx.now,
        expires_at=ctx.now + TTL_SECONDS * 1000,
        **columns,
    )
    qrcodes.add(ctx.db, code)
    return code


def picture_url(ctx: Context, code: QrCode) -> str:
    """Where the picture of a code is: its address names pool and code, as the real service's does."""
    return f"{ctx.base_url}{uploads.FILES}{_PICTURES}/{public_id(code.user_pool_id)}/{code.random}.png"


def status_at(code: QrCode, now: int) -> int:
    """What has become of a code by then."""
    return EXPIRED if code.status in (WAITING, SCANNED) and code.expires_at <= now else code.status


def look(ctx: Context, random: str) -> Seen:
    """A code as whoever shows it sees it. Refuses 2241."""
    code = qrcodes.by_random(ctx.db, ctx.pool_id, random)
    if code is None:
        raise Refused(errors.QRCODE_UNKNOWN)
    user = users.by_id(ctx.db, ctx.pool_id, code.user_id) if code.user_id else None
    return Seen(code, status_at(code, ctx.now), user, code.ticket if _has_good_ticket(ctx, code) else None)


def _has_good_ticket(ctx: Context, code: QrCode) -> bool:
    return code.ticket is not None and (code.ticket_expires_at or 0) > ctx.now


def scan(ctx: Context, random: str, user: User) -> QrCode:
    """Marks a code as scanned by who is logged in; doing it again is fine (a guess). Refuses 500."""
    code = _scannable(ctx, random)
    if code.status == SCANNED and code.user_id == user.id:
        return code
    if code.status != WAITING:
        raise Refused(errors.QRCODE_TAKEN)
    if not qrcodes.change(ctx.db, code, {"status": SCANNED, "user_id": user.id}):
        # Another phone was faster.
        raise Refused(errors.QRCODE_TAKEN)
    return code


def confirm(ctx: Context, random: str, user: User) -> QrCode:
    """Lets the browser in as who has scanned its code: it gets a ticket. Refuses 500."""
    changes = {"status": CONFIRMED, "ticket": ctx.ids.secret(), "ticket_expires_at": ctx.now + _TICKET_TTL_MS}
    return _decided(ctx, random, user, changes)


def cancel(ctx: Context, random: str, user: User) -> QrCode:
    """Does not let the browser in. Refuses 500."""
    return _decided(ctx, random, user, {"status": CANCELLED})


def _decided(ctx: Context, random: str, user: User, changes: dict[str, Any]) -> QrCode:
    code = _scannable(ctx, random)
    if code.status == WAITING:
        raise Refused(errors.QRCODE_NOT_SCANNED)
    if code.user_id != user.id:
        raise Refused(errors.QRCODE_TAKEN)
    if not qrcodes.change(ctx.db, code, changes):
        raise Refused(errors.QRCODE_INVALID)
    return code


def _scannable(ctx: Context, random: str) -> QrCode:
    code = _open(ctx, random)
    if code.scene == FASTPASS:
        raise Refused(errors.QRCODE_INVALID)
    return code


def _open(ctx: Context, random: str) -> QrCode:
    """A code of this pool on which nobody has decided yet."""
    code = qrcodes.by_random(ctx.db, ctx.pool_id, random)
    if code is None or status_at(code, ctx.now) not in (WAITING, SCANNED):
        raise Refused(errors.QRCODE_INVALID)
    return code


def exchange(ctx: Context, ticket: str) -> User:
    """Who has confirmed the code behind a ticket, which works once. Refuses 500, 2004 for who was removed meanwhile."""
    code = qrcodes.by_ticket(ctx.db, ctx.pool_id, ticket)
    if code is None or not _has_good_ticket(ctx, code) or not qrcodes.use_up_ticket(ctx.db, code):
        raise Refused(errors.QRCODE_TICKET_INVALID)
    return _owner(ctx, code)


def _owner(ctx: Context, code: QrCode) -> User:
    user = users.by_id(ctx.db, ctx.pool_id, code.user_id) if code.user_id else None
    if user is None:
        raise Refused(errors.USER_NOT_FOUND)
    return user


def obstacle(ctx: Context, seen: Seen) -> Refused | None:
    """What keeps who has confirmed from coming in, for a client that asks before it exchanges the ticket; None for
    nothing. The ticket is used up then: the login goes on from there.
    """
    if seen.ticket is None or seen.user is None:
        return None
    try:
        admission.check(ctx, seen.user)
        if second_step.is_needed(ctx, seen.user):
            # The login goes on from here: pipelines that are asked before are asked now.
            admission.begin(ctx, seen.user)
    except Refused as refused:
        qrcodes.use_up_ticket(ctx.db, seen.code)
        return refused
    return None


def scan_fastpass(ctx: Context, random: str, app_id: str) -> QrCode:
    """A code that logs in the app which scans it, which is scanned now (a guess). Refuses 500, also for a code of
    another application.
    """
    code = _open(ctx, random)
    if code.scene != FASTPASS or code.app_id != app_id:
        raise Refused(errors.QRCODE_INVALID)
    if code.status == WAITING:
        qrcodes.change(ctx.db, code, {"status": SCANNED})
    return code


def fastpass(ctx: Context, random: str) -> QrCode:
    """The code of an app that is about to log in by it. Refuses 500."""
    code = _open(ctx, random)
    if code.scene != FASTPASS:
        raise Refused(errors.QRCODE_INVALID)
    return code


def log_in_by_fastpass(ctx: Context, code: QrCode) -> User:
    """Whose code an app has scanned; it works once. Refuses 500, 2004 for who was removed meanwhile."""
    user = _owner(ctx, code)
    if not qrcodes.change(ctx.db, code, {"status": CONFIRMED}):
        raise Refused(errors.QRCODE_INVALID)
    return user
