"""The text of a pool document, read so that neither its size nor its parsing holds anybody up.

What is small is read at once. Of what is large, a first pass gives all but the users; they come one by one afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

import orjson

from genauth_mock.kit import yaml_text
from genauth_mock.kit.yaml_events import Events
from genauth_mock.kit.yaml_text import BadText

# About 20 ms of parsing. YAML takes a hundred times as long.
_SMALL_JSON, _SMALL_YAML = 4 * 1024 * 1024, 32 * 1024
# About 5 ms of parsing.
_EVENTS_AT_ONCE = 4000
# What orjson reads is no deeper either.
_DEEPEST = 1024
_USERS = "users"
_NO_OBJECT = "no document: it must be one object"
_PARSED_AT_ONCE = 64 * 1024
_DEEPER = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


@dataclass(frozen=True, slots=True)
class PoolText:
    """A document as it is written: all but the users, and the users. What is to be a list and is none stands in
    `said`. Whoever reads `users` has the rest of a large text parsed, a bit at a time, and calls `close` at the end.
    """

    said: dict[str, Any]
    users: Iterator[Any]
    close: Callable[[], object] = bool


def is_small(size: int, *, is_yaml: bool) -> bool:
    """Whether a text of this size is best read at once."""
    return size <= (_SMALL_YAML if is_yaml else _SMALL_JSON)


def read(file: IO[bytes], *, is_yaml: bool) -> Generator[None, None, PoolText]:
    """What a large text says, from the file's beginning; others may go on wherever it yields. Raises BadText."""
    if not is_yaml:
        return (yield from _json(file))
    begin = file.read(_PARSED_AT_ONCE).lstrip()[:1]
    file.seek(0)
    if begin == b"{":
        # YAML would have it that U+2028 in a text of JSON's ends a line; and takes ten times as long.
        with suppress(BadText):
            return (yield from _json(file))
        file.seek(0)
    return (yield from _yaml(file))


def whole(said: Any) -> PoolText:
    """A document that is read already. Raises BadText for what is no object."""
    if not isinstance(said, dict):
        raise BadText(_NO_OBJECT)
    users = said.get(_USERS)
    if not isinstance(users, list):
        return PoolText(said, iter(()))
    return PoolText({key: value for key, value in said.items() if key != _USERS}, iter(users))


def _json(file: IO[bytes]) -> Generator[None, None, PoolText]:
    import ijson  # noqa: PLC0415 - only for what is large

    head = _Head(ijson.ObjectBuilder)
    try:
        for n, (event, value) in enumerate(ijson.basic_parse(file, use_float=True, buf_size=_PARSED_AT_ONCE)):
            if n % _EVENTS_AT_ONCE == 0:
                yield
            head.take(event, value)
    except (ijson.JSONError, UnicodeDecodeError, OverflowError) as fault:
        raise BadText(f"not valid JSON: {_words(fault)}") from None
    file.seek(0)
    return PoolText(head.said, _users_of_json(file) if head.has_users and _USERS not in head.said else iter(()))


class _Head:
    """All of a document but its users, built from the events of its JSON."""

    def __init__(self, builder: Callable[[], Any]) -> None:
        self.said: dict[str, Any] = {}
        self.has_users = False
        self._builder, self._key, self._depth = builder, "", 0
        self._building: Any = None

    def take(self, event: str, value: Any) -> None:
        """Takes the next event. Raises BadText."""
        before, self._depth = self._depth, self._depth + _DEEPER.get(event, 0)
        if self._depth > _DEEPEST:
            raise BadText(f"nested more than {_DEEPEST} levels deep, in {self._key}")
        if before == 0 and event != "start_map":
            raise BadText(_NO_OBJECT)
        if event == "map_key" and before == 1:
            self._key = value
        elif before > 1 or (before == 1 and event != "end_map"):
            if before == 1:
                self._begin(event)
            self._build(event, value)

    def _begin(self, event: str) -> None:
        is_list_of_users = self._key == _USERS and event == "start_array"
        if is_list_of_users and self.has_users:
            raise BadText(f"no document: {_USERS} stands twice in it")
        self.has_users |= is_list_of_users
        self._building = None if is_list_of_users else self._builder()

    def _build(self, event: str, value: Any) -> None:
        if self._building is not None:
            self._building.event(event, value)
            if self._depth == 1:
                self.said[self._key] = self._building.value


def _words(fault: Exception) -> str:
    """What a parser says, without the piece of the text that it shows under it."""
    said = fault.args[0] if fault.args else fault
    return (said.decode(errors="replace") if isinstance(said, bytes) else str(said)).split("\n", 1)[0].strip()


def _users_of_json(file: IO[bytes]) -> Iterator[Any]:
    import ijson  # noqa: PLC0415 - as above

    return iter(ijson.items(file, f"{_USERS}.item", use_float=True, buf_size=_PARSED_AT_ONCE))


def _yaml(file: IO[bytes]) -> Generator[None, None, PoolText]:
    # Parsed once only, since that takes long; the users are kept as lines of JSON meanwhile.
    said: dict[str, Any] = {}
    lines = tempfile.SpooledTemporaryFile(_SMALL_JSON)  # noqa: SIM115 - it is read after this
    try:
        yield from _sorted_out(file, said, lines)
    except BaseException:
        lines.close()
        raise
    return PoolText(said, _users_in(lines) if _USERS not in said else iter(()), lines.close)


def _sorted_out(file: IO[bytes], said: dict[str, Any], lines: Any) -> Iterator[None]:
    for part in Events(file, _EVENTS_AT_ONCE).entries(apart=_USERS):
        if part is None:
            yield
            continue
        key, n, value = part
        if n is None:
            said[key] = value
            continue
        said.pop(key, None)
        if n == 0:
            lines.seek(0)
            lines.truncate()
        try:
            lines.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))
        except TypeError as fault:
            raise BadText(f"{_USERS}[{n}] holds what no document may hold: {fault}") from None
    lines.seek(0)


def _users_in(lines: Any) -> Iterator[Any]:
    for line in lines:
        yield orjson.loads(line)


def written_json(entries: Iterator[tuple[str, Any]]) -> Iterator[bytes]:
    """A document as JSON, piece by piece, as if it had been written at once. A list may come in several entries."""
    last, begin = "", b"{\n"
    for key, value in entries:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", b"\n  ")
        if value == []:
            continue
        is_sliced = isinstance(value, list)
        if is_sliced:
            # Its end waits for what comes next.
            text = text[: -len(b"\n  ]")]
        if key == last:
            yield b"," + text[1:]
            continue
        yield begin + b"  " + orjson.dumps(key) + b": " + text
        last, begin = key, b"\n  ],\n" if is_sliced else b",\n"
    yield (b"\n  ]" if begin.startswith(b"\n  ]") else b"") + b"\n}\n"


def written_yaml(entries: Iterator[tuple[str, Any]]) -> Iterator[bytes]:
    """The same as YAML."""
    last = ""
    for key, value in entries:
        if value != []:
            yield yaml_text.dump(value if key == last else {key: value}).encode()
            last = key
