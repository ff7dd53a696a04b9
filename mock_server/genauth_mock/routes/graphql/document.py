"""What a GraphQL request asks for: the root fields of its document. GraphQL specification, 2 and 6.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.operations import Operation
from genauth_mock.routes.graphql import face

if TYPE_CHECKING:
    from graphql import DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode

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
        document = parsed(query)
    except (GraphQLError, RecursionError):
        return ()
    asked = executed(document, sent.get("operationName"))
    return names_of(document, asked.selection_set) if asked else ()


def names_of(document: DocumentNode, of: SelectionSetNode) -> tuple[str, ...]:
    """The fields of a selection, as the schema calls them."""
    return tuple(each.name.value for each in _fields(document, of))


def names_below(document: DocumentNode, of: SelectionSetNode) -> frozenset[str]:
    """The fields that are asked for of what a selection's fields give."""
    below = (each.selection_set for each in _fields(document, of) if each.selection_set)
    return frozenset(name for each in below for name in names_of(document, each))


def _fields(document: DocumentNode, of: SelectionSetNode) -> Iterator[FieldNode]:
    """The fields of a selection in their order, those of its fragments as well: each fragment's once."""
    from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode  # noqa: PLC0415 - as above

    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    waiting = list(reversed(of.selections))
    while waiting:
        each = waiting.pop()
        if isinstance(each, FieldNode):
            yield each
        elif isinstance(each, InlineFragmentNode):
            waiting += reversed(each.selection_set.selections)
        elif isinstance(each, FragmentSpreadNode) and (fragment := fragments.pop(each.name.value, None)):
            waiting += reversed(fragment.selection_set.selections)


def parsed(query: str) -> DocumentNode:
    """A document. Raises graphql.GraphQLSyntaxError."""
    from graphql import parse  # noqa: PLC0415 - as above

    return parse(query, no_location=True, max_tokens=MOST_TOKENS)


def executed(document: DocumentNode, name: Any) -> OperationDefinitionNode | None:
    """The operation of a document that is to be executed: the named one, or the only one. An empty name is none."""
    from graphql import OperationDefinitionNode  # noqa: PLC0415 - as above

    found = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if name:
        return next((each for each in found if each.name and each.name.value == name), None)
    return found[0] if len(found) == 1 else None
