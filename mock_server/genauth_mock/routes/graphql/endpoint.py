"""`POST /graphql/v2`: a document is read, checked by the schema of what is built, and executed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import answers, cookies, operations, tenancy
from genauth_mock.routes.graphql import document
from genauth_mock.routes.graphql.face import NAME, Call, Router, error

if TYPE_CHECKING:
    from graphql import DocumentNode, ExecutionResult, GraphQLError, OperationDefinitionNode, SelectionSetNode

router = Router()

# It checks every document by the schema that it asks for first, and would refuse what is not built by itself.
_CHECKS_BY_ITSELF = "python:"
# Each costs what a call of its own does.
_MOST_ROOT_FIELDS = 20
# How its messages end in a value, and in a token of the document.
_VALUE = re.compile(r"(cannot represent [\w -]*value): .*|[,;]? [Ff]ound: .*", re.DOTALL)
_TOKEN = re.compile(r"(found \w+) '.*'", re.DOTALL)


@router.post("/graphql/v2")
async def execute(call: Call) -> Response:
    """Executes a document. What is known and not built is refused by name, before anything is executed."""
    from graphql import validate  # noqa: PLC0415 - GraphQL's library, for whoever speaks it

    from genauth_mock.routes.graphql.schema import schema  # noqa: PLC0415 - as above

    parsed = _document(call)
    asked = document.executed(parsed, call.asked.get("operationName"))
    if asked is None:
        raise _wrong("operationName", "it must name an operation of the document")
    _check_built(call, parsed, asked.selection_set)
    if len(document.names_of(parsed, asked.selection_set)) > _MOST_ROOT_FIELDS:
        raise _wrong("query", f"at most {_MOST_ROOT_FIELDS} root fields")
    wrong = validate(schema(), parsed, max_errors=1)
    if wrong:
        raise _wrong("query", _without_values(wrong[0].message))
    return _printed(call, _executed(call, parsed, asked))


def _document(call: Call) -> DocumentNode:
    from graphql import GraphQLError  # noqa: PLC0415 - as above

    query = call.asked.get("query")
    if not isinstance(query, str) or not query.strip():
        raise _wrong("query", "it must be a GraphQL document")
    try:
        return document.parsed(query)
    except GraphQLError as fault:
        raise _wrong("query", _without_values(fault.message)) from None
    except RecursionError:
        raise _wrong("query", "it is nested too deep") from None


def _check_built(call: Call, parsed: DocumentNode, asked: SelectionSetNode) -> None:
    """Refuses 501 for a root field that is known and not built, and for the schema where it would be held against what
    is not.
    """
    from genauth_mock.routes.graphql.schema import left_out, resolvers  # noqa: PLC0415 - as above

    for name in sorted(document.names_below(parsed, asked) & left_out()):
        raise Refused(errors.NOT_IMPLEMENTED, operation=f"user.{name}", method="POST", path="/graphql/v2")
    for name in document.names_of(parsed, asked):
        known = operations.by_name(NAME).get(name)
        asks_in_vain = name == "__schema" and _sdk_version(call).startswith(_CHECKS_BY_ITSELF)
        if asks_in_vain or (known is not None and name not in resolvers()):
            what = "IntrospectionQuery" if asks_in_vain else name
            raise Refused(errors.NOT_IMPLEMENTED, operation=what, method="POST", path="/graphql/v2")


def _sdk_version(call: Call) -> str:
    return tenancy.header(call.request, b"x-authing-sdk-version", b"x-genauth-sdk-version")


def _executed(call: Call, parsed: DocumentNode, asked: OperationDefinitionNode) -> ExecutionResult:
    from graphql import execute_sync  # noqa: PLC0415 - as above

    from genauth_mock.routes.graphql.schema import schema  # noqa: PLC0415 - as above

    variables = call.asked.get("variables")
    if variables is not None and not isinstance(variables, dict):
        raise _wrong("variables", "it must be an object")
    return execute_sync(
        schema(),
        parsed,
        context_value=call,
        variable_values=variables,
        operation_name=asked.name.value if asked.name else None,
    )


def _printed(call: Call, result: ExecutionResult) -> Response:
    told = [_told(each, call.lang) for each in result.errors or ()]
    body: dict[str, Any] = {"data": result.data}
    if told:
        # A request of one field that is refused has no data at all, as SDKs know it.
        has_data = any(value is not None for value in (result.data or {}).values())
        body = {"errors": told, "data": result.data if has_data else None}
    return cookies.remember(call.request, answers.Success(body), call.cookie)


def _told(fault: GraphQLError, lang: str) -> dict[str, Any]:
    """An error of an answer. Raises what is a fault of the mock itself, and what is said of the whole request."""
    cause = fault.original_error
    if fault.path is None or _is_of_document(cause):
        # Nothing was resolved yet, or not this field: it is what was sent that does not fit.
        return error(_wrong("variables", _without_values(fault.message)), lang)
    if not isinstance(cause, Refused):
        raise cause or fault
    return error(cause, lang) | {"path": fault.path}


def _is_of_document(cause: Exception | None) -> bool:
    """Whether a part of the document is what is wrong: a value that a variable brings where none may be missing. What
    cannot be printed of an answer is no part of it.
    """
    from graphql import GraphQLError  # noqa: PLC0415 - as above

    return isinstance(cause, GraphQLError) and bool(cause.nodes)


def _without_values(message: str) -> str:
    """What GraphQL's library says is wrong, without the value that is there: it may be a password, in a journal."""
    return _TOKEN.sub(r"\1", _VALUE.sub(r"\1", message))


def _wrong(field: str, detail: str) -> Refused:
    return Refused(errors.INVALID_PARAMETER, field=field, detail=detail)
