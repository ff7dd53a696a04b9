"""`/_mock/ui/`: the console, for people. Its files are the package's own; the control API gives it the rest."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePath

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mock_server.routes import tenancy, visitors
from mock_server.routes.control.face import ControlError, ControlRoute, OpenRoute, gone

# The page holds nothing of any pool, and a browser has no header to give when it opens one: it needs no token.
open_router = APIRouter(route_class=OpenRoute)
router = APIRouter(route_class=ControlRoute)

_HEADERS = {
    # An editable installation changes under the browser's feet; a 304 costs nothing on this machine.
    "cache-control": "no-cache",
    # A mail brings its own style, and nothing else. Script comes from files alone, and HTML from mails alone.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types mail",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


# Not what the machine thinks: some Windows calls script plain text, and a browser then runs none.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def _shipped() -> dict[str, Traversable]:
    """The files of the console by their path; what a request names is looked up here, and never opened as it is."""
    found: dict[str, Traversable] = {}

    def add(folder: Traversable, prefix: str) -> None:
        for each in folder.iterdir():
            if each.is_dir():
                add(each, f"{prefix}{each.name}/")
            elif PurePath(each.name).suffix in _TYPES:
                found[prefix + each.name] = each

    add(files("mock_server") / "console", "")
    return found


@open_router.get("/_mock/ui")
async def ui_without_slash() -> Response:
    """Leads to the console."""
    return RedirectResponse("/_mock/ui/")


@router.put("/_mock/ui/token")
async def remember_token(request: Request) -> Response:
    """Has the browser remember that the control token was typed here, for the console and for the login's pages."""
    response = gone()
    token = tenancy.mock_of(request).settings.control_token
    if token is not None:
        is_secure = tenancy.base_url_of(request).startswith("https:")
        response.set_cookie(
            visitors.CONTROL_COOKIE,
            visitors.control_cookie(token),
            httponly=True,
            samesite="strict",
            secure=is_secure,
        )
    return response


@open_router.get("/_mock/ui/{path:path}")
async def ui(request: Request, path: str) -> Response:
    """The console, in the browser. 404."""
    name = path or "index.html"
    file = _shipped().get(name)
    if file is None:
        raise ControlError(404, "not_found", f"the console has no {path!r}; it begins at /_mock/ui/")
    content = file.read_bytes()
    tag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=_HEADERS | {"etag": tag})
    return Response(content, 200, _HEADERS | {"etag": tag}, _TYPES[PurePath(name).suffix])
