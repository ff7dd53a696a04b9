"""Which test takes an app with a mobile SDK in it through which function of that SDK, read from the tests' source.

`tests/sdk/mobile/` has a class for each SDK whose methods send what the SDK's functions send, and are called as these
are; a test that calls one, by itself or by what it shares with others, has it as a step. All steps pass, or the suite
does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.operations import Operation, Sdk

_TESTS = Path(__file__).parent.parent / "tests" / "sdk"
# The SDKs that have a class, and how the names of their tests' files begin.
_FILES = {"ios": "test_ios", "android": "test_android", "flutter": "test_flutter"}


@dataclass(frozen=True, slots=True)
class Step:
    """A function of an SDK, the operation that it sends, and the first test that takes it; None where none does."""

    function: str
    operation: Operation
    test: str | None


def of_sdk(sdk: Sdk) -> list[Step]:
    """The steps of every function of an SDK that asks the server for something; none for an SDK without a class."""
    if sdk.sdk not in _FILES:
        return []
    taken = _taken(_FILES[sdk.sdk])
    found = (
        Step(function, each, taken.get(_plain(function)))
        for each in operations.operations()
        for function in functions_of(sdk, each)
    )
    return sorted(found, key=lambda step: step.function.lower())


def functions_of(sdk: Sdk, operation: Operation) -> Iterator[str]:
    """What an SDK calls the functions that send an operation."""
    for each in operation.documented:
        source, _, function = each.partition(": ")
        if source in sdk.sources:
            yield function or operation.operation


@cache
def _taken(beginning: str) -> dict[str, str]:
    """The methods that tests of an SDK call, and the first that calls each."""
    shared = _functions(*sorted(_TESTS.glob("*_steps.py")))
    taken: dict[str, str] = {}
    for path in sorted(_TESTS.glob(f"{beginning}*.py")):
        own = _functions(path)
        for name, function in own.items():
            if name.startswith("test_"):
                for method in _called(function, {**shared, **own}, set()):
                    taken.setdefault(_plain(method), name)
    return taken


def _functions(*paths: Path) -> dict[str, ast.FunctionDef]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    return {each.name: each for tree in trees for each in tree.body if isinstance(each, ast.FunctionDef)}


def _called(function: ast.FunctionDef, known: dict[str, ast.FunctionDef], seen: set[str]) -> Iterator[str]:
    """The methods that a function calls, and those that the functions it names call."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name) and node.id in known and node.id not in seen:
            seen.add(node.id)
            yield from _called(known[node.id], known, seen)


def _plain(name: str) -> str:
    """A function's name as neither its language nor this one spells it."""
    return name.replace("_", "").replace(".", "").lower()
