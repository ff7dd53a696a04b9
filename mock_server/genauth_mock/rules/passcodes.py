"""Passcodes: codes that are sent by SMS and e-mail, and what one is good for. Documented: sendSms, sendEmail."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Entry, Refused
from genauth_mock.kit import addresses, arrivals
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import limits, mails
from genauth_mock.store import messages, passcodes
from genauth_mock.store.messages import Message
from genauth_mock.store.passcodes import Passcode


def email_address(text: str, otherwise: Entry = errors.EMAIL_INVALID) -> Address:
    """The e-mail address behind what was typed. Refuses with the entry given."""
    email = addresses.email(text)
    if email is None:
        raise Refused(otherwise, field="email")
    return Address.of_email(email)


def phone_address(text: str, country_code: str | None, otherwise: Entry = errors.PHONE_INVALID) -> Address:
    """The phone number behind what was typed. Refuses with the entry given."""
    phone = addresses.phone(text, country_code)
    if phone is None:
        raise Refused(otherwise, field="phone")
    typed = addresses.bare_phone(text).removeprefix(phone.country_code)
    return Address.of_phone(phone, typed)


def send(ctx: Context, to: Address, scene: str) -> Message:
    """Sends a code, to known and unknown addresses alike: the message is in the outbox. Refuses 2080."""
    limits.check_resend(ctx, to.recipient, to.country_code, scene)
    rule = ctx.settings.verification_code
    code = addresses.test_passcode(to.recipient) or rule.fixed or ctx.ids.passcode(rule.length)
    subject, body = mails.text(ctx, to.channel, scene, code)
    sent = {
        "id": ctx.ids.object_id(),
        "user_pool_id": ctx.pool_id,
        "channel": to.channel,
        "scene": scene,
        "code": code,
        "created_at": ctx.now,
        "expires_at": ctx.now + rule.ttl_seconds * 1000,
    }
    passcodes.add(ctx.db, **sent, address=to.key)
    typed = to.typed or to.recipient
    ctx.mock.arrivals.ring(*arrivals.of_sent(ctx.public_pool_id, {to.recipient, typed}))
    return messages.add(
        ctx.db,
        **sent,
        recipient=to.recipient,
        typed=typed,
        phone_country_code=to.country_code,
        subject=subject,
        body=body,
    )


def check(ctx: Context, at: Address, code: str | None, scenes: tuple[str, ...] = ()) -> Passcode:
    """The passcode behind a code that is right, not expired and unused; `use_up` takes it. Refuses 2001.

    Guesses, each a setting: any scene's code counts (`sceneBound`, then only those of `scenes`), and a later code does
    not kill an earlier one (`latestOnly`). Too many wrong tries (`maxAttempts`) kill all codes of the address; for the
    outbox they have expired then.
    """
    rule = ctx.settings.verification_code
    candidates = unused = list(passcodes.unused(ctx.db, ctx.pool_id, at.key))
    if rule.scene_bound and scenes:
        candidates = [each for each in candidates if each.scene in scenes]
    if rule.latest_only:
        candidates = candidates[:1]
    if rule.max_attempts is not None:
        candidates = [each for each in candidates if each.wrong_tries < rule.max_attempts]
    same = [each for each in candidates if each.code == (code or "").strip()]
    good = next((each for each in same if each.expires_at > ctx.now), None)
    if good:
        return good
    if same:
        raise Refused(errors.PASSCODE_EXPIRED)
    passcodes.count_wrong_try(ctx.db, ctx.pool_id, at.key)
    if rule.max_attempts is not None:
        dead = [each.id for each in unused if each.wrong_tries + 1 >= rule.max_attempts]
        messages.expire(ctx.db, dead, ctx.now)
    raise Refused(errors.PASSCODE_WRONG)


def flaw(ctx: Context, at: Address, code: str | None, scenes: tuple[str, ...] = ()) -> Refused | None:
    """Why a code would not be taken now; None where it would be. Nothing is used up; a wrong one counts as a try."""
    try:
        check(ctx, at, code, scenes)
    except Refused as refused:
        return refused
    return None


def use_up(ctx: Context, passcode: Passcode) -> None:
    """Takes a passcode, so that it works once. Refuses 2001 where another call took it meanwhile."""
    if not passcodes.use_up(ctx.db, passcode.id, ctx.now):
        raise Refused(errors.PASSCODE_WRONG)
    messages.use(ctx.db, passcode.id, ctx.now)
