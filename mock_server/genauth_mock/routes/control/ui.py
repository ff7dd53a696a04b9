"""`/_mock/ui/`: the console, for people. Its files are the package's own; the control API gives it the rest.

`/_mock/ui/api/` shows the server's OpenAPI document in Swagger UI, which a package of its own brings.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePath

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from genauth_mock.routes.control.api import ControlRoute, OpenRoute
from genauth_mock.routes.control.face import ControlError, gone
from genauth_mock.routes.edge import tenancy, visitors

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

# Swagger UI writes HTML by itself, and draws its pictures from data. It too loads nothing from elsewhere.
_API_HEADERS = _HEADERS | {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
_API = "api/"
_SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui.css")

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

    add(files("genauth_mock") / "console", "")
    return found


@cache
def _swagger_ui() -> dict[str, Traversable]:
    """The files of Swagger UI by their path; its package is looked for with the first of them."""
    return {f"{_API}{name}": files("fastapi_swagger") / "resources" / name for name in _SWAGGER_UI}


@open_router.get("/", include_in_schema=False)
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


@open_router.get("/_mock/ui/api")
async def api_without_slash() -> Response:
    """Leads to the page of the API."""
    return RedirectResponse("/_mock/ui/api/")


@open_router.get("/_mock/ui/{path:path}")
async def ui(request: Request, path: str) -> Response:
    """The console, in the browser. 404."""
    name = f"{path}index.html" if path in ("", _API) else path
    file = _shipped().get(name) or (_swagger_ui().get(name) if name.startswith(_API) else None)
    if file is None:
        raise ControlError(404, "not_found", f"the console has no file {path!r}; open /_mock/ui/")
    content = file.read_bytes()
    headers = _API_HEADERS if name.startswith(_API) else _HEADERS
    tag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers | {"etag": tag})
    return Response(content, 200, headers | {"etag": tag}, _TYPES[PurePath(name).suffix])
