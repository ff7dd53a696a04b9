"""Who waits for something to come, and is woken by whoever in this process has brought it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Hashable


class Arrivals:
    """Those who wait, by what they wait for. All of it happens in the thread of the server's event loop.

    Nobody is told what has come: who is woken looks into the database, where it also stands for other processes.
    """

    def __init__(self) -> None:
        self._waiting: dict[Hashable, set[asyncio.Future[None]]] = {}

    def __bool__(self) -> bool:
        """Whether anybody waits."""
        return bool(self._waiting)

    def __contains__(self, key: Hashable) -> bool:
        """Whether anybody waits for this."""
        return key in self._waiting

    def ring(self, *keys: Hashable) -> None:
        """Wakes those who wait for any of these, once what runs now has committed."""
        if self._waiting:
            for key in keys:
                for each in self._waiting.get(key, ()):
                    if not each.done():
                        each.set_result(None)

    def ring_all(self) -> None:
        """Wakes everybody."""
        self.ring(*self._waiting)

    def wait_for(self, keys: Collection[Hashable]) -> asyncio.Future[None]:
        """What is done as soon as any of these comes. Whoever asks gives it back: `forget`."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for key in keys:
            self._waiting.setdefault(key, set()).add(woken)
        return woken

    def forget(self, keys: Collection[Hashable], woken: asyncio.Future[None]) -> None:
        """Nobody waits for these so any more."""
        for key in keys:
            self._waiting[key].discard(woken)
            if not self._waiting[key]:
                del self._waiting[key]


def of_message(user_pool_id: str | None, addresses: Collection[str]) -> list[Hashable]:
    """What somebody waits for who wants messages of a pool, or of all, to any of these addresses, or to all."""
    return [("message", user_pool_id, address) for address in addresses or (None,)]


def of_sent(user_pool_id: str, addresses: Collection[str]) -> list[Hashable]:
    """All that a message to these addresses may be waited for as."""
    return [("message", pool, address) for pool in (user_pool_id, None) for address in (*addresses, None)]


def of_event(user_pool_id: str, code: str) -> list[Hashable]:
    """What somebody waits for who wants the events of a code in a pool."""
    return [("event", user_pool_id, code)]


# What somebody waits for who wants requests.
REQUEST = "request"
