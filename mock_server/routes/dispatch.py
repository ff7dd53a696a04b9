"""The short way: a path without parameters goes to its route at once, past the middleware that it does not need."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send


class ShortWay:
    """Stands before the whole application.

    A route that handles its own refusals and faults says so by an attribute `is_direct`. For those, trying one route
    after the other and eight layers of middleware are half of what a call costs. A browser's request has an Origin
    and goes the long way, since the answer needs CORS headers. HEAD is answered as GET is.
    """

    def __init__(self, routes: Sequence[APIRoute], long_way: ASGIApp) -> None:
        self._long_way = long_way
        self._direct = {
            (method, route.path): route.app
            for route in routes
            if getattr(route, "is_direct", False)
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on to its route, or to the application."""
        if scope["type"] == "http":
            if scope["method"] == "HEAD":
                scope = {**scope, "method": "GET"}
            direct = self._direct.get((scope["method"], scope["path"]))
            if direct and not any(name == b"origin" for name, _ in scope["headers"]):
                await direct(scope, receive, send)
                return
        await self._long_way(scope, receive, send)
