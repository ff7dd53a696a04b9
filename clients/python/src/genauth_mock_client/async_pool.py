"""The client for asynchronous tests: the same calls, awaited, under asyncio as under trio."""

from __future__ import annotations

import builtins
from collections.abc import Awaitable, Callable, Generator
from functools import partial, update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from genauth_mock_client.captchas import Captchas
from genauth_mock_client.clock import Clock
from genauth_mock_client.devices import Devices
from genauth_mock_client.events import Events
from genauth_mock_client.faults import Fault, Faults
from genauth_mock_client.in_threads import Awaited, awaited, in_thread
from genauth_mock_client.outbox import Outbox
from genauth_mock_client.passkeys import Passkeys
from genauth_mock_client.pool import GenAuth
from genauth_mock_client.pushes import Pushes
from genauth_mock_client.qrcodes import QrCodes
from genauth_mock_client.requests import Requests
from genauth_mock_client.tokens import Tokens
from genauth_mock_client.users import Users
from genauth_mock_client.webhooks import Webhooks

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

Given = ParamSpec("Given")


class AsyncOutbox(Awaited[Outbox]):
    """Every mail and SMS that a pool has sent."""

    wait_code = awaited(Outbox.wait_code)
    wait = awaited(Outbox.wait)
    list = awaited(Outbox.list)
    clear = awaited(Outbox.clear)
    delete = awaited(Outbox.delete)


class AsyncUsers(Awaited[Users]):
    """The users of a pool."""

    create = awaited(Users.create)
    list = awaited(Users.list)
    get = awaited(Users.get)
    update = awaited(Users.update)
    delete = awaited(Users.delete)
    generate = awaited(Users.generate)
    totp = awaited(Users.totp)
    sessions = awaited(Users.sessions)
    end_session = awaited(Users.end_session)
    end_sessions = awaited(Users.end_sessions)


class AsyncDevices(Awaited[Devices]):
    """The devices of a pool's users."""

    list = awaited(Devices.list)
    suspend = awaited(Devices.suspend)
    deactivate = awaited(Devices.deactivate)
    activate = awaited(Devices.activate)
    log_out = awaited(Devices.log_out)
    delete = awaited(Devices.delete)


class AsyncPasskeys(Awaited[Passkeys]):
    """The passkeys of a pool's users."""

    list = awaited(Passkeys.list)
    remove = awaited(Passkeys.remove)


class AsyncFault(Awaited[Fault]):
    """A fault that was added. As an asynchronous context manager it is removed at the end."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.id, self.printed = fault.id, fault.printed

    def __repr__(self) -> str:
        return repr(self.sync)

    async def hits(self) -> int:
        """How many requests it has struck until now."""
        return await in_thread(lambda: self.sync.hits)

    remove = awaited(Fault.remove)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.remove()


class Adding(Awaitable[AsyncFault]):
    """A fault that is about to be added: `await` it, or let `async with` add and remove it."""

    def __init__(self, add: Callable[[], Fault]) -> None:
        self._add = add
        self._fault: AsyncFault | None = None

    def __await__(self) -> Generator[Any, Any, AsyncFault]:
        return self._added().__await__()

    async def __aenter__(self) -> AsyncFault:
        self._fault = await self._added()
        return self._fault

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._fault is not None:
            await self._fault.remove()

    async def _added(self) -> AsyncFault:
        __tracebackhide__ = True
        return AsyncFault(await in_thread(self._add))


def _adding(
    call: Callable[Concatenate[Faults, Given], Fault],
) -> Callable[Concatenate[Awaited[Faults], Given], Adding]:
    def add(self: Awaited[Faults], /, *args: Given.args, **options: Given.kwargs) -> Adding:
        return Adding(partial(call, self.sync, *args, **options))

    update_wrapper(add, call)
    return add


class AsyncFaults(Awaited[Faults]):
    """The faults of a pool. `await faults.add(…)` adds one; `async with faults.add(…) as fault:` for a while."""

    add = _adding(Faults.add)

    async def list(self) -> builtins.list[AsyncFault]:
        """The pool's faults, newest first, those that are used up too."""
        return [AsyncFault(each) for each in await in_thread(self.sync.list)]

    clear = awaited(Faults.clear)


class AsyncClock(Awaited[Clock]):
    """A pool's clock."""

    now = awaited(Clock.now)
    advance = awaited(Clock.advance)
    set = awaited(Clock.set)
    freeze = awaited(Clock.freeze)
    unfreeze = awaited(Clock.unfreeze)
    reset = awaited(Clock.reset)


class AsyncRequests(Awaited[Requests]):
    """What the apps of a pool have asked."""

    __call__ = awaited(Requests.__call__)
    assert_called = awaited(Requests.assert_called)
    assert_not_called = awaited(Requests.assert_not_called)
    clear = awaited(Requests.clear)


class AsyncTokens(Awaited[Tokens]):
    """Tokens on demand, and told apart."""

    mint = awaited(Tokens.mint)
    inspect = awaited(Tokens.inspect)


class AsyncQrCodes(Awaited[QrCodes]):
    """The QR codes of a pool."""

    list = awaited(QrCodes.list)
    scan = awaited(QrCodes.scan)
    confirm = awaited(QrCodes.confirm)
    cancel = awaited(QrCodes.cancel)


class AsyncPushes(Awaited[Pushes]):
    """The logins that were pushed to phones."""

    list = awaited(Pushes.list)
    confirm = awaited(Pushes.confirm)
    cancel = awaited(Pushes.cancel)


class AsyncCaptchas(Awaited[Captchas]):
    """The captchas that the server has shown."""

    list = awaited(Captchas.list)


class AsyncEvents(Awaited[Events]):
    """What a pool's subscribers are told."""

    publish = awaited(Events.publish)
    list = awaited(Events.list)


class AsyncWebhooks(Awaited[Webhooks]):
    """What the webhooks of a pool were told."""

    deliveries = awaited(Webhooks.deliveries)
    wait_for = awaited(Webhooks.wait_for)
    replay = awaited(Webhooks.replay)
    trigger = awaited(Webhooks.trigger)


class AsyncGenAuth(Awaited[GenAuth]):
    """One user pool of a running server, and the keys an app needs to speak to it. `sync` is the same without await."""

    def __init__(self, pool: GenAuth) -> None:
        super().__init__(pool)
        self.base_url, self.name = pool.base_url, pool.name
        self.user_pool_id, self.user_pool_secret = pool.user_pool_id, pool.user_pool_secret
        self.app_id, self.app_secret = pool.app_id, pool.app_secret
        self.outbox = AsyncOutbox(pool.outbox)
        self.users = AsyncUsers(pool.users)
        self.devices = AsyncDevices(pool.devices)
        self.faults = AsyncFaults(pool.faults)
        self.clock = AsyncClock(pool.clock)
        self.events = AsyncEvents(pool.events)
        self.requests = AsyncRequests(pool.requests)
        self.tokens = AsyncTokens(pool.tokens)
        self.passkeys = AsyncPasskeys(pool.passkeys)
        self.qrcodes = AsyncQrCodes(pool.qrcodes)
        self.pushes = AsyncPushes(pool.pushes)

        self.captchas = AsyncCaptchas(pool.captchas)
        self.webhooks = AsyncWebhooks(pool.webhooks)

    def __repr__(self) -> str:
        return repr(self.sync)

    @property
    def public_key(self) -> str:
        """The key with which SDKs encrypt passwords: one line of base64 (SubjectPublicKeyInfo).

        Not awaited: a server is asked for it once, for a millisecond.
        """
        return self.sync.public_key

    settings = awaited(GenAuth.settings)
    login = awaited(GenAuth.login)
    reset = awaited(GenAuth.reset)
    snapshot = awaited(GenAuth.snapshot)
    restore = awaited(GenAuth.restore)
    export = awaited(GenAuth.export)
    delete = awaited(GenAuth.delete)
