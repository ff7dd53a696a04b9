"""The JSON Schema of seed files, as editors use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from genauth_mock.kit import yaml_text
from genauth_mock.kit.shipped import FIXTURES

from tests.routes.control.whole_pool import whole_pool

POOLS = FIXTURES / "pools"
SEEDS = sorted(POOLS.glob("*.yaml"))


@pytest.fixture
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((POOLS / "schema.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_a_shipped_seed_file_fits_the_schema_and_names_it_for_editors(file: Path, schema: dict[str, Any]) -> None:
    text = file.read_text(encoding="utf-8")
    jsonschema.validate(yaml_text.load(text), schema)
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")


def test_the_schema_is_one_and_says_what_each_part_is(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert [name for name, part in schema["$defs"].items() if not part.get("description")] == []


def test_a_document_that_uses_every_feature_fits_alone_and_among_others(schema: dict[str, Any]) -> None:
    jsonschema.validate(whole_pool(), schema)
    jsonschema.validate({"pools": [whole_pool(), {}]}, schema)


@pytest.mark.parametrize(
    "document",
    [{"userz": []}, {"pools": [{"users": [{"email": 1}]}]}, {"settings": {"limits": "of"}}, {"pools": [], "name": "x"}],
    ids=str,
)
def test_what_the_server_refuses_does_not_fit(document: Any, schema: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)
