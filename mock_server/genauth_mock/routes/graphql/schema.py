"""The schema: the types of `fixtures/documented/graphql.graphql`, with those root fields that are built."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import orjson
from graphql import GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, build_schema

from genauth_mock.kit.shipped import FIXTURES
from genauth_mock.routes import graphql
from genauth_mock.routes.graphql.face import RootFields

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
        return resolver(info.context, **arguments)

    return resolve
