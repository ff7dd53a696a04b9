"""The short way: a call goes to its route at once, past the middleware that it does not need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.context import Mock
from mock_server.routes.expired import Expired
from mock_server.routes.faults import Faults
from mock_server.routes.journal import Observed

_CONTROL = "/_mock/"


class ShortWay(FastAPI):
    """An application that passes over its own layers where a route needs none of them.

    A route that handles its own refusals and faults says so by an attribute `is_direct`. For those, trying one route
    after the other and eight layers of middleware would be half of what a call costs. A browser's request has an Origin
    and goes the long way, since its answer needs CORS headers. HEAD is answered as GET is. All that is no control call
    is noted in the journal, and may be struck by a fault; a browser's question whether it may ask (OPTIONS) is not.
    """

    def __init__(self, routes: Sequence[APIRoute], mock: Mock, faults: Faults, **options: Any) -> None:
        super().__init__(**options)
        self.observed = Observed(self._answer, mock, faults)
        self._expired = Expired(mock)
        self._direct: dict[tuple[str, str], ASGIApp] = {
            (method, route.path): route.app
            for route in routes
            if getattr(route, "is_direct", False)
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        if scope["path"].startswith(_CONTROL) or scope["method"] == "OPTIONS":
            await self._answer(scope, receive, send)
        else:
            await self.observed(scope, receive, send)
            self._expired.count_call()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        direct = self._direct.get((scope["method"], scope["path"]))
        if direct and not any(name == b"origin" for name, _ in scope["headers"]):
            await direct(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
