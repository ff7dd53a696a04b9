"""Deliveries: what rules have written down for webhooks is posted, beside all calls, by whichever process is free.

A process claims an attempt by one UPDATE, so that nobody else makes it; the claim of one that died is taken over. A
target is asked again as soon as it has answered; one that does not answer soon is asked several times at once, and
holds up nobody but itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.datastructures import State

from genauth_mock.context import Mock
from genauth_mock.kit import clock
from genauth_mock.kit.posting import ForbiddenError, NoReplyError
from genauth_mock.routes.edge.posting import post
from genauth_mock.rules.webhooks import DELIVERY
from genauth_mock.store import user_pools, webhooks
from genauth_mock.store.database import transaction
from genauth_mock.store.outages import DatabaseAway
from genauth_mock.store.webhooks import Delivery

log = logging.getLogger(__name__)

SECONDS = 5.0
RETRIES_AFTER_MS = (1000, 2000)
# A claim lasts longer than any attempt.
_CLAIMED_MS = 8000
_MOST_AT_ONCE, _MOST_TO_ONE = 32, 4
# Who answers sooner than this is told of one event after another, in their order.
_PATIENCE_MS = 1000
_AGAIN_SECONDS = 1.0
_OK = range(200, 300)


class Deliveries:
    """Posts what is written down."""

    def __init__(self, mock: Mock, state: State) -> None:
        self._mock, self._state = mock, state
        self._task: asyncio.Task[None] | None = None
        # When the attempts under way began, by URL.
        self._under_way: defaultdict[str, list[int]] = defaultdict(list)
        self._attempts: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """From now on, in the loop that is running."""
        self._task = asyncio.get_running_loop().create_task(self._go_on())

    async def _go_on(self) -> None:
        while not self._state.is_stopping():
            woken = self._mock.tasks.wait_for((DELIVERY,))
            try:
                seconds = self._begin()
            except Exception as fault:  # it outlives whatever happens to it
                if not isinstance(fault, DatabaseAway):  # which the log says already
                    log.exception("what webhooks are to be told cannot be sent now; trying again")
                seconds = _AGAIN_SECONDS
            await asyncio.wait((woken,), timeout=seconds)
            self._mock.tasks.forget((DELIVERY,), woken)

    def _begin(self) -> float | None:
        """Begins all attempts that may begin. In how many seconds there will be more; None where nothing waits."""
        now = clock.steady_ms()
        while sum(map(len, self._under_way.values())) < _MOST_AT_ONCE:
            busy = [url for url, began in self._under_way.items() if _is_busy(began, now)]
            with transaction(self._mock.engine) as db:
                row = webhooks.next_due(db, now, busy)
                if row is None:
                    break
                is_mine = webhooks.claim(db, row, now, now + _CLAIMED_MS)
            if is_mine:
                self._under_way[row.url].append(now)
                attempt = asyncio.get_running_loop().create_task(self._attempt(row, now))
                self._attempts.add(attempt)
                attempt.add_done_callback(self._attempts.discard)
        with transaction(self._mock.engine) as db:
            next_time = webhooks.next_time(db)
        if next_time is None:
            return None
        # What is due and was not begun waits for a target that has not answered yet.
        wait = next_time - now if next_time > now else _PATIENCE_MS
        return max(wait, 1) / 1000

    async def _attempt(self, row: Delivery, began: int) -> None:
        try:
            status, error, is_forbidden = await self._told(row)
            self._end(row, began, status, error, is_forbidden=is_forbidden)
        except DatabaseAway:
            pass  # its claim will be over, and somebody makes it again
        except Exception:
            log.exception("what became of a webhook's attempt cannot be written down; it is made again")
        finally:
            self._under_way[row.url].remove(began)
            if not self._under_way[row.url]:
                del self._under_way[row.url]
            self._mock.tasks.ring(DELIVERY)

    async def _told(self, row: Delivery) -> tuple[int | None, str | None, bool]:
        body, headers = _request_of(row)
        try:
            reply = await post(self._mock, row.url, body, headers, SECONDS)
        except NoReplyError as fault:
            return None, str(fault), isinstance(fault, ForbiddenError)
        if reply.status in _OK:
            return reply.status, None, False
        more = "; redirects are not followed" if 300 <= reply.status < 400 else ""
        return reply.status, f"it answered HTTP {reply.status}{more}", False

    def _end(self, row: Delivery, began: int, status: int | None, error: str | None, *, is_forbidden: bool) -> None:
        with transaction(self._mock.engine) as db:
            mine = began + _CLAIMED_MS
            if not webhooks.end(db, row, mine, status, error, is_forbidden=is_forbidden) or error is None:
                return
            pool = user_pools.of_rows(db, row.user_pool_id)
            if pool is None or is_forbidden or row.attempt > len(RETRIES_AFTER_MS):
                return
            later = RETRIES_AFTER_MS[row.attempt - 1]
            now = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
            webhooks.add_retry(
                db,
                row,
                id=self._mock.ids.object_id(),
                at=now + (later if pool.clock_frozen_ms is None else 0),
                due_at=clock.steady_ms() + later,
            )


def _is_busy(began: list[int], now: int) -> bool:
    return len(began) >= _MOST_TO_ONE or (bool(began) and now - began[-1] < _PATIENCE_MS)


def _request_of(row: Delivery) -> tuple[bytes, dict[str, str]]:
    """What is posted, and its headers. Documented: webhook guide."""
    said: dict[str, Any] = row.body
    if row.content_type == "form":
        text = {"eventName": said["eventName"], "data": orjson.dumps(said["data"]).decode()}
        body, content_type = urlencode(text).encode(), "application/x-www-form-urlencoded"
    else:
        body, content_type = orjson.dumps(said), "application/json"
    headers = {
        "content-type": content_type,
        "user-agent": "authing-webhook@2.0",
        "x-authing-userpool-id": user_pools.public_id(row.user_pool_id),
    }
    return body, headers | ({"x-authing-webhook-secret": row.secret} if row.secret is not None else {})
