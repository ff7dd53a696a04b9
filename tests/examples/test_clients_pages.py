"""What the pages of the clients list is all that a pool can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import genauth_mock_client
import pytest
from genauth_mock.steering.clients import diagnosis
from genauth_mock_client import GenAuth

from tests.examples.samples import JS_CLIENT, PYTHON_CLIENT, ROOT

GUIDES = (ROOT / "docs" / "guides", ROOT / "docs" / "guides" / "zh")
TYPES = ROOT / "clients" / "js" / "index.d.ts"


def nouns(pool: GenAuth) -> dict[str, Any]:
    """What a pool has that has calls of its own: `outbox`, `users` …"""
    return {name: each for name, each in vars(pool).items() if type(each).__module__.startswith("genauth_mock_client")}


def calls(thing: Any) -> Iterator[str]:
    return (name for name in dir(type(thing)) if not name.startswith("_") and callable(getattr(type(thing), name)))


def row(page: str, name: str) -> str:
    """The line of a page's table that begins with a name in backticks."""
    found = re.search(rf"^\| `{re.escape(name)}`.*$", page, re.MULTILINE)
    assert found, f"there is no line for {name}"
    return found[0]


def interface(name: str) -> str:
    """What the JavaScript client's types say of an interface."""
    text = TYPES.read_text(encoding="utf-8")
    found = re.search(rf"^export interface {name}\b.*?^}}", text, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[0]


def test_the_python_clients_page_lists_every_call_of_a_pool(genauth: GenAuth) -> None:
    page = PYTHON_CLIENT.read_text(encoding="utf-8")
    told = {name: row(page, f"pool.{name}") for name in nouns(genauth) if name != "server"} | {"": row(page, "pool")}
    things = {**nouns(genauth), "": genauth}
    assert [f"{name}.{call}" for name in told for call in calls(things[name]) if f"{call}(" not in told[name]] == []


def test_the_javascript_clients_page_lists_every_call_of_a_pool() -> None:
    page = JS_CLIENT.read_text(encoding="utf-8")
    kinds = re.findall(r"^  readonly (\w+): ([A-Z]\w+)$", interface("Pool"), re.MULTILINE)
    told = {kind: row(page, f"pool.{name}") for name, kind in kinds if kind != "Server"} | {"Pool": row(page, "pool")}
    listed = {kind: re.findall(r"^  (\w+)\(", interface(kind), re.MULTILINE) for kind in told}
    assert all(listed.values())
    assert [f"{kind}.{call}" for kind in told for call in listed[kind] if f"{call}(" not in told[kind]] == []


@pytest.mark.parametrize("folder", GUIDES, ids=lambda each: each.name)
def test_the_guides_name_all_that_the_fixture_has(genauth: GenAuth, folder: Any) -> None:
    line = row((folder / "pytest.md").read_text(encoding="utf-8"), "genauth")
    assert [
        name for name in {*nouns(genauth), "login", "reset", "export"} - {"server"} if f"`{name}`" not in line
    ] == []


def test_what_a_pool_has_can_be_named_in_an_annotation(genauth: GenAuth) -> None:
    kinds = {type(each).__name__ for each in nouns(genauth).values()}
    assert kinds - set(genauth_mock_client.__all__) == set()


@pytest.mark.parametrize("folder", GUIDES, ids=lambda each: each.name)
def test_the_guides_name_every_kind_of_finding(folder: Any) -> None:
    page = (folder / "control-api.md").read_text(encoding="utf-8")
    assert [kind for kind in (*diagnosis.kinds(), "crash", "webhook_hosts") if f"`{kind}`" not in page] == []
