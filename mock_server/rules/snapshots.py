"""Whole states of a user pool: written, kept under a name, brought back. What a pool was made from is one of them."""

from __future__ import annotations

from mock_server import clock
from mock_server.field_types import BadDocument
from mock_server.store import applications, images, outside_identities, snapshots, uploads, user_pools
from mock_server.store.database import Connection, Taken, hold_still
from mock_server.store.images import Image
from mock_server.store.snapshots import MADE_FROM, SnapshotInList
from mock_server.store.user_pools import UserPool

# A reset takes faults and journal away as well, but never what somebody has kept.
_STAYS_AT_RESET = frozenset({"snapshots"})


def make(db: Connection, image: Image, kept: bytes) -> None:
    """Writes a new pool; `kept` is the image for its resets. Raises BadDocument, and then nothing may be kept of it."""
    _check_free(db, image)
    try:
        images.insert(db, image)
    except Taken:
        raise _just_taken() from None
    snapshots.keep(db, image.user_pool_id, MADE_FROM, kept, clock.wall_ms())


def replace(db: Connection, image: Image, kept: bytes) -> None:
    """Writes a pool as `make`, in the place of the one of its id, which is gone as a whole but for its snapshots.

    A reset brings back the new one. Raises BadDocument, and then nothing may be kept of it.
    """
    _put_back(db, image)
    snapshots.keep(db, image.user_pool_id, MADE_FROM, kept, clock.wall_ms())


def reset(db: Connection, user_pool_id: str) -> None:
    """Brings a pool back to what it was made from, in every respect. Raises BadDocument as `restore`."""
    content = snapshots.image(db, user_pool_id, MADE_FROM)
    assert content is not None, "a pool is made with it"
    _put_back(db, Image.from_bytes(content))


def taken(db: Connection, user_pool_id: str) -> Image:
    """A pool as it is now: users, sessions, codes, outbox, uploads, settings, clock. Not journal, faults, snapshots.

    It is the transaction's first step.
    """
    hold_still(db)
    return images.read(db, user_pool_id)


def save(db: Connection, pool: UserPool, name: str, content: bytes) -> SnapshotInList:
    """Keeps a state of a pool under a name, in the place of another of that name."""
    user_pools.hold(db, pool.id)
    snapshots.keep(db, pool.id, name, content, clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms))
    kept = snapshots.named(db, pool.id, name)
    assert kept is not None, "what was just kept is there"
    return kept


def restore(db: Connection, user_pool_id: str, name: str) -> bool:
    """Brings a pool back to the state that is kept under a name; False if there is none.

    Raises BadDocument where another pool has got an application, key or picture of it in the meantime.
    """
    content = snapshots.image(db, user_pool_id, name)
    if content is None:
        return False
    _put_back(db, Image.from_bytes(content), but=images.ABOUT)
    return True


def _put_back(db: Connection, image: Image, *, but: frozenset[str] = _STAYS_AT_RESET) -> None:
    _check_free(db, image)
    try:
        images.put_back(db, image, but=but)
    except Taken:
        raise _just_taken() from None


def _check_free(db: Connection, image: Image) -> None:
    """Refuses what another pool has already: ids that are known all over the server. Raises BadDocument."""
    for n, app in enumerate(image.of(applications.Application)):
        known = applications.by_id(db, app.id)
        if known and known.user_pool_id != image.user_pool_id:
            where = f"applications[{n}].id"
            raise BadDocument(
                where, f"{app.id!r} is an application of another user pool, {known.user_pool_id}; ids are unique"
            )
    for n, key in enumerate(image.of(outside_identities.AccessKey)):
        known_key = outside_identities.access_key(db, key.id)
        if known_key and known_key.user_pool_id != image.user_pool_id:
            where = f"accessKeys[{n}].id"
            raise BadDocument(where, f"{key.id!r} is an access key of another user pool, {known_key.user_pool_id}")
    pictures = image.of(uploads.Upload)
    for n, picture in enumerate(pictures):
        owner = uploads.owner_of(db, picture.key)
        if owner and owner != image.user_pool_id:
            raise BadDocument(f"uploads[{n}].key", f"{picture.key!r} is a picture of another user pool, {owner}")
    if pictures:
        # What no user has shown yet belongs to nobody, and is the same picture by its random name.
        uploads.remove_unclaimed(db, [each.key for each in pictures])


def _just_taken() -> BadDocument:
    return BadDocument("userPoolId", "another call has just made or changed this pool, or something in it; try again")
