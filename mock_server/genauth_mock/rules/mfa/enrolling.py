"""Enrolling: a user binds second factors, logged in or, where the login asks for one that is missing, on the way in."""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import binding, passcodes, tickets
from genauth_mock.rules.mfa import faces, factors, mfa_tokens, second_step, totp
from genauth_mock.rules.mfa.factors import EMAIL, FACE, OTP, SMS
from genauth_mock.rules.mfa.mfa_tokens import Holder
from genauth_mock.store import users
from genauth_mock.store.users import User

_PURPOSE = "enroll-factor"
_TTL_MS = 60_000


def _may_bind(ctx: Context, holder: Holder, factor: str) -> User:
    """The user, whose factors nobody else changes, if he or she may bind this one.

    On the way in only what the login asks for, and nothing in the place of what is bound or beside it: whoever knows
    the password would be in.
    """
    user = factors.held(ctx, holder.user)
    if holder.is_half_in:
        asked = factors.asked_for(ctx, user)
        if factor not in asked:
            raise Refused(errors.FACTOR_NOT_ASKED, factor=factor, known=", ".join(asked) or "-")
        instead = factors.bound_instead(ctx, user, factor)
        # A face that is bound has a refusal of its own.
        if instead is not None and not factor == instead == FACE:
            raise Refused(errors.FACTOR_BOUND_ALREADY, factor=instead)
    return user


def _may_bind_face(ctx: Context, holder: Holder) -> User:
    user = _may_bind(ctx, holder, FACE)
    if factors.is_bound(user, FACE):
        raise Refused(errors.FACE_ALREADY_BOUND)
    return user


@dataclass(frozen=True, slots=True)
class Association:
    """A secret that a user's app for one-time passwords is to keep, and what it reads from the QR code."""

    secret: str
    uri: str
    recovery_code: str


def associate(ctx: Context, holder: Holder) -> Association:
    """A new secret for one-time passwords, which counts once it is confirmed; it takes the place of one that was not.

    Refuses 2004, 400 on the way in. Documented: mfaAssociateByOTP.
    """
    user = _may_bind(ctx, holder, OTP)
    secret, recovery_code = ctx.ids.totp_secret(), ctx.ids.recovery_code()
    pending = {totp.SECRET: secret, totp.RECOVERY_CODE: recovery_code}
    state = {**user.mfa_state, totp.PENDING: pending}
    users.change(ctx.db, ctx.pool_id, user.id, {"mfa_state": state})
    account = user.username or user.email or user.phone or user.id
    return Association(secret, totp.uri(secret, ctx.pool.name, account), recovery_code)


def confirm(ctx: Context, holder: Holder, code: str) -> None:
    """Binds the new secret by a code of it, which stays good for the login that Android sends at once.

    Refuses 2004, 400 for a wrong code and on the way in, 6003. Documented: mfaAssociateConfirmByOTP.
    """
    _confirm(ctx, _may_bind(ctx, holder, OTP), code)


def _confirm(ctx: Context, user: User, code: str) -> None:
    totp.check_pending(ctx, user, code)
    factors.bind(ctx, user, totp.pending_of(user), mfa_state={})


def bind_face(ctx: Context, holder: Holder, *photos: str) -> User:
    """Binds the face that pictures show; on the way in, it is the second step too, and the token is used up.

    Refuses 2004, 400 on the way in, 1700, 1706, 2021. Documented: mfaAssociateByFace.
    """
    user = _may_bind_face(ctx, holder)
    face = _face_in(ctx, *photos)
    if holder.is_half_in:
        mfa_tokens.use_up(ctx, holder)
    factors.bind(ctx, user, {"face": face})
    return users.reloaded(ctx.db, user)


def _face_in(ctx: Context, *photos: str) -> str:
    shown = [faces.picture(ctx, each) for each in photos if each]
    pictures = [each for each in shown if each is not None]
    if len(pictures) < len(photos):
        raise Refused(errors.FACE_PHOTO_MISSING)
    return faces.face_of(*pictures)


@dataclass(frozen=True, slots=True)
class Authenticator:
    """A user's secret for one-time passwords, bound (`is_enabled`) or not confirmed yet."""

    id: str
    user: User
    is_enabled: bool
    secret: str
    recovery_code: str


def authenticator(ctx: Context, holder: Holder) -> Authenticator | None:
    """The secret for one-time passwords that is bound, else the one that is not confirmed yet. On the way in, what is
    bound is not told: whoever knows the password would be in.
    """
    user, is_enabled = holder.user, factors.is_bound(holder.user, OTP)
    found = user.mfa if is_enabled else totp.pending_of(user)
    if not found:
        return None
    told = {} if is_enabled and holder.is_half_in else found
    secret, recovery_code = told.get(totp.SECRET, ""), told.get(totp.RECOVERY_CODE, "")
    return Authenticator(factors.id_of(ctx, user, OTP), user, is_enabled, secret, recovery_code)


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A factor that is to be bound: the token for it, and a new secret where it needs one."""

    token: str
    association: Association | None


def request(ctx: Context, holder: Holder, factor: str, address: Address | None) -> Enrollment:
    """Begins to bind a factor: an address gets a code, an app for one-time passwords a secret. The token lives for
    a minute.

    Refuses 400 without an address, 1320004 for another user's, 2080, and what `associate` refuses, 1706.
    Documented: sendEnrollFactorRequest.
    """
    user = _may_bind_face(ctx, holder) if factor == FACE else _may_bind(ctx, holder, factor)
    association = associate(ctx, holder) if factor == OTP else None
    said: dict[str, str | None] = {"factor": factor}
    if factor in (SMS, EMAIL):
        if address is None:
            field = "profile.phoneNumber" if factor == SMS else "profile.email"
            raise Refused(errors.INVALID_PARAMETER, field=field, detail="-")
        if factors.is_anothers(ctx, user, address):
            raise Refused(binding.kind_of(address).taken)
        passcodes.send(ctx, address, second_step.SCENE)
        said |= {"recipient": address.recipient, "countryCode": address.country_code}
    return Enrollment(tickets.give(ctx, _PURPOSE, user, ctx.now + _TTL_MS, said=said), association)


def enroll(ctx: Context, holder: Holder, factor: str, token: str, code: str, photo: str) -> None:
    """Binds a factor by the token of its request and the code that was sent, a one-time password or a picture.

    Refuses 400 for a token that is over or another's, 2001, 1320004, 1700, 1706, and what `confirm` refuses.
    Documented: enrollFactor.
    """
    user = _may_bind_face(ctx, holder) if factor == FACE else _may_bind(ctx, holder, factor)
    ticket = tickets.shown(ctx, _PURPOSE, token)
    if ticket is None or ticket.user_id != user.id or ticket.said.get("factor") != factor:
        raise Refused(errors.ENROLLMENT_TOKEN_INVALID)
    if factor == OTP:
        _confirm(ctx, user, code)
    elif factor == FACE:
        factors.bind(ctx, user, {"face": _face_in(ctx, photo)})
    else:
        channel = addresses.SMS if factor == SMS else addresses.EMAIL
        _bind_address(ctx, user, Address(channel, ticket.said["recipient"], ticket.said["countryCode"]), code)
    tickets.use_up(ctx, token)


def _bind_address(ctx: Context, user: User, address: Address, code: str) -> None:
    passcode = passcodes.check(ctx, address, code, second_step.SCENES)
    if factors.is_anothers(ctx, user, address):
        raise Refused(binding.kind_of(address).taken)
    passcodes.use_up(ctx, passcode)
    factors.bind_address(ctx, user, address)
