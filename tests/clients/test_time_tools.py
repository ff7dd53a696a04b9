"""The client, while a test has stopped or moved its own time, in the process in which the server runs too."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import freezegun
import httpx
import pytest
import time_machine
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock_client import (
    AsyncGenAuth,
    GenAuth,
    NothingCame,
    Server,
)

AT = datetime(2035, 5, 5, tzinfo=UTC)
TOOLS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "freezegun": lambda: freezegun.freeze_time(AT),
    "freezegun, ticking": lambda: freezegun.freeze_time(AT, tick=True),
    "time-machine": lambda: time_machine.travel(AT, tick=False),
}
# What the tools cannot reach; a clock of the test's own.
real_monotonic = partial(time.clock_gettime, time.CLOCK_MONOTONIC)


@pytest.fixture(params=TOOLS)
def time_is_stopped(request: pytest.FixtureRequest) -> AbstractContextManager[Any]:
    return TOOLS[request.param]()


@pytest.fixture
def pool(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        pool = server.create_pool()
        yield pool
        pool.delete()


def send(pool: GenAuth, phone: str) -> None:
    headers = {"x-authing-app-id": pool.app_id}
    sent = httpx.post(f"{pool.base_url}/api/v2/sms/send", json={"phone": phone}, headers=headers, trust_env=False)
    assert sent.json()["code"] == 200


def test_a_wait_in_vain_ends_when_it_was_to_end_and_says_so(
    pool: GenAuth, time_is_stopped: AbstractContextManager[Any]
) -> None:
    began = real_monotonic()
    with time_is_stopped, pytest.raises(NothingCame, match=r"to 13800138000 came within 0\.5 s"):
        pool.outbox.wait_code("13800138000", timeout=0.5)
    assert 0.5 <= real_monotonic() - began < 10


def test_the_same_where_it_is_awaited(pool: GenAuth, time_is_stopped: AbstractContextManager[Any]) -> None:
    async def wait() -> None:
        began = real_monotonic()
        with pytest.raises(NothingCame, match=r"within 0\.5 s"):
            await AsyncGenAuth(pool).outbox.wait_code("13800138000", timeout=0.5)
        assert 0.5 <= real_monotonic() - began < 10

    # In a thread: the one of the tests may have a loop already, that of the browser.
    with time_is_stopped, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, wait()).result()


def test_a_code_is_read_all_the_same(pool: GenAuth, time_is_stopped: AbstractContextManager[Any]) -> None:
    with time_is_stopped:
        send(pool, "13800138000")
        assert len(pool.outbox.wait_code("13800138000", timeout=5)) == 4


@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_a_server_that_starts_while_time_stands_still_waits_no_longer_than_it_is_told(
    time_is_stopped: AbstractContextManager[Any], loop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if loop == "asyncio":
        monkeypatch.setitem(sys.modules, "uvloop", None)
    began = real_monotonic()
    with (
        time_is_stopped,
        ThreadedServer(Settings(port=0)) as running,
        Server(running.base_url) as server,
        pytest.raises(NothingCame, match=r"came within 0\.5 s"),
    ):
        server.create_pool().outbox.wait_code("13800138000", timeout=0.5)
    assert 0.5 <= real_monotonic() - began < 20
