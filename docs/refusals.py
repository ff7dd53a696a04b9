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
from typing import TypeGuard

from genauth_mock import errors
from source_names import Function, Names, defaults_of

EVERY_CALL = "*"
_VERBS = {"get", "post", "put", "patch", "delete"}
# What each face does with every request, before the route or in it.
_FRAMES = {
    "v2": (
        *("routes.edge.queries.check", "routes.edge.bodies.json_object", "routes.edge.bodies.as_refusal"),
        "routes.v2.face.Call.begin",
    ),
    "oidc": ("routes.oidc.face.read", "routes.oidc.face.Call.begin", "routes.oidc.face.Call.needed"),
}
_PAGE_FRAME = ("routes.edge.visitors.enter", "routes.edge.visitors.Visitor.meets")
# A rule about addresses is one for both kinds; a path that names one kind never meets the other's entries.
_OTHER_KIND = (("/phone", "EMAIL"), ("/email", "PHONE"))

# Parameters that are plainly None, True or False.
_Plain = tuple[tuple[str, bool | None], ...]


@dataclass(slots=True)
class _Body:
    """What a piece of source names: entries, functions, and other pieces."""

    entries: set[str] = field(default_factory=set)
    calls: list[_Call] = field(default_factory=list)
    # Pieces whose refusals are kept from going on: all of them (None), or those that are named.
    guarded: list[tuple[_Body, frozenset[str] | None]] = field(default_factory=list)


@dataclass(slots=True)
class _Call:
    """A function that is named. `given` is what stands in its arguments, by parameter, and `plain` are the parameters
    whose value is plain.
    """

    function: str
    given: dict[str, _Body] = field(default_factory=dict)
    plain: _Plain = ()


@dataclass(slots=True)
class _Known:
    """A function that was read. `keeps` is what it keeps from going on of what it calls by a parameter's name."""

    body: _Body
    defaults: dict[str, _Body]
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
        self._known: dict[tuple[str, _Plain], _Known] = {}
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

    def routes(self) -> Iterator[Route]:
        """The routes of REST v2 and OpenID Connect, in the order of the source."""
        for name, node in self.names.definitions.items():
            if not name.startswith(("routes.v2.", "routes.oidc.")) or not isinstance(node, ast.AsyncFunctionDef):
                continue
            for at in reversed(node.decorator_list):
                if isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute) and at.func.attr in _VERBS:
                    path = ast.literal_eval(at.args[0]).replace(":path}", "}")
                    router = self.names.meant_in(at.func.value, self.names.module_of(name)) or ""
                    is_page = "PageRoute" in ast.unparse(self.names.definitions[router])
                    face, method = name.split(".")[1], at.func.attr.upper()
                    yield Route(face, method, path, name, ast.get_docstring(node) or "", is_page)

    def public_rules(self) -> Iterator[tuple[str, str]]:
        """The functions of the rules that are asked from outside, and their docstrings."""
        for name, node in self.names.definitions.items():
            is_public = name.startswith("rules.") and "._" not in name
            if is_public and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, ast.get_docstring(node) or ""

    def _read(self, name: str, plain: _Plain) -> _Known | None:
        """A definition, with parameters whose values are plain; None for a class, which refuses nothing itself."""
        node = self.names.definitions[name]
        if isinstance(node, ast.ClassDef):
            return None
        if (name, plain) not in self._known:
            outer = _Reader(self.names, self.names.module_of(name))
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
                if not found <= each.refuses:
                    each.refuses |= found
                    changed = True

    def _within(self, body: _Body) -> set[str]:
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


class _Reader:
    """Reads the source of one function, or of a value that stands in a module."""

    def __init__(self, names: Names, module: str) -> None:
        self.names, self.module = names, module
        self.types: dict[str, str] = {}
        self.inner: dict[str, _Body] = {}
        self.own: set[str] = set()
        self.plain: dict[str, bool | None] = {}
        self.keeps: dict[str, frozenset[str] | None] = {}

    def within(self, function: Function, name: str, plain: _Plain) -> _Reader:
        """A reader of a function in the same module."""
        reader = _Reader(self.names, self.module)
        reader._take(function)
        owner = name.rpartition(".")[0]
        if isinstance(self.names.definitions.get(owner), ast.ClassDef):
            reader.types |= {"self": owner, "cls": owner}
        changed = {each.id for each in ast.walk(function) if _is_set(each)}
        reader.own |= changed
        reader.plain = {param: value for param, value in plain if param not in changed}
        return reader

    def read(self, *nodes: ast.AST) -> _Body:
        """What the source names."""
        body = _Body()
        for node in nodes:
            self._visit(node, body)
        return body

    def _take(self, function: Function) -> None:
        for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
            self.own.add(each.arg)
            found = self.names.class_in(each.annotation, self.module)
            if found:
                self.types[each.arg] = found

    def _visit(self, node: ast.AST, body: _Body) -> None:  # noqa: C901 - a case for each kind of node
        match node:
            case ast.Try() if any(self._is_refused(each.type) for each in node.handlers):
                self._visit_try(node, body)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._take(node)
                self.inner[node.name] = self.read(*node.body)
            case ast.Call():
                self._visit_call(node, body)
            case ast.Name() | ast.Attribute():
                self._visit_name(node, body)
            case ast.If() | ast.IfExp():
                self._visit_if(node, body)
            case ast.BoolOp():
                self._visit_bool(node, body)
            case ast.Compare():
                # `refused.entry is errors.USER_EXISTS` refuses nothing.
                sides = (node.left, *node.comparators)
                self._visit_all([each for each in sides if not self.names.entry_in(each, self.module)], body)
            case ast.Dict():
                self._visit_all(node.values, body)
            case ast.Subscript():
                self._look_up(node.value, body)
                self._visit(node.slice, body)
            case _:
                self._learn(node)
                skipped = {"annotation", "returns", "decorator_list"}
                for name, value in ast.iter_fields(node):
                    children = value if isinstance(value, list) else [value]
                    self._visit_all([] if name in skipped else children, body)

    def _visit_all(self, nodes: list[ast.expr], body: _Body) -> None:
        for each in nodes:
            if isinstance(each, ast.AST):
                self._visit(each, body)

    def _visit_if(self, node: ast.If | ast.IfExp, body: _Body) -> None:
        self._visit(node.test, body)
        truth = self._truth(node.test)
        for branch, is_dead in ((node.body, truth is False), (node.orelse, truth is True)):
            for each in () if is_dead else branch if isinstance(branch, list) else (branch,):
                self._visit(each, body)

    def _visit_bool(self, node: ast.BoolOp, body: _Body) -> None:
        for each in node.values:
            self._visit(each, body)
            if self._truth(each) is isinstance(node.op, ast.Or):
                return

    def _truth(self, node: ast.expr) -> bool | None:
        """Whether a condition is true; None where that is not plain."""
        match node:
            case ast.Name(id=name) if name in self.plain:
                return bool(self.plain[name])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self._truth(operand)
                return None if inner is None else not inner
            case ast.BoolOp(op=op, values=values):
                found, decides = [self._truth(each) for each in values], isinstance(op, ast.Or)
                return decides if decides in found else None if None in found else not decides
            case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=None)]):
                if name in self.plain and isinstance(op, ast.Is | ast.IsNot):
                    return (self.plain[name] is None) is isinstance(op, ast.Is)
        return None

    def _look_up(self, table: ast.expr, body: _Body) -> None:
        """What a table of the module holds is named where something is looked up in it."""
        meant = self._meant(table)
        if meant and isinstance(self.names.definitions[meant], ast.expr):
            body.calls.append(_Call(meant))
        else:
            self._visit(table, body)

    def _learn(self, node: ast.AST) -> None:
        """What kind of thing a local name is, where the annotation of a call says it."""
        match node:
            case ast.withitem(optional_vars=ast.Name(id=name), context_expr=ast.Call(func=func)):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                pass
            case _:
                return
        called = self._meant(func)
        definition = self.names.definitions.get(called or "")
        if called and isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef):
            found = self.names.class_in(definition.returns, self.names.module_of(called))
            self.types |= {name: found} if found else {}
        elif called and isinstance(definition, ast.ClassDef):
            self.types[name] = called

    def _visit_try(self, node: ast.Try, body: _Body) -> None:
        inner = self.read(*node.body, *node.orelse)
        kept = self._kept_by(next(each for each in node.handlers if self._is_refused(each.type)))
        body.guarded.append((inner, kept))
        called = (each.func for each in ast.walk(ast.Module(node.body, [])) if isinstance(each, ast.Call))
        self.keeps |= {each.id: kept for each in called if isinstance(each, ast.Name) and each.id in self.own}
        for each in (*node.handlers, *node.finalbody):
            self._visit(each, body)

    def _kept_by(self, handler: ast.ExceptHandler) -> frozenset[str] | None:
        """What does not go on: all (None) without a bare `raise`, else what it is compared with before."""
        if not any(isinstance(each, ast.Raise) and each.exc is None for each in ast.walk(handler)):
            return None
        compared = (side for each in ast.walk(handler) if isinstance(each, ast.Compare) for side in each.comparators)
        found = (self.names.entry_in(each, self.module) for each in compared)
        return frozenset(each.name for each in found if each)

    def _is_refused(self, node: ast.expr | None) -> bool:
        return self.names.dotted_in(node, self.module) == "errors.Refused"

    def _visit_call(self, node: ast.Call, body: _Body) -> None:
        called = self._meant(node.func)
        known = self.names.definitions.get(called or "")
        if called is None or not isinstance(known, ast.FunctionDef | ast.AsyncFunctionDef):
            values = [*node.args, *(each.value for each in node.keywords)]
            if isinstance(known, ast.ClassDef):
                # What a dataclass holds is refused where it is taken out of it.
                values = [each for each in values if not self.names.entry_in(each, self.module)]
            self._visit_all([*values, *([] if called else [node.func])], body)
            body.calls += [_Call(called)] if called else []
            return
        params = [each.arg for each in (*known.args.posonlyargs, *known.args.args)]
        params = params[1:] if params[:1] in (["self"], ["cls"]) else params
        by_place = (*params, *(f"*{n}" for n in range(len(node.args))))
        passed = dict(zip(by_place, node.args, strict=False)) | {each.arg or "**": each.value for each in node.keywords}
        is_sure = "**" not in passed and not any(isinstance(each, ast.Starred) for each in node.args)
        plain = self._plain_of(defaults_of(known) | passed) if is_sure else ()
        body.calls.append(_Call(called, {param: self.read(value) for param, value in passed.items()}, plain))

    def _plain_of(self, given: dict[str, ast.expr]) -> _Plain:
        found: dict[str, bool | None] = {}
        for param, value in given.items():
            if isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool)):
                found[param] = value.value
            elif isinstance(value, ast.Name) and value.id in self.plain:
                found[param] = self.plain[value.id]
        return tuple(sorted(found.items()))

    def _visit_name(self, node: ast.Name | ast.Attribute, body: _Body) -> None:
        if isinstance(node, ast.Name) and node.id in self.inner:
            body.guarded.append((self.inner[node.id], frozenset()))
            return
        entry = self.names.entry_in(node, self.module) if _first(node) not in self.own else None
        meant = self._meant(node)
        if entry:
            body.entries.add(entry.name)
        elif meant:
            if not isinstance(self.names.definitions[meant], ast.Dict | ast.Tuple | ast.List | ast.Set | ast.Call):
                body.calls.append(_Call(meant))
        elif isinstance(node, ast.Attribute):
            body.entries |= self.names.held.get(node.attr, set())
            self._look_up(node.value, body)

    def _meant(self, node: ast.expr) -> str | None:
        """The definition that a name in this function means."""
        first = _first(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and first in self.types:
            return self.names.method(self.types[first], node.attr)
        return None if first in self.own or first in self.inner else self.names.meant_in(node, self.module)


def _first(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_set(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


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
        common = read.by(*_FRAMES[route.face])
        named = read.by(route.function, *(_PAGE_FRAME if route.is_page else ())) - common
        for in_path, other in _OTHER_KIND:
            if in_path in route.path:
                named = {each for each in named if other not in each}
        of_face = found.setdefault(route.face, {EVERY_CALL: _in_order(common)})
        of_face[f"{route.method} {route.path}"] = _in_order(named)
    return {face: dict(sorted(calls.items())) for face, calls in found.items()}


def _in_order(names: set[str]) -> list[str]:
    return sorted(names, key=lambda name: (errors.CATALOGUE[name].code, name))
