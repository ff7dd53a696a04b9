"""How FastAPI serves the control API: its routes, and the application that they are part of.

FastAPI is imported with the first of them, which takes a fifth of a second that no other face pays.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from genauth_mock import __version__
from genauth_mock.kit import borrowed
from genauth_mock.routes.control.face import QueryModel, error, guard, invalid, refused
from genauth_mock.routes.control.naming import with_pools_id
from genauth_mock.routes.edge import queries
from genauth_mock.routes.edge.crashes import CrashMiddleware
from genauth_mock.routes.edge.routing import Route, Router, Takes, pattern_of


class OpenRoute(APIRoute):
    """A route of this face that everybody may call.

    Those that take nothing but the request and a query, are also called without FastAPI: its work would be half of
    what reading a code from the outbox costs.
    """

    guarded = False

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        takes = get_type_hints(endpoint)
        self.is_direct = "{" not in path and takes.keys() - {"query"} == {"request", "return"}
        if self.is_direct:
            self.app = _called_directly(endpoint, takes.get("query"), guarded=self.guarded)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler between this face's reading and printing."""
        handler = super().get_route_handler()
        guarded = self.guarded

        async def handle(request: Request) -> Response:
            return await _answered(request, handler, guarded=guarded)

        return handle


async def _answered(
    request: Request, handler: Callable[[Request], Coroutine[Any, Any, Response]], *, guarded: bool
) -> Response:
    try:
        guard(request, open_to_all=not guarded)
        queries.check(request, "en")
        with_pools_id(request)
        return await handler(request)
    except Exception as fault:
        said = invalid(dict(fault.errors()[0])) if isinstance(fault, RequestValidationError) else refused(fault)
        if said is None:
            raise
        return error(said)


def _called_directly(
    endpoint: Callable[..., Coroutine[Any, Any, Response]], query: type[QueryModel] | None, *, guarded: bool
) -> ASGIApp:
    async def handler(request: Request) -> Response:
        if query is None:
            return await endpoint(request)
        given = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))
        return await endpoint(request, query=query.model_validate(given))

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        response = await _answered(Request(scope, receive), handler, guarded=guarded)
        await response(scope, receive, send)

    return respond


class ControlRoute(OpenRoute):
    """A route of this face."""

    guarded = True


@cache
def application() -> FastAPI:
    """The application of this face, with the routes of those topics that somebody has asked for."""
    app = FastAPI(
        title="genauth-mock",
        version=__version__,
        summary="A local GenAuth (formerly Authing) identity service for tests.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_middleware(CrashMiddleware)
    return app


@cache
def _served() -> ASGIApp:
    """FastAPI's middleware with all routes. Not the application itself, which would take the place of the server's in
    the scope.
    """
    serve = borrowed.middleware_of(application())

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await serve(_with_plain_cookies(scope), receive, send)

    return answer


@cache
def routes_of(module: str) -> tuple[Route, ...]:
    """The routes of a topic's module."""
    found = [each for each in vars(import_module(module)).values() if isinstance(each, APIRouter | Router)]
    return tuple(route for router in found for route in _routes_of(router))


def _routes_of(router: APIRouter | Router) -> Iterable[Route]:
    if isinstance(router, Router):
        yield from router.routes
        return
    for route in router.routes:
        assert isinstance(route, OpenRoute), "no other is declared"
        borrowed.add_route(application(), route)
        app = route.app if route.is_direct else _served()
        for method in route.methods or ():
            takes, pattern = Takes(None, None, ()), pattern_of(route.path)
            yield Route(method, route.path, app, route.endpoint, takes, None, pattern, is_fastapis=True)


def _with_plain_cookies(scope: Scope) -> Scope:
    """The request without backslashes in its cookies, which RFC 6265 4.1.1 has not.

    FastAPI reads all cookies for each route, and for these Python before 3.11.10 takes the square of their number.
    """
    if not any(name == b"cookie" and b"\\" in value for name, value in scope["headers"]):
        return scope
    headers = [(name, value.replace(b"\\", b"") if name == b"cookie" else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers}
