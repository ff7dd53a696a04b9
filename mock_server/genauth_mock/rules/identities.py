"""Who is meant by a name or an address."""

from __future__ import annotations

from typing import Literal, NamedTuple

from genauth_mock.context import Context
from genauth_mock.kit import addresses
from genauth_mock.kit.addresses import EMAIL, HOME_COUNTRY_CODE, Address
from genauth_mock.store import users
from genauth_mock.store.users import User

IdentityKind = Literal["account", "email", "username", "phone"]


class Identity(NamedTuple):
    """By what somebody is known: an e-mail address, a user name or a phone number, or an `account`, which may be any of
    them. A phone number without a country code is Chinese, else somebody's in whichever country.
    """

    kind: IdentityKind
    text: str
    country_code: str | None = None


def find(ctx: Context, identity: Identity) -> User | None:
    """The user who is meant. An account is an e-mail address where it has an @, a phone number where it is digits, and
    else, or where nobody has these, a user name.
    """
    kind, text, country_code = identity
    if kind == "account":
        found = _of_email(ctx, text) if "@" in text else _of_phone(ctx, text, country_code)
        return found or users.by_username(ctx.db, ctx.pool_id, text)
    if kind == "email":
        return _of_email(ctx, text)
    if kind == "phone":
        return _of_phone(ctx, text, country_code)
    return users.by_username(ctx.db, ctx.pool_id, text)


def of_field(ctx: Context, field: str, value: str) -> User | None:
    """The user who has a value in a field that one registers by: `email`, `phone`, `username`, or any other.

    A guess: the value of any other is the user name too, as `register.by_field` makes it.
    """
    if field == "email":
        return find(ctx, Identity("email", value))
    return find(ctx, Identity("phone" if field == "phone" else "username", value))


def _of_email(ctx: Context, text: str) -> User | None:
    email = addresses.email(text)
    return users.by_email(ctx.db, ctx.pool_id, email) if email else None


def _of_phone(ctx: Context, text: str, country_code: str | None) -> User | None:
    if country_code:
        phone = addresses.phone(text, country_code)
        return owner_of(ctx, Address.of_phone(phone)) if phone else None
    number = addresses.number_to_look_up(text)
    if number is None:
        return None
    at_home = users.by_phone(ctx.db, ctx.pool_id, number, HOME_COUNTRY_CODE)
    return at_home or users.by_number(ctx.db, ctx.pool_id, number)


def owner_of(ctx: Context, address: Address) -> User | None:
    """The user whose address this is."""
    if address.channel == EMAIL:
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
        return _of_phone(ctx, phone, country_code or HOME_COUNTRY_CODE) is not None
    if email:
        return _of_email(ctx, email) is not None
    if username:
        return users.by_username(ctx.db, ctx.pool_id, username) is not None
    return bool(external_id) and users.by_external_id(ctx.db, ctx.pool_id, str(external_id)) is not None
