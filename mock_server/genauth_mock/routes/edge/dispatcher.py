"""The short way: a call goes to its route at once, past the middleware that it does not need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock.context import Mock
from genauth_mock.routes.edge import crashes
from genauth_mock.routes.edge.crashes import Crashes, CutShort, Guard
from genauth_mock.routes.edge.expired import Expired
from genauth_mock.routes.edge.faults import Faults, connection_of, hang_up
from genauth_mock.routes.edge.journal import Observed
from genauth_mock.routes.edge.tenancy import REMARK

_CONTROL = "/_mock/"


class ShortWay(FastAPI):
    """An application that passes over its own layers where a route needs none of them.

    A route that handles its own refusals and faults says so by an attribute `is_direct`. For those, trying one route
    after the other and eight layers of middleware would be half of what a call costs. A browser's request has an Origin
    and goes the long way, since its answer needs CORS headers. HEAD is answered as GET is. All that is no control call
    is noted in the journal, and may be struck by a fault; of control calls those are noted that were refused to a
    foreign page. A browser's question whether it may ask (OPTIONS) is neither.
    """

    def __init__(self, routes: Sequence[APIRoute], mock: Mock, faults: Faults, failed: Crashes, **options: Any) -> None:
        super().__init__(**options)
        self.observed = Observed(self._answer, mock, faults, failed)
        self._expired = Expired(mock)
        self._mock = mock
        self._direct: dict[tuple[str, str], ASGIApp] = {
            (method, route.path): Guard(route.app, failed)
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
        if "\0" in scope["path"]:
            # No route has it, and no database takes it: nothing of that name is there.
            scope["path"] = scope["path"].replace("\0", "%00")
        crashes.watch(scope)
        try:
            if scope["path"].startswith(_CONTROL) or scope["method"] == "OPTIONS":
                await self._unobserved(scope, receive, send)
            else:
                await self.observed(scope, receive, send)
                self._expired.count_call()
        except CutShort:
            await hang_up(connection_of(send))

    async def _unobserved(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._answer(scope, receive, send)
        finally:
            crashes.keep(self._mock, scope)
        if REMARK in scope:
            self.observed.refused(scope)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        direct = self._direct.get((scope["method"], scope["path"]))
        if direct and not any(name == b"origin" for name, _ in scope["headers"]):
            await direct(scope, receive, send)
        else:
            await super().__call__(_with_plain_cookies(scope), receive, send)


def _with_plain_cookies(scope: Scope) -> Scope:
    """The request without backslashes in its cookies, which RFC 6265 4.1.1 has not.

    FastAPI reads all cookies for each route, and for these Python before 3.11.10 takes the square of their number.
    """
    if not any(name == b"cookie" and b"\\" in value for name, value in scope["headers"]):
        return scope
    headers = [(name, value.replace(b"\\", b"") if name == b"cookie" else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers}


def _without_body(send: Send) -> Send:
    """The answer to HEAD: it ends where the body of GET's begins, which of a stream would never end."""
    is_over = False

    async def begin(message: Message) -> None:
        nonlocal is_over
        if is_over:
            return
        is_over = message["type"] == "http.response.body"
        # The server itself leaves the body out; the journal wants to know what it began with.
        await send({**message, "more_body": False} if is_over else message)

    return begin
