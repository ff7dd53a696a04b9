"""Waiting for what comes: woken at once by this process, and soon after by any other."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from starlette.requests import Request

from genauth_mock.context import Mock
from genauth_mock.kit.arrivals import REQUEST, of_event, of_sent
from genauth_mock.routes.edge import tenancy
from genauth_mock.store import events, journal, messages
from genauth_mock.store.database import Connection, is_sqlite, transaction
from genauth_mock.store.outages import DatabaseAway
from genauth_mock.store.user_pools import public_id

log = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 0.02
_LOOKS_BACK = 10


async def until(request: Request, keys: Collection[Hashable], seconds: float) -> bool:
    """Waits until any of these comes, but no longer than that; False where it did not come, or the client has gone.

    Whoever calls this has just looked, and looks again when it says True.
    """
    gone = asyncio.ensure_future(_gone(request))
    try:
        return await _until(request, keys, seconds, gone)
    finally:
        gone.cancel()


async def until_listened(
    request: Request, keys: Collection[Hashable], seconds: float, *others: asyncio.Future[None]
) -> bool:
    """The same for a stream, whose response notices itself when the client goes, or `others` do."""
    return await _until(request, keys, seconds, *others)


async def turn(request: Request) -> None:
    """Of many who are woken at once, one after another looks, and calls are answered in between."""
    state = request.app.state
    if getattr(state, "turn", None) is None:
        state.turn = asyncio.Lock()
    async with state.turn:
        await asyncio.sleep(0)


async def _until(request: Request, keys: Collection[Hashable], seconds: float, *others: asyncio.Future[None]) -> bool:
    mock = tenancy.mock_of(request)
    woken = mock.arrivals.wait_for(keys)
    _keep_looking(request, mock)
    try:
        await asyncio.wait((woken, *others), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        mock.arrivals.forget(keys, woken)
    return woken.done()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _keep_looking(request: Request, mock: Mock) -> None:
    """One look for all who wait: other processes bring things too, and a pool that is brought back."""
    state = request.app.state
    if getattr(state, "looking", None) is None or state.looking.done():
        state.looking = asyncio.create_task(_look(mock, state.is_stopping))


async def _look(mock: Mock, is_stopping: Callable[[], bool]) -> None:
    looks = _Looks(mock)
    while mock.arrivals:
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
        if is_stopping():
            mock.arrivals.ring_all()
            continue
        try:
            looks.look()
        except DatabaseAway:
            await asyncio.sleep(1)  # which the log says already
        except Exception:  # whoever waits looks for himself in the end, and says what is wrong
            log.exception("could not look for what other processes have sent")
            await asyncio.sleep(1)


class _Numbered(Protocol):
    seq: int | None


Thing = TypeVar("Thing", bound=_Numbered)


class _Tail(Generic[Thing]):
    """What comes to one table, each row once."""

    def __init__(
        self, newest: Callable[[Connection], int], after: Callable[[Connection, int], Sequence[Thing]], back: int
    ) -> None:
        self._newest, self._after = newest, after
        self._last: deque[int] = deque(maxlen=back)
        self._told: set[int] = set()

    def new(self, db: Connection) -> Sequence[Thing] | None:
        """What has come since the last look; None the first time, when nobody knows."""
        if not self._last:
            self._last.append(self._newest(db))
            return None
        found = self._after(db, self._last[0])
        new = [each for each in found if each.seq not in self._told]
        self._told = {each.seq or 0 for each in found}
        self._last.append(max(self._last[-1], found[-1].seq or 0) if found else self._last[-1])
        return new


class _Looks:
    """What was seen by one look, so that the next wakes nobody for it again."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock
        self._last_request = 0
        # PostgreSQL may show a row after one with a later number.
        back = 1 if is_sqlite(mock.settings.database) else _LOOKS_BACK
        self._messages = _Tail(messages.last_seq, messages.sent_after, back)
        self._events = _Tail(events.last_seq, events.happened_after, back)

    def look(self) -> None:
        """Wakes those for whom something has come since the last look; the first time everybody."""
        arrivals = self._mock.arrivals
        with transaction(self._mock.engine) as db:
            sent, happened = self._messages.new(db), self._events.new(db)
            last_request = journal.last_seq(db) if REQUEST in arrivals else self._last_request
        has_more_requests, self._last_request = last_request != self._last_request, last_request
        if sent is None or happened is None:
            arrivals.ring_all()
            return
        for message in sent:
            arrivals.ring(*of_sent(public_id(message.user_pool_id), {message.recipient, message.typed}))
        for event in happened:
            arrivals.ring(*of_event(public_id(event.user_pool_id), event.code))
        if has_more_requests:
            arrivals.ring(REQUEST)
