"""The documented fields of operations: what a request must hold, and what an answer holds.

They are data, in `fixtures/documented/<face>-fields.json`, as JSON Schemas of this extent: type, properties, required,
items, enum, minimum and maximum (also of lengths and items), anyOf, format (json alone), and `$ref` into `$defs`. What
stands beside a `$ref` is added to what it leads to. An operation has `query`, `body`, and `answer` or, for what the
face's envelope carries, `data`: false where nothing is carried. Each is left out where no source tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, Literal

import orjson

from genauth_mock.documents.field_types import LONGEST_TEXT, has_control_characters
from genauth_mock.kit.shipped import FIXTURES

Schema = dict[str, Any]
Place = tuple[str | int, ...]
Kind = Literal["missing", "null", "unknown", "type", "enum", "limits", "text", "depth"]

DEEPEST = 100
_NO_SCHEMA: Schema = {}
_JSON_TYPES = {NoneType: "null", bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
_LIMITS = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems"), "number": ("minimum", "maximum")}


@dataclass(frozen=True, slots=True)
class Fields:
    """An operation's documented fields; None where they are not documented.

    `answer` is the whole of a success, with its envelope, and `status` its HTTP status. `is_guess` is whether a source
    names the answer's model, but not that it stands in `data`.
    """

    query: Schema | None
    body: Schema | None
    answer: Schema | None
    status: int
    is_guess: bool
    definitions: dict[str, Schema]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a value is not as documented, and how. For kind `type`: the JSON types that are there and documented."""

    place: Place
    kind: Kind
    actual: str = ""
    documented: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a request's body: the field, as `list[2].email`, or `body` for the whole."""

    field: str
    kind: Kind


def fields_of(face: str, operation: str) -> Fields | None:
    """The documented fields of a face's operation; None where none are. A face is read when it is first asked for."""
    operations, definitions = _face(face)
    found = operations.get(operation)
    if found is None:
        return None
    answer = found.get("answer")
    if "data" in found:
        answer = {"$ref": "#/$defs/Envelope"}
        if found["data"] is not False:
            answer["properties"] = {"data": found["data"]}
            answer["required"] = ["data"] if found["data"] else []
    return Fields(
        query=found.get("query"),
        body=found.get("body"),
        answer=answer,
        status=found.get("status", 200),
        is_guess=found.get("guess", False),
        definitions=definitions,
    )


@cache
def _face(face: str) -> tuple[dict[str, Any], dict[str, Schema]]:
    path = FIXTURES / "documented" / f"{face}-fields.json"
    if not path.is_file():
        return {}, {}
    data = orjson.loads(path.read_bytes())
    return data["operations"], data["$defs"]


def first_problem(face: str, operation: str, body: Any) -> Problem | None:
    """The first thing that is wrong with a request's body, see `problems`."""
    return next(problems(face, operation, body), None)


def first_unknown(face: str, operation: str, body: Any) -> str | None:
    """The first field of a request's body that is not documented, as `list[2].email`; None where there is none."""
    fields = fields_of(face, operation)
    if fields is None or fields.body is None:
        return None
    return next((_field(each.place) for each in deviations(fields, fields.body, body) if each.kind == "unknown"), None)


def problems(face: str, operation: str, body: Any) -> Iterator[Problem]:
    """All that is wrong with a request's body, as it is found; nothing where no fields are documented.

    Fields that are not documented are let pass, as SDKs of newer versions send them. Null is as good as left out.
    """
    fields = fields_of(face, operation)
    if fields is None or fields.body is None:
        return
    for each in deviations(fields, fields.body, body, is_sent=True):
        if each.kind != "unknown":
            yield Problem(_field(each.place), "missing" if each.kind == "null" else each.kind)


def _field(place: Place) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".") or "body"


def deviations(
    fields: Fields, schema: Schema, value: Any, place: Place = (), *, is_sent: bool = False
) -> Iterator[Deviation]:
    """How a JSON value is not as documented. Null may stand for any field that is not required. What `is_sent` by a
    client may hold no text that is too long for any field, or has control characters in it.

    It takes as long as the value is large, and looks no deeper than 100 levels: what lies deeper is one deviation.
    """
    if len(place) > DEEPEST:
        yield Deviation(place, "depth")
        return
    found = _resolved(fields, schema, value)
    if not _fits(found, value):
        yield Deviation(place, "type", type_of(value), " | ".join(_types(found)))
    elif "enum" in found and value is not None and value not in found["enum"]:
        yield Deviation(place, "enum")
    elif not _is_within(found, value):
        yield Deviation(place, "limits")
    elif is_sent and isinstance(value, str) and _is_unfit(found, value):
        yield Deviation(place, "text")
    elif isinstance(value, dict):
        yield from _of_object(fields, found, value, place, is_sent=is_sent)
    elif isinstance(value, list) and found.get("items"):
        for n, each in enumerate(value):
            yield from deviations(fields, found["items"], each, (*place, n), is_sent=is_sent)


def _of_object(
    fields: Fields, schema: Schema, value: dict[str, Any], place: Place, *, is_sent: bool
) -> Iterator[Deviation]:
    properties: dict[str, Schema] = schema.get("properties", _NO_SCHEMA)
    if not properties:
        return
    required = frozenset(schema.get("required", ()))
    for name in schema.get("required", ()):
        if name not in value:
            yield Deviation((*place, name), "missing")
    for name, each in value.items():
        documented = properties.get(name)
        if documented is None:
            yield Deviation((*place, name), "unknown")
        elif each is not None:
            yield from deviations(fields, documented, each, (*place, name), is_sent=is_sent)
        elif name in required and not _fits(found := _resolved(fields, documented, None), None):
            yield Deviation((*place, name), "null", "null", " | ".join(_types(found)))


def _resolved(fields: Fields, schema: Schema, value: Any) -> Schema:
    """A schema without `$ref` and `anyOf`: of several that could be meant, the one that is most like the value."""
    while True:
        if "anyOf" in schema:
            schema = _nearest([_resolved(fields, each, value) for each in schema["anyOf"]], value)
        elif "$ref" in schema:
            target = fields.definitions[schema["$ref"].rpartition("/")[2]]
            schema = _joined(target, schema) if schema.keys() & {"properties", "required"} else target
        else:
            return schema


def _joined(target: Schema, beside: Schema) -> Schema:
    return {
        **target,
        "properties": target.get("properties", {}) | beside.get("properties", {}),
        "required": [*target.get("required", ()), *beside.get("required", ())],
    }


def _nearest(options: list[Schema], value: Any) -> Schema:
    fitting = [each for each in options if _fits(each, value)]
    if not fitting:
        return {"type": list(dict.fromkeys(name for each in options for name in _types(each)))}
    return min(fitting, key=lambda each: _unlikeness(each, value))


def _unlikeness(schema: Schema, value: Any) -> tuple[int, int]:
    """How many of an object's own values a schema rules out, then how many of its names. Deeper ones are not asked."""
    if not isinstance(value, dict):
        return 0, 0
    properties = schema.get("properties", _NO_SCHEMA)
    known = [name for name in value if name in properties]
    ruled_out = sum(value[name] not in properties[name].get("enum", (value[name],)) for name in known)
    missing = sum(name not in value for name in schema.get("required", ()))
    return ruled_out, missing + len(value) - len(known)


def type_of(value: Any) -> str:
    """The JSON type of a value; `integer` for a number without a fraction."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _JSON_TYPES[type(value)]


def _types(schema: Schema) -> list[str]:
    documented = schema.get("type", [])
    return [documented] if isinstance(documented, str) else documented


def _fits(schema: Schema, value: Any) -> bool:
    documented = _types(schema)
    actual = type_of(value)
    return not documented or actual in documented or (actual == "integer" and "number" in documented)


def _is_unfit(schema: Schema, text: str) -> bool:
    """Whether a text is too long, or holds what no line of text does. JSON may be long, and stand in several lines."""
    return schema.get("format") != "json" and (len(text) > LONGEST_TEXT or has_control_characters(text))


def _is_within(schema: Schema, value: Any) -> bool:
    actual = type_of(value)
    least, most = _LIMITS.get("number" if actual == "integer" else actual, ("", ""))
    if schema.keys().isdisjoint((least, most)):
        return True
    size = len(value) if isinstance(value, str | list) else value
    return bool(schema.get(least, size) <= size <= schema.get(most, size))
