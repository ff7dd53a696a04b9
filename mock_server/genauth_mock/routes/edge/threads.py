"""Work that would hold everybody else up is done in a thread of its own. It may not touch the database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What some work gives. Raises what the work raises.

    `asyncio.to_thread` would have the server wait for the work when it is told to end.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(how: Callable[[Any], None], value: Any) -> None:
        if not done.done():
            how(value)

    def run() -> None:
        how: Callable[[Any], None] = done.set_result
        value: Any
        try:
            value = work(*args, **kwargs)
        except Exception as fault:  # noqa: BLE001 - it is raised again, where it is waited for
            how, value = done.set_exception, fault
        # Nobody waits any more where the server has ended.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, how, value)

    threading.Thread(target=run, name="genauth-mock thread", daemon=True).start()
    return await done
