"""Credentials: who is this? A password, a code, an outside identity stand for a user, who is not let in yet.

A login is three verbs: `credentials` says who it is, `admission` whether the user may come in, and then each face opens
a session or gives tokens of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, passwords
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import admission, identities, limits, passcodes, pipelines, register, webhooks
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.limits import CaptchaAnswer
from genauth_mock.store import outside_identities, users
from genauth_mock.store.database import undo
from genauth_mock.store.passcodes import Passcode
from genauth_mock.store.users import User

LOGIN_SCENES = ("VERIFY_CODE", "LOGIN_VERIFY_CODE", "FIRST_EMAIL_LOGIN_VERIFY", "REGISTER_VERIFY_CODE")

_VERIFIED = {addresses.EMAIL: "email_verified", addresses.SMS: "phone_verified"}


def by_password(
    ctx: Context,
    identity: Identity,
    password: str,
    *,
    captcha: CaptchaAnswer | None = None,
    newcomer: Callable[[], User] | None = None,
) -> User:
    """The user of a password. `newcomer` registers somebody whom nobody knows; without it nobody is registered.

    Refuses 2000 where a captcha is due, 2333 for a wrong password and for nobody alike, 2057, 2042.
    """
    limits.check_captcha(ctx, captcha)
    user = identities.find(ctx, identity)
    if user is None and newcomer is not None and password:
        made = _unless_taken(ctx, newcomer)
        if made is not None:
            return made
        user = identities.find(ctx, identity)
    return _with_password(ctx, user, identity, password)


def _with_password(ctx: Context, user: User | None, identity: Identity, password: str) -> User:
    if user is not None:
        limits.check_lockout(ctx, user)
    if user is None or not _has_password(user, password):
        other = _namesake(ctx, user, identity)
        if other is None or not _has_password(other, password):
            limits.count_wrong_login(ctx)
            if user is not None:
                limits.count_wrong_password(ctx, user)
                webhooks.happened(ctx, "login", user=user, success=False)
            raise Refused(errors.CREDENTIALS_WRONG)
        limits.check_lockout(ctx, other)
        user = other
    limits.forget_wrong_logins(ctx)
    limits.unlock(ctx, user)
    if ctx.settings.email_verified_required and user.email and not user.email_verified:
        raise Refused(errors.EMAIL_UNVERIFIED)
    return user


def _namesake(ctx: Context, user: User | None, identity: Identity) -> User | None:
    """Another user whom an account means too: a user name may look like somebody else's address or number."""
    if identity.kind != "account":
        return None
    other = users.by_username(ctx.db, ctx.pool_id, identity.text)
    return None if other is None or (user is not None and other.id == user.id) else other


def _has_password(user: User, password: str) -> bool:
    return user.password_hash is not None and passwords.matches(password, user.password_hash)


def by_code(
    ctx: Context, address: Address, code: str | None, *, newcomer: Callable[[Passcode], User] | None = None
) -> User:
    """The user whose address a code has proved; it is used up, and the address verified. `newcomer` registers somebody
    whom nobody knows, by the passcode.

    Refuses 2001, 2004 without `newcomer`, and what `admission.check` refuses, which leaves the code good.
    """
    pipelines.by(ctx, "sms")
    passcode = passcodes.check(ctx, address, code, LOGIN_SCENES)
    user = identities.owner_of(ctx, address)
    if user is None:
        if newcomer is None:
            raise Refused(errors.USER_NOT_FOUND)
        made = _unless_taken(ctx, lambda: newcomer(passcode))
        return made if made is not None else by_code(ctx, address, code)
    admission.check(ctx, user)
    passcodes.use_up(ctx, passcode)
    users.change(ctx.db, ctx.pool_id, user.id, {_VERIFIED[address.channel]: True})
    if address.channel == addresses.EMAIL and not user.email_verified:
        webhooks.happened(ctx, "user:email-verified", user=user)
    return user


def of_directory(ctx: Context, username: str, password: str) -> User:
    """A user of the pool's AD or LDAP directory, who becomes a user of the pool at once.

    Refuses 2333, and what `register.of_directory` refuses.
    """
    pipelines.by(ctx, "ldap")
    known = outside_identities.directory_user(ctx.db, ctx.pool_id, username)
    if known is None or not passwords.matches(password, known.password_hash):
        raise Refused(errors.CREDENTIALS_WRONG)

    def find() -> User | None:
        return users.by_username(ctx.db, ctx.pool_id, username)

    return found_or_made(ctx, find, lambda: register.of_directory(ctx, known))


def of_carrier(ctx: Context, token: str, access_token: str) -> User:
    """Whose phone it is that the carrier's tokens of one tap stand for, new to the pool or not.

    Refuses 2333, and what `register.of_carrier` refuses.
    """
    known = outside_identities.carrier_token(ctx.db, ctx.pool_id, token, access_token)
    if known is None:
        raise Refused(errors.CREDENTIALS_WRONG)
    address = Address.of_phone(Phone(known.phone_country_code, known.phone))

    def find() -> User | None:
        return identities.owner_of(ctx, address)

    return found_or_made(ctx, find, lambda: register.of_carrier(ctx, address))


def found_or_made(ctx: Context, find: Callable[[], User | None], make: Callable[[], User]) -> User:
    """Whom `find` finds, else whom `make` makes, for whom all is undone that refuses 2026. Refuses 2026."""
    # The second look finds whom another call has just registered; 2026 where he or she is gone again.
    user = find() or _unless_taken(ctx, make) or find()
    if user is None:
        raise Refused(errors.USER_EXISTS)
    return user


def _unless_taken(ctx: Context, newcomer: Callable[[], User]) -> User | None:
    """The user whom a first login registers; None where another call was faster, so that there is one to be found.

    What this call had written is undone then: PostgreSQL takes nothing more in a transaction in which something failed.
    """
    try:
        return newcomer()
    except Refused as refused:
        if refused.entry is not errors.USER_EXISTS:
            raise
        undo(ctx.db)
        return None
