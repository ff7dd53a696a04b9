"""How the control API reads a document: JSON, or YAML where the Content-Type says so."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request

from mock_server import yaml_text
from mock_server.context import Mock
from mock_server.documents import PoolDocument
from mock_server.field_types import BadDocument
from mock_server.garbage import uncollected
from mock_server.routes import bodies, tenancy
from mock_server.routes.aside import aside
from mock_server.routes.control.face import ControlError, document
from mock_server.rules import pools
from mock_server.rules.pools import Prepared
from mock_server.yaml_text import BadText

# FastAPI copies what it is given into JSON, so the model goes by its name. Its schema waits for a reader: 20 ms.
_TAKES = "x-takes"
_MODELS: dict[str, type[BaseModel]] = {}
# How a reader of the OpenAPI description finds a call; the first that fits counts.
_GROUPS = (("/_mock/", "Control API"), ("/api/v2/", "REST v2"), ("/", "OpenID Connect, login page and others"))
_LARGEST_POOL = 512 * 1024 * 1024


async def as_document(request: Request) -> dict[str, Any]:
    """The body as an object. Refuses 400 for what is none, 413."""
    return _loaded(await bodies.read(request), request.headers.get("content-type", ""))


async def as_pool(request: Request) -> Prepared:
    """The body, a pool document, as a pool to be made. Refuses 400 with the field. Raises BadDocument."""
    body = await bodies.read(request, _LARGEST_POOL)
    mock, content_type = tenancy.mock_of(request), request.headers.get("content-type", "")
    return await aside(len(body), _prepared, mock, body, content_type)


def _prepared(mock: Mock, body: bytes, content_type: str) -> Prepared:
    with uncollected():
        loaded = _loaded(body, content_type)
        try:
            return pools.prepared(mock, document(PoolDocument, loaded))
        except ControlError as fault:
            raise _with_line(body, fault.field or "", fault.message) from None
        except BadDocument as fault:
            raise _with_line(body, fault.field, str(fault)) from None


def _with_line(body: bytes, field: str, message: str) -> ControlError:
    """What is wrong with a document; with the line, where a person has written it in lines."""
    line = yaml_text.line_of(body, field) if b"\n" in body.strip() else None
    return ControlError(400, "invalid_field", f"line {line}: {message}" if line else message, field)


def _loaded(body: bytes, content_type: str) -> dict[str, Any]:
    if "yaml" not in content_type:
        loaded = bodies.parse_json(body)
    else:
        try:
            loaded = yaml_text.load(body)
        except BadText as fault:
            raise ControlError(400, "invalid_body", f"the body is {fault}") from None
    if not isinstance(loaded, dict):
        raise ControlError(400, "invalid_body", "the body must be one object")
    return loaded


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """Says in the OpenAPI description what a call takes that reads its body itself; see `described`."""
    _MODELS[model.__name__] = model
    return {_TAKES: model.__name__}


def described(description: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI description in which what `takes` has noted is spelled out, and calls stand in groups."""
    description["tags"] = [{"name": name} for _, name in _GROUPS]
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for path, operations in description["paths"].items():
        for operation in operations.values():
            operation["tags"] = [next(name for prefix, name in _GROUPS if path.startswith(prefix))]
            name = operation.pop(_TAKES, None)
            if name is not None:
                model = _MODELS[name]
                schema = model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
                schemas.update(schema.pop("$defs", {}))
                schemas[name] = schema
                content = {"schema": {"$ref": f"#/components/schemas/{name}"}}
                operation["requestBody"] = {"content": {"application/json": content, "application/yaml": content}}
    return description
