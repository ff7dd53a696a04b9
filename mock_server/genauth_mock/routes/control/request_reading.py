"""How the journal is read while others are answered: a few requests at a time, each look a transaction of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from genauth_mock.context import Mock
from genauth_mock.routes.control import request_shapes
from genauth_mock.store import journal
from genauth_mock.store.database import transaction
from genauth_mock.store.journal import Asked

_AT_ONCE = 20
_LONGEST_SECONDS = 0.01


async def fitting(
    mock: Mock, wanted: Sequence[sa.ColumnElement[bool]], fits: Callable[[Asked], bool], number: int, limit: int
) -> tuple[Sequence[int], int]:
    """One page of the places of the requests that meet the conditions and fit, newest first, and the number of all."""
    found: list[int] = []
    turns, last = _Turns(), None
    while True:
        with transaction(mock.engine) as db:
            rows = journal.asked_before(db, wanted, last, _AT_ONCE)
        if not rows:
            return found[(number - 1) * limit : number * limit], len(found)
        for row in rows:
            last = row.seq
            if fits(row):
                found.append(row.seq or 0)
            await turns.give()


async def printed(mock: Mock, places: Sequence[int]) -> list[Any]:
    """The requests at these places as they are printed, newest first."""
    found: list[Any] = []
    turns = _Turns()
    for n in range(0, len(places), _AT_ONCE):
        with transaction(mock.engine) as db:
            rows = journal.at_places(db, places[n : n + _AT_ONCE])
        for row in rows:
            shown = request_shapes.request(row, secrets=mock.settings.journal_secrets)
            # As text, which takes a tenth of the memory.
            found.append(orjson.Fragment(orjson.dumps(shown)))
            await turns.give()
    return found


class _Turns:
    """Lets all others have their turn where somebody has worked for a while."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    async def give(self) -> None:
        """Does so where it is due."""
        if time.perf_counter() - self._began > _LONGEST_SECONDS:
            await asyncio.sleep(0)
            self._began = time.perf_counter()
