"""Users as whoever steers the mock makes and changes them, past all rules for end users."""

from __future__ import annotations

from genauth_mock.context import Context
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.user_document import UserDocument
from genauth_mock.kit import clock
from genauth_mock.rules import session, webhooks
from genauth_mock.steering import user_changes
from genauth_mock.steering.pools import pinning, seeding_users
from genauth_mock.store import authorizations, belongings, users
from genauth_mock.store.users import User


def create(ctx: Context, document: UserDocument) -> User:
    """Makes a user. Raises BadDocument, and then nothing is made."""
    pinned = pinning.pinned_user(document, ctx.ids, clock.iso(ctx.now))
    seeding_users.plant_users(ctx.db, ctx.pool_id, [pinned])
    made = users.by_id(ctx.db, ctx.pool_id, str(pinned.id))
    assert made is not None, "a user who was just made is there"
    for event in ("register", "user:created"):
        webhooks.happened(ctx, event, user=made)
    return made


def change(ctx: Context, user: User, document: UserDocument) -> User:
    """Changes the fields that the document sets. Raises BadDocument.

    Custom data is merged, roles and other lists are replaced. A new password, blocking, deactivating: all sessions end.
    """
    if document.id not in (None, user.id):
        raise BadDocument("id", "a user's id cannot be changed")
    had = user_changes.links_of(ctx, user)
    pinned = pinning.pinned_user(document, ctx.ids, clock.iso(ctx.now))
    seeding_users.change_user(ctx.db, ctx.pool_id, user, document.model_fields_set, pinned, ctx.now)
    is_new_password = document.password is not None or document.password_hash is not None
    if is_new_password or document.blocked or document.status != "Activated":
        session.end_all(ctx.db, ctx.pool_id, user.id)
    changed = users.reloaded(ctx.db, user)
    user_changes.tell(ctx, user, changed, had)
    return changed


def remove(ctx: Context, user: User) -> None:
    """Removes a user and all that belongs to him or her, sessions included."""
    for each in authorizations.ids_of_user(ctx.db, user.user_pool_id, user.id):
        session.end_authorization(ctx.db, each)
    belongings.remove(ctx.db, user.user_pool_id, user.id)
    users.remove(ctx.db, user.user_pool_id, user.id)
    webhooks.happened(ctx, "user:deleted", users=[user])
