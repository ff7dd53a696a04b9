"""Users as whoever steers the mock makes and changes them, past all rules for end users."""

from __future__ import annotations

from genauth_mock.context import Mock
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.pool_document import UserDocument
from genauth_mock.kit import clock
from genauth_mock.rules import session
from genauth_mock.steering.pools import pinning, seeding_users
from genauth_mock.store import authorizations, belongings, users
from genauth_mock.store.database import Connection
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User


def create(db: Connection, mock: Mock, pool: UserPool, document: UserDocument) -> User:
    """Makes a user. Raises BadDocument, and then nothing is made."""
    now = clock.iso(clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms))
    pinned = pinning.pinned_user(document, mock.ids, now)
    seeding_users.plant_users(db, pool.id, [pinned])
    made = users.by_id(db, pool.id, str(pinned.id))
    assert made is not None, "a user who was just made is there"
    return made


def change(db: Connection, mock: Mock, pool: UserPool, user: User, document: UserDocument) -> User:
    """Changes the fields that the document sets. Raises BadDocument.

    Custom data is merged, roles and other lists are replaced. A new password, blocking, deactivating: all sessions end.
    """
    if document.id not in (None, user.id):
        raise BadDocument("id", "a user's id cannot be changed")
    now_ms = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
    pinned = pinning.pinned_user(document, mock.ids, clock.iso(now_ms))
    seeding_users.change_user(db, pool.id, user, document.model_fields_set, pinned, now_ms)
    is_new_password = document.password is not None or document.password_hash is not None
    if is_new_password or document.blocked or document.status != "Activated":
        session.end_all(db, pool.id, user.id)
    return users.reloaded(db, user)


def remove(db: Connection, user: User) -> None:
    """Removes a user and all that belongs to him or her, sessions included."""
    for each in authorizations.ids_of_user(db, user.user_pool_id, user.id):
        session.end_authorization(db, each)
    belongings.remove(db, user.user_pool_id, user.id)
    users.remove(db, user.user_pool_id, user.id)
