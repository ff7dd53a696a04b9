"""How API v3 is spoken: HTTP 200 and `{statusCode, message, apiCode?, data?}` for every business answer.

A body is checked against the operation's documented fields before its route is called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Literal

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import (
    answers,
    bodies,
    client_credentials,
    documented_fields,
    operations,
    queries,
    routing,
    sent_passwords,
    tenancy,
)
from genauth_mock.routes.edge.documented_fields import Kind
from genauth_mock.routes.edge.operations import UNROUTED
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.rules import session
from genauth_mock.rules.oidc.clients import Credentials
from genauth_mock.rules.session import LoggedIn
from genauth_mock.steering.faults import Forced

NAME: Literal["v3"] = "v3"
_WITH_BODY = ("POST", "PUT")
# What is wrong with a field, in Chinese and English.
_WRONG: dict[Kind, tuple[str, str]] = {
    "missing": ("缺少此参数", "it is missing"),
    "type": ("类型不正确", "it has another type"),
    "enum": ("不是允许的取值", "it is none of the values that are allowed"),
    "limits": ("超出允许的范围", "it is outside what is allowed"),
    "text": ("过长或含有控制字符", "it is too long, or has control characters in it"),
    "depth": ("嵌套过深", "it is nested too deep"),
}
# The number of a business error is no HTTP status; API v3 says both, the former as `apiCode`.
_BUSINESS = 499
_STATUS_CODE = re.compile(rb'\s*\{\s*"statusCode"\s*:\s*(-?\d{1,4})\b')
_API_CODE = re.compile(rb'"apiCode"\s*:\s*(-?\d{1,20})\b')


class Call:
    """One request of this face. `body` is what it says, checked; `credentials` are the client's."""

    __slots__ = ("body", "credentials", "lang", "operation", "request", "token")

    def __init__(self, request: Request, operation: str, body: dict[str, Any], credentials: Credentials) -> None:
        self.request, self.operation, self.body, self.credentials = request, operation, body, credentials
        self.lang = tenancy.lang_of(request)
        self.token = tenancy.token_of(request)

    def begin(self) -> AbstractContextManager[Context]:
        """The call's transaction and context, see `tenancy.open_call`."""
        unknown = partial(documented_fields.first_unknown, NAME, self.operation, self.body)
        app_id = self.credentials.client_id
        return tenancy.open_call(self.request, self.lang, app_id=app_id, token=self.token, unknown_field=unknown)

    def logged_in(self, ctx: Context) -> LoggedIn:
        """Who is logged in with the token that was sent. Refuses 2020, 2005."""
        return session.current(ctx, self.token)

    def part(self, name: str) -> dict[str, Any]:
        """An object of the body. Refuses 400 where it is missing."""
        found: dict[str, Any] | None = self.body.get(name)
        if found is None:
            raise _wrong(name, "missing", self.lang)
        return found

    def password(self, sent: str) -> str:
        """The plain password behind what the client sent, see `sent_passwords.opened`."""
        return sent_passwords.opened(self.request, sent)

    def answer(self, data: Any = None) -> Response:
        """A success, which has no text. Without data the key is left out."""
        said: dict[str, Any] = {"statusCode": 200, "message": ""}
        return answers.Success(said if data is None else {**said, "data": data})


async def _enter(request: Request) -> Call:
    lang = tenancy.lang_of(request)
    queries.check(request, lang)
    body = await bodies.json_object(request, lang) if request.method in _WITH_BODY else {}
    operation = operations.find(NAME, request.method, request.scope["path"])
    name = operation.operation if operation else ""
    wrong = documented_fields.first_problem(NAME, name, body)
    if wrong is not None:
        raise _wrong(wrong.field, wrong.kind, lang)
    credentials = client_credentials.sent_by(request, body.get("client_id"), body.get("client_secret"))
    return Call(request, name, body, credentials)


def _wrong(field: str, kind: Kind, lang: str) -> Refused:
    return Refused(errors.INVALID_PARAMETER, field=field, detail=_WRONG[kind][lang == "en"])


def _refuse(request: Request, fault: Exception) -> Response | None:
    match fault:
        case Refused():
            return print_refusal(request, fault)
        case ValidationError():
            return print_refusal(request, bodies.as_refusal(dict(fault.errors()[0]), tenancy.lang_of(request)))
    return None


# The routes of a topic of this face: `router = Router()`.
Router = partial(routing.Router, Ladder(_enter, _refuse))


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal in this face's form and the client's language. What no route takes is told by `code` too."""
    entry, message = refused.entry, refused.message(tenancy.lang_of(request), NAME)
    if entry in UNROUTED:
        headers = {**answers.JSON, "x-mock-unimplemented": "true"} if entry is errors.NOT_IMPLEMENTED else answers.JSON
        said = {"statusCode": entry.code, "code": entry.code, "message": message}
        return Response(orjson.dumps(said), entry.code, headers)
    more = {} if refused.data is None else {"data": refused.data}
    told = entry.in_face(NAME)
    return Response(orjson.dumps(_refusal(told.api_code, told.status, message, more)), told.http, answers.JSON)


def _refusal(api_code: int | None, status_code: int, message: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """What a refusal says; the number of a meaning is told where it is more than a class of answers."""
    said: dict[str, Any] = {"statusCode": status_code, "message": message, **more}
    return said if api_code is None else {**said, "apiCode": api_code}


async def forced(request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form."""
    wanted = wanted.in_face(NAME)
    code, text = wanted.code if isinstance(wanted.code, int) else 400, wanted.text(tenancy.lang_of(request))
    status_code = wanted.entry.status if wanted.entry else code
    if not 200 <= code < 600:
        status_code = wanted.entry.status if wanted.entry else _BUSINESS
    api_code = None if code == status_code or wanted.is_success else code
    body = _refusal(api_code, code if wanted.is_success else status_code, text, wanted.in_envelope)
    return Response(orjson.dumps(body), wanted.http_status or 200, answers.JSON)


def code_of(answer: bytes) -> str | None:
    """What an answer says of its success: the number of a refusal's meaning, else its `statusCode`."""
    status_code = _STATUS_CODE.match(answer)
    if status_code is None:
        return None
    api_code = _API_CODE.search(answer) if not status_code[1].startswith(b"2") else None
    return (api_code or status_code)[1].decode()
