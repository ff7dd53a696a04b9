"""OpenID Connect with its pages: `/oidc/…`, `/oauth/…`, `/login`, `/register`, `/authz`, `/interaction/oidc/…`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.errors import Refused
from genauth_mock.routes.edge import visitors
from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.edge.operations import UNROUTED
from genauth_mock.routes.oidc import face
from genauth_mock.steering.faults import Forced

_PROTOCOL = ("oidc", "oauth")
_ENDPOINTS = {".well-known": "discovery"}
_PAGES = {"interaction": "auth"}
_AUTHORIZATION = ("/oidc/auth", "/oauth/auth", "/interaction/")


def topic_of(path: str) -> str | None:
    """The module of a path: its first segment, or the second below `/oidc/` and `/oauth/`."""
    first, _, rest = path.removeprefix("/").partition("/")
    second = rest.partition("/")[0]
    if first in _PROTOCOL:
        return _ENDPOINTS.get(second, second)
    return "session" if second == "profile" else _PAGES.get(first, first)


def refuse(request: Request, refused: Refused) -> Response:
    """A refusal where no route prints it: as a page for a person, as JSON for a program."""
    if refused.entry in UNROUTED:
        return face.unrouted(request, refused)
    if visitors.is_page(request.scope["path"]) and not request.scope["path"].startswith(_AUTHORIZATION):
        from genauth_mock.routes.oidc import pages  # noqa: PLC0415 - templates, for whoever opens a page

        return pages.print_refusal(request, refused)
    return face.print_refusal(request, refused)


async def force(request: Request, wanted: Forced) -> Response:
    """What a fault answers: at the authorization endpoint by the redirect, elsewhere as JSON."""
    if request.scope["path"].startswith(_AUTHORIZATION):
        from genauth_mock.routes.oidc import auth  # noqa: PLC0415 - as above

        return await auth.forced(request, wanted)
    return await face.forced(request, wanted)


FACE = Face(
    name="oidc",
    title="OpenID Connect and its pages",
    package=__name__,
    prefixes=("/oidc", "/oauth", "/login", "/register", "/authz", "/interaction/oidc", "/u"),
    topic=topic_of,
    refuse=refuse,
    force=force,
    code=face.code_of,
    is_page=visitors.is_page,
)
