"""The client for asynchronous tests: the same calls, awaited. Each runs in a thread, under asyncio as under trio."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial, update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import anyio.to_thread

from genauth_mock.client.clock import Clock
from genauth_mock.client.faults import Faults
from genauth_mock.client.outbox import Outbox
from genauth_mock.client.pool import GenAuth
from genauth_mock.client.requests import Requests
from genauth_mock.client.tokens import Tokens
from genauth_mock.client.users import Users

Own = TypeVar("Own")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class _Awaited(Generic[Own]):
    """A part of the client whose calls are awaited. `sync` is that part itself."""

    def __init__(self, sync: Own) -> None:
        self.sync = sync


def _awaited(
    call: Callable[Concatenate[Own, Given], Answer],
) -> Callable[Concatenate[_Awaited[Own], Given], Coroutine[Any, Any, Answer]]:
    async def run(self: _Awaited[Own], /, *args: Given.args, **options: Given.kwargs) -> Answer:
        __tracebackhide__ = True
        return await anyio.to_thread.run_sync(partial(call, self.sync, *args, **options), abandon_on_cancel=True)

    update_wrapper(run, call)
    return run


class AsyncOutbox(_Awaited[Outbox]):
    """Every mail and SMS that a pool has sent."""

    wait_code = _awaited(Outbox.wait_code)
    wait = _awaited(Outbox.wait)
    list = _awaited(Outbox.list)
    clear = _awaited(Outbox.clear)
    delete = _awaited(Outbox.delete)


class AsyncUsers(_Awaited[Users]):
    """The users of a pool."""

    create = _awaited(Users.create)
    list = _awaited(Users.list)
    get = _awaited(Users.get)
    update = _awaited(Users.update)
    delete = _awaited(Users.delete)
    generate = _awaited(Users.generate)
    totp = _awaited(Users.totp)
    sessions = _awaited(Users.sessions)
    end_session = _awaited(Users.end_session)
    end_sessions = _awaited(Users.end_sessions)


class AsyncFaults(_Awaited[Faults]):
    """The faults of a pool."""

    add = _awaited(Faults.add)
    list = _awaited(Faults.list)
    clear = _awaited(Faults.clear)


class AsyncClock(_Awaited[Clock]):
    """A pool's clock."""

    now = _awaited(Clock.now)
    advance = _awaited(Clock.advance)
    set = _awaited(Clock.set)
    freeze = _awaited(Clock.freeze)
    unfreeze = _awaited(Clock.unfreeze)
    reset = _awaited(Clock.reset)


class AsyncRequests(_Awaited[Requests]):
    """What the apps of a pool have asked."""

    __call__ = _awaited(Requests.__call__)
    assert_called = _awaited(Requests.assert_called)
    assert_not_called = _awaited(Requests.assert_not_called)
    clear = _awaited(Requests.clear)


class AsyncTokens(_Awaited[Tokens]):
    """Tokens on demand, and told apart."""

    mint = _awaited(Tokens.mint)
    inspect = _awaited(Tokens.inspect)


class AsyncGenAuth(_Awaited[GenAuth]):
    """One user pool of a running server, and the keys an app needs to speak to it. `sync` is the same without await."""

    def __init__(self, pool: GenAuth) -> None:
        super().__init__(pool)
        self.base_url, self.public_key = pool.base_url, pool.public_key
        self.user_pool_id, self.user_pool_secret = pool.user_pool_id, pool.user_pool_secret
        self.app_id, self.app_secret = pool.app_id, pool.app_secret
        self.outbox = AsyncOutbox(pool.outbox)
        self.users = AsyncUsers(pool.users)
        self.faults = AsyncFaults(pool.faults)
        self.clock = AsyncClock(pool.clock)
        self.requests = AsyncRequests(pool.requests)
        self.tokens = AsyncTokens(pool.tokens)

    settings = _awaited(GenAuth.settings)
    reset = _awaited(GenAuth.reset)
    snapshot = _awaited(GenAuth.snapshot)
    restore = _awaited(GenAuth.restore)
    export = _awaited(GenAuth.export)
    delete = _awaited(GenAuth.delete)
