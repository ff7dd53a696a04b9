"""Which answers a script of another origin may read. Fetch Standard, CORS protocol.

The faces that SDKs speak answer every origin, with credentials, as SDKs want it. The login's pages answer none but
this machine's and those that the application knows.
"""

from __future__ import annotations

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock.kit import urls
from genauth_mock.routes.edge import visitors

_TO_ALL: dict[str, Any] = {
    "allow_origin_regex": ".*",
    "allow_credentials": True,
    "allow_methods": ["*"],
    "allow_headers": ["*"],
    "expose_headers": ["x-mock-captcha-code", "x-mock-unimplemented", "x-mock-crash", "retry-after"],
}


class Cors:
    """An application whose answers say who may read them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._to_all = app, CORSMiddleware(app, **_TO_ALL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http" or not visitors.is_page(scope["path"]):
            await self._to_all(scope, receive, send)
            return
        request = Request(scope)
        text = visitors.origin_of(request)
        origin = urls.read_origin(text) if text is not None else None
        if text is None or (origin is not None and origin.is_loopback):
            await self._to_all(scope, receive, send)
        elif scope["method"] != "OPTIONS":
            await self._app(scope, receive, _told_to_the_known(scope, text, send))
        elif origin is not None and visitors.is_known_to_named(request, origin):
            await self._to_all(scope, receive, send)
        else:
            await PlainTextResponse("Disallowed CORS origin", 400)(scope, receive, send)


def _told_to_the_known(scope: Scope, origin: str, send: Send) -> Send:
    """Sends an answer, which names its reader only where a page has found that it may be read."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            if scope.get(visitors.IS_READABLE):
                headers["access-control-allow-origin"] = origin
                headers["access-control-allow-credentials"] = "true"
        await send(message)

    return tell
