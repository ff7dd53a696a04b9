"""The sweeper: it removes what large calls have left, in slices beside all other calls."""

from __future__ import annotations

import asyncio
import logging

import sqlalchemy as sa
from starlette.datastructures import State

from genauth_mock.context import Mock
from genauth_mock.steering.pools import replacing
from genauth_mock.store import generations
from genauth_mock.store.database import is_sqlite, transaction
from genauth_mock.store.outages import DatabaseAway

log = logging.getLogger(__name__)

# A call that comes in between needs a few rounds of the loop, from its first byte to its answer.
_ROUNDS = 5
_LONGEST_PAUSE_SECONDS = 0.02
_LOOK_AGAIN_SECONDS = 5


async def give_way(mock: Mock, took: float = 0.0) -> None:
    """Lets other calls go on; other processes as well, who get to write to SQLite's file only when nobody else does."""
    if mock.settings.workers > 1 and is_sqlite(mock.settings.database):
        await asyncio.sleep(min(took, _LONGEST_PAUSE_SECONDS))
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)


class Sweeper:
    """Removes what large calls have left: generations that are over, or whose writer was never heard of again."""

    def __init__(self, mock: Mock, state: State) -> None:
        self._mock, self._state = mock, state
        self._task: asyncio.Task[None] | None = None
        self._more = asyncio.Event()

    def wake(self) -> None:
        """There may be something to remove. It is done beside all calls, in the loop that is running."""
        with transaction(self._mock.engine) as db:
            if not generations.any_left(db):
                return
        self._more.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._sweep())

    async def _sweep(self) -> None:
        while not self._state.is_stopping():
            self._more.clear()
            try:
                went_on, any_left = self._slice()
            except (sa.exc.SQLAlchemyError, DatabaseAway) as fault:
                log.info("what a large call has left cannot be removed now: %s", fault)
                went_on, any_left = False, True
            if went_on:
                await give_way(self._mock, _LONGEST_PAUSE_SECONDS)
            elif not any_left:
                return
            else:
                # Somebody else may be writing it just now, or may have died doing so.
                try:
                    await asyncio.wait_for(self._more.wait(), _LOOK_AGAIN_SECONDS)
                except TimeoutError:
                    continue

    def _slice(self) -> tuple[bool, bool]:
        with transaction(self._mock.engine) as db:
            return replacing.sweep(db), generations.any_left(db)
