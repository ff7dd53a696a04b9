"""Replacing: a pool is written anew beside itself, in one transaction or in many, and then takes its own place.

Until the last of them everybody sees the old one, and a crash leaves it. What is written to the old one meanwhile goes
with it.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from genauth_mock.context import Mock
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.kit import clock
from genauth_mock.store import (
    access_keys,
    applications,
    generations,
    images,
    snapshots,
    uploads,
    user_pools,
)
from genauth_mock.store.database import Connection, Taken, memory
from genauth_mock.store.generations import Generation
from genauth_mock.store.images import Image
from genauth_mock.store.snapshots import Snapshot
from genauth_mock.store.user_pools import UserPool

T = TypeVar("T")

# Large work in slices: between two of them others are answered. It tells how many users are done.
Steps = Generator[int, None, T]

# Of the parts of an image, about as many as others may wait for.
_MOST_PARTS = 8


class Disturbed(Exception):
    """Another call has changed, or is changing, the same pool as a whole; says which."""


@dataclass(slots=True)
class Replacement:
    """What is being written. `before` is where the pool's rows stood when it began, None for a new pool; `is_lasting`
    where it takes more than one transaction.
    """

    public_id: str
    user_pool_id: str
    before: str | None
    state: str
    is_lasting: bool = False
    size: int = 0

    @classmethod
    def begin(cls, db: Connection, public_id: str, state: str = generations.WRITTEN) -> Self:
        """Begins it, as the transaction's first step: nobody else begins one of the same pool until it has ended.

        Raises Disturbed where a lasting one is under way.
        """
        number = user_pools.next_generation(db, public_id)
        pool = user_pools.by_id(db, public_id) if number is not None else None
        if state == generations.WRITTEN and generations.is_written(db, public_id, clock.wall_ms()):
            raise Disturbed(
                f"another call is writing user pool {public_id}; wait for it to end, or 15 seconds if it was killed"
            )
        if number is None:
            left = [user_pools.number_of_generation(each) for each in generations.ids_of(db, public_id)]
            number = max(left) + 1 if left else 0
        return cls(public_id, user_pools.id_of_generation(public_id, number), pool.id if pool else None, state)

    def last(self, db: Connection) -> None:
        """It takes more than this transaction. Raises Disturbed where another call is making the same new pool."""
        self.is_lasting = True
        generation = Generation(
            id=self.user_pool_id, public_id=self.public_id, state=self.state, touched_at=clock.wall_ms()
        )
        try:
            generations.begin(db, generation)
        except Taken:
            raise Disturbed(f"another call is making user pool {self.public_id}") from None

    def write(self, db: Connection, rows: Image) -> None:
        """Writes rows of the new pool. Raises Taken, Disturbed."""
        self.go_on(db)
        images.insert(db, rows.under(self.user_pool_id))

    def keep(self, db: Connection, rows: Image) -> None:
        """Keeps rows as a part of an image. Raises Disturbed."""
        self.go_on(db)
        content = rows.to_bytes()
        self.size += len(content)
        snapshots.add_part(db, self.user_pool_id, content)

    def go_on(self, db: Connection) -> None:
        """Says that it is still being written. Raises Disturbed where nobody believed that any more."""
        if self.is_lasting and not generations.touch(db, self.user_pool_id, clock.wall_ms()):
            raise self._interrupted()

    def finish(self, db: Connection, mock: Mock, known: Image, *, gone: Collection[str]) -> UserPool:
        """Makes it the pool. `known` are the rows that the whole server knows; `gone` the tables about the pool that
        are emptied. Raises BadDocument for what is another pool's, Disturbed.
        """
        self.end(db)
        before = user_pools.by_id(db, self.public_id)
        if (before.id if before else None) != self.before:
            raise self._interrupted()
        if before:
            mock.journal.forget(db, self.public_id)
            images.clear(db, before.id, of=("applications", "access_keys"))
            images.clear(db, self.public_id, of=gone)
        _check_free(db, known)
        self._claim_pictures(db)
        own, others = known.parted(("user_pools",))
        _write_pool(db, own, self, before)
        try:
            images.insert(db, others.under(self.user_pool_id))
        except Taken:
            raise _just_taken() from None
        if before:
            _clear(db, before)
        pool = user_pools.by_id(db, self.public_id)
        assert pool is not None, "what was just written is there"
        return pool

    def end(self, db: Connection) -> None:
        """Nothing more comes. Raises Disturbed where that was thought before."""
        if self.is_lasting and not generations.end(db, self.user_pool_id):
            raise self._interrupted()

    def name(self, db: Connection, name: str, at_ms: int) -> Snapshot:
        """Gives what was kept a name, in the place of another of that name."""
        forget_snapshot(db, self.public_id, name)
        snapshot = Snapshot(
            user_pool_id=self.public_id, name=name, image=self.user_pool_id, size=self.size, created_at=at_ms
        )
        snapshots.keep(db, snapshot)
        return snapshot

    def give_up(self, db: Connection) -> None:
        """Nobody is to see anything of it."""
        if self.is_lasting:
            generations.leave(db, self.user_pool_id, self.public_id)

    def _claim_pictures(self, db: Connection) -> None:
        """Pictures are known to all by their key. Raises BadDocument for one of another pool."""
        keys = uploads.keys_of(db, self.user_pool_id)
        taken = uploads.owners(db, keys, but=(self.user_pool_id, self.before))
        for key, owner in taken.items():
            raise BadDocument(
                f"uploads[{keys.index(key)}].key",
                f"{key!r} is a picture of another user pool, {user_pools.public_id(owner)}",
            )
        # What no user has shown yet belongs to nobody, and is the same picture by its random name.
        uploads.remove_unclaimed(db, keys)

    def _interrupted(self) -> Disturbed:
        return Disturbed(f"user pool {self.public_id} was replaced or removed meanwhile; nothing of this call is there")


def _write_pool(db: Connection, own: Image, new: Replacement, before: UserPool | None) -> None:
    (row,) = own.of(UserPool)
    number = user_pools.number_of_generation(new.user_pool_id)
    values: dict[str, Any] = {name: getattr(row, name) for name in images.columns_of(UserPool)}
    values |= {
        "id": new.user_pool_id,
        "public_id": new.public_id,
        "generations": before.generations if before else number,
    }
    if before:
        images.change_pool(db, values)
        return
    image = Image(new.user_pool_id)
    image.add_values(UserPool, [values])
    try:
        images.insert(db, image)
    except Taken:
        raise _just_taken() from None


def _check_free(db: Connection, known: Image) -> None:
    """Refuses what another pool has already: ids that are known all over the server. Raises BadDocument."""
    for n, app in enumerate(known.of(applications.Application)):
        other = applications.by_id(db, app.id)
        if other and _is_another(other.user_pool_id, known):
            where, whose = f"applications[{n}].id", user_pools.public_id(other.user_pool_id)
            do = f"ids are unique; `genauth-mock pool delete {whose}` removes that pool"
            raise BadDocument(where, f"{app.id!r} is an application of another user pool, {whose}; {do}")
    for n, key in enumerate(known.of(access_keys.AccessKey)):
        other_key = access_keys.by_id(db, key.id)
        if other_key and _is_another(other_key.user_pool_id, known):
            where, whose = f"accessKeys[{n}].id", user_pools.public_id(other_key.user_pool_id)
            raise BadDocument(where, f"{key.id!r} is an access key of another user pool, {whose}")


def _is_another(user_pool_id: str, than: Image) -> bool:
    return user_pools.public_id(user_pool_id) != user_pools.public_id(than.user_pool_id)


def forget_snapshot(db: Connection, public_id: str, name: str) -> bool:
    """Removes a snapshot; False if there is none of that name. A large one goes as time goes."""
    found = snapshots.named(db, public_id, name)
    if found is None:
        return False
    snapshots.remove(db, public_id, name)
    if not snapshots.remove_parts(db, found.image, _MOST_PARTS):
        generations.leave(db, found.image, public_id)
    return True


def remove(db: Connection, mock: Mock, pool: UserPool) -> None:
    """Removes a pool with all that is in it. A large one goes as time goes; nobody sees it any more."""
    mock.journal.forget(db, pool.public_id)
    mock.crashes.forget(pool.public_id)
    for each in snapshots.all_of(db, pool.public_id):
        forget_snapshot(db, pool.public_id, each.name)
    images.clear(db, pool.public_id, of=images.ABOUT)
    images.clear(db, pool.id, of=("applications", "access_keys"))
    _clear(db, pool)
    user_pools.remove(db, pool.id)


def _clear(db: Connection, pool: UserPool) -> None:
    """Removes the rows of a pool that is none any more, or leaves them to `sweep`: where they are many, and where
    another process may be in the middle of a call that reads them.
    """
    if memory(db) is None:
        generations.leave(db, pool.id, pool.public_id, clock.wall_ms())
    elif not images.clear_some(db, pool.id):
        generations.leave(db, pool.id, pool.public_id)


def sweep(db: Connection) -> bool:
    """Removes a slice of what is nobody's; False where there is nothing that may go now."""
    gone = generations.next_to_go(db, clock.wall_ms())
    if gone is None:
        return False
    has_no_rows = user_pools.of_rows(db, gone) is not None or images.clear_some(db, gone)
    if has_no_rows and (snapshots.has_parts(db, gone) or snapshots.remove_parts(db, gone, _MOST_PARTS)):
        generations.end(db, gone)
    return True


def _just_taken() -> BadDocument:
    return BadDocument("userPoolId", "another call has just made or changed this pool, or something in it; try again")
