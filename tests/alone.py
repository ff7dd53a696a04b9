"""Work done in a thread of its own: a browser that another test has opened leaves a loop running in the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Given = TypeVar("Given")


def called(work: Callable[[], Given]) -> Given:
    """What a function gives."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(work).result()


def awaited(work: Coroutine[Any, Any, Given]) -> Given:
    """What a coroutine gives."""
    return called(lambda: asyncio.run(work))
