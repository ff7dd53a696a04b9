"""Login. Documented: loginByAccount, loginByPhoneCode, loginByEmail, loginByAD, loginByOneAuth."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, passwords
from genauth_mock.rules import (
    limits,
    mfa,
    passcodes,
    register,
    session,
)
from genauth_mock.rules.passcodes import Address
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import outside_identities, tickets, users
from genauth_mock.store.tickets import Ticket
from genauth_mock.store.users import User

FIRST_LOGIN_RESET = "first-login-reset"
_FIRST_LOGIN_TTL_MS = 600_000
LOGIN_SCENES = ("VERIFY_CODE", "LOGIN_VERIFY_CODE", "FIRST_EMAIL_LOGIN_VERIFY", "REGISTER_VERIFY_CODE")


def by_account(
    ctx: Context,
    account: str,
    password: str,
    *,
    auto_register: bool = False,
    captcha_code: str | None = None,
    captcha_id: str | None = None,
) -> LoggedIn:
    """Logs in by phone, e-mail or user name and password; `auto_register` makes a user of an unknown account.

    Refuses 2333 for a wrong password and for nobody alike, 2000, 2057, and what `admit` refuses.
    """
    limits.check_login(ctx, captcha_code, captcha_id)
    user = find_account(ctx, account)
    if user is None and auto_register and password:
        made = register.unless_taken(ctx, lambda: register.by_account(ctx, account, password))
        if made is not None:
            return log_in(ctx, made)
        user = find_account(ctx, account)
    return log_in(ctx, _with_password(ctx, user, account, password))


def by_password(ctx: Context, account: str, password: str) -> User:
    """The user of an account and its password, not yet logged in. Refuses 2333, 2057, 2042."""
    return _with_password(ctx, find_account(ctx, account), account, password)


def _with_password(ctx: Context, user: User | None, account: str, password: str) -> User:
    if user is not None:
        limits.check_lockout(ctx, user)
    if user is None or not _has_password(user, password):
        # A user name may look like somebody else's address or number.
        other = users.by_username(ctx.db, ctx.pool_id, account)
        if other is None or (user is not None and other.id == user.id) or not _has_password(other, password):
            limits.count_wrong_login(ctx)
            if user is not None:
                limits.count_wrong_password(ctx, user)
            raise Refused(errors.CREDENTIALS_WRONG)
        limits.check_lockout(ctx, other)
        user = other
    limits.forget_wrong_logins(ctx)
    limits.unlock(ctx, user)
    if ctx.settings.email_verified_required and user.email and not user.email_verified:
        raise Refused(errors.EMAIL_UNVERIFIED)
    return user


def _has_password(user: User, password: str) -> bool:
    return user.password_hash is not None and passwords.matches(password, user.password_hash)


def find_account(ctx: Context, account: str) -> User | None:
    """The user whom an account means: by e-mail where it has an @, by phone where it is digits, else by user name."""
    found = None
    if "@" in account:
        email = addresses.email(account)
        found = users.by_email(ctx.db, ctx.pool_id, email) if email else None
    elif number := addresses.number_to_look_up(account):
        found = users.by_phone(ctx.db, ctx.pool_id, number, addresses.HOME_COUNTRY_CODE) or users.by_number(
            ctx.db, ctx.pool_id, number
        )
    return found or users.by_username(ctx.db, ctx.pool_id, account)


def by_phone_code(
    ctx: Context, phone: str, country_code: str | None, code: str | None, *, auto_register: bool = False
) -> LoggedIn:
    """Logs in by a code that was sent by SMS. Refuses 500, 2001, 2004."""
    return log_in(ctx, by_code(ctx, passcodes.phone_address(phone, country_code), code, auto_register=auto_register))


def by_email_code(ctx: Context, email: str, code: str | None, *, auto_register: bool = False) -> LoggedIn:
    """Logs in by a code that was sent by e-mail. Refuses 2003, 2001, 2004."""
    return log_in(ctx, by_code(ctx, passcodes.email_address(email), code, auto_register=auto_register))


def by_code(ctx: Context, address: Address, code: str | None, *, auto_register: bool) -> User:
    """The user whose address was proved by a code, not yet logged in. Refuses 2001, 2004."""
    passcode = passcodes.check(ctx, address, code, LOGIN_SCENES)
    user = register.owner_of(ctx, address)
    if user is None:
        if not auto_register:
            raise Refused(errors.USER_NOT_FOUND)
        made = register.unless_taken(ctx, lambda: register.by_passcode(ctx, address, passcode))
        if made is not None:
            return made
        return by_code(ctx, address, code, auto_register=False)
    check_may_log_in(ctx, user)
    passcodes.use_up(ctx, passcode)
    verified = "email_verified" if address.channel == passcodes.EMAIL else "phone_verified"
    users.change(ctx.db, ctx.pool_id, user.id, {verified: True})
    return user


def by_directory(ctx: Context, username: str, password: str) -> LoggedIn:
    """Logs in a user of the pool's AD or LDAP directory, who becomes a user of the pool at once. Refuses 2333."""
    known = outside_identities.directory_user(ctx.db, ctx.pool_id, username)
    if known is None or not passwords.matches(password, known.password_hash):
        raise Refused(errors.CREDENTIALS_WRONG)

    def find() -> User | None:
        return users.by_username(ctx.db, ctx.pool_id, username)

    return log_in(
        ctx, find() or register.unless_taken(ctx, lambda: register.of_directory(ctx, known)) or _there(find())
    )


def by_carrier(ctx: Context, token: str, access_token: str) -> LoggedIn:
    """Logs in by one tap: the phone carrier's tokens stand for a phone number, new to the pool or not. Refuses 2333."""
    known = outside_identities.carrier_token(ctx.db, ctx.pool_id, token, access_token)
    if known is None:
        raise Refused(errors.CREDENTIALS_WRONG)
    phone = addresses.Phone(known.phone_country_code, known.phone)

    def find() -> User | None:
        return register.owner_of(ctx, passcodes.of_phone(phone))

    return log_in(ctx, find() or register.unless_taken(ctx, lambda: register.of_carrier(ctx, phone)) or _there(find()))


def _there(user: User | None) -> User:
    """A user whom another call has just registered. Refuses 2026 where he or she is gone again."""
    if user is None:
        raise Refused(errors.USER_EXISTS)
    return user


def log_in(ctx: Context, user: User) -> LoggedIn:
    """Logs a user in whose credentials were right; the session is the browser's too. Refuses what `admit` refuses."""
    return session.open_session(ctx, admit(ctx, user), in_browser=True)


def admit(ctx: Context, user: User, *, past_mfa: bool = False) -> User:
    """Counts the login of a user whose credentials were right, and gives the user as he or she is then.

    Refuses 2005, 1639 with a token for the password reset, 1636 with one for the second factor.
    """
    check_may_log_in(ctx, user)
    if not past_mfa and mfa.is_needed(ctx, user):
        raise mfa.required(ctx, user)
    counted = users.count_login(ctx.db, ctx.pool_id, user.id, ctx.now, ctx.client_ip)
    if counted is None:
        # Another call has removed the account meanwhile.
        raise Refused(errors.USER_NOT_FOUND)
    return counted


def check_may_log_in(ctx: Context, user: User) -> None:
    """Refuses 2005 for a user who is locked, 1639 with a token for one who must choose a password first."""
    if user.blocked or user.status != "Activated":
        raise Refused(errors.USER_LOCKED)
    if user.reset_password_on_first_login:
        token = ctx.ids.secret()
        tickets.add(
            ctx.db,
            Ticket(
                token=token,
                purpose=FIRST_LOGIN_RESET,
                user_pool_id=ctx.pool_id,
                user_id=user.id,
                expires_at=ctx.now + _FIRST_LOGIN_TTL_MS,
            ),
        )
        raise Refused(errors.FIRST_LOGIN_RESET, data={"token": token})
