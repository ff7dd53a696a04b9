"""What the console says of a pool's settings."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from genauth_mock.documents.pool_settings import PoolSettings

_SAYS = "\nconsole.log(JSON.stringify({ settings: SETTINGS, groups: GROUPS }))"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# A name of GenAuth's own is the same in all languages.
_NAMES = {"id_token", "access_token", "refresh_token"}


@pytest.fixture(scope="module")
def texts(node: str) -> dict[str, Any]:
    """The texts as the console has them."""
    source = (files("genauth_mock") / "console" / "pages" / "settings_texts.js").read_text(encoding="utf-8")
    command = ["node", "--input-type=module"]
    said = subprocess.run(command, input=source + _SAYS, capture_output=True, check=True, encoding="utf-8")
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def _settings() -> dict[str, dict[str, Any]]:
    """Each setting's schema by its path."""
    schema = PoolSettings.model_json_schema(by_alias=True)

    def leaves(path: str, each: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        if "$ref" in each:
            each = schema["$defs"][each["$ref"].rsplit("/", 1)[1]]
        if "properties" not in each:
            yield path, each
        for name, inner in each.get("properties", {}).items():
            yield from leaves(f"{path}.{name}" if path else name, inner)

    return dict(leaves("", schema))


def _pairs(value: Any) -> Iterator[list[str]]:
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _pairs(each)


def test_every_setting_is_explained_and_no_text_is_left_over(texts: dict[str, Any]) -> None:
    assert set(texts["settings"]) == set(_settings())


def test_every_text_is_there_in_english_and_chinese(texts: dict[str, Any]) -> None:
    pairs = [*_pairs(texts["settings"]), *([*each["title"]] for each in texts["groups"])]
    for english, chinese in pairs:
        assert english.strip()
        assert not _CHINESE.search(english), english
        assert _CHINESE.search(chinese) or chinese in _NAMES | {"OpenID Connect"}, chinese
    for path, each in texts["settings"].items():
        assert {"label", "text"} <= set(each), path


def test_every_value_and_every_nothing_is_named(texts: dict[str, Any]) -> None:
    for path, schema in _settings().items():
        said = texts["settings"][path]
        values = schema.get("enum") or schema.get("items", {}).get("enum")
        if values is None and "options" in said:
            values = range(schema["minimum"], schema["maximum"] + 1)
        assert set(said.get("options", {})) == {str(each) for each in values or ()}, path
        assert ("none" in said) == any(each.get("type") == "null" for each in schema.get("anyOf", ())), path
        assert ("seconds" in said) == path.lower().endswith("seconds"), path


def test_every_group_holds_a_setting_and_none_is_in_two(texts: dict[str, Any]) -> None:
    for each in texts["groups"]:
        for name in each["of"]:
            assert any(path.startswith(name) if name.endswith(".") else path == name for path in _settings()), name
    names = [name for each in texts["groups"] for name in each["of"]]
    assert len(names) == len(set(names))
