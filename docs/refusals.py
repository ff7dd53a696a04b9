"""What every rule and every call refuses, read from the source of the package; nothing of it is run.

A function refuses the entries of the catalogue that it names, and those of the functions that it names: by call, by a
lambda, by a table in which it looks something up. What an `except Refused` keeps is left out, and what stands behind a
parameter that is plainly None, True or False. Of other values nothing is known, so that more may be listed than can
happen; what comes from data alone (an entry by its name) is not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from genauth_mock import errors
from genauth_mock.routes import graphql
from source_names import FACES, Function, Names, defaults_of
from source_reading import Body, Plain, Reader

EVERY_CALL = "*"
# A handshake is a GET.
_VERBS = {each: each.upper() for each in ("get", "post", "put", "patch", "delete")} | {"websocket": "GET"}
_RESOLVES = "resolves"
# What a face does with every request, before the route or in it, as far as it has such functions; REST v2's bodies are
# read on the ladder itself.
_FRAME = ("_enter", "read", "Call.begin", "Call.needed", "Call.part")
_ON_LADDER = {"v2": ("routes.edge.bodies.json_object", "routes.edge.bodies.as_refusal")}
_PAGE_FRAME = ("routes.edge.visitors.enter", "routes.edge.visitors.Visitor.meets")
# A rule about names and addresses is one for all kinds; a path that names one kind never meets the others' entries.
_OTHER_KINDS = (("phone", ("EMAIL",)), ("email", ("PHONE",)), ("username", ("PHONE", "EMAIL")))


@dataclass(slots=True)
class _Known:
    """A function that was read. `keeps` is what it keeps from going on of what it calls by a parameter's name."""

    body: Body
    defaults: dict[str, Body]
    keeps: dict[str, frozenset[str] | None]
    refuses: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Route:
    """A route of a face: its method and path, and the function that answers."""

    face: str
    method: str
    path: str
    function: str
    docstring: str
    is_page: bool


class Refusals:
    """What the functions of the package refuse."""

    def __init__(self) -> None:
        self.names = Names()
        self._known: dict[tuple[str, Plain], _Known] = {}
        for name in self.names.definitions:
            self._read(name, ())
        self._settle()

    def by(self, *functions: str) -> set[str]:
        """The names of the entries that any of some functions refuses."""
        found: set[str] = set()
        for each in functions:
            known = self._known[each, ()]
            found |= known.refuses.union(*map(self._within, known.defaults.values()))
        return found

    def frame_of(self, face: str) -> tuple[str, ...]:
        """What a face does with every request."""
        own = (f"routes.{face}.face.{name}" for name in _FRAME)
        return (*_ON_LADDER.get(face, ()), *(each for each in own if each in self.names.definitions))

    def routes(self) -> Iterator[Route]:
        """The routes of the faces that clients of GenAuth speak, in the order of the source."""
        for name, node in self.names.definitions.items():
            is_faces = name.startswith(tuple(f"routes.{face}." for face in FACES))
            if not is_faces or not isinstance(node, Function):
                continue
            for at in reversed(node.decorator_list):
                if isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute) and at.func.attr == _RESOLVES:
                    # A root field of GraphQL, behind the one path that all have.
                    path = f"{graphql.PATH}#{ast.literal_eval(at.args[0])}"
                    yield Route(name.split(".")[1], "POST", path, name, ast.get_docstring(node) or "", is_page=False)
                if isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute) and at.func.attr in _VERBS:
                    path = ast.literal_eval(at.args[0]).replace(":path}", "}")
                    router = self.names.meant_in(at.func.value, self.names.module_of(name)) or ""
                    is_page = "PageRoute" in ast.unparse(self.names.definitions[router])
                    face, method = name.split(".")[1], _VERBS[at.func.attr]
                    yield Route(face, method, path, name, ast.get_docstring(node) or "", is_page)

    def public_rules(self) -> Iterator[tuple[str, str]]:
        """The functions of the rules that are asked from outside, and their docstrings."""
        for name, node in self.names.definitions.items():
            is_public = name.startswith("rules.") and "._" not in name
            if is_public and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, ast.get_docstring(node) or ""

    def _read(self, name: str, plain: Plain) -> _Known | None:
        """A definition, with parameters whose values are plain; None for a class, which refuses nothing itself."""
        node = self.names.definitions[name]
        if isinstance(node, ast.ClassDef):
            return None
        if (name, plain) not in self._known:
            outer = Reader(self.names, self.names.module_of(name))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                reader = outer.within(node, name, plain)
                defaults = {param: outer.read(value) for param, value in defaults_of(node).items()}
                self._known[name, plain] = _Known(reader.read(*node.body), defaults, reader.keeps)
            else:
                self._known[name, plain] = _Known(outer.read(node), {}, {})
        return self._known[name, plain]

    def _settle(self) -> None:
        """Goes on until nothing is found any more: functions call each other in circles."""
        changed = True
        while changed:
            changed = False
            for each in list(self._known.values()):
                found = self._within(each.body)
                keeps = dict(self._kept_elsewhere(each.body))
                if not (found <= each.refuses and keeps.keys() <= each.keeps.keys()):
                    each.refuses |= found
                    each.keeps |= keeps
                    changed = True

    def _kept_elsewhere(self, body: Body) -> Iterator[tuple[str, frozenset[str] | None]]:
        """The parameters that are handed on to a function that keeps what they refuse from going on."""
        for call in body.calls:
            known = self._read(call.function, call.plain)
            for param, given in call.given.items():
                if known is not None and param in known.keeps:
                    yield from ((name, known.keeps[param]) for name in given.params)
                yield from self._kept_elsewhere(given)
        for inner, _ in body.guarded:
            yield from self._kept_elsewhere(inner)

    def _within(self, body: Body) -> set[str]:
        found = set(body.entries)
        for call in body.calls:
            known = self._read(call.function, call.plain)
            keeps = known.keeps if known else {}
            for param, given in call.given.items():
                found |= _without(self._within(given), keeps.get(param, frozenset()))
            if known is not None:
                left = (default for param, default in known.defaults.items() if param not in call.given)
                found = found.union(known.refuses, *map(self._within, left))
        for inner, kept in body.guarded:
            found |= _without(self._within(inner), kept)
        return found


def _without(found: set[str], kept: frozenset[str] | None) -> set[str]:
    return set() if kept is None else found - kept


@cache
def of_package() -> Refusals:
    """What the package refuses, read once."""
    return Refusals()


def of_routes() -> dict[str, dict[str, list[str]]]:
    """What is refused, by face: under `EVERY_CALL` what every call of it may refuse, else by `POST /path` what else."""
    found: dict[str, dict[str, list[str]]] = {}
    read = of_package()
    for route in read.routes():
        common = read.by(*read.frame_of(route.face))
        named = read.by(route.function, *(_PAGE_FRAME if route.is_page else ())) - common
        for kind, others in _OTHER_KINDS:
            if kind in route.path:
                named = {each for each in named if not any(other in each for other in others)}
        of_face = found.setdefault(route.face, {EVERY_CALL: _in_order(common)})
        of_face[f"{route.method} {route.path}"] = _in_order(named)
    return {face: dict(sorted(calls.items())) for face, calls in found.items()}


def _in_order(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (errors.CATALOGUE[name].code, name))
