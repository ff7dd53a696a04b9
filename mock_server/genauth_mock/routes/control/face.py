"""How the control API is spoken: plain HTTP statuses, `{"error": {code, message, field?}}`, and no unknown field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.documents.field_types import LONGEST_TEXT, BadDocument, without_control_characters
from genauth_mock.errors import Refused
from genauth_mock.kit import problems, urls
from genauth_mock.kit.echo import cut
from genauth_mock.routes.control import shapes
from genauth_mock.routes.edge import answers, queries, routing, tenancy, visitors
from genauth_mock.routes.edge.operations import Operation
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.steering.faults import Forced
from genauth_mock.steering.pools import pools
from genauth_mock.store import applications, user_pools, users
from genauth_mock.store.applications import Application
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User

Model = TypeVar("Model", bound=BaseModel)

PREFIX = "/_mock"
_HEADERS = dict(answers.JSON)
_POOL_ID = b"userPoolId="
_LONGEST_MESSAGE = 2000
_STATUSES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class ControlError(Exception):
    """The control API says no, with an HTTP status."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field


class QueryModel(BaseModel):
    """A call's query parameters; unknown ones are refused by name."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", validate_by_name=False)


class Page(QueryModel):
    """Which part of a list is wanted."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    limit: Annotated[int, Field(ge=1, le=10_000)] = 100


# A text that stands somewhere in what is wanted, whatever its case; an empty one stands everywhere.
Search = Annotated[
    str,
    StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True),
    AfterValidator(without_control_characters),
]


class Everything(Page):
    """A page that is long enough for all there is, unless another is asked for."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 10_000


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
    body: dict[str, Any] = {"code": fault.code, "message": cut(fault.message, _LONGEST_MESSAGE)}
    if fault.field:
        body["field"] = cut(fault.field)
    return {"error": body}


def refused(fault: Exception) -> ControlError | None:
    """What a route has raised, as a refusal of this face; None for a fault of the mock itself."""
    match fault:
        case ControlError():
            return fault
        case BadDocument():
            return ControlError(400, "invalid_field", str(fault), fault.field)
        case Refused():
            status = fault.entry.code if fault.entry.code in _STATUSES else 400
            return ControlError(status, _STATUSES.get(status, "bad_request"), fault.message("en"), fault.field)
        case ValidationError():
            return invalid(dict(fault.errors()[0]))
    return None


def invalid(found: dict[str, Any]) -> ControlError:
    """One of pydantic's findings as a refusal."""
    field, message = problems.finding(found, "en")
    return ControlError(400, "invalid_field", f"{field}: {message}", field)


def print_fault(_request: Request, refused: Refused) -> Response:
    """A fault of the mock itself, or of its surroundings, in this face's form."""
    code = "internal" if refused.entry is errors.INTERNAL else refused.entry.name.lower()
    return error(ControlError(refused.entry.status, code, refused.message("en")))


def pool_named(db: Connection, name: str) -> UserPool:
    """The pool that is named by its id, its name, or the id of one of its applications. Refuses 404, and 400 for a name
    that fits several.
    """
    pool = _pool_meant(db, name)
    if pool is None:
        raise no_pool(name)
    return pool


def no_pool(name: str) -> ControlError:
    """What answers for a pool that is not there."""
    return ControlError(404, "not_found", f"there is no user pool {name!r}", "userPoolId")


def _pool_meant(db: Connection, name: str) -> UserPool | None:
    """The pool of this id, else the one that is called so or has such an application."""
    pool = user_pools.by_id(db, name)
    if pool is not None:
        # An id is exact: what another pool is called must not make it doubtful.
        return pool
    fitting = user_pools.called(db, name)
    if len(fitting) > 1:
        listed = ", ".join(f"{each.public_id} ({each.name!r})" for each in fitting[:10])
        message = f"{name!r} fits {len(fitting)} user pools, by name or application: {listed}; give one's id"
        raise ControlError(400, "ambiguous", message, "userPoolId")
    return fitting[0] if fitting else None


def with_pools_id(request: Request) -> None:
    """Puts the pool's id where a path or query names it otherwise; what names none stays as it is. Refuses 400."""
    in_path = request.path_params.get("user_pool_id")
    in_query = _POOL_ID in request.scope["query_string"]
    if in_path is None and not in_query:
        return
    with transaction(tenancy.mock_of(request).engine) as db:
        if in_path is not None and (pool := _pool_meant(db, in_path)):
            request.path_params["user_pool_id"] = pool.public_id
        if in_query:
            pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
            meant = {
                value: pool.public_id
                for name, value in pairs
                if name == "userPoolId" and (pool := _pool_meant(db, value))
            }
            if any(name != pool_id for name, pool_id in meant.items()):
                told = [(name, meant.get(value, value) if name == "userPoolId" else value) for name, value in pairs]
                request.scope["query_string"] = urlencode(told).encode()


def printed_pool(db: Connection, name: str) -> dict[str, Any]:
    """A pool as it is now, with its first application. Refuses as `pool_named`."""
    found = pools.with_first_application(db, pool_named(db, name).public_id)
    if found is None:
        raise no_pool(name)
    return shapes.pool(*found)


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
        field, message = problems.first(model, fault)
        raise ControlError(400, "invalid_field", f"{field}: {message}", field) from None


def guard(request: Request, *, open_to_all: bool = False) -> None:
    """Keeps strangers out: refuses 401 without the control token where one is set, 403 for a page of another origin, or
    one that came by a name that anybody may have (DNS rebinding).

    The token is good from anywhere; its cookie, which a browser sends by itself, for this server's own pages alone.
    `open_to_all` asks for no token.
    """
    if visitors.shows_control_token(request):
        return
    has_cookie = visitors.has_control_cookie(request)
    if tenancy.mock_of(request).settings.control_token is not None and not (open_to_all or has_cookie):
        raise ControlError(401, "unauthorized", "this server needs Authorization: Bearer and its --control-token")
    foreign = _foreign_page(request, may_be_own=has_cookie)
    if foreign is not None:
        request.scope[tenancy.REMARK] = f"foreign_steering {foreign}"
        raise ControlError(403, "foreign_origin", f"a page of {foreign} may not steer this mock; set --control-token")
    host = visitors.public_host_of(request)
    if host is not None:
        request.scope[tenancy.REMARK] = f"public_host {host}"
        what = f"{host} is a name that anybody may have on the Internet, and this mock is not steered by it"
        do = f"reach it as localhost, or start it with --public-url http://{host} or with --control-token"
        raise ControlError(403, "foreign_host", f"{what}; {do}")


def _foreign_page(request: Request, *, may_be_own: bool) -> str | None:
    """The origin of the page that asks, where that is not on loopback; None where no page asks, or one that may."""
    text = visitors.origin_of(request)
    if text is None:
        # What a page merely loads (a script, a picture) tells no origin.
        is_loaded = tenancy.header(request, b"sec-fetch-mode") == "no-cors"
        return "another site" if is_loaded and tenancy.header(request, b"sec-fetch-site") == "cross-site" else None
    origin = urls.read_origin(text)
    may = origin is not None and (origin.is_loopback or (may_be_own and visitors.is_own(request, origin)))
    return None if may else text


def _refuse(_request: Request, fault: Exception) -> Response | None:
    """Prints what a route has raised; None for a fault of the mock itself."""
    said = refused(fault)
    return None if said is None else error(said)


def absent(method: str, path: str, others: Sequence[str], _operation: Operation | None) -> Refused:
    """Why a control call is refused that is not built."""
    if others:
        return Refused(errors.METHOD_NOT_ALLOWED)
    return Refused(errors.NOT_FOUND, method=method, path=path, nearest=f"{PREFIX}/openapi.json lists them")


def refuse(request: Request, refusal: Refused) -> Response:
    """Prints a refusal, or a fault of the mock itself. What is not there is told to those alone who may ask."""
    if refusal.entry not in (errors.NOT_FOUND, errors.METHOD_NOT_ALLOWED):
        return print_fault(request, refusal)
    try:
        guard(request)
    except ControlError as fault:
        return error(fault)
    method, path = request.method, request.url.path
    if refusal.entry is errors.METHOD_NOT_ALLOWED:
        return error(ControlError(405, "method_not_allowed", f"{path} does not take {method}"))
    return error(ControlError(404, "not_found", f"there is no control call {method} {path}; see {PREFIX}/openapi.json"))


async def force(request: Request, wanted: Forced) -> Response:
    """No fault strikes a control call."""
    raise NotImplementedError(f"{wanted.code} for {request.url.path}")


def code_of(_answer: bytes) -> str | None:
    """What an answer says of its success: nothing but its HTTP status."""
    return None


async def _enter_open(request: Request) -> Request:
    guard(request, open_to_all=True)
    queries.check(request, "en")
    return request


# Routes that everybody may call, and that need no FastAPI: they answer before it is imported.
OpenRouter = partial(routing.Router, Ladder(_enter_open, _refuse))
