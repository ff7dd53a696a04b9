"""The OpenAPI description of the whole server, which FastAPI writes; of other faces' routes it is told here."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Query
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from genauth_mock.routes.control import api
from genauth_mock.routes.control.reading import MODELS, TAKES
from genauth_mock.routes.edge.face import Faces
from genauth_mock.routes.edge.routing import Route

# How a reader finds a call; the first that fits counts.
_GROUPS = (
    ("/_mock/", "Control API"),
    ("/api/v2/", "REST v2"),
    ("/api/v3/", "API v3"),
    ("/graphql/", "GraphQL"),
    ("/", "OpenID Connect, login page and others"),
)


def openapi_of(faces: Faces) -> dict[str, Any]:
    """OpenAPI 3.1 of every route of these faces; all topics are imported for that."""
    others = [_described(each) for each in faces.routes() if not each.is_fastapis]
    app = api.application()
    own = [each for each in app.router.routes if isinstance(each, APIRoute)]
    routes = sorted((*own, *others), key=_place)
    return _grouped(get_openapi(title=app.title, version=app.version, summary=app.summary, routes=routes))


def _place(route: APIRoute) -> int:
    return next(n for n, (prefix, _) in enumerate(_GROUPS) if route.path.startswith(prefix))


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


def _grouped(description: dict[str, Any]) -> dict[str, Any]:
    """A description in which what `takes` has noted is spelled out, and calls stand in groups."""
    description["tags"] = [{"name": name} for _, name in _GROUPS]
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for path, operations in description["paths"].items():
        for operation in operations.values():
            operation["tags"] = [next(name for prefix, name in _GROUPS if path.startswith(prefix))]
            name = operation.pop(TAKES, None)
            if name is not None:
                model = MODELS[name]
                schema = model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
                schemas.update(schema.pop("$defs", {}))
                schemas[name] = schema
                content = {"schema": {"$ref": f"#/components/schemas/{name}"}}
                operation["requestBody"] = {"content": {"application/json": content, "application/yaml": content}}
    return description
