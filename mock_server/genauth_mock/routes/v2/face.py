"""How REST v2 is spoken: HTTP 200 and `{code, message, data}` for every business answer, refusals included.

Any other HTTP status hides code and message from the SDKs; a number as text, a null message or `data` without a code
breaks them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import answers, bodies, cookies, queries, routing, sent_passwords, tenancy
from genauth_mock.routes.edge.bodies import Body
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.routes.v2.texts import SUCCESS, Text
from genauth_mock.steering.faults import Forced

_OWN_STATUSES = (404, 405, 413)
# What has no HTTP status of its own, as Guard shows it.
_BUSINESS = 499
_CODE = re.compile(rb'\s*\{\s*"code"\s*:\s*(-?\d{1,20})\b')


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
    def ctx(self) -> Context:
        """The context of the transaction that the call has opened, for what is printed within it."""
        ctx: Context = self.request.scope[tenancy.CONTEXT]
        return ctx

    @property
    def sdk(self) -> str:
        """What the client says it is, e.g. `Guard-Android@1.5.8`; empty for others."""
        return sent_passwords.sdk_of(self.request)

    def password(self, sent: str) -> str:
        """The plain password behind what the client sent, see `sent_passwords.opened`."""
        return sent_passwords.opened(self.request, sent)

    def decrypted(self, sent: str) -> str | None:
        """What the client sent, encrypted or not, see `sent_passwords.decrypted`."""
        return sent_passwords.decrypted(self.request, sent)

    def answer(self, data: Any = None, text: Text = SUCCESS) -> Response:
        """A success. Without data the key is left out. Guard takes what has no `statusCode` for a failure."""
        return self._success({} if data is None else {"data": data}, text)

    def answer_or_null(self, data: Any, text: Text = SUCCESS) -> Response:
        """A success that says by null that there is nothing."""
        return self._success({"data": data}, text)

    def answer_beside(self, carried: Mapping[str, Any], text: Text = SUCCESS) -> Response:
        """A success that says what it carries beside the code, where clients look for it there."""
        return self._success(carried, text)

    def _success(self, carried: Mapping[str, Any], text: Text) -> Response:
        return answers.Success({"code": 200, "message": text.in_lang(self.lang), **carried, "statusCode": 200})

    def answer_login(self, data: Any, text: Text, cookie: str | None, **beside: Any) -> Response:
        """The success of a login, which the browser remembers too; `beside` the data stands what else it tells."""
        return cookies.remember(self.request, self._success({"data": data, **beside}, text), cookie)


def bare(value: Any) -> Response:
    """An answer without an envelope, where clients want it so."""
    return answers.Success(value)


def refusal(refused: Refused, lang: str) -> Response:
    """A refusal in this face's form."""
    said = refused.entry.in_face("v2")
    more = {} if refused.data is None else {"data": refused.data}
    response = _enveloped(said.code, refused.message(lang, "v2"), said.status, said.http, more)
    if said.http == 501:
        response.headers["x-mock-unimplemented"] = "true"
    return response


def _enveloped(code: int, message: str, status_code: int, status: int, more: Mapping[str, Any]) -> Response:
    """A refusal: Guard reads `statusCode` and `apiCode`, all others `code`."""
    body = {"code": code, "message": message, **more, "statusCode": status_code, "apiCode": code}
    return Response(orjson.dumps(body), status, answers.JSON)


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal in this face's form and the client's language."""
    return refusal(refused, tenancy.lang_of(request))


def code_of(answer: bytes) -> str | None:
    """What an answer says of its success."""
    found = _CODE.match(answer)
    return found[1].decode() if found else None


async def forced(request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form: HTTP 200, unless the fault or the code has a status."""
    wanted = wanted.in_face("v2")
    text = wanted.text(tenancy.lang_of(request))
    code = wanted.code if isinstance(wanted.code, int) else 400
    status = wanted.http_status or (code if code in _OWN_STATUSES else 200)
    if wanted.is_success:
        body = {"code": code, "message": text, "statusCode": code, **wanted.in_envelope}
        return Response(orjson.dumps(body), status, answers.JSON)
    status_code = wanted.entry.in_face("v2").status if wanted.entry else _BUSINESS if code >= 600 else code
    return _enveloped(code, text, status_code, status, wanted.in_envelope)


async def _enter(request: Request) -> Call:
    call = Call(request)
    queries.check(request, call.lang)
    return call


def _refuse(request: Request, fault: Exception) -> Response | None:
    lang = tenancy.lang_of(request)
    match fault:
        case Refused():
            return refusal(fault, lang)
        case ValidationError():
            return refusal(bodies.as_refusal(dict(fault.errors()[0]), lang), lang)
    return None


# The routes of a topic of this face: `router = Router()`.
Router = partial(routing.Router, Ladder(_enter, _refuse))
