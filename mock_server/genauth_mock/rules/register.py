"""Registration. Documented: registerByEmail, registerByEmailCode, registerByUserName, registerByPhoneCode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.field_types import LONGEST_USERNAME
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, passwords
from genauth_mock.rules import limits, passcodes
from genauth_mock.rules.passcodes import Address
from genauth_mock.store import custom_fields, users
from genauth_mock.store.database import Taken, undo
from genauth_mock.store.outside_identities import DirectoryUser
from genauth_mock.store.passcodes import Passcode
from genauth_mock.store.users import User

REGISTER_SCENES = (
    "VERIFY_CODE",
    "REGISTER_VERIFY_CODE",
    "LOGIN_VERIFY_CODE",
    "FIRST_EMAIL_LOGIN_VERIFY",
    "VERIFY_EMAIL",
)
DEFAULT_PHOTO = "https://files.authing.co/authing-console/default-user-avatar.png"

_TOO_WEAK = (
    errors.PASSWORD_MISSING,
    errors.PASSWORD_TOO_WEAK_1,
    errors.PASSWORD_TOO_WEAK_2,
    errors.PASSWORD_TOO_WEAK_3,
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a client tells of the new user besides the credentials; the keys are columns of `users`."""

    values: dict[str, Any]


_NOTHING = Profile({})


def check_password(ctx: Context, password: str) -> None:
    """Refuses 2029 for a password below the pool's `passwordStrength`, 2032 for an empty one."""
    if not passwords.is_strong_enough(password, ctx.settings.password_strength):
        raise Refused(_TOO_WEAK[ctx.settings.password_strength if password else 0])


def by_email(ctx: Context, email: str, password: str, profile: Profile = _NOTHING) -> User:
    """Registers an e-mail address with a password. It stays unverified. Refuses 2003, 2026, 2029, 2031, 2100."""
    address = passcodes.email_address(email)
    return _add(ctx, {"email": address.recipient}, "basic:email", password, profile)


def by_email_code(
    ctx: Context, email: str, code: str | None, password: str | None, profile: Profile = _NOTHING
) -> User:
    """Registers a verified e-mail address by a code. Refuses 2003, 2001, 2026, 2031, 2100."""
    address = passcodes.email_address(email)
    return by_code(ctx, address, code, password, profile)


def by_phone_code(
    ctx: Context,
    phone: str,
    country_code: str | None,
    code: str | None,
    password: str | None,
    profile: Profile = _NOTHING,
) -> User:
    """Registers a verified phone number by a code; the password is optional. Refuses 500, 2001, 2026, 2031, 2100."""
    address = passcodes.phone_address(phone, country_code)
    return by_code(ctx, address, code, password, profile)


def by_code(
    ctx: Context, address: Address, code: str | None, password: str | None, profile: Profile = _NOTHING
) -> User:
    """Registers an address with the code that was sent to it."""
    _check_enabled(ctx)
    return by_passcode(ctx, address, passcodes.check(ctx, address, code, REGISTER_SCENES), password, profile)


def by_passcode(
    ctx: Context, address: Address, passcode: Passcode, password: str | None = None, profile: Profile = _NOTHING
) -> User:
    """Registers an address that a passcode, which is used up now, has proved. Refuses 2031, 2100, 2026, 2029, 2001."""
    columns, source = identity_of(address)
    _check(ctx, columns, profile, password)
    passcodes.use_up(ctx, passcode)
    return _insert(ctx, columns, source, password, profile)


def by_username(ctx: Context, username: str, password: str, profile: Profile = _NOTHING) -> User:
    """Registers a user name, in which case matters, with a password. Refuses 2026, 2029, 2031, 2100."""
    return _add(ctx, {"username": username}, "basic:username-password", password, profile)


def by_phone(ctx: Context, phone: str, country_code: str | None, password: str, profile: Profile = _NOTHING) -> User:
    """Registers a phone number with a password, unverified. Refuses 500, 2026, 2029, 2031, 2100."""
    address = passcodes.phone_address(phone, country_code)
    columns = {"phone": address.recipient, "phone_country_code": address.country_code}
    return _add(ctx, columns, "basic:phone-password", password, profile)


def by_account(ctx: Context, account: str, password: str) -> User:
    """Registers an account of unknown kind: an e-mail address if it is one, a phone if it is one, else a user name.

    Refuses 400 for a user name that is too long.
    """
    if addresses.email(account):
        return by_email(ctx, account, password)
    if addresses.phone(account):
        return by_phone(ctx, account, None, password)
    if len(account) > LONGEST_USERNAME:
        raise Refused(errors.INVALID_PARAMETER, field="account", detail=f"1 … {LONGEST_USERNAME}")
    return by_username(ctx, account, password)


def by_extended_field(ctx: Context, field: str, column: str | None, account: str, password: str) -> User:
    """Registers by any other field: a profile field (`column` of users) or a custom field of type STRING.

    A guess, since nothing documents it: the account is also the user name, so that one can log in with it.
    Refuses 400 for a field that the pool does not know.
    """
    values: dict[str, Any] = {"username": account}
    if column == "gender" and account not in ("M", "F", "U"):
        raise Refused(errors.INVALID_PARAMETER, field="account", detail="M, F, U")
    if column:
        values[column] = account
    elif any(each.key == field and each.data_type == "STRING" for each in custom_fields.of_pool(ctx.db, ctx.pool_id)):
        values["custom_data"] = {field: account}
    else:
        raise Refused(
            errors.INVALID_PARAMETER,
            field=f"register-{field}",
            detail="no profile field and no STRING custom field of the pool"
            if ctx.lang == "en"
            else "既不是资料字段，也不是本用户池中 STRING 类型的自定义字段",
        )
    return _add(ctx, values, f"basic:{field}", password, _NOTHING)


def identity_of(address: Address) -> tuple[dict[str, Any], str]:
    """The columns and the register source of a user whose address was verified by a code."""
    if address.channel == passcodes.EMAIL:
        return {"email": address.recipient, "email_verified": True}, "basic:email-code"
    return {
        "phone": address.recipient,
        "phone_country_code": address.country_code,
        "phone_verified": True,
    }, "basic:phone-code"


def owner_of(ctx: Context, address: Address) -> User | None:
    """The user whose address this is."""
    if address.channel == passcodes.EMAIL:
        return users.by_email(ctx.db, ctx.pool_id, address.recipient)
    return users.by_phone(ctx.db, ctx.pool_id, address.recipient, address.country_code or "")


def is_taken(
    ctx: Context,
    *,
    phone: str | None = None,
    country_code: str | None = None,
    email: str | None = None,
    username: str | None = None,
    external_id: str | None = None,
) -> bool:
    """Whether a user of the pool has the first of these that is given. What can be no address is nobody's (a guess)."""
    if phone:
        number = addresses.phone(phone, country_code)
        return number is not None and owner_of(ctx, passcodes.of_phone(number)) is not None
    if email:
        address = addresses.email(email)
        return address is not None and users.by_email(ctx.db, ctx.pool_id, address) is not None
    if username:
        return users.by_username(ctx.db, ctx.pool_id, username) is not None
    return bool(external_id) and users.by_external_id(ctx.db, ctx.pool_id, str(external_id)) is not None


def _check(ctx: Context, columns: dict[str, Any], profile: Profile, password: str | None) -> None:
    """Refuses 2031, 2100, 2026 for a name or address that is another's, 2029."""
    _check_enabled(ctx)
    limits.check_registration(ctx)
    wanted = profile.values | columns
    username, email, phone = wanted.get("username"), wanted.get("email"), wanted.get("phone")
    if (
        (username and users.by_username(ctx.db, ctx.pool_id, username))
        or (email and users.by_email(ctx.db, ctx.pool_id, email))
        or (phone and users.by_phone(ctx.db, ctx.pool_id, phone, wanted["phone_country_code"]))
    ):
        raise Refused(errors.USER_EXISTS)
    if password is not None:
        check_password(ctx, password)


def _check_enabled(ctx: Context) -> None:
    """Refuses 2031."""
    if ctx.settings.register_disabled:
        raise Refused(errors.REGISTER_DISABLED)


def _add(ctx: Context, columns: dict[str, Any], source: str, password: str | None, profile: Profile) -> User:
    _check(ctx, columns, profile, password)
    return _insert(ctx, columns, source, password, profile)


def _insert(ctx: Context, columns: dict[str, Any], source: str, password: str | None, profile: Profile) -> User:
    if password is not None:
        columns = columns | {
            "password_hash": passwords.hashed(password),
            "password_security_level": passwords.security_level(password),
        }
    values = {
        "user_pool_id": ctx.pool_id,
        "id": ctx.ids.object_id(),
        "register_source": [source],
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "photo": DEFAULT_PHOTO,
    }
    try:
        user = users.add(ctx.db, values | profile.values | columns)
    except Taken:
        raise Refused(errors.USER_EXISTS) from None
    limits.count_registration(ctx)
    return user


def unless_taken(ctx: Context, register: Callable[[], User]) -> User | None:
    """The user whom a first login registers; None where another call was faster, so that there is one to be found.

    What this call had written is undone then: PostgreSQL takes nothing more in a transaction in which something failed.
    """
    try:
        return register()
    except Refused as refused:
        if refused.entry is not errors.USER_EXISTS:
            raise
        undo(ctx.db)
        return None


def of_directory(ctx: Context, known: DirectoryUser) -> User:
    """The user that somebody of the pool's directory becomes at the first login. Refuses 2026, 2031."""
    return _add(ctx, {"username": known.username}, "ad", None, Profile(known.profile))


def of_carrier(ctx: Context, phone: addresses.Phone) -> User:
    """The user that a phone becomes at its first one-tap login. Refuses 2026, 2031."""
    columns, _ = identity_of(passcodes.of_phone(phone))
    return _add(ctx, columns, "basic:phone-one-auth", None, _NOTHING)
