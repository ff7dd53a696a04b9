"""What a GraphQL request asks for: the root fields of its document. GraphQL specification, 2 and 6.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.operations import Operation
from genauth_mock.routes.graphql import face

if TYPE_CHECKING:
    from graphql import DocumentNode, OperationDefinitionNode

# No SDK's document has a tenth of them; to read many would take long.
MOST_TOKENS = 1000


def operation(method: str, path: str, body: bytes) -> Operation | None:
    """The known operation that a request means: the first known root field of its document."""
    del method, path
    return next((known for name in root_fields(body) if (known := operations.by_name(face.NAME).get(name))), None)


def root_fields(body: bytes) -> tuple[str, ...]:
    """The root fields that a request asks for, as the schema calls them; none where it cannot be read."""
    from graphql import GraphQLError  # noqa: PLC0415 - GraphQL's library, for whoever speaks it

    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ()
    query = sent.get("query") if isinstance(sent, dict) else None
    if not isinstance(query, str):
        return ()
    try:
        asked = executed(parsed(query), sent.get("operationName"))
    except (GraphQLError, RecursionError):
        return ()
    return names_of(asked) if asked else ()


def names_of(asked: OperationDefinitionNode) -> tuple[str, ...]:
    """The root fields of an operation."""
    from graphql import FieldNode  # noqa: PLC0415 - as above

    return tuple(each.name.value for each in asked.selection_set.selections if isinstance(each, FieldNode))


def fields_below(asked: OperationDefinitionNode) -> frozenset[str]:
    """The fields that are asked for of what the root fields give."""
    from graphql import FieldNode  # noqa: PLC0415 - as above

    roots = (each for each in asked.selection_set.selections if isinstance(each, FieldNode) and each.selection_set)
    below = (each for root in roots if root.selection_set for each in root.selection_set.selections)
    return frozenset(each.name.value for each in below if isinstance(each, FieldNode))


def parsed(query: str) -> DocumentNode:
    """A document. Raises graphql.GraphQLSyntaxError."""
    from graphql import parse  # noqa: PLC0415 - as above

    return parse(query, no_location=True, max_tokens=MOST_TOKENS)


def executed(document: DocumentNode, name: Any) -> OperationDefinitionNode | None:
    """The operation of a document that is to be executed: the named one, or the only one."""
    from graphql import OperationDefinitionNode  # noqa: PLC0415 - as above

    found = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    named = [each for each in found if each.name and each.name.value == name] if name else found
    return named[0] if named else None
