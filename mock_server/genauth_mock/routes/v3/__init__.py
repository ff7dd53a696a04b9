"""API v3: `/api/v3/…`. Its paths hold no noun: `fixtures/documented/v3.json` says in which section an operation is."""

from __future__ import annotations

from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.v3 import face


def topic_of(path: str) -> str | None:
    """The module of a path: the section of its operation, whatever the method is."""
    known = operations.sections(face.NAME)
    if path in known:
        return known[path]
    found = (operations.find(face.NAME, each, path) for each in ("GET", "POST", "PUT", "DELETE"))
    return next((each.section for each in found if each), None)


FACE = Face(
    name=face.NAME,
    title="API v3",
    package=__name__,
    prefixes=("/api/v3/", "/get-row-batch"),
    topic=topic_of,
    refuse=face.print_refusal,
    force=face.forced,
    code=face.code_of,
)
