"""Whoever steers the mock plays the phone: scans, confirms and cancels QR codes, answers pushes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from genauth_mock.context import Context
from genauth_mock.rules import pushes, qrcodes
from genauth_mock.store.qrcodes import WAITING
from genauth_mock.store.users import User

Act = Callable[[Context, str, User], object]


def _scan_and_confirm(ctx: Context, random: str, user: User) -> None:
    _scanned(ctx, random, user)
    qrcodes.confirm(ctx, random, user)


def _scan_and_cancel(ctx: Context, random: str, user: User) -> None:
    _scanned(ctx, random, user)
    qrcodes.cancel(ctx, random, user)


def _scanned(ctx: Context, random: str, user: User) -> None:
    # A person approves with one click.
    if qrcodes.look(ctx, random).status == WAITING:
        qrcodes.scan(ctx, random, user)


QRCODE_ACTIONS: Mapping[str, Act] = {"scan": qrcodes.scan, "confirm": _scan_and_confirm, "cancel": _scan_and_cancel}
PUSH_ACTIONS: Mapping[str, Act] = {"confirm": pushes.confirm, "cancel": pushes.cancel}
