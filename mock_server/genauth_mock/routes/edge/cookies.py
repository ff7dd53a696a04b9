"""The browser's session cookie. Every face that logs somebody in sets it; what logs out takes it away."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.tenancy import SESSION_COOKIE

_MAX_AGE_SECONDS = 1_209_600


def cookie_of(request: HTTPConnection) -> str | None:
    """The session cookie that the client sends."""
    return tenancy.cookie(request, SESSION_COOKIE)


def remember(request: HTTPConnection, response: Response, cookie: str | None) -> Response:
    """Has the browser remember a session, if it is one for browsers."""
    return _set(request, response, f"{SESSION_COOKIE}={cookie}; Max-Age={_MAX_AGE_SECONDS}") if cookie else response


def forget(request: HTTPConnection, response: Response) -> Response:
    """Has the browser forget its session, if it sends one."""
    return _set(request, response, f"{SESSION_COOKIE}=; Max-Age=0") if cookie_of(request) else response


def _set(request: HTTPConnection, response: Response, cookie: str) -> Response:
    # A page of another site may send it along only where it is secure, so only behind https.
    other_sites = "; SameSite=None; Secure" if tenancy.base_url_of(request).startswith("https:") else "; SameSite=Lax"
    response.raw_headers.append((b"set-cookie", f"{cookie}; Path=/; HttpOnly{other_sites}".encode()))
    return response
