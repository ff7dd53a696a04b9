"""GraphQL v2: `/graphql/v2`. An operation is a root field; `fixtures/documented/graphql.json` lists them."""

from __future__ import annotations

from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.graphql import document, face

PATH = "/graphql/v2"


def topic_of(_path: str) -> str | None:
    """The module of a path: there is one."""
    return "endpoint"


def built() -> frozenset[tuple[str, str]]:
    """The root fields that are built, as `Operation.route` names them."""
    from genauth_mock.routes.graphql.schema import resolvers  # noqa: PLC0415 - GraphQL's library

    return frozenset(("POST", f"{PATH}#{name}") for name in resolvers())


FACE = Face(
    name=face.NAME,
    title="GraphQL",
    package=__name__,
    prefixes=(PATH,),
    topic=topic_of,
    refuse=face.print_refusal,
    force=face.forced,
    code=face.code_of,
    operation=document.operation,
    answers=built,
)
