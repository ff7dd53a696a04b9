"""YAML of any size: read as a stream of events, so that it is never whole in memory, and others go on meanwhile."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import IO, Any

from genauth_mock.kit.yaml_text import BadText, loader

# One entry of the list that is read apart, aliases written out: what names itself over and over ends here.
_MOST_NODES = 1_000_000
_DEEPEST = 1024
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

# The key, its place in the list that is read apart or None, and the value; or a pause.
Entry = tuple[str, int | None, Any] | None


class Events:
    """The events of a text, and what they build. `at_once` of them come between two pauses."""

    def __init__(self, file: IO[bytes], at_once: int) -> None:
        import yaml  # noqa: PLC0415 - a server without seeds starts faster

        self._yaml, self._at_once, self._count = yaml, at_once, 0
        self._loader = loader()(file)
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0
        self._resolvers = type(self._loader).yaml_implicit_resolvers

    def entries(self, apart: str) -> Iterator[Entry]:
        """The entries of the one object in the text, and None where others may go on; those of the list under `apart`
        come one by one. Raises BadText.
        """
        yaml = self._yaml
        try:
            self._next(yaml.StreamStartEvent)
            if not isinstance(self._next(), yaml.DocumentStartEvent) or not isinstance(
                self._next(), yaml.MappingStartEvent
            ):
                raise BadText("no document: it must be one object")
            while not isinstance(event := self._next(), yaml.MappingEndEvent):
                key = yield from self._value(event)
                event = self._next()
                if key != apart or not isinstance(event, yaml.SequenceStartEvent):
                    value = yield from self._value(event)
                    yield str(key), None, value
                    continue
                n = 0
                while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                    self._nodes = 0
                    value = yield from self._value(event)
                    yield apart, n, value
                    n += 1
            self._next(yaml.DocumentEndEvent)
            if not isinstance(self._next(), yaml.StreamEndEvent):
                raise BadText("no document: it must be one, without others after it")
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as fault:
            raise BadText(f"not valid YAML or JSON: {fault}") from None

    def line_of(self, place: str) -> Iterator[int | None]:
        """The line, from 1, on which what stands at a place (`users[2].email`) begins; None where others may go on.

        Of a place that is missing, the line of the nearest thing around it. Nothing, where the text is broken before.
        """
        yaml, line = self._yaml, 0
        try:
            event = self._next()
            while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                event = self._next()
            line = event.start_mark.line
            for name, number in _STEP.findall(place):
                found = yield from self._inside(event, name, int(number) if number else 0)
                if found is None:
                    break
                line, event = found
        except (yaml.YAMLError, UnicodeDecodeError, ValueError):
            return
        yield line + 1

    def _inside(self, event: Any, name: str, number: int) -> Generator[None, None, tuple[int, Any] | None]:
        yaml = self._yaml
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if is_list != (not name) or not isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            return None
        at = 0
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            line = event.start_mark.line
            is_it = at == number if is_list else getattr(event, "value", None) == name
            if not is_list:
                yield from self._skipped(event)
                event = self._next()
            if is_it:
                return line, event
            yield from self._skipped(event)
            at += 1
        return None

    def _skipped(self, event: Any) -> Iterator[None]:
        depth = 0
        while True:
            depth += isinstance(event, self._yaml.CollectionStartEvent) - isinstance(
                event, self._yaml.CollectionEndEvent
            )
            if depth == 0:
                return
            event = self._next()
            if self._count % self._at_once == 0:
                yield None

    def _next(self, wanted: Any = None) -> Any:
        self._count += 1
        event = self._loader.get_event()
        assert wanted is None or isinstance(event, wanted), "the parser keeps YAML's own order"
        return event

    def _value(self, event: Any) -> Generator[None, None, Any]:
        """What begins with an event, built without recursion, however deep it is."""
        yaml = self._yaml
        # Of what is open: the list or object, the key that waits for its value, the anchor, the nodes before it.
        open_: list[list[Any]] = []
        while True:
            if self._count % self._at_once == 0:
                yield None
            self._nodes += 1
            if isinstance(event, yaml.CollectionStartEvent):
                made: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
                if event.tag is not None and not event.implicit:
                    raise BadText(f"a text of this size may hold no {event.tag}{_at(event)}")
                open_.append([made, _NO_KEY, event.anchor, self._nodes])
                if len(open_) > _DEEPEST:
                    raise BadText(f"nested more than {_DEEPEST} levels deep{_at(event)}")
                event = self._next()
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                value, _, anchor, before = open_.pop()
                if anchor is not None:
                    self._anchors[anchor] = value, self._nodes - before
            else:
                value = self._leaf(event)
            if self._nodes > _MOST_NODES:
                raise BadText(f"more than {_MOST_NODES:,} values in one, its aliases written out{_at(event)}")
            if not open_:
                return value
            _put(open_[-1], value, event)
            event = self._next()

    def _leaf(self, event: Any) -> Any:
        if isinstance(event, self._yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise BadText(f"found undefined alias {event.anchor!r}{_at(event)}")
            value, size = self._anchors[event.anchor]
            self._nodes += size
            return value
        value = self._scalar(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = value, 1
        return value

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.tag is None and not event.implicit[0]:
            return text
        if event.tag is None:
            for _, pattern in self._resolvers.get(text[:1], ()):
                if pattern.match(text):
                    break
            else:
                return text
            if text == "<<":
                return _MERGE
        node = self._yaml.ScalarNode(
            event.tag or self._loader.resolve(self._yaml.ScalarNode, text, event.implicit), text, event.start_mark
        )
        return self._loader.construct_object(node)


_NO_KEY, _MERGE = object(), object()


def _put(into: list[Any], value: Any, event: Any) -> None:
    made, key, _, _ = into
    if isinstance(made, list):
        made.append("<<" if value is _MERGE else value)
    elif key is _NO_KEY:
        if isinstance(value, list | dict):
            raise BadText(f"a key must be a text{_at(event)}")
        into[1] = value
    else:
        into[1] = _NO_KEY
        if key is _MERGE:
            for each in value if isinstance(value, list) else [value]:
                if not isinstance(each, dict):
                    raise BadText(f"what is merged by << must be an object{_at(event)}")
                # What the object says itself wins, wherever it stands; of those merged, the first.
                for name, inner in each.items():
                    made.setdefault(name, inner)
        else:
            made[key] = "<<" if value is _MERGE else value


def _at(event: Any) -> str:
    return f"\n  in line {event.start_mark.line + 1}, column {event.start_mark.column + 1}"
