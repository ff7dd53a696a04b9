"""The control API, `/_mock/…`: how tests and people steer the mock. FastAPI serves it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from genauth_mock.routes.control import face
from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.edge.routing import Route, Router

_TOPICS = {"": "ui", "info": "server", "coverage": "server", "openapi.json": "server", "import": "pool_documents"}
_OF_POOL = {"export": "pool_documents", "users": "users"}
_OF_USER = {"sessions": "user_sessions", "devices": "user_devices", "passkeys": "user_passkeys"}


def topic_of(path: str) -> str | None:
    """The module of a path: what it is about, which of a pool's path is what stands behind the pool's id."""
    noun, *more = path.removeprefix(f"{face.PREFIX}/").split("/")
    if noun != "pools":
        return _TOPICS.get(noun, noun)
    if len(more) > 3 and more[3] in _OF_USER:
        return _OF_USER[more[3]]
    return _OF_POOL.get(more[1], noun) if len(more) > 1 else noun


def _routes_of(module: str) -> Iterable[Route]:
    router = getattr(import_module(module), "router", None)
    if router is None or isinstance(router, Router):
        return router.routes if router else ()
    from genauth_mock.routes.control import api  # noqa: PLC0415 - FastAPI, for whoever steers

    return api.routes_of(module)


FACE = Face(
    name="control",
    title="Control API",
    package=__name__,
    prefixes=(face.PREFIX, "/"),
    topic=topic_of,
    refuse=face.refuse,
    force=face.force,
    code=face.code_of,
    absent=face.absent,
    routes=_routes_of,
    is_noted=False,
)
