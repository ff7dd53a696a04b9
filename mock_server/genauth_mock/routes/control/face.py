"""How the control API is spoken: plain HTTP statuses, `{"error": {code, message, field?}}`, and no unknown field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, TypeVar

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
from genauth_mock.routes.edge import answers, queries, routing, tenancy, visitors
from genauth_mock.routes.edge.operations import Operation
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.steering.faults import Forced

Model = TypeVar("Model", bound=BaseModel)

PREFIX = "/_mock"
_HEADERS = dict(answers.JSON)
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
