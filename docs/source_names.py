"""The source of the package's rooms that can refuse, as trees, and what a name in it means. Nothing of it is run.

A definition is called by its place in the package: `rules.credentials.by_password`, `routes.v2.face.Call.begin`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from genauth_mock import app, errors
from genauth_mock.errors import Entry

_PACKAGE = Path(errors.__file__).parents[1]
# The faces whose calls clients of GenAuth make.
FACES = tuple(face.name for face in app.FACES if face.is_noted)
_ROOMS = ("rules", *(f"routes/{face}" for face in FACES), "routes/edge", "steering")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Names:
    """Every definition of the rooms: functions, methods, classes, and values that stand in a module.

    `held` are the names of the entries that fields of dataclasses hold anywhere, by the field's name.
    """

    def __init__(self) -> None:
        files = [path for room in _ROOMS for path in sorted((_PACKAGE / room).rglob("*.py"))]
        trees = {_module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in files}
        self._imported = {module: dict(_imported(tree)) for module, tree in trees.items()}
        self.definitions = {name: node for module, tree in trees.items() for name, node in _defined(module, tree)}
        self.held: dict[str, set[str]] = {}
        fields = {name: _fields(node) for name, node in self.definitions.items() if isinstance(node, ast.ClassDef)}
        for module, tree in trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    self._hold(node, module, fields.get(self.meant_in(node.func, module) or "", []))

    def module_of(self, definition: str) -> str:
        """The module in which a definition stands."""
        found = self._module_in(definition)
        assert found, definition
        return found

    def entry_in(self, node: ast.expr, module: str) -> Entry | None:
        """The entry of the catalogue that a name in a module means: `errors.USER_EXISTS`, `oauth.ACCESS_DENIED`."""
        found: object = errors
        first, *rest = (self.dotted_in(node, module) or "").split(".")
        for name in rest:
            found = getattr(found, name, None) if isinstance(found, ModuleType) else None
        return found if first == "errors" and isinstance(found, Entry) else None

    def meant_in(self, node: ast.expr, module: str) -> str | None:
        """The definition that a name in a module means."""
        dotted = self.dotted_in(node, module)
        return self._definition(dotted) if dotted else None

    def dotted_in(self, node: ast.expr | None, module: str) -> str | None:
        """A name in a module, as it is called from the package on; None for one that is not the package's."""
        first, *rest = ast.unparse(node).split(".") if isinstance(node, ast.Name | ast.Attribute) else [""]
        if f"{module}.{first}" in self.definitions:
            return ".".join((module, first, *rest))
        imported = self._imported[module].get(first)
        return ".".join((imported, *rest)) if imported else None

    def class_in(self, annotation: ast.expr | None, module: str) -> str | None:
        """The class that an annotation names, also within `Annotated[…]` and behind another name for it."""
        for node in ast.walk(annotation) if annotation else ():
            found = self.meant_in(node, module) if isinstance(node, ast.Name | ast.Attribute) else None
            definition = self.definitions.get(found or "")
            if isinstance(definition, ast.ClassDef):
                return found
            if found and isinstance(definition, ast.expr):
                return self.class_in(definition, self.module_of(found))
        return None

    def method(self, owner: str, name: str) -> str | None:
        """A method of a class, by itself or by what it is a kind of."""
        if f"{owner}.{name}" in self.definitions:
            return f"{owner}.{name}"
        node = self.definitions[owner]
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        known = (self.class_in(base, self.module_of(owner)) for base in bases)
        return next((found for base in known if base and (found := self.method(base, name))), None)

    def _definition(self, dotted: str) -> str | None:
        """The definition of this name, through modules that only pass it on."""
        module = self._module_in(dotted)
        if module is None or module == dotted:
            return None
        first, _, rest = dotted.removeprefix(f"{module}.").partition(".")
        if f"{module}.{first}" in self.definitions:
            return self.method(f"{module}.{first}", rest) if rest else f"{module}.{first}"
        imported = self._imported[module].get(first)
        return self._definition(f"{imported}.{rest}" if rest else imported) if imported else None

    def _module_in(self, dotted: str) -> str | None:
        parts = dotted.split(".")
        begins = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
        return next((each for each in begins if each in self._imported), None)

    def _hold(self, made: ast.Call, module: str, fields: list[str]) -> None:
        by_name = ((each.arg or "", each.value) for each in made.keywords)
        for name, value in (*zip(fields, made.args, strict=False), *by_name) if fields else ():
            entry = self.entry_in(value, module)
            if entry:
                self.held.setdefault(name, set()).add(entry.name)


def defaults_of(function: Function) -> dict[str, ast.expr]:
    """The parameters that have a default, with it."""
    arguments = function.args
    positional = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    by_position = zip(reversed(positional), reversed(arguments.defaults), strict=False)
    by_name = zip((each.arg for each in arguments.kwonlyargs), arguments.kw_defaults, strict=True)
    return {param: value for param, value in (*by_position, *by_name) if value is not None}


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(_PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module imports from the package, by the name that it has there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("genauth_mock"):
            begin = (node.module or "").removeprefix("genauth_mock").removeprefix(".")
            for each in node.names:
                yield each.asname or each.name, f"{begin}.{each.name}".removeprefix(".")


def _defined(module: str, tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"{module}.{node.name}", node
        if isinstance(node, ast.ClassDef):
            inner = (each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
            yield from ((f"{module}.{node.name}.{each.name}", each) for each in inner)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield f"{module}.{node.targets[0].id}", node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield f"{module}.{node.target.id}", node.value


def _fields(node: ast.ClassDef) -> list[str]:
    targets = (each.target for each in node.body if isinstance(each, ast.AnnAssign))
    return [each.id for each in targets if isinstance(each, ast.Name)]
