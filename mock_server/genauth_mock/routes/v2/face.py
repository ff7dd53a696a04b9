"""How REST v2 is spoken: HTTP 200 and `{code, message, data}` for every business answer, refusals included.

Any other HTTP status hides code and message from the SDKs; a number as text, a null message or `data` without a code
breaks them.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Annotated, Any, get_type_hints

import orjson
from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit.passwords import Undecryptable
from genauth_mock.routes.edge import (
    bodies,
    cookies,
    queries,
    tenancy,
)
from genauth_mock.routes.edge.bodies import Body
from genauth_mock.routes.v2.texts import SUCCESS, Text
from genauth_mock.steering.faults import Forced

_FROM_HEADERS = (b"x-authing-request-from", b"x-genauth-request-from")
_HEADERS = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
_OWN_STATUSES = (404, 405, 413)
_RAW_HEADERS = tuple((name.encode(), value.encode()) for name, value in _HEADERS.items())


class Call:
    """One request of this face: what is asked of it, and how it is answered."""

    __slots__ = ("lang", "request", "token")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.lang = tenancy.lang_of(request)
        self.token = tenancy.token_of(request)

    def begin(self, body: Body | None = None, *, app_id: str | None = None) -> AbstractContextManager[Context]:
        """The call's transaction and context, see `tenancy.open_call`."""
        return tenancy.open_call(self.request, self.lang, body=body, app_id=app_id, token=self.token)

    @property
    def sdk(self) -> str:
        """What the client says it is, e.g. `Guard-Android@1.5.8`; empty for others."""
        return tenancy.header(self.request, *_FROM_HEADERS)

    def password(self, sent: str) -> str:
        """The plain password behind what the client sent. Refuses 2016 for what this server's key does not open."""
        if sent.startswith('{"2020":') or (sent == "error" and self.sdk.startswith("Guard-iOS")):
            # What Android and iOS send where they could not encrypt.
            raise Refused(errors.PASSWORD_NOT_ENCRYPTED_BY_SDK)
        try:
            return tenancy.mock_of(self.request).transport_key.password(sent)
        except Undecryptable:
            url = f"{tenancy.base_url_of(self.request)}/_mock/info"
            raise Refused(errors.PASSWORD_UNDECRYPTABLE, key_url=url) from None

    def decrypted(self, sent: str) -> str | None:
        """What the client sent, encrypted or not; None where this server's key does not open it."""
        try:
            return tenancy.mock_of(self.request).transport_key.password(sent)
        except Undecryptable:
            return None

    def answer(self, data: Any = None, text: Text = SUCCESS) -> Response:
        """A success. Without data the key is left out."""
        body: dict[str, Any] = {"code": 200, "message": text.in_lang(self.lang)}
        if data is not None:
            body["data"] = data
        return _Success(orjson.dumps(body))

    def answer_login(self, data: Any, text: Text, cookie: str | None) -> Response:
        """The success of a login, which the browser remembers too."""
        return cookies.remember(self.request, self.answer(data, text), cookie)


def bare(value: Any) -> Response:
    """An answer without an envelope, where clients want it so."""
    return _Success(orjson.dumps(value))


async def _call(request: Request) -> Call:
    return Call(request)


V2Call = Annotated[Call, Depends(_call)]


class _Success(Response):
    """A success, its headers made once."""

    def __init__(self, body: bytes) -> None:
        self.status_code, self.background, self.body = 200, None, body
        self.raw_headers = [*_RAW_HEADERS, (b"content-length", b"%d" % len(body))]


def refusal(refused: Refused, lang: str) -> Response:
    """A refusal in this face's form."""
    if refused.entry is errors.MFA_REQUIRED:
        # The calls of the second step are not built.
        refused = Refused(errors.NOT_IMPLEMENTED, operation="mfa", method="POST", path="/api/v2/login/*")
    said = refused.entry.in_face("v2")
    body: dict[str, Any] = {"code": said.code, "message": refused.message(lang, "v2")}
    if refused.data is not None:
        body["data"] = refused.data
    headers = dict(_HEADERS)
    if said.http == 501:
        headers["x-mock-unimplemented"] = "true"
    return Response(orjson.dumps(body), said.http, headers)


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal in this face's form and the client's language."""
    return refusal(refused, tenancy.lang_of(request))


async def forced(request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form: HTTP 200, unless the fault or the code has a status."""
    lang, wanted = tenancy.lang_of(request), wanted.in_face("v2")
    code = wanted.code if isinstance(wanted.code, int) else 400
    body = {"code": code, "message": wanted.text(lang), **wanted.in_envelope}
    status = wanted.http_status or (code if code in _OWN_STATUSES else 200)
    return Response(orjson.dumps(body), status, _HEADERS)


class V2Route(APIRoute):
    """A route of this face: bodies as `bodies` reads them, refusals as `refusal` prints them.

    FastAPI declares and describes all routes. Those that take nothing but the call and a body, which is most, are also
    called without it: what FastAPI does for dependencies and files would be a third of what `users/me` costs.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        takes = get_type_hints(endpoint)
        self.is_direct = takes.keys() <= {"call", "body", "return"}
        if self.is_direct:
            self.app = _called_directly(endpoint, takes.get("body"))

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler between this face's reading and printing."""
        handler = super().get_route_handler()
        has_body = self.body_field is not None

        async def handle(request: Request) -> Response:
            lang = tenancy.lang_of(request)
            try:
                queries.check(request, lang)
                return await handler(await bodies.with_json(request, lang) if has_body else request)
            except Refused as refused:
                return refusal(refused, lang)
            except RequestValidationError as fault:
                return refusal(bodies.as_refusal(fault.errors()[0], lang), lang)

        return handle


def _called_directly(endpoint: Callable[..., Coroutine[Any, Any, Response]], body: type[Body] | None) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        call = Call(request)
        try:
            queries.check(request, call.lang)
            if body is None:
                response = await endpoint(call)
            else:
                response = await endpoint(call, body.model_validate(await bodies.json_object(request, call.lang)))
        except Refused as refused:
            response = refusal(refused, call.lang)
        except ValidationError as fault:
            response = refusal(bodies.as_refusal(dict(fault.errors()[0]), call.lang), call.lang)
        await response(scope, receive, send)

    return answer
