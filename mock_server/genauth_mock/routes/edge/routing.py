"""Routes: which function answers a path, and the one ladder by which every call goes up and comes down."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_type_hints
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, create_model
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import bodies, pipelines, tenancy
from genauth_mock.routes.edge.bodies import Body
from genauth_mock.routes.edge.sockets import SOCKET
from genauth_mock.rules.pipelines import Asking

Endpoint = Callable[..., Awaitable[Response]]
Decorated = TypeVar("Decorated", bound=Endpoint)

_PARAMETER = re.compile(r"\{(\w+)(:path)?\}")
_NOTHING: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path, and the application that answers it. `pattern` is None for a path without parameters.

    One that `is_fastapis` is described by FastAPI itself.
    """

    method: str
    path: str
    app: ASGIApp
    endpoint: Endpoint
    takes: Takes
    ladder: Ladder | None
    pattern: re.Pattern[str] | None = None
    is_fastapis: bool = False


@dataclass(frozen=True, slots=True)
class Takes:
    """What an endpoint takes besides the call: a body, parameters of its query, and those of its path."""

    body: type[Body] | None
    query: type[BaseModel] | None
    in_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """What differs between faces in how a call is answered.

    `enter` makes the call of a request, or refuses it; `refuse` prints what was raised, None for what is a fault of the
    mock itself.
    """

    enter: Callable[[Request], Awaitable[Any]]
    refuse: Callable[[Request, Exception], Response | None]


@dataclass(slots=True)
class Router:
    """The routes of one topic. Its decorators take the full path, so that one search finds it.

    An endpoint takes the call, as `body` a model of its body, by their names the parameters of its path, and as
    anything else what its query may hold.
    """

    ladder: Ladder
    routes: list[Route] = field(default_factory=list)

    def get(self, path: str) -> Callable[[Decorated], Decorated]:
        """Has GET of a path answered by the decorated function."""
        return self._adds("GET", path)

    def post(self, path: str) -> Callable[[Decorated], Decorated]:
        """Has POST of a path answered by the decorated function."""
        return self._adds("POST", path)

    def put(self, path: str) -> Callable[[Decorated], Decorated]:
        """Has PUT of a path answered by the decorated function."""
        return self._adds("PUT", path)

    def delete(self, path: str) -> Callable[[Decorated], Decorated]:
        """Has DELETE of a path answered by the decorated function."""
        return self._adds("DELETE", path)

    def websocket(self, path: str) -> Callable[[Decorated], Decorated]:
        """Has the WebSocket of a path opened by the decorated function, whose answer is a `sockets.Opened`."""
        return self._adds("GET", path, is_websocket=True)

    def _adds(self, method: str, path: str, *, is_websocket: bool = False) -> Callable[[Decorated], Decorated]:
        def add(endpoint: Decorated) -> Decorated:
            takes = _taken_by(endpoint, path)
            app = _answering(self.ladder, endpoint, takes, is_websocket=is_websocket)
            self.routes.append(Route(method, path, app, endpoint, takes, self.ladder, pattern_of(path)))
            return endpoint

        return add


def pattern_of(path: str) -> re.Pattern[str] | None:
    """What matches the paths that one with parameters means: `{name}` a segment, `{name:path}` any number of them."""
    if "{" not in path:
        return None
    parts, last = [], 0
    for each in _PARAMETER.finditer(path):
        parts += [re.escape(path[last : each.start()]), f"(?P<{each[1]}>{'.*' if each[2] else '[^/]+'})"]
        last = each.end()
    return re.compile("".join((*parts, re.escape(path[last:]))))


def _taken_by(endpoint: Endpoint, path: str) -> Takes:
    hints = get_type_hints(endpoint, include_extras=True)
    _, *parameters = inspect.signature(endpoint).parameters.values()
    in_path = tuple(each[1] for each in _PARAMETER.finditer(path))
    asked: dict[str, Any] = {
        each.name: (hints[each.name], ... if each.default is each.empty else each.default)
        for each in parameters
        if each.name not in ("body", *in_path)
    }
    query = create_model("Query", __config__=ConfigDict(extra="ignore"), **asked) if asked else None
    return Takes(hints.get("body"), query, in_path)


async def _answered(request: Request, endpoint: Endpoint, call: Any, given: Mapping[str, Any]) -> Response:
    """What an endpoint answers, once those were asked whom it wanted to be asked."""
    while True:
        try:
            return await endpoint(call, **given)
        except Asking as asking:
            await pipelines.ask(request, asking)


def _answering(ladder: Ladder, endpoint: Endpoint, takes: Takes, *, is_websocket: bool) -> ASGIApp:
    enter, refuse, body, query = ladder.enter, ladder.refuse, takes.body, takes.query

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            if (SOCKET in scope) != is_websocket:
                raise Refused(errors.WEBSOCKET_NEEDED if is_websocket else errors.METHOD_NOT_ALLOWED)
            call = await enter(request)
            given: Mapping[str, Any] = scope.get("path_params") or _NOTHING
            if query is not None:
                sent_query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
                given = {**given, **dict(query.model_validate(dict(sent_query)))}
            if body is not None:
                sent = await bodies.json_object(request, tenancy.lang_of(request))
                given = {**given, "body": body.model_validate(sent)}
            response = await _answered(request, endpoint, call, given)
        except Exception as fault:
            refused = refuse(request, fault)
            if refused is None:
                raise
            response = refused
        await response(scope, receive, send)

    return answer
