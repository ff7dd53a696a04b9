"""Whole states of a user pool: written down, kept under a name, brought back. What a pool was made from is one of them.

What is large goes in slices, see `Steps`; what is small is done before the first of them.
"""

from __future__ import annotations

from genauth_mock.context import Mock
from genauth_mock.kit import clock
from genauth_mock.steering.pools.replacing import Disturbed, Replacement, Steps
from genauth_mock.store import generations, snapshots, user_pools
from genauth_mock.store.database import Connection, hold_still, transaction
from genauth_mock.store.images import KNOWN_TO_ALL, Image, Reading
from genauth_mock.store.snapshots import MADE_FROM, Snapshot
from genauth_mock.store.user_pools import UserPool

# A reset takes faults and journal away as well, but never what somebody has kept.
GONE_AT_RESET = ("faults", "journal")


class Missing(Exception):
    """There is no such pool, or it has no such snapshot."""


def bring_back(mock: Mock, public_id: str, name: str = MADE_FROM) -> Steps[UserPool]:
    """Brings a pool back to the state that is kept under a name; without one to what it was made from, in every way.

    Raises Missing; BadDocument where another pool has got an application, key or picture of it in the meantime;
    Disturbed.
    """
    gone = () if name else GONE_AT_RESET
    with transaction(mock.engine) as db:
        new = Replacement.begin(db, public_id)
        kept = snapshots.named(db, public_id, name)
        if kept is None:
            raise Missing
        if snapshots.count_of_parts(db, kept.image) > 1:
            new.last(db)
        part = snapshots.next_part(db, kept.image)
        assert part is not None, "no image is without a part"
        known, rest = Image.from_bytes(part.content).parted(KNOWN_TO_ALL)
        new.write(db, rest)
        if not new.is_lasting:
            return new.finish(db, mock, known, gone=gone)
    done, last = 0, part.seq
    try:
        while last is not None:
            yield done
            with transaction(mock.engine) as db:
                part = snapshots.next_part(db, kept.image, last)
                last = part.seq if part else None
                if part is not None:
                    more, rest = Image.from_bytes(part.content).parted(KNOWN_TO_ALL)
                    known.add_all(more)
                    new.write(db, rest)
                    done += len(rest.tables.get("users", ()))
        with transaction(mock.engine) as db:
            if snapshots.named(db, public_id, name) is None:
                raise Disturbed("the snapshot was removed meanwhile; the pool is as it was")
            return new.finish(db, mock, known, gone=gone)
    except BaseException:
        with transaction(mock.engine) as db:
            new.give_up(db)
        raise


def save(mock: Mock, public_id: str, name: str) -> Steps[Snapshot]:
    """Keeps a pool as it is now under a name, in the place of another of that name: users, sessions, codes, outbox,
    uploads, settings, clock; not journal, faults and snapshots. Raises Missing, Disturbed.

    Of a large pool, what comes to be meanwhile is not in it; what is changed or removed meanwhile may be, or not.
    """
    with transaction(mock.engine) as db:
        hold_still(db)
        pool = user_pools.by_id(db, public_id)
        if pool is None:
            raise Missing
        reading = Reading(db, pool.id)
        first = reading.next(db)
    with transaction(mock.engine) as db:
        new = Replacement.begin(db, public_id, generations.KEPT)
        if new.before is None or (new.before != pool.id and not reading.is_done()):
            raise _gone(public_id)
        if not reading.is_done():
            new.last(db)
        new.keep(db, first)
        if reading.is_done():
            return _named(db, new, pool, name)
    done = 0
    try:
        while not reading.is_done():
            yield done
            with transaction(mock.engine) as db:
                part = reading.next(db)
                new.keep(db, part)
                done += len(part.tables.get("users", ()))
        with transaction(mock.engine) as db:
            new.end(db)
            if user_pools.of_rows(db, pool.id) is None:
                raise _gone(public_id)
            return _named(db, new, pool, name)
    except BaseException:
        with transaction(mock.engine) as db:
            new.give_up(db)
        raise


def _gone(public_id: str) -> Disturbed:
    return Disturbed(f"user pool {public_id} was replaced or removed meanwhile; no snapshot was taken")


def _named(db: Connection, new: Replacement, pool: UserPool, name: str) -> Snapshot:
    return new.name(db, name, clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms))
