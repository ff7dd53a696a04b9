"""The OpenAPI description of the whole server, which FastAPI writes; of other faces' routes it is told here."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Annotated, Any

import orjson
from fastapi import Query
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from genauth_mock.routes.control import api
from genauth_mock.routes.control.reading import MODELS, TAKES
from genauth_mock.routes.edge import documented_fields, operations
from genauth_mock.routes.edge.face import Faces
from genauth_mock.routes.edge.operations import Operation
from genauth_mock.routes.edge.routing import Route

# What one asks of a server before all else.
_FIRST = ("/_mock/health", "/_mock/info")
_CONTROL = "control"
_REFUSAL = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {each: {"type": "string"} for each in ("code", "message", "field")},
            "required": ["code", "message"],
        }
    },
    "required": ["error"],
}
_NAMED = re.compile(r'"#/components/schemas/(\w+\.\w+)"')


def openapi_of(faces: Faces) -> dict[str, Any]:
    """OpenAPI 3.1 of every route of these faces, by face; all topics are imported for that."""
    others = [_described(each) for each in faces.routes() if not each.is_fastapis]
    app = api.application()
    own = [each for each in app.router.routes if isinstance(each, APIRoute)]
    routes = sorted(
        (*others, *own), key=lambda route: (faces.all.index(faces.of(route.path)), route.path not in _FIRST)
    )
    description = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=routes)
    description["tags"] = [{"name": face.title} for face in faces.all]
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for each in ("HTTPValidationError", "ValidationError"):
        schemas.pop(each, None)
    for path, calls in description["paths"].items():
        face = faces.of(path)
        for method, call in calls.items():
            call["tags"] = [face.title]
            _say_what_it_takes(call, schemas)
            _say_how_it_refuses(call, schemas, face.name)
            known = operations.find(face.name, method.upper(), path)
            fields = documented_fields.fields_of(known.face, known.operation) if known is not None else None
            if known is not None and fields is not None:
                _say_what_is_documented(call, schemas, known, fields)
    return description


def _described(route: Route) -> APIRoute:
    """A route as FastAPI describes one: it takes what the endpoint takes, but for the call."""

    async def endpoint() -> None:
        raise NotImplementedError

    endpoint.__doc__, endpoint.__name__ = route.endpoint.__doc__, route.endpoint.__name__
    endpoint.__signature__ = inspect.Signature(list(_parameters(route)))  # type: ignore[attr-defined]
    made = APIRoute(route.path, endpoint, methods=[route.method], response_model=None)
    made.unique_id = f"{route.method} {route.path}"
    return made


def _parameters(route: Route) -> Iterator[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY
    for name in route.takes.in_path:
        yield inspect.Parameter(name, kind, annotation=str)
    if route.takes.body is not None:
        yield inspect.Parameter("body", kind, annotation=route.takes.body)
    if route.takes.query is not None:
        yield inspect.Parameter("query", kind, annotation=Annotated[route.takes.query, Query()])


def _say_what_it_takes(call: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Spells out the document that a control call reads itself, which `reading.takes` has noted."""
    name = call.pop(TAKES, None)
    if name is None:
        return
    schema = MODELS[name].model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    schemas[name] = schema
    content = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    call["requestBody"] = {"content": {"application/json": content, "application/yaml": content}}


def _say_how_it_refuses(call: dict[str, Any], schemas: dict[str, Any], face: str) -> None:
    """No face refuses with 422, as FastAPI would: the control API says 400 in a form of its own."""
    if call["responses"].pop("422", None) is None or face != _CONTROL:
        return
    schemas["Refusal"] = _REFUSAL
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    call["responses"]["400"] = {"description": "What is wrong", "content": content}


def _say_what_is_documented(
    call: dict[str, Any], schemas: dict[str, Any], known: Operation, fields: documented_fields.Fields
) -> None:
    """Says of a call what is documented: its answer, and its body where that is checked by these fields."""
    waiting = []
    if fields.answer is not None:
        waiting.append(_own(known.face, fields.answer))
        call["responses"][str(fields.status)] = {
            "description": "As documented" + (", by a guess" if fields.is_guess else ""),
            "content": {"application/json": {"schema": waiting[-1]}},
        }
    if fields.body is not None and "requestBody" not in call:
        waiting.append(_own(known.face, fields.body))
        call["requestBody"] = {"content": {"application/json": {"schema": waiting[-1]}}}
    while waiting:
        for name in _NAMED.findall(orjson.dumps(waiting.pop()).decode()):
            if name not in schemas:
                schemas[name] = _own(known.face, fields.definitions[name.partition(".")[2]])
                waiting.append(schemas[name])


def _own(face: str, schema: documented_fields.Schema) -> dict[str, Any]:
    """A documented schema, its definitions named by their face: two may call two things the same."""
    own: dict[str, Any] = orjson.loads(
        orjson.dumps(schema).replace(b'"#/$defs/', f'"#/components/schemas/{face}.'.encode())
    )
    return own
