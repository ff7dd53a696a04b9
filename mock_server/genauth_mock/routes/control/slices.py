"""Large work in slices: between two of them other calls are answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from starlette.requests import Request

from genauth_mock.routes.control.face import ControlError
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.sweeper import Sweeper, give_way
from genauth_mock.steering.pools.replacing import Disturbed

T = TypeVar("T")


async def in_slices(
    request: Request, steps: Generator[Any, None, T], tell: Callable[[Any], None] = lambda _done: None
) -> T:
    """What work in steps comes to; `tell` hears of each. Refuses 409 where another call disturbs it, and where nobody
    waits for the answer any more; the work has taken itself back then.
    """
    mock = tenancy.mock_of(request)
    try:
        while True:
            began = time.perf_counter()
            try:
                tell(next(steps))
            except StopIteration as end:
                done: T = end.value
                return done
            await give_way(mock, time.perf_counter() - began)
            if request.app.state.is_stopping() or await request.is_disconnected():
                raise ControlError(409, "cancelled", "the call was ended; nothing of it is there")
    except Disturbed as fault:
        raise ControlError(409, "conflict", str(fault)) from None
    finally:
        steps.close()
        sweeper_of(request).wake()


def sweeper_of(request: Request) -> Sweeper:
    """The one of the server that got the request."""
    sweeper: Sweeper = request.app.state.sweeper
    return sweeper
