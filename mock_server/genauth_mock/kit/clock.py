"""The only reader of the wall clock. Everything else asks for the time of a pool.

Times travel through the house as whole milliseconds since 1970 (UTC) and are printed only in a face's shapes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import TypeGuard

# 1900 and 9000: what lies between can be moved by a clock and a lifetime, and still be printed.
FIRST_MS, LAST_MS = -2_208_988_800_000, 221_845_392_000_000

# The years 1 to 9999, in seconds: what can be printed at all.
FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_799
# Seconds of a clock that goes on whatever a test does to time: its own tools (freezegun, time-machine) replace the
# functions of `time` that they find under a name, and know nothing of this one.
monotonic: Callable[[], float] = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else partial(time.monotonic)
)

_MONOTONIC_BEGAN = time.time() - monotonic()


def steady_ms() -> int:
    """Milliseconds since 1970 by a clock that goes on at the same pace, whatever a test does to the wall clock."""
    return int((_MONOTONIC_BEGAN + monotonic()) * 1000)


def wall_ms() -> int:
    """Milliseconds since 1970 by the wall clock."""
    return time.time_ns() // 1_000_000


def pool_ms(offset_ms: int, frozen_ms: int | None) -> int:
    """Milliseconds since 1970 by a pool's own clock, which may be shifted or frozen."""
    return wall_ms() + offset_ms if frozen_ms is None else frozen_ms


@lru_cache(maxsize=4096)
def iso(at_ms: int) -> str:
    """`2021-05-31T02:31:35.372Z`, as REST v2 and the control API print a time."""
    seconds, ms = divmod(at_ms, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat()[:19]}.{ms:03d}Z"


def is_time(seconds: object) -> TypeGuard[int]:
    """Whether a value that somebody else has written is a time in whole seconds since 1970, and one with a date."""
    return type(seconds) is int and FIRST_SECOND <= seconds <= _LAST_SECOND


def parse_iso(text: str) -> int:
    """Milliseconds since 1970 of an ISO 8601 time; without an offset it is UTC. Raises ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
