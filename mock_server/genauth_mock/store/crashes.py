"""Crashes: requests at which the mock itself has failed.

One process remembers its own, in memory: it may be the database that is broken. Others' are in the journal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Crash:
    """A request at which the mock failed. `id` is its request's in the journal; `what` is the fault."""

    id: str
    at: int
    user_pool_id: str | None
    app_id: str | None
    method: str
    path: str
    what: str


class Crashes:
    """The newest crashes of a process."""

    def __init__(self) -> None:
        self._kept: deque[Crash] = deque(maxlen=_MOST)
        self._before: dict[str, int] = {}
        self._count = 0

    def add(self, crash: Crash) -> None:
        """Remembers one."""
        self._count += 1
        self._kept.append(crash)

    def begin(self, user_pool_id: str) -> None:
        """A user pool is made: what has crashed before, and nobody knows for whom, was none of its requests."""
        if self._count:
            self._before[user_pool_id] = self._count

    def forget(self, user_pool_id: str) -> None:
        """Forgets a user pool that is removed."""
        self._before.pop(user_pool_id, None)
        for crash in [each for each in self._kept if each.user_pool_id == user_pool_id]:
            self._kept.remove(crash)

    def all(self) -> list[Crash]:
        """All, newest first."""
        return list(reversed(self._kept))

    def since(self, user_pool_id: str) -> Iterator[Crash]:
        """Those since a user pool was made, newest first, whosever they are."""
        new = self._count - self._before.get(user_pool_id, 0)
        yield from self.all()[: max(new, 0)]
