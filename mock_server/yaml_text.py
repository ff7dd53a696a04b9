"""How YAML and JSON are read: as YAML 1.2 has it, so that `off` is a word and a time stays as written; and written."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any

import orjson

from mock_server.garbage import uncollected


class BadText(Exception):
    """A text is neither YAML nor JSON; says where."""


@cache
def loader() -> Any:
    """The class that reads what is neither JSON nor YAML 1.1's."""
    import yaml  # noqa: PLC0415 - a server without seeds starts faster

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """The safe loader without YAML 1.1's yes, no, on, off and times."""

    kept = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.yaml_implicit_resolvers = kept
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$", re.IGNORECASE), list("tTfF"))
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
            return yaml.load(text, Loader=loader())  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as fault:
        raise BadText(f"not valid YAML or JSON: {fault}") from None


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
