"""Python's names, as the control API writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Their keys belong to the test, not to the mock.
_KEPT_AS_IT_IS = ("customData", "publicConfig")


def camel_keys(value: Any) -> Any:
    """The same value with the keys of all its objects in camelCase.

    What is in `customData` and `publicConfig` stays as it is.
    """
    if isinstance(value, Mapping):
        named = {_camel(str(key)): each for key, each in value.items()}
        return {key: each if key in _KEPT_AS_IT_IS else camel_keys(each) for key, each in named.items()}
    if isinstance(value, list | tuple):
        return [camel_keys(each) for each in value]
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each[:1].upper() + each[1:] for each in rest)
