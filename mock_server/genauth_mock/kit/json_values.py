"""What a JSON value may not hold: text that no database takes, numbers and depths that nobody could write again."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from genauth_mock.kit.echo import LONGEST

T = TypeVar("T")

# orjson writes 254 levels, and whatever is printed puts some around a value.
DEEPEST = 100
_UNFIT = re.compile(r"[\0\ud800-\udfff]")
_MOST_SEARCHED = 100_000


def is_unfit(text: str) -> bool:
    """Whether a text holds a zero byte, which PostgreSQL refuses, or half of a surrogate pair, which UTF-8 has not."""
    return _UNFIT.search(text) is not None


def place_of_unfit(value: Any) -> tuple[str, bool] | None:
    """Where the first text or key stands that is unfit, and whether it is a key; None where there is none.

    The place is `users[2].email`, and empty for the value itself. Of a very large value only the beginning is searched.
    """
    waiting: list[Iterator[tuple[str, Any]]] = [iter([("", value)])]
    for _ in range(_MOST_SEARCHED):
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            if not waiting:
                break
            continue
        place, each = step
        if isinstance(each, str) and is_unfit(each):
            return place, False
        if isinstance(each, dict):
            if any(is_unfit(key) for key in each):
                return place, True
            waiting.append(_of_object(place, each))
        elif isinstance(each, list):
            waiting.append(_of_array(place, each))
    return None


def _of_object(place: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((f"{place}.{key}"[:LONGEST] if place else key, each) for key, each in value.items())


def _of_array(place: str, value: list[Any]) -> Iterator[tuple[str, Any]]:
    return ((f"{place}[{n}]"[:LONGEST], each) for n, each in enumerate(value))


def checked(value: T) -> T:
    """A value, if it can be written as JSON and kept by every database; YAML says more. Raises ValueError."""
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        if not level:
            return value
        level = [inner for each in level for inner in _parts(each)]
    if level:
        raise ValueError(f"it must not be nested more than {DEEPEST} levels deep")
    return value


def _parts(value: Any) -> list[Any]:
    """What is inside a value. Raises ValueError for what JSON has not."""
    match value:
        case None | bool():
            return []
        case str():
            if is_unfit(value):
                raise ValueError("control characters are not allowed")
            return []
        case int() if -(2**63) <= value < 2**64:
            return []
        case float() if math.isfinite(value):
            return []
        case int() | float():
            raise ValueError("a number is too large")
        case list():
            return value
        case dict() if all(isinstance(key, str) for key in value):
            return [*value, *value.values()]
        case dict():
            raise ValueError("keys must be text; in YAML, put them in quotes")
        case _:
            raise ValueError(f"it holds a {type(value).__name__}, which JSON has not")
