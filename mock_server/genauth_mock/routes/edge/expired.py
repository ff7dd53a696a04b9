"""When what has long expired is removed: after an answer, so that nobody waits for it."""

from __future__ import annotations

import asyncio
import logging

from genauth_mock.context import Mock
from genauth_mock.kit import clock
from genauth_mock.store import expired
from genauth_mock.store.database import transaction

log = logging.getLogger(__name__)

# A call adds a row or two to a table, and two for each call are looked at: no table grows for ever.
EVERY_CALLS = expired.SLICE // 2


class Expired:
    """Removes a slice after so many calls."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock
        self._calls = 0
        self._places: dict[str, int] = {}

    def count_call(self) -> None:
        """A call was answered."""
        self._calls += 1
        if self._calls >= EVERY_CALLS:
            self._calls = 0
            asyncio.get_running_loop().call_soon(self._remove)

    def _remove(self) -> None:
        try:
            with transaction(self._mock.engine) as db:
                expired.remove(db, self._places, clock.wall_ms())
        except Exception:  # nobody waits for it, and the next calls try again
            log.exception("could not remove what has expired")
