"""How the control API is spoken: plain HTTP statuses, `{"error": {code, message, field?}}`, and no unknown field."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import orjson
from fastapi import Query
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from mock_server import findings
from mock_server.errors import Refused
from mock_server.field_types import LONGEST_TEXT, BadDocument, without_control_characters
from mock_server.hosts import is_loopback, is_loopback_url, is_public_name
from mock_server.routes import tenancy
from mock_server.store import applications, user_pools, users
from mock_server.store.applications import Application
from mock_server.store.database import Connection
from mock_server.store.user_pools import UserPool
from mock_server.store.users import User

log = logging.getLogger(__name__)

Model = TypeVar("Model", bound=BaseModel)

PREFIX = "/_mock"
_HEADERS = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
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


# A text that stands somewhere in what is wanted, whatever its case; an empty one stands everywhere.
Search = Annotated[
    str,
    StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True),
    AfterValidator(without_control_characters),
]


class Everything(Page):
    """A page that is long enough for all there is, unless another is asked for."""

    limit: Annotated[int, Query(ge=1, le=10_000)] = 10_000


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
    headers = _HEADERS | {"x-mock-unimplemented": "true"} if fault.status == 501 else _HEADERS
    return Response(orjson.dumps(error_body(fault)), fault.status, headers)


def error_body(fault: ControlError) -> dict[str, Any]:
    """What a refusal says."""
    body: dict[str, Any] = {"code": fault.code, "message": fault.message}
    if fault.field:
        body["field"] = fault.field
    return {"error": body}


def as_error(request: Request, fault: Exception) -> ControlError:
    """Whatever a route has raised, as a refusal of this face; a fault of the mock itself is logged."""
    match fault:
        case ControlError():
            return fault
        case BadDocument():
            return ControlError(400, "invalid_field", str(fault), fault.field)
        case Refused():
            status = fault.entry.code if fault.entry.code in _STATUSES else 400
            return ControlError(status, _STATUSES.get(status, "bad_request"), fault.message("en"), fault.field)
        case RequestValidationError():
            field, message = findings.finding(fault.errors()[0], "en")
            return ControlError(400, "invalid_field", f"{field}: {message}", field)
    log.error("%s %s failed", request.scope["method"], request.scope["path"], exc_info=fault)
    what = f"an unexpected fault of the mock itself ({type(fault).__name__}); its log has the traceback"
    return ControlError(500, "internal", what)


def pool_named(db: Connection, user_pool_id: str) -> UserPool:
    """The pool of this id. Refuses 404."""
    pool = user_pools.by_id(db, user_pool_id)
    if pool is None:
        raise no_pool(user_pool_id)
    return pool


def no_pool(user_pool_id: str) -> ControlError:
    """What answers for a pool that is not there."""
    return ControlError(404, "not_found", f"there is no user pool {user_pool_id!r}", "userPoolId")


def user_named(db: Connection, user_pool_id: str, user_id: str, field: str = "id") -> User:
    """The user of this id in a pool; `field` is what named him or her. Refuses 404."""
    row = users.by_id(db, user_pool_id, user_id)
    if row is None:
        raise ControlError(404, "not_found", f"there is no user {user_id!r} in this pool", field)
    return row


def app_named(db: Connection, pool: UserPool, app_id: str | None) -> Application:
    """The application of this id in a pool, or the pool's first. Refuses 404."""
    app = applications.by_id(db, app_id) if app_id is not None else applications.first_of(db, pool.id)
    if app is None or app.user_pool_id != pool.id:
        raise ControlError(404, "not_found", f"there is no application {app_id!r} in this pool", "appId")
    return app


def document(model: type[Model], value: Any) -> Model:
    """A request body as a model. Refuses 400 with the field, and the nearest known name for an unknown one."""
    try:
        return model.model_validate(value)
    except ValidationError as fault:
        field, message = findings.first(model, fault)
        raise ControlError(400, "invalid_field", f"{field}: {message}", field) from None


def guard(request: Request, *, open_to_all: bool = False) -> None:
    """Keeps strangers out: refuses 401 without the control token where one is set, 403 for a page of another origin.

    A page may also come by a name that was made to lead here (DNS rebinding): on loopback, the server takes only
    names that no public server has. `open_to_all` asks for no token.
    """
    settings = tenancy.mock_of(request).settings
    if settings.control_token is not None:
        given = tenancy.token_of(request) or ""
        if hmac.compare_digest(given.encode(), settings.control_token.encode()):
            return
        if not open_to_all:
            raise ControlError(401, "unauthorized", "this server needs Authorization: Bearer and its --control-token")
    origin = request.headers.get("origin")
    if origin is not None and not is_loopback_url(origin):
        raise ControlError(403, "foreign_origin", f"a page of {origin} may not steer this mock; set --control-token")
    host = tenancy.header(request, b"host")
    public = urlsplit(settings.public_url or "").netloc
    if is_loopback(settings.host) and is_public_name(host) and host != public:
        do = "reach it as localhost, or set --public-url or --control-token"
        raise ControlError(403, "foreign_host", f"this mock listens on loopback, and is no {host}; {do}")


class OpenRoute(APIRoute):
    """A route of this face that everybody may call."""

    guarded = False

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler between this face's reading and printing."""
        handler = super().get_route_handler()
        guarded = self.guarded

        async def handle(request: Request) -> Response:
            try:
                guard(request, open_to_all=not guarded)
                return await handler(request)
            except ClientDisconnect:
                raise
            except Exception as fault:  # noqa: BLE001 - each has its answer
                return error(as_error(request, fault))

        return handle


class ControlRoute(OpenRoute):
    """A route of this face."""

    guarded = True


def absent(request: Request, *, takes_others: bool) -> Response:
    """What answers where no control call of that method and path is built: 405 or 404."""
    method, path = request.method, request.url.path
    try:
        guard(request)
    except ControlError as fault:
        return error(fault)
    if takes_others:
        return error(ControlError(405, "method_not_allowed", f"{path} does not take {method}"))
    return error(ControlError(404, "not_found", f"there is no control call {method} {path}; see {PREFIX}/openapi.json"))
