"""A pool's own clock: shown, set, moved on, stopped. Codes, tokens, limits and all timestamps follow it."""

from __future__ import annotations

from dataclasses import dataclass

from genauth_mock.documents.field_types import BadDocument
from genauth_mock.kit import clock
from genauth_mock.store import user_pools
from genauth_mock.store.database import Connection
from genauth_mock.store.user_pools import UserPool

# As far as a time can be printed and signed.
FURTHEST_SECONDS = 3_000_000_000


@dataclass(frozen=True, slots=True)
class PoolClock:
    """A pool's time in milliseconds since 1970, how far it is from the wall clock's, and whether it stands still."""

    now: int
    offset_ms: int
    frozen: bool


def shown(pool: UserPool) -> PoolClock:
    """A pool's clock."""
    now = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
    return PoolClock(
        now,
        now - clock.wall_ms() if pool.clock_frozen_ms is not None else pool.clock_offset_ms,
        pool.clock_frozen_ms is not None,
    )


def set_clock(db: Connection, pool: UserPool, *, now: int | None, offset_ms: int | None, frozen: bool | None) -> None:
    """Sets a pool's clock to a time or to a distance from the wall clock, and stops it or lets it go.

    Raises BadDocument for a time that cannot be printed.
    """
    before = shown(pool)
    stays_frozen = before.frozen if frozen is None else frozen
    if now is None:
        now = before.now if offset_ms is None else clock.wall_ms() + offset_ms
    if stays_frozen:
        changes: dict[str, int | None] = {"clock_offset_ms": 0, "clock_frozen_ms": now}
    else:
        # A clock that was not moved must not drift by the time that this call takes.
        kept = pool.clock_offset_ms if now == before.now and not before.frozen else now - clock.wall_ms()
        changes = {"clock_offset_ms": kept if offset_ms is None else offset_ms, "clock_frozen_ms": None}
    _check(now, "now" if offset_ms is None else "offsetSeconds")
    user_pools.change(db, pool.id, changes)


def advance(db: Connection, pool: UserPool, seconds: float) -> None:
    """Moves a pool's clock on, or back; one that stands still goes on standing at the new time.

    Raises BadDocument for a time that cannot be printed.
    """
    step = round(seconds * 1000)
    _check(shown(pool).now + step, "seconds")
    if pool.clock_frozen_ms is not None:
        user_pools.change(db, pool.id, {"clock_frozen_ms": pool.clock_frozen_ms + step})
    else:
        user_pools.change(db, pool.id, {"clock_offset_ms": pool.clock_offset_ms + step})


def _check(now: int, field: str) -> None:
    if not clock.FIRST_MS <= now <= clock.LAST_MS:
        raise BadDocument(field, "the clock would leave the years 1900 to 9000")
