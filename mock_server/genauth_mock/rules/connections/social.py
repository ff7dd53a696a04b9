"""Login by an identity at a social or enterprise provider. Documented: loginByWechat and the other third parties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.user_document import TAKEN_OVER
from genauth_mock.errors import Entry, Refused
from genauth_mock.kit import addresses
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import credentials, identities, pipelines, register
from genauth_mock.rules.connections.providers import Person
from genauth_mock.store import pending_identities, user_identities, users
from genauth_mock.store.database import Taken
from genauth_mock.store.pending_identities import PendingIdentity
from genauth_mock.store.user_identities import UserIdentity
from genauth_mock.store.users import User

# How somebody may prove to be the user to whom an identity is bound, as the SDKs call it.
METHODS = ("phone-code", "email-code", "username-password", "email-password", "phone-password")

# A guess.
_KEY_TTL_MS = 600_000


def log_in(ctx: Context, person: Person, *, asks: bool = False) -> User:
    """The user whom a person at a provider is. At the first login that is who has the phone or the e-mail address that
    the provider tells, else somebody new; with `asks` it is asked for.

    Refuses 1640 where the connection makes nobody, 1641 where it is asked for, 2921 where phone and e-mail belong to
    two users, each with the key by which it goes on; 2026, 2031, 2100, 603.
    """
    pipelines.by(ctx, "social", person.connection.type)
    owner = owner_of(ctx, person)
    if owner is not None:
        return owner
    accounts = _accounts(ctx, person.profile)
    if len(accounts) > 1:
        raise _question(ctx, person, errors.BIND_CHOSEN_ACCOUNT, accounts)
    if person.connection.bind_only:
        raise _question(ctx, person, errors.BIND_EXISTING_ACCOUNT, accounts)
    if asks:
        raise _question(ctx, person, errors.BIND_OR_CREATE_ACCOUNT, accounts)

    def make() -> User:
        return bound(ctx, person, accounts[0]) if accounts else created(ctx, person)

    return credentials.found_or_made(ctx, lambda: owner_of(ctx, person), make)


def owner_of(ctx: Context, person: Person) -> User | None:
    """The user whose identity it is."""
    found = user_identities.by_openid(ctx.db, ctx.pool_id, person.connection.id, person.openid)
    return users.by_id(ctx.db, ctx.pool_id, found.user_id) if found else None


def bound(ctx: Context, person: Person, user: User) -> User:
    """The user, to whom the identity is given. Refuses 2026 where it was just given to another."""
    identity = UserIdentity(
        user_pool_id=ctx.pool_id,
        id=ctx.ids.object_id(),
        user_id=user.id,
        connection_id=person.connection.id,
        connection_type=person.connection.type,
        openid=person.openid,
        profile=dict(person.profile),
        created_at=ctx.now,
    )
    try:
        user_identities.add(ctx.db, identity)
    except Taken:
        raise Refused(errors.USER_EXISTS) from None
    return user


def created(ctx: Context, person: Person) -> User:
    """A new user with the identity, and with what the provider tells; a phone or an e-mail address that is another's
    stays there (a guess). Refuses 2026, 2031, 2100, 603.
    """
    columns = _profile(person.profile)
    for address in _addresses(person.profile):
        if identities.owner_of(ctx, address) is None:
            columns |= register.columns_of(address)
    return bound(ctx, person, register.of_connection(ctx, columns, f"social:{person.connection.type}"))


def _accounts(ctx: Context, profile: Mapping[str, Any]) -> list[User]:
    """The users who have the phone or the e-mail address that a provider tells."""
    owners = (identities.owner_of(ctx, address) for address in _addresses(profile))
    return list({each.id: each for each in owners if each is not None}.values())


def _addresses(profile: Mapping[str, Any]) -> list[Address]:
    """What a provider tells that is an address; it has verified them."""
    phone, email = profile.get("phone"), profile.get("email")
    number = addresses.phone(phone) if isinstance(phone, str) else None
    mail = addresses.email(email) if isinstance(email, str) else None
    return [*([Address.of_phone(number)] if number else ()), *([Address.of_email(mail)] if mail else ())]


def _profile(profile: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, column in TAKEN_OVER.items():
        value = profile.get(name)
        if isinstance(value, str) and value:
            columns.setdefault(column, value)
    return columns


def _question(ctx: Context, person: Person, question: Entry, accounts: list[User]) -> Refused:
    """Why the login does not go on: somebody must say whose the identity is, by a key."""
    key = ctx.ids.secret()
    pending_identities.add(
        ctx.db,
        PendingIdentity(
            token=key,
            user_pool_id=ctx.pool_id,
            connection_id=person.connection.id,
            openid=person.openid,
            profile=dict(person.profile),
            question=question.name,
            accounts=[each.id for each in accounts],
            expires_at=ctx.now + _KEY_TTL_MS,
        ),
    )
    shown = [_account(each) for each in accounts]
    return Refused(question, data={"key": key, "methods": list(METHODS), "accounts": shown})


def _account(user: User) -> dict[str, Any]:
    """As much of a user as tells two apart."""
    told = {
        "id": user.id,
        "username": user.username,
        "nickname": user.nickname,
        "name": user.name,
        "photo": user.photo,
        "email": user.email,
        "phone": user.phone,
    }
    return {key: value for key, value in told.items() if value is not None}
