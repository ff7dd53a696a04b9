"""QR codes: who may do what with one, and in which order."""

from __future__ import annotations

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.rules import qrcodes
from genauth_mock.store import qrcodes as stored
from genauth_mock.store.qrcodes import CANCELLED, CONFIRMED, SCANNED, WAITING
from genauth_mock.store.users import User

from tests.rules.conftest import CI, Pool, change, refused, user_called

EVE = {"username": "eve", "password": "111111"}


@pytest.fixture
def ctx(a_pool: Pool) -> Context:
    return a_pool(users=[CI, EVE])


def shown(ctx: Context) -> str:
    return qrcodes.generate(ctx, qrcodes.APP).random


def test_a_code_is_waiting_then_scanned_then_confirmed(ctx: Context) -> None:
    user, random = user_called(ctx), shown(ctx)
    seen = qrcodes.look(ctx, random)
    assert (seen.status, seen.user, seen.ticket) == (WAITING, None, None)
    qrcodes.scan(ctx, random, user)
    seen = qrcodes.look(ctx, random)
    assert (seen.status, seen.user and seen.user.id, seen.ticket) == (SCANNED, user.id, None)
    qrcodes.confirm(ctx, random, user)
    seen = qrcodes.look(ctx, random)
    assert seen.status == CONFIRMED and seen.ticket is not None
    assert qrcodes.exchange(ctx, seen.ticket).id == user.id
    assert qrcodes.look(ctx, random).ticket is None


def test_what_a_faster_phone_has_changed_stays(ctx: Context) -> None:
    random = shown(ctx)
    as_read = stored.by_random(ctx.db, ctx.pool_id, random)
    assert as_read is not None
    qrcodes.scan(ctx, random, user_called(ctx))
    assert not stored.change(ctx.db, as_read, {"status": SCANNED, "user_id": user_called(ctx, "eve").id})
    seen = qrcodes.look(ctx, random)
    assert seen.user is not None and seen.user.username == "ci"


def test_a_code_lives_for_120_seconds_and_a_ticket_for_300(ctx: Context) -> None:
    user, random = user_called(ctx), shown(ctx)
    begin = ctx.now
    ctx.now = begin + 119_999
    qrcodes.scan(ctx, random, user)
    ctx.now += 1
    assert qrcodes.look(ctx, random).status == qrcodes.EXPIRED
    with refused(errors.QRCODE_INVALID):
        qrcodes.confirm(ctx, random, user)
    ctx.now = begin
    qrcodes.confirm(ctx, random, user)
    ctx.now = begin + 299_999
    ticket = qrcodes.look(ctx, random).ticket
    assert ticket is not None, "what was confirmed does not expire with its code"
    ctx.now += 1
    assert qrcodes.look(ctx, random).ticket is None
    with refused(errors.QRCODE_TICKET_INVALID):
        qrcodes.exchange(ctx, ticket)


def test_a_cancelled_code_stays_so(ctx: Context) -> None:
    user, random = user_called(ctx), shown(ctx)
    qrcodes.scan(ctx, random, user)
    qrcodes.cancel(ctx, random, user)
    ctx.now += 1_000_000
    assert qrcodes.look(ctx, random).status == CANCELLED


def confirmed(ctx: Context, user: User) -> str:
    random = shown(ctx)
    qrcodes.scan(ctx, random, user)
    qrcodes.confirm(ctx, random, user)
    return random


def test_nothing_keeps_an_ordinary_user_from_coming_in(ctx: Context) -> None:
    random = confirmed(ctx, user_called(ctx))
    assert qrcodes.obstacle(ctx, qrcodes.look(ctx, random)) is None
    assert qrcodes.look(ctx, random).ticket is not None


def test_who_needs_a_second_factor_is_stopped_and_the_ticket_is_gone(ctx: Context) -> None:
    user = change(ctx, user_called(ctx), mfa={"totpSecret": "JBSWY3DPEHPK3PXP"})
    random = confirmed(ctx, user)
    refusal = qrcodes.obstacle(ctx, qrcodes.look(ctx, random))
    assert refusal is not None and refusal.entry is errors.MFA_PERSONAL
    assert refusal.data is not None and refusal.data["mfaToken"]
    assert qrcodes.obstacle(ctx, qrcodes.look(ctx, random)) is None
    assert qrcodes.look(ctx, random).ticket is None


def test_a_code_that_logs_in_an_app_works_once(ctx: Context) -> None:
    user = user_called(ctx)
    random = qrcodes.generate_fastpass(ctx, user, None).random
    first, second = qrcodes.fastpass(ctx, random), qrcodes.fastpass(ctx, random)
    assert qrcodes.log_in_by_fastpass(ctx, first).id == user.id
    with refused(errors.QRCODE_INVALID):
        qrcodes.log_in_by_fastpass(ctx, second)
