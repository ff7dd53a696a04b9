"""The second step of a login: whether it is needed, what it asks for, and whether it was passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import binding, passcodes, webhooks
from genauth_mock.rules.mfa import faces, factors, mfa_tokens, totp
from genauth_mock.rules.mfa.factors import EMAIL, FACE, OTP, SMS
from genauth_mock.rules.mfa.mfa_tokens import Holder
from genauth_mock.store.messages import Message
from genauth_mock.store.users import User

# What stands beside the factors, for who has no app for one-time passwords at hand.
RECOVERY = "RECOVERY"
SCENE = "MFA_VERIFY"
# The SMS of the mobile SDKs has no scene of its own, which is `VERIFY_CODE`; Guard's is the last.
SCENES = (SCENE, "MFA_VERIFY_CODE", "VERIFY_CODE", "mfa-verify")


def is_needed(ctx: Context, user: User) -> bool:
    """Whether a login needs a second factor: the pool or application says so, or the user has one-time passwords."""
    return bool(factors.asked_for(ctx, user))


def required(ctx: Context, user: User) -> Refused:
    """Why the login does not go on, with a token for the second step: 1636, or 1635 where it is the user's own factor.

    Guess: what there is none of is left out, since clients take a null for a text.
    """
    phone, email = factors.address_of(user, SMS), factors.address_of(user, EMAIL)
    asked = factors.asked_for(ctx, user)
    said: dict[str, object | None] = {
        "mfaToken": mfa_tokens.issue(ctx, user),
        "applicationMfa": [{"mfaPolicy": each, "status": 1, "sort": n} for n, each in enumerate(asked)],
        "faceMfaEnabled": factors.is_bound(user, FACE),
        "totpMfaEnabled": factors.is_bound(user, OTP),
        "mfaPhone": phone and phone.recipient,
        "mfaPhoneCountryCode": phone and phone.country_code,
        "mfaEmail": email and email.recipient,
        "nickname": user.nickname,
        "username": user.username,
        "avatar": user.photo,
        "email": user.email,
        "phone": user.phone,
        "phoneCountryCode": user.phone_country_code,
    }
    data = {key: value for key, value in said.items() if value is not None}
    return Refused(errors.MFA_REQUIRED if factors.policies(ctx) else errors.MFA_PERSONAL, data=data)


def can_show(ctx: Context, user: User) -> list[str]:
    """The factors that this user can show at the login page, and whether a recovery code. A face is not among them: a
    mock has no eyes.
    """
    has = {
        OTP: factors.is_bound(user, OTP),
        SMS: factors.address_of(user, SMS) is not None,
        EMAIL: factors.address_of(user, EMAIL) is not None,
    }
    shown = [each for each in factors.asked_for(ctx, user) if has.get(each)]
    return [*shown, RECOVERY] if OTP in shown and user.mfa.get(totp.RECOVERY_CODE) else shown


def check(ctx: Context, token: str | None, address: Address) -> bool:
    """Whether a login may pass with an address. Refuses 2021. Documented: mfaCheck."""
    user = mfa_tokens.opened(ctx, token).user
    return factors.is_free(ctx, user, address) and factors.in_the_way_of(ctx, user, address) is None


def send(ctx: Context, user: User, factor: str) -> Message:
    """Sends a code to the user's bound address, else to his or her own. Refuses 2080, 400 where there is none."""
    return passcodes.send(ctx, _address(user, factor), SCENE)


def _address(user: User, factor: str) -> Address:
    address = factors.address_of(user, factor)
    if address is None:
        raise Refused(errors.INVALID_PARAMETER, field="factor", detail=f"{factor}: -")
    return address


def _begun(ctx: Context, token: str | None, factor: str) -> Holder:
    """Whose second step a token stands for, if the login takes this factor; nobody else changes his or her factors."""
    holder = mfa_tokens.opened(ctx, token, to_change=True)
    asked = factors.asked_for(ctx, holder.user)
    if factor not in asked:
        raise Refused(errors.FACTOR_NOT_ASKED, factor=factor, known=", ".join(asked) or "-")
    return holder


@contextmanager
def _told(ctx: Context, user: User, factor: str) -> Iterator[None]:
    """Webhooks hear whether what a user shows is right."""
    try:
        yield
    except Refused:
        webhooks.happened(ctx, "mfa:verified", user=user, is_valid=False, kind=factor)
        raise
    webhooks.happened(ctx, "mfa:verified", user=user, is_valid=True, kind=factor)


def by_totp(ctx: Context, token: str | None, code: str) -> User:
    """The user whose one-time password was right; it and the token are used up.

    Refuses 2021, 400 where the login takes none, 6003, 6001. Documented: mfaVerifyByOTP.
    """
    holder = _begun(ctx, token, OTP)
    with _told(ctx, holder.user, OTP):
        step = totp.unused_step(ctx, holder.user, code)
        mfa_tokens.use_up(ctx, holder)
        totp.use_up(ctx, holder.user, step)
    return holder.user


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who has passed with a recovery code, and the next one."""

    user: User
    recovery_code: str


def by_recovery_code(ctx: Context, token: str | None, code: str) -> Recovered:
    """The user whose recovery code was right; it and the token are used up, and another code takes its place.

    Refuses 2021, 400 where the login takes none, 6004, 6002. Documented: mfaVerifyByRecoveryCode.
    """
    holder = _begun(ctx, token, OTP)
    typed, known = code.strip().lower(), holder.user.mfa.get(totp.RECOVERY_CODE)
    if not typed:
        raise Refused(errors.RECOVERY_CODE_MISSING)
    with _told(ctx, holder.user, RECOVERY):
        if not known or typed != known.strip().lower():
            raise Refused(errors.RECOVERY_CODE_WRONG)
        mfa_tokens.use_up(ctx, holder)
    new = ctx.ids.recovery_code()
    factors.bind(ctx, holder.user, {totp.RECOVERY_CODE: new})
    return Recovered(holder.user, new)


def by_address(ctx: Context, token: str | None, address: Address, code: str | None) -> User:
    """The user who has got the code that was sent to an address; it and the token are used up. Where nothing is bound
    that the login takes, any address will do, and is bound now (a guess); else one that is bound, or the account's own.

    Refuses 2021, 400 where the login takes none or another is bound, 1320004 for another user's, 2001.
    Documented: mfaVerifyByPhone, mfaVerifyByEmail.
    """
    factor = factors.of_address(address)
    holder = _begun(ctx, token, factor)
    is_bound = factors.is_bound(holder.user, factor)
    if not factors.is_free(ctx, holder.user, address):
        if is_bound:
            raise Refused(errors.FACTOR_BOUND_ALREADY, factor=factor)
        raise Refused(binding.kind_of(address).taken)
    instead = factors.in_the_way_of(ctx, holder.user, address)
    if instead is not None:
        raise Refused(errors.FACTOR_BOUND_ALREADY, factor=instead)
    with _told(ctx, holder.user, factor):
        passcode = passcodes.check(ctx, address, code, SCENES)
        mfa_tokens.use_up(ctx, holder)
        passcodes.use_up(ctx, passcode)
    if not is_bound:
        factors.bind_address(ctx, holder.user, address)
    return holder.user


def by_face(ctx: Context, token: str | None, photo: str) -> User:
    """The user whose face a picture shows; the token is used up.

    Refuses 2021, 400 where the login takes none, 1701, 1702. Documented: mfaVerifyByFace.
    """
    holder = _begun(ctx, token, FACE)
    picture = faces.picture(ctx, photo) if photo else None
    if picture is None:
        raise Refused(errors.FACE_COMPARE_PHOTO_MISSING)
    face = holder.user.mfa.get("face")
    with _told(ctx, holder.user, FACE):
        if not face or not faces.shows(picture, face):
            raise Refused(errors.FACE_WRONG)
        mfa_tokens.use_up(ctx, holder)
    return holder.user


def verify(ctx: Context, token: str, factor: str, code: str) -> User:
    """The user who has passed with a factor of the login page.

    Refuses 400 for an address that there is none of, and what `by_totp` refuses, and what `by_address` refuses.
    """
    if factor == OTP:
        return by_totp(ctx, token, code)
    return by_address(ctx, token, _address(mfa_tokens.opened(ctx, token).user, factor), code)
