"""Registration. Documented: registerByEmail, registerByEmailCode, registerByUserName, registerByPhoneCode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.field_types import LONGEST_USERNAME
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, passwords
from genauth_mock.kit.addresses import EMAIL, Address
from genauth_mock.rules import limits, passcodes, pipelines, webhooks
from genauth_mock.rules.identities import Identity
from genauth_mock.store import custom_fields, users
from genauth_mock.store.database import Taken
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


def flaw_of_password(ctx: Context, password: str) -> Refused | None:
    """Why the pool would not take a password, None where it would."""
    try:
        check_password(ctx, password)
    except Refused as refused:
        return refused
    return None


def by_password(ctx: Context, identity: Identity, password: str, profile: Profile = _NOTHING) -> User:
    """Registers a name or an address, which stays unverified, with a password. An account is an e-mail address if it is
    one, a phone number if it is one, else a user name, in which case matters.

    Refuses 2003, 500 for what is no address, 400 for a user name that is none, 2026, 2029, 2031, 2032, 2100, 603 where
    a pipeline does.
    """
    columns, source = _named(identity)
    return _add(ctx, columns, source, password, profile)


def _named(identity: Identity) -> tuple[dict[str, Any], str]:
    """The columns and the register source of a user who is known by this."""
    kind, text = identity.kind, identity.text
    if kind == "email" or (kind == "account" and addresses.email(text)):
        return {"email": passcodes.email_address(text).recipient}, "basic:email"
    if kind == "phone" or (kind == "account" and addresses.phone(text, identity.country_code)):
        phone = passcodes.phone_address(text, identity.country_code)
        return {"phone": phone.recipient, "phone_country_code": phone.country_code}, "basic:phone-password"
    if not 1 <= len(text) <= LONGEST_USERNAME:
        raise Refused(errors.INVALID_PARAMETER, field="username", detail=f"1 … {LONGEST_USERNAME}")
    return {"username": text}, "basic:username-password"


def by_code(
    ctx: Context, address: Address, code: str | None, password: str | None, profile: Profile = _NOTHING
) -> User:
    """Registers an address, verified by the code that was sent to it; the password is optional.

    Refuses 2031 before 2001, 2100, 2026, 2029, 2032, 603.
    """
    _check_enabled(ctx)
    return by_passcode(ctx, address, passcodes.check(ctx, address, code, REGISTER_SCENES), password, profile)


def by_passcode(
    ctx: Context, address: Address, passcode: Passcode, password: str | None = None, profile: Profile = _NOTHING
) -> User:
    """Registers an address that a passcode, which is used up now, has proved.

    Refuses 2031, 2100, 2026, 2029, 2032, 603, 2001.
    """
    columns = columns_of(address)
    pipelines.by(ctx, "sms")
    profile = _check(ctx, columns, profile, password)
    passcodes.use_up(ctx, passcode)
    source = "basic:email-code" if address.channel == EMAIL else "basic:phone-code"
    return _insert(ctx, columns, source, password, profile)


def by_field(ctx: Context, key: str, column: str | None, value: str, password: str) -> User:
    """Registers by any other field: a profile field (`column` of users) or a custom field of type STRING.

    A guess, since nothing documents it: the value is also the user name, so that one can log in with it. Refuses 400
    for a field that the pool does not know (`field`), and for a value that the field does not take (its key), 2026,
    2029, 2031, 2032, 2100, 603.
    """
    values: dict[str, Any] = {"username": value}
    if column == "gender" and value not in ("M", "F", "U"):
        raise Refused(errors.INVALID_PARAMETER, field=key, detail="M, F, U")
    if column:
        values[column] = value
    elif any(each.key == key and each.data_type == "STRING" for each in custom_fields.of_pool(ctx.db, ctx.pool_id)):
        values["custom_data"] = {key: value}
    else:
        raise Refused(
            errors.INVALID_PARAMETER,
            field="field",
            detail="no profile field and no STRING custom field of the pool"
            if ctx.lang == "en"
            else "既不是资料字段，也不是本用户池中 STRING 类型的自定义字段",
        )
    return _add(ctx, values, f"basic:{key}", password, _NOTHING)


def columns_of(address: Address) -> dict[str, Any]:
    """The columns of a user whose address was verified."""
    if address.channel == EMAIL:
        return {"email": address.recipient, "email_verified": True}
    return {"phone": address.recipient, "phone_country_code": address.country_code, "phone_verified": True}


def _check(ctx: Context, columns: dict[str, Any], profile: Profile, password: str | None) -> Profile:
    """The profile as pipelines want it. Refuses 2031, 2100, 2026 for a name or address that is another's, 2029, 603."""
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
    return Profile(profile.values | pipelines.before_registration(ctx, wanted))


def _check_enabled(ctx: Context) -> None:
    """Refuses 2031."""
    if ctx.settings.register_disabled:
        raise Refused(errors.REGISTER_DISABLED)


def _add(ctx: Context, columns: dict[str, Any], source: str, password: str | None, profile: Profile) -> User:
    return _insert(ctx, columns, source, password, _check(ctx, columns, profile, password))


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
    for event in ("register", "user:created", *(("user:email-verified",) if user.email_verified else ())):
        webhooks.happened(ctx, event, user=user)
    return pipelines.run(ctx, pipelines.POST_REGISTER, user)


def of_directory(ctx: Context, known: DirectoryUser) -> User:
    """The user that somebody of the pool's directory becomes at the first login. Refuses 2026, 2031, 2100, 603."""
    return _add(ctx, {"username": known.username}, "ad", None, Profile(known.profile))


def of_connection(ctx: Context, columns: dict[str, Any], source: str) -> User:
    """The user that somebody of a social or enterprise provider becomes. Refuses 2026, 2031, 2100, 603."""
    return _add(ctx, columns, source, None, _NOTHING)


def of_carrier(ctx: Context, address: Address) -> User:
    """The user that a phone becomes at its first one-tap login. Refuses 2026, 2031, 2100, 603."""
    return _add(ctx, columns_of(address), "basic:phone-one-auth", None, _NOTHING)
