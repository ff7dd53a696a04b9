"""Phone and e-mail of who is logged in. Documented: bindPhone, unbindPhone, bindEmail, unbindEmail, updatePhone,
updateEmail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Entry, Refused
from genauth_mock.kit.addresses import EMAIL, SMS, Address
from genauth_mock.rules import identities, passcodes, register, webhooks
from genauth_mock.rules.connections import linking
from genauth_mock.store import user_identities, users
from genauth_mock.store.database import Taken
from genauth_mock.store.users import User

_SCENES = (
    *("CHANGE_EMAIL", "VERIFY_CODE", "VERIFY_EMAIL"),
    *("EMAIL_BIND_VERIFY_CODE", "EMAIL_UNBIND_VERIFY_CODE"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between a phone number and an e-mail address."""

    column: str
    taken: Entry
    unchanged: Entry
    none_bound: Entry
    old_not_verified: Entry
    nothing: dict[str, Any]


PHONE = Kind(
    "phone",
    errors.BOUND_BY_OTHER_PHONE,
    errors.PHONE_UNCHANGED,
    errors.NO_PHONE_BOUND,
    errors.OLD_PHONE_NOT_VERIFIED,
    {"phone": None, "phone_country_code": None, "phone_verified": False},
)
MAIL = Kind(
    "email",
    errors.BOUND_BY_OTHER_EMAIL,
    errors.EMAIL_UNCHANGED,
    errors.NO_EMAIL_BOUND,
    errors.OLD_EMAIL_NOT_VERIFIED,
    {"email": None, "email_verified": False},
)


def kind_of(address: Address) -> Kind:
    """Phone or e-mail."""
    return MAIL if address.channel == EMAIL else PHONE


def bind(ctx: Context, user: User, address: Address, code: str | None) -> User:
    """Binds an address by the code that was sent to it. Refuses 400 for an empty code, 2001, 1320004."""
    kind = kind_of(address)
    if not code:
        raise Refused(errors.PASSCODE_EMPTY, field="code")
    passcode = passcodes.check(ctx, address, code, _SCENES)
    _check_free(ctx, user, address, kind)
    passcodes.use_up(ctx, passcode)
    return _set(ctx, user, register.columns_of(address), kind)


def unbind(ctx: Context, user: User, kind: Kind) -> User:
    """Takes an address away. Refuses 1320005 where there is none, and where no other way to log in would be left."""
    if not getattr(user, kind.column):
        raise Refused(kind.none_bound)
    has = user_identities.of_user(ctx.db, ctx.pool_id, user.id)
    if not linking.can_log_in(user, len(has), without=kind.column):
        raise Refused(errors.NO_OTHER_LOGIN_METHOD)
    return _changed(ctx, user, kind.nothing)


def update(ctx: Context, user: User, new: Address, code: str | None, old: Address | None, old_code: str | None) -> User:
    """Changes an address by a code to the new one, and one to the old one where there was one.

    Refuses 2229 or 2230 for the same address, 1320004 for another user's, 2227 or 2228 without a code to the old one,
    2001. The old address's own code is asked for, as the service does by default.
    """
    kind = kind_of(new)
    owner = identities.owner_of(ctx, new)
    if owner is not None:
        raise Refused(kind.unchanged if owner.id == user.id else kind.taken)
    passcode = passcodes.check(ctx, new, code, _SCENES)
    old_passcode = None
    if getattr(user, kind.column):
        bound = _address_of(user, kind)
        if old is None or old.key != bound.key or not old_code:
            raise Refused(kind.old_not_verified)
        old_passcode = passcodes.check(ctx, bound, old_code, _SCENES)
    passcodes.use_up(ctx, passcode)
    if old_passcode:
        passcodes.use_up(ctx, old_passcode)
    return _set(ctx, user, register.columns_of(new), kind)


def _address_of(user: User, kind: Kind) -> Address:
    if kind is MAIL:
        return Address.of_email(str(user.email))
    return Address(SMS, str(user.phone), user.phone_country_code)


def _check_free(ctx: Context, user: User, address: Address, kind: Kind) -> None:
    owner = identities.owner_of(ctx, address)
    if owner is not None and owner.id != user.id:
        raise Refused(kind.taken)


def _set(ctx: Context, user: User, columns: dict[str, Any], kind: Kind) -> User:
    try:
        return _changed(ctx, user, columns)
    except Taken:
        raise Refused(kind.taken) from None


def _changed(ctx: Context, user: User, columns: dict[str, Any]) -> User:
    users.change(ctx.db, ctx.pool_id, user.id, {**columns, "updated_at": ctx.now})
    changed = users.reloaded(ctx.db, user)
    webhooks.happened(ctx, "user:updated", user=changed, changed=columns)
    if columns.get("email_verified"):
        webhooks.happened(ctx, "user:email-verified", user=changed)
    return changed
