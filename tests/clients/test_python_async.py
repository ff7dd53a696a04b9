"""The calls of the Python client, awaited under asyncio; trio: tests/plugin/test_wheel.py."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from genauth_mock_client import AsyncGenAuth, Fault, GenAuth, GenAuthError, NothingCame, Server

from tests import alone


@pytest.fixture
def pool(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        pool = server.create_pool()
        yield pool
        pool.delete()


def run(pool: GenAuth, test: Callable[[AsyncGenAuth], Awaitable[None]]) -> None:
    async def awaited() -> None:
        await test(AsyncGenAuth(pool))

    alone.awaited(awaited())


def test_a_fault_is_awaited_or_lasts_as_long_as_a_block(pool: GenAuth) -> None:
    async def test(genauth: AsyncGenAuth) -> None:
        async with await genauth.faults.add("loginByAccount", error=2005) as fault:
            assert [each.id for each in await genauth.faults.list()] == [fault.id]
            assert await fault.hits() == 0
        assert await genauth.faults.list() == []
        async with genauth.faults.add("loginByEmail", error=2005, times=0) as fault:
            assert fault.printed["operation"] == "loginByEmail"
            assert isinstance(fault.sync, Fault)
        assert await genauth.faults.list() == []
        kept = await genauth.faults.add("loginByPhoneCode", error=2005)
        assert len(await genauth.faults.list()) == 1
        await kept.remove()
        with pytest.raises(GenAuthError, match="did you mean 'loginByAccount'"):
            await genauth.faults.add("loginByAcount", error=2005)

    run(pool, test)


def test_a_hundred_waits_keep_no_other_call_from_being_answered(pool: GenAuth) -> None:
    async def test(genauth: AsyncGenAuth) -> None:
        waits = [asyncio.ensure_future(genauth.outbox.wait_code(f"{n}@example.test", timeout=20)) for n in range(100)]
        await asyncio.sleep(0)
        assert await asyncio.wait_for(genauth.users.list(), 10) == []
        for each in waits:
            each.cancel()
        assert all(
            isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*waits, return_exceptions=True)
        )

    began = time.monotonic()
    run(pool, test)
    assert time.monotonic() - began < 15, "what was given up keeps no loop from ending"


def test_what_a_call_raises_is_raised_where_it_is_awaited(pool: GenAuth) -> None:
    async def test(genauth: AsyncGenAuth) -> None:
        with pytest.raises(NothingCame):
            await genauth.outbox.wait_code("a@example.test", timeout=0)
        with pytest.raises(AssertionError, match="wanted at least one"):
            await genauth.requests.assert_called("loginByAccount")

    run(pool, test)


def test_the_keys_are_there_without_being_awaited(pool: GenAuth) -> None:
    awaited = AsyncGenAuth(pool)
    for name in ("base_url", "user_pool_id", "user_pool_secret", "app_id", "app_secret", "public_key", "name"):
        assert getattr(awaited, name) == getattr(pool, name)


def test_whoever_awaits_without_a_loop_of_asyncio_or_trio_is_told(pool: GenAuth) -> None:
    def await_alone() -> None:
        with pytest.raises(RuntimeError, match="no running event loop"):
            AsyncGenAuth(pool).users.list().send(None)

    alone.called(await_alone)
