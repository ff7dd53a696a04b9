"""How the control API is spoken: plain HTTP statuses, `{"error": {code, message, field?}}`, and no unknown field."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Query
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import Response

from mock_server.documents import BadDocument
from mock_server.errors import Refused
from mock_server.hosts import is_loopback_url
from mock_server.routes import bodies, tenancy
from mock_server.store import user_pools
from mock_server.store.database import Connection
from mock_server.store.user_pools import UserPool

log = logging.getLogger(__name__)

Model = TypeVar("Model", bound=BaseModel)

PREFIX = "/_mock"
_HEADERS = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
# What the public surface promises and a later version will build.
_PROMISED = re.compile(
    r"/_mock/(ui|faults|snapshots|requests|tokens|import|outbox/stream)(/.*)?"
    r"|/_mock/pools/[^/]+/(export|users/generate|users/[^/]+/totp)"
)
_STATUSES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class ControlError(Exception):
    """The control API says no, with an HTTP status."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field


class Query_(BaseModel):  # noqa: N801 - FastAPI's own Query is meant by the plain name
    """A call's query parameters; unknown ones are refused by name."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", validate_by_name=False)


class Page(Query_):
    """Which part of a list is wanted."""

    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100


def answer(value: Any, status: int = 200) -> Response:
    """A success."""
    return Response(orjson.dumps(value), status, _HEADERS)


def listed(values: list[Any], total: int) -> Response:
    """A list, and how many there are in all."""
    return answer({"list": values, "totalCount": total})


def gone() -> Response:
    """The answer of a DELETE."""
    return Response(status_code=204)


def error(fault: ControlError) -> Response:
    """A refusal in this face's form."""
    body: dict[str, Any] = {"code": fault.code, "message": fault.message}
    if fault.field:
        body["field"] = fault.field
    headers = _HEADERS | {"x-mock-unimplemented": "true"} if fault.status == 501 else _HEADERS
    return Response(orjson.dumps({"error": body}), fault.status, headers)


def pool_named(db: Connection, user_pool_id: str) -> UserPool:
    """The pool of this id. Refuses 404."""
    pool = user_pools.by_id(db, user_pool_id)
    if pool is None:
        raise ControlError(404, "not_found", f"there is no user pool {user_pool_id!r}", "userPoolId")
    return pool


def document(model: type[Model], value: Any) -> Model:
    """A request body as a model. Refuses 400 with the field, and the nearest known name for an unknown one."""
    try:
        return model.model_validate(value)
    except ValidationError as fault:
        first = dict(fault.errors()[0])
        field, message = bodies.finding(first, "en", _names_at(model, tuple(fault.errors()[0]["loc"])))
        raise ControlError(400, "invalid_field", f"{field}: {message}", field) from None


def _names_at(model: type[BaseModel], loc: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys that are known where an error was found."""
    schema = TypeAdapter(model).json_schema()
    place = schema
    for step in loc[:-1]:
        place = _resolved(schema, place)
        place = place.get("items", {}) if isinstance(step, int) else place.get("properties", {}).get(step, place)
    return tuple(_resolved(schema, place).get("properties", ()))


def _resolved(schema: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    for option in place.get("anyOf", ()):
        if "$ref" in option or "properties" in option or "items" in option:
            place = option
    while "$ref" in place:
        place = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
    return place


def guard(request: Request) -> None:
    """Keeps strangers out: refuses 401 without the control token where one is set, 403 for a page of another origin."""
    token = tenancy.mock_of(request).settings.control_token
    if token is not None:
        given = tenancy.token_of(request) or ""
        if hmac.compare_digest(given.encode(), token.encode()):
            return
        raise ControlError(401, "unauthorized", "this server needs Authorization: Bearer and its --control-token")
    origin = request.headers.get("origin")
    if origin is not None and not is_loopback_url(origin):
        raise ControlError(403, "foreign_origin", f"a page of {origin} may not steer this mock; set --control-token")


class OpenRoute(APIRoute):
    """A route of this face that everybody may call."""

    guarded = False

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler between this face's reading and printing."""
        handler = super().get_route_handler()
        guarded = self.guarded

        async def handle(request: Request) -> Response:
            try:
                if guarded:
                    guard(request)
                return await handler(request)
            except ControlError as fault:
                return error(fault)
            except BadDocument as fault:
                return error(ControlError(400, "invalid_field", str(fault), fault.field))
            except Refused as fault:
                status = fault.entry.code if fault.entry.code in _STATUSES else 400
                return error(
                    ControlError(status, _STATUSES.get(status, "bad_request"), fault.message("en"), fault.field)
                )
            except RequestValidationError as fault:
                field, message = bodies.finding(fault.errors()[0], "en")
                return error(ControlError(400, "invalid_field", f"{field}: {message}", field))

        return handle


class ControlRoute(OpenRoute):
    """A route of this face."""

    guarded = True


def absent(method: str, path: str, *, takes_others: bool) -> Response:
    """What answers where no control call of that method and path is built: 501 where one is promised, 405, 404."""
    if _PROMISED.fullmatch(path):
        return error(ControlError(501, "not_built", f"{method} {path} is promised and not built yet"))
    if takes_others:
        return error(ControlError(405, "method_not_allowed", f"{path} does not take {method}"))
    return error(ControlError(404, "not_found", f"there is no control call {method} {path}; see {PREFIX}/openapi.json"))
