"""The schema: the types of `fixtures/documented/graphql.graphql`, with those root fields that are built."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import orjson
from graphql import GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, build_schema

from genauth_mock import errors
from genauth_mock.documents.field_types import LONGEST_TEXT, has_control_characters
from genauth_mock.errors import Refused
from genauth_mock.kit.shipped import FIXTURES
from genauth_mock.routes import graphql
from genauth_mock.routes.graphql.face import RootFields

# Arguments that are JSON inside a text.
_JSON = ("params", "context")
_SDL = FIXTURES / "documented" / "graphql.graphql"


@cache
def resolvers() -> dict[str, Callable[..., Any]]:
    """What resolves each root field that is built: the `fields` of the modules of this folder."""
    found: dict[str, Callable[..., Any]] = {}
    for module in iter_modules(graphql.__path__):
        fields = getattr(import_module(f"{graphql.__name__}.{module.name}"), "fields", None)
        if isinstance(fields, RootFields):
            found |= fields.resolvers
    return found


@cache
def left_out() -> frozenset[str]:
    """The fields of users that are documented, and lead to types that are not written down yet."""
    listed = orjson.loads((FIXTURES / "documented" / "graphql.json").read_bytes())
    return frozenset(listed["leftOut"])


@cache
def schema() -> GraphQLSchema:
    """The schema of what is built."""
    made = build_schema(_SDL.read_text(encoding="utf-8"))
    for root in (made.query_type, made.mutation_type):
        if root is not None:
            _bind(root)
    return made


def _bind(root: GraphQLObjectType) -> None:
    for name, field in tuple(root.fields.items()):
        if name in resolvers():
            field.resolve = _resolving(resolvers()[name])
        else:
            del root.fields[name]


def _resolving(resolver: Callable[..., Any]) -> Callable[..., Any]:
    def resolve(_root: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        _check_texts(info.context.lang, arguments)
        call = info.context
        return call.once(tuple(info.path.as_list()), lambda: resolver(call, **arguments))

    return resolve


def _check_texts(lang: str, arguments: dict[str, Any], place: str = "") -> None:
    """Refuses 400 for a text that is longer than any field's, or has control characters in it. A list is not built."""
    for name, value in arguments.items():
        if isinstance(value, dict):
            _check_texts(lang, value, f"{place}{name}.")
        elif isinstance(value, str) and name not in _JSON and not _is_fit(value):
            detail = "it is too long, or has control characters in it" if lang == "en" else "过长或含有控制字符"
            raise Refused(errors.INVALID_PARAMETER, field=f"{place}{name}", detail=detail)


def _is_fit(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and not has_control_characters(text)
