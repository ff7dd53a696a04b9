"""How GraphQL is spoken: HTTP 200 with `data`, or with `errors` whose message is an object, as the service has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Literal, TypeVar

import orjson
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import answers, bodies, queries, routing, sent_passwords, tenancy
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.steering.faults import Forced

NAME: Literal["graphql"] = "graphql"
_DATA = re.compile(rb'\s*\{\s*"data"\s*:\s*(?!null)')
_CODE = re.compile(rb'"code"\s*:\s*(-?\d{1,20})\b')

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class Call:
    """One request of this face. `cookie` is what a browser is to remember of it."""

    __slots__ = ("_done", "asked", "cookie", "lang", "request", "token")

    def __init__(self, request: Request, asked: dict[str, Any]) -> None:
        self.request, self.asked = request, asked
        self.lang, self.token = tenancy.lang_of(request), tenancy.token_of(request)
        self.cookie: str | None = None
        self._done: dict[tuple[str | int, ...], Any] = {}

    def begin(self) -> AbstractContextManager[Context]:
        """The transaction and context of one root field, see `tenancy.open_call`. It is never that of a whole request:
        GraphQL's library would have half of a field committed in which something went wrong.
        """
        return tenancy.open_call(self.request, self.lang, token=self.token)

    def once(self, place: tuple[str | int, ...], resolve: Callable[[], Any]) -> Any:
        """What a root field resolves to. What was done is not done again where the document is executed once more,
        since a pipeline had to be asked for another of its fields.
        """
        if place not in self._done:
            try:
                done: Any = resolve()
            except Refused as refused:
                done = refused
            self._done[place] = done
            if (retraced := self.request.scope.get(tenancy.RETRACED)) is not None:
                retraced.keep()
        if isinstance(self._done[place], Refused):
            raise self._done[place]
        return self._done[place]

    def password(self, sent: str) -> str:
        """The plain password behind what the client sent, see `sent_passwords.opened`."""
        return sent_passwords.opened(self.request, sent)


class RootFields:
    """The root fields that a module resolves. A resolver takes the call, and the field's arguments by their names."""

    def __init__(self) -> None:
        self.resolvers: dict[str, Callable[..., Any]] = {}

    def resolves(self, name: str) -> Callable[[Resolver], Resolver]:
        """Has a root field resolved by the decorated function."""

        def add(resolver: Resolver) -> Resolver:
            self.resolvers[name] = resolver
            return resolver

        return add


async def _enter(request: Request) -> Call:
    lang = tenancy.lang_of(request)
    queries.check(request, lang)
    return Call(request, await bodies.json_object(request, lang))


def _refuse(request: Request, fault: Exception) -> Response | None:
    return print_refusal(request, fault) if isinstance(fault, Refused) else None


# The routes of this face: `router = Router()`.
Router = partial(routing.Router, Ladder(_enter, _refuse))


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal in this face's form and the client's language. What is not built says so by `code` too."""
    lang = tenancy.lang_of(request)
    said: dict[str, Any] = {"errors": [error(refused, lang)], "data": None}
    if refused.entry is not errors.NOT_IMPLEMENTED:
        return Response(orjson.dumps(said), refused.entry.in_face(NAME).http, answers.JSON)
    said |= {"code": 501, "message": refused.message(lang, NAME)}
    return Response(orjson.dumps(said), 501, {**answers.JSON, "x-mock-unimplemented": "true"})


def error(refused: Refused, lang: str) -> dict[str, Any]:
    """One of the errors of an answer."""
    more = {} if refused.data is None else {"data": refused.data}
    return _error(refused.entry.in_face(NAME).code, refused.message(lang, NAME), more)


def _error(code: int, message: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"message": {"code": code, "message": message, **more}, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}


async def forced(request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form."""
    wanted = wanted.in_face(NAME)
    if wanted.is_success:
        body: dict[str, Any] = {"data": wanted.data}
    else:
        code = wanted.code if isinstance(wanted.code, int) else 400
        body = {"errors": [_error(code, wanted.text(tenancy.lang_of(request)), wanted.in_envelope)], "data": None}
    return Response(orjson.dumps(body), wanted.http_status or 200, answers.JSON)


def code_of(answer: bytes) -> str | None:
    """What an answer says of its success: the number of its first error; nothing where there is none."""
    if _DATA.match(answer):
        return None
    found = _CODE.search(answer)
    return found[1].decode() if found else None
