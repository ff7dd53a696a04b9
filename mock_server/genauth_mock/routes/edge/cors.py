"""Which answers a script of another origin may read. Fetch Standard, CORS protocol.

The faces that SDKs speak answer every origin, with credentials, as SDKs want it. The login's pages answer none but
this machine's and those that the application knows.
"""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock.kit import urls
from genauth_mock.routes.edge import tenancy, visitors
from genauth_mock.routes.edge.face import FACE

_EXPOSED = b"x-mock-captcha-code, x-mock-unimplemented, x-mock-crash, retry-after"
_TO_ALL = [(b"access-control-allow-credentials", b"true"), (b"access-control-expose-headers", _EXPOSED)]
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_ASKED_METHOD, _ASKED_HEADERS = b"access-control-request-method", b"access-control-request-headers"
_MAY_BE_KEPT_SECONDS = 600


class CorsMiddleware:
    """An application whose answers say who may read them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    # No coroutine of its own: most requests come from no page, and pass as if this were not there.
    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answers a request."""
        if b"origin" in tenancy.headers_of(scope):
            send = _to_all(scope, send) if _is_for_all(scope) else _to_known(scope, send)
        return self._app(scope, receive, send)


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks if it may ask."""
    headers = tenancy.headers_of(scope)
    return scope["method"] == "OPTIONS" and b"origin" in headers and _ASKED_METHOD in headers


async def preflight(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers such a question."""
    headers, origin = tenancy.headers_of(scope), visitors.origin_of(Request(scope))
    if not (_is_for_all(scope) or _is_known(scope)):
        await PlainTextResponse("Disallowed CORS origin", 400, {"vary": "Origin"})(scope, receive, send)
        return
    told = {
        "vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        "access-control-allow-origin": origin or "",
        "access-control-allow-methods": ", ".join(_METHODS),
        "access-control-allow-credentials": "true",
        "access-control-max-age": str(_MAY_BE_KEPT_SECONDS),
    }
    if asked := headers.get(_ASKED_HEADERS):
        told["access-control-allow-headers"] = asked.decode("latin-1")
    await PlainTextResponse("OK", 200, told)(scope, receive, send)


def _is_for_all(scope: Scope) -> bool:
    """Whether a page of this origin may read every answer of this path."""
    if not scope[FACE].is_page(scope["path"]):
        return True
    origin = urls.read_origin(visitors.origin_of(Request(scope)) or "")
    return origin is not None and origin.is_loopback


def _is_known(scope: Scope) -> bool:
    request = Request(scope)
    origin = urls.read_origin(visitors.origin_of(request) or "")
    return origin is not None and visitors.is_known_to_named(request, origin)


def _to_all(scope: Scope, send: Send) -> Send:
    """Sends an answer that every origin may read. No header of ours stands in it yet."""
    origin = (visitors.origin_of(Request(scope)) or "").encode("latin-1")

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            vary = [value for name, value in own if name == b"vary"]
            rest = [each for each in own if each[0] != b"vary"] if vary else own
            readers = (b"access-control-allow-origin", origin), (b"vary", b", ".join((*vary, b"Origin")))
            message = {**message, "headers": [*rest, *_TO_ALL, *readers]}
        await send(message)

    return tell


def _to_known(scope: Scope, send: Send) -> Send:
    """Sends an answer, which names its reader only where a page has found that it may be read."""
    origin = visitors.origin_of(Request(scope))

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            if origin is not None and scope.get(visitors.IS_READABLE):
                headers["access-control-allow-origin"] = origin
                headers["access-control-allow-credentials"] = "true"
        await send(message)

    return tell
