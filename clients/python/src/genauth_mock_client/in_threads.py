"""How a call that waits is awaited: it runs in a thread of its own, under asyncio as under trio."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial, update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

Own = TypeVar("Own")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Awaited(Generic[Own]):
    """A part of the client whose calls are awaited. `sync` is that part itself."""

    def __init__(self, sync: Own) -> None:
        self.sync = sync


def awaited(
    call: Callable[Concatenate[Own, Given], Answer],
) -> Callable[Concatenate[Awaited[Own], Given], Coroutine[Any, Any, Answer]]:
    """The same call, to be awaited."""

    async def run(self: Awaited[Own], /, *args: Given.args, **options: Given.kwargs) -> Answer:
        __tracebackhide__ = True
        return await in_thread(partial(call, self.sync, *args, **options))

    update_wrapper(run, call)
    return run


async def in_thread(call: Callable[[], Answer]) -> Answer:
    """What a call answers, while other tasks go on. A task that is cancelled waits for it no longer."""
    __tracebackhide__ = True
    trio = sys.modules.get("trio")
    if trio is not None and _runs_a_task_of(trio):
        answer: Answer = await trio.to_thread.run_sync(call, abandon_on_cancel=True)
        return answer
    return await _in_thread_of_asyncio(call)


def _runs_a_task_of(trio: Any) -> bool:
    # Asked first: a run of trio may be the guest of a loop of asyncio.
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return False
    return True


async def _in_thread_of_asyncio(call: Callable[[], Answer]) -> Answer:
    """Like `asyncio.to_thread`, but for two things: there are as many threads as calls, so that some that wait keep no
    other from being asked; and none that was given up keeps the loop from ending.
    """
    __tracebackhide__ = True
    import asyncio  # noqa: PLC0415 - slow, and whoever comes here has it already

    loop = asyncio.get_running_loop()
    done: asyncio.Future[Answer] = loop.create_future()

    def settle(answer: Answer | None, fault: BaseException | None) -> None:
        if done.cancelled():
            return
        if fault is not None:
            done.set_exception(fault)
        else:
            done.set_result(answer)  # type: ignore[arg-type]  # None is an answer too

    def run() -> None:
        answer: Answer | None = None
        fault: BaseException | None = None
        try:
            answer = call()
        except BaseException as raised:  # noqa: BLE001 - whoever awaits gets it
            fault = raised
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            loop.call_soon_threadsafe(settle, answer, fault)

    threading.Thread(target=run, name="genauth-mock-client", daemon=True).start()
    return await done
