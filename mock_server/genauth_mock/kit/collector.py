"""The garbage collector, kept out of work that makes a great many objects and throws none of them away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def settled() -> None:
    """What is there now stays for good: nobody looks through it for garbage any more, for which others wait 90 ms."""
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, nobody looks for garbage: over 50,000 users that would be two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
