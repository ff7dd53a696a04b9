"""How YAML and JSON are read: as YAML 1.2 has it, so that `off` is a word and a time stays as written; and written."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any

import orjson

from genauth_mock.kit.collector import uncollected


class BadText(Exception):
    """A text is neither YAML nor JSON; says where."""


_TAG = "tag:yaml.org,2002:"
# Of YAML 1.1's forms, those that look like numbers to anybody.
_RESOLVED = (
    ("bool", "[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]", "tTfF"),
    ("int", "[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+)", "-+0123456789"),
    (
        "float",
        r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+0123456789.",
    ),
)
_MOST_AT_ONCE, _MOST_MERGED, _MOST_EXPANDED = 100, 1_000_000, 5_000_000


@cache
def loader() -> Any:
    """The class that reads what is neither JSON nor YAML 1.1's."""
    import yaml  # noqa: PLC0415 - a server without seeds starts faster

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """The safe loader without YAML 1.1's yes, no, on, off, times, and numbers to the base of 60; and without what
        JSON has not.
        """

        merged = 0

        def flatten_mapping(self, node: Any) -> None:
            """Puts in what `<<` names. Names of names of names would make any length of a short text."""
            named = [value for key, value in node.value if key.tag == _TAG + "merge"]
            if sum(len(value.value) if value.id == "sequence" else 1 for value in named) > _MOST_AT_ONCE:
                raise yaml.constructor.ConstructorError(None, None, "too much is merged", node.start_mark)
            super().flatten_mapping(node)
            self.merged += len(node.value) if named else 0
            if self.merged > _MOST_MERGED:
                raise yaml.constructor.ConstructorError(None, None, "too much is merged", node.start_mark)

    def number(loader: Any, node: Any) -> Any:
        if ":" in str(node.value):
            raise yaml.constructor.ConstructorError(None, None, "this is no number", node.start_mark)
        return yaml.SafeLoader.yaml_constructors[node.tag](loader, node)

    other = tuple(_TAG + name for name in ("bool", "timestamp", "int", "float"))
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in other]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.yaml_constructors = {
        tag: maker
        for tag, maker in yaml.SafeLoader.yaml_constructors.items()
        if tag not in {_TAG + name for name in ("binary", "set", "omap", "pairs", "timestamp")}
    }
    for name, pattern, first in _RESOLVED:
        Loader.add_implicit_resolver(_TAG + name, re.compile(f"^(?:{pattern})$"), list(first))
    for name in ("int", "float"):
        Loader.add_constructor(_TAG + name, number)
    return Loader


def load(text: str | bytes) -> Any:
    """What a YAML or JSON text says. Raises BadText."""
    if text.lstrip()[:1] in ("{", b"{"):
        # YAML would have it that U+2028 in a text of JSON's ends a line; and takes a hundred times as long.
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(text)
    import yaml  # noqa: PLC0415 - as above

    try:
        with uncollected():
            loaded = yaml.load(text, Loader=loader())  # noqa: S506 - a safe loader
            if _has_aliases(text) and _length(loaded, {}) > _MOST_EXPANDED:
                raise ValueError("its aliases (*name) stand for too much")
            return loaded
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as fault:
        raise BadText(f"not valid YAML or JSON: {fault}") from None


def _has_aliases(text: str | bytes) -> bool:
    return "&" in text and "*" in text if isinstance(text, str) else b"&" in text and b"*" in text


def _length(value: Any, known: dict[int, int]) -> int:
    """How many values there are in a value once its aliases are written out. Raises ValueError for one in itself."""
    if not isinstance(value, dict | list):
        return 1
    length = known.get(id(value))
    if length is None:
        known[id(value)] = -1
        inside = value.values() if isinstance(value, dict) else value
        length = known[id(value)] = 1 + sum(_length(each, known) for each in inside)
    elif length < 0:
        raise ValueError("an alias (*name) stands for what it is in")
    return length


@cache
def _dumper() -> Any:
    import yaml  # noqa: PLC0415 - as above

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """The safe dumper, which writes out what stands in two places twice."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own signature
            return True

    return Dumper


def dump(value: Any) -> str:
    """A value as YAML, a line for each thing, keys in their order."""
    import yaml  # noqa: PLC0415 - as above

    with uncollected():
        # Without end: a long line is read again for what it is, a folded one not by everybody.
        return str(yaml.dump(value, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=10**9))


def line_of(text: str | bytes, place: str) -> int | None:
    """The line, from 1, on which what stands at a place (`users[2].email`) begins; None where there is no such place.

    Of a place that is missing, the line of the nearest thing around it.
    """
    import yaml  # noqa: PLC0415 - as above

    try:
        node = yaml.compose(text, Loader=loader())
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return None
    line = None if node is None else node.start_mark.line
    for name, number in _STEP.findall(place):
        found = _inside(node, name, number)
        if found is None:
            break
        line, node = found
    return None if line is None else line + 1


_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def _inside(node: Any, name: str, number: str) -> tuple[int, Any] | None:
    if number and isinstance(getattr(node, "value", None), list) and node.id == "sequence":
        items = node.value
        return (items[int(number)].start_mark.line, items[int(number)]) if int(number) < len(items) else None
    if name and getattr(node, "id", "") == "mapping":
        return next(((key.start_mark.line, value) for key, value in node.value if key.value == name), None)
    return None
