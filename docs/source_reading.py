"""What a function of the package names in its source: entries of the catalogue, and other functions.

For what is made of it, see `refusals`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TypeGuard

from source_names import Function, Names, defaults_of

# Parameters that are plainly None, True or False.
Plain = tuple[tuple[str, bool | None], ...]


@dataclass(slots=True)
class Body:
    """What a piece of source names: entries, functions, parameters of its own function, and other pieces."""

    entries: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    # Pieces whose refusals are kept from going on: all of them (None), or those that are named.
    guarded: list[tuple[Body, frozenset[str] | None]] = field(default_factory=list)


@dataclass(slots=True)
class Call:
    """A function that is named. `given` is what stands in its arguments, by parameter, and `plain` are the parameters
    whose value is plain.
    """

    function: str
    given: dict[str, Body] = field(default_factory=dict)
    plain: Plain = ()


class Reader:
    """Reads the source of one function, or of a value that stands in a module."""

    def __init__(self, names: Names, module: str) -> None:
        self.names, self.module = names, module
        self.types: dict[str, str] = {}
        self.inner: dict[str, Body] = {}
        self.own: set[str] = set()
        self.params: set[str] = set()
        self.plain: dict[str, bool | None] = {}
        self.keeps: dict[str, frozenset[str] | None] = {}

    def within(self, function: Function, name: str, plain: Plain) -> Reader:
        """A reader of a function in the same module."""
        reader = Reader(self.names, self.module)
        reader._take(function)
        owner = name.rpartition(".")[0]
        if isinstance(self.names.definitions.get(owner), ast.ClassDef):
            reader.types |= {"self": owner, "cls": owner}
        changed = {each.id for each in ast.walk(function) if _is_set(each)}
        reader.params = reader.own - changed
        reader.own |= changed
        reader.plain = {param: value for param, value in plain if param not in changed}
        return reader

    def read(self, *nodes: ast.AST) -> Body:
        """What the source names."""
        body = Body()
        for node in nodes:
            self._visit(node, body)
        return body

    def _take(self, function: Function) -> None:
        for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
            self.own.add(each.arg)
            found = self.names.class_in(each.annotation, self.module)
            if found:
                self.types[each.arg] = found

    def _visit(self, node: ast.AST, body: Body) -> None:  # noqa: C901 - a case for each kind of node
        match node:
            case ast.Try() if any(self._is_refused(each.type) for each in node.handlers):
                self._visit_try(node, body)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._take(node)
                self.inner[node.name] = self.read(*node.body)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_for_later(value):
                self.inner[name] = self.read(value)
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

    def _visit_all(self, nodes: list[ast.expr], body: Body) -> None:
        for each in nodes:
            if isinstance(each, ast.AST):
                self._visit(each, body)

    def _visit_if(self, node: ast.If | ast.IfExp, body: Body) -> None:
        self._visit(node.test, body)
        truth = self._truth(node.test)
        for branch, is_dead in ((node.body, truth is False), (node.orelse, truth is True)):
            for each in () if is_dead else branch if isinstance(branch, list) else (branch,):
                self._visit(each, body)

    def _visit_bool(self, node: ast.BoolOp, body: Body) -> None:
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

    def _look_up(self, table: ast.expr, body: Body) -> None:
        """What a table of the module holds is named where something is looked up in it."""
        meant = self._meant(table)
        if meant and isinstance(self.names.definitions[meant], ast.expr):
            body.calls.append(Call(meant))
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

    def _visit_try(self, node: ast.Try, body: Body) -> None:
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

    def _visit_call(self, node: ast.Call, body: Body) -> None:
        if ast.unparse(node.func) == "partial":
            node = ast.Call(node.args[0], node.args[1:], node.keywords)
        called = self._meant(node.func)
        known = self.names.definitions.get(called or "")
        if called is None or not isinstance(known, ast.FunctionDef | ast.AsyncFunctionDef):
            values = [*node.args, *(each.value for each in node.keywords)]
            if isinstance(known, ast.ClassDef):
                # What a dataclass holds is refused where it is taken out of it.
                values = [each for each in values if not self.names.entry_in(each, self.module)]
            self._visit_all([*values, *([] if called else [node.func])], body)
            body.calls += [Call(called)] if called else []
            return
        params = [each.arg for each in (*known.args.posonlyargs, *known.args.args)]
        params = params[1:] if params[:1] in (["self"], ["cls"]) else params
        by_place = (*params, *(f"*{n}" for n in range(len(node.args))))
        passed = dict(zip(by_place, node.args, strict=False)) | {each.arg or "**": each.value for each in node.keywords}
        is_sure = "**" not in passed and not any(isinstance(each, ast.Starred) for each in node.args)
        plain = self._plain_of(defaults_of(known) | passed) if is_sure else ()
        body.calls.append(Call(called, {param: self.read(value) for param, value in passed.items()}, plain))

    def _plain_of(self, given: dict[str, ast.expr]) -> Plain:
        found: dict[str, bool | None] = {}
        for param, value in given.items():
            if isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool)):
                found[param] = value.value
            elif isinstance(value, ast.Name) and value.id in self.plain:
                found[param] = self.plain[value.id]
        return tuple(sorted(found.items()))

    def _visit_name(self, node: ast.Name | ast.Attribute, body: Body) -> None:
        if isinstance(node, ast.Name) and node.id in self.inner:
            body.guarded.append((self.inner[node.id], frozenset()))
            return
        body.params |= {_first(node)} & self.params
        entry = self.names.entry_in(node, self.module) if _first(node) not in self.own else None
        meant = self._meant(node)
        if entry:
            body.entries.add(entry.name)
        elif meant:
            if not isinstance(self.names.definitions[meant], ast.Dict | ast.Tuple | ast.List | ast.Set | ast.Call):
                body.calls.append(Call(meant))
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


def _is_for_later(node: ast.expr) -> bool:
    """Whether a value is a function that is yet to be called."""
    if isinstance(node, ast.IfExp):
        return _is_for_later(node.body) or _is_for_later(node.orelse)
    return isinstance(node, ast.Lambda) or (isinstance(node, ast.Call) and ast.unparse(node.func) == "partial")


def _is_set(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
