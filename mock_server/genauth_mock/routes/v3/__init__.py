"""API v3: `/api/v3/…`. Its paths hold no noun: `fixtures/documented/v3.json` says in which section an operation is."""

from __future__ import annotations

from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.v3 import face


def topic_of(path: str) -> str | None:
    """The module of a path: the section of its operation, whatever the method is."""
    return operations.sections(face.NAME).get(path)


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
