"""What the server holds in memory once it has answered a good deal."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable

from bench.load import per_second
from bench.running import server

LOGINS = 16_000
_SLICE_SECONDS = 0.5


async def memory(login: Callable[[int, str], bytes]) -> None:
    """Resident megabytes after 16,000 logins of the demo pool's user; `login` makes a request of port and account."""
    with server() as (port, _, resident):
        fresh, answered = resident(), 0.0
        while answered < LOGINS:
            answered += _SLICE_SECONDS * await per_second(port, itertools.repeat(login(port, "ci")), _SLICE_SECONDS)
            print(f"  {answered:,.0f} logins …", end="\r", file=sys.stderr)
        after = resident()
    wanted = f"wanted below 100MB; at first {fresh / 1024:.0f}"
    print(f"\n{f'memory after {LOGINS:,} logins':32} {after / 1024:8.0f}MB {wanted:>36}")
