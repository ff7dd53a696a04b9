"""Passkeys: the credentials of users' authenticators, and the challenges that are still to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    json_column,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import Query, delete, insert, lookup, update


class Passkey(Row, table=True):
    """A credential of a user's authenticator. Id and public key (COSE) are base64url, as they travel."""

    __tablename__ = "passkeys"
    __table_args__ = (
        sa.UniqueConstraint("credential_id", "user_pool_id"),
        sa.Index("passkeys_of_user", "user_pool_id", "user_id"),
    )

    user_pool_id: str
    user_id: str
    credential_id: str
    public_key: str
    # Up to 2^32 - 1, by WebAuthn.
    counter: int = time_column(default=0)
    authenticator_code: str
    name: str
    transports: list[str] = json_column(list)
    aaguid: str
    created_at: int = time_column()
    last_used_at: int | None = time_column(default=None)


class PasskeyChallenge(Row, table=True):
    """A challenge that an authenticator is to answer, and from which origins. `user_id` is empty for a login."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (
        sa.UniqueConstraint("ticket", "user_pool_id"),
        sa.Index("passkey_challenges_of_user", "user_pool_id", "user_id"),
    )

    ticket: str
    user_pool_id: str
    user_id: str
    challenge: str
    rp_id: str
    origins: list[str] = json_column(list)
    expires_at: int = time_column()


_PASSKEYS = table(Passkey)
_BY_CREDENTIAL = lookup(Passkey, "user_pool_id", "credential_id")
_OF_USER = lookup(Passkey, "user_pool_id", "user_id")
_BY_TICKET = lookup(PasskeyChallenge, "user_pool_id", "ticket")
_USE = Query(
    Passkey,
    sa.update(_PASSKEYS)
    .where(
        _PASSKEYS.c.user_pool_id == sa.bindparam("pool"),
        _PASSKEYS.c.credential_id == sa.bindparam("which"),
        _PASSKEYS.c.counter == sa.bindparam("seen"),
    )
    .values(counter=sa.bindparam("new"), last_used_at=sa.bindparam("at")),
)


def by_credential(db: Connection, user_pool_id: str, credential_id: str) -> Passkey | None:
    """The passkey of this credential id."""
    return _BY_CREDENTIAL.first(db, user_pool_id=user_pool_id, credential_id=credential_id)


def of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[Passkey]:
    """A user's passkeys, oldest first."""
    return _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def newest_of_user(
    db: Connection, user_pool_id: str, user_id: str, page: int, limit: int, authenticator_code: str | None = None
) -> tuple[Sequence[Passkey], int]:
    """One page of a user's passkeys, newest first, and how many there are; those of one kind of authenticator."""
    wanted = sa.and_(_PASSKEYS.c.user_pool_id == user_pool_id, _PASSKEYS.c.user_id == user_id)
    if authenticator_code is not None:
        wanted = sa.and_(wanted, _PASSKEYS.c.authenticator_code == authenticator_code)
    return page_of(db, Passkey, sa.select(_PASSKEYS).where(wanted).order_by(_PASSKEYS.c.seq.desc()), page, limit)


def add(db: Connection, passkey: Passkey) -> None:
    """Adds a passkey. Raises Taken where the pool has one of this credential id."""
    insert(db, passkey)


def use(db: Connection, passkey: Passkey, counter: int, at_ms: int) -> bool:
    """Notes that a passkey was used, and its new counter; False if another call was faster, or it is gone."""
    which = {"pool": passkey.user_pool_id, "which": passkey.credential_id, "seen": passkey.counter}
    return _USE.run(db, **which, new=counter, at=at_ms) == 1


def rename(db: Connection, user_pool_id: str, user_id: str, credential_id: str, name: str) -> bool:
    """Names a user's passkey; False if the user has none of this credential id."""
    key = {"user_pool_id": user_pool_id, "user_id": user_id, "credential_id": credential_id}
    return update(db, Passkey, key, {"name": name}) == 1


def remove(db: Connection, user_pool_id: str, user_id: str, credential_id: str) -> bool:
    """Removes a user's passkey; False if the user has none of this credential id."""
    return delete(db, Passkey, user_pool_id=user_pool_id, user_id=user_id, credential_id=credential_id) == 1


def remove_of_user(db: Connection, user_pool_id: str, user_id: str, authenticator_code: str | None = None) -> None:
    """Removes a user's passkeys, all or those of one kind of authenticator."""
    key: dict[str, Any] = {"user_pool_id": user_pool_id, "user_id": user_id}
    if authenticator_code is not None:
        key["authenticator_code"] = authenticator_code
    delete(db, Passkey, **key)


def known(db: Connection, user_pool_id: str, credential_ids: Iterable[str]) -> Sequence[Passkey]:
    """Those of some credentials that the pool has a passkey of, each once, in the order in which they are named."""
    found = (by_credential(db, user_pool_id, each) for each in dict.fromkeys(credential_ids))
    return [each for each in found if each is not None]


def challenge_of(db: Connection, user_pool_id: str, ticket: str) -> PasskeyChallenge | None:
    """The challenge for which a ticket stands."""
    return _BY_TICKET.first(db, user_pool_id=user_pool_id, ticket=ticket)


def add_challenge(db: Connection, challenge: PasskeyChallenge) -> None:
    """Adds a challenge."""
    insert(db, challenge)


def use_up(db: Connection, challenge: PasskeyChallenge) -> bool:
    """Takes a challenge away; False if another call was faster."""
    return delete(db, PasskeyChallenge, user_pool_id=challenge.user_pool_id, ticket=challenge.ticket) == 1
