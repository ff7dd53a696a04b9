"""The part of clients/python that is made from the server: the types of pool documents and of keyword arguments."""

from __future__ import annotations

import keyword
import re
import textwrap
from typing import Any

import orjson
from genauth_mock.documents.pool_document import PoolDocument

_FILE = "clients/python/src/genauth_mock_client/documents.py"
_HEAD = '''\
"""The types of pool documents, and of the keyword arguments that say the same as Python writes it.

Made by `make generate`; do not edit by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import Required
'''
_PLAIN = {"string": "str", "boolean": "bool", "integer": "int", "number": "float", "null": "None"}
# Of a docstring, in which four blanks begin each line.
_WIDTH = 116


def files() -> dict[str, str]:
    """Every generated file's path in the repository, and its text."""
    schema = PoolDocument.model_json_schema(by_alias=True)
    described = {**schema.pop("$defs"), "PoolDocument": schema}
    # A document is what a file holds; fields are keyword arguments.
    types = [_typed_dict(name, each, is_document=True) for name, each in sorted(described.items())]
    types += [_typed_dict(name, each, is_document=False) for name, each in sorted(described.items())]
    return {_FILE: "\n\n".join([_HEAD, *types])}


def _typed_dict(name: str, schema: dict[str, Any], *, is_document: bool) -> str:
    required = schema.get("required", ())
    lines = []
    for field, each in schema["properties"].items():
        written = field if is_document else _snake(field)
        assert not keyword.iskeyword(written), f"{field} is no name for a keyword argument"
        kind = _type(each, is_document=is_document)
        lines.append(f"    {written}: {f'Required[{kind}]' if field in required else kind}\n")
    head = f"class {_named(name, is_document=is_document)}(TypedDict, total=False):"
    return f"{head}\n{_docstring(schema)}\n{''.join(lines)}"


def _docstring(schema: dict[str, Any]) -> str:
    paragraphs = [" ".join(each.split()) for each in schema["description"].split("\n\n")]
    text = f'"""{paragraphs[0]}"""'
    if len(paragraphs) == 1 and len(text) <= _WIDTH:
        return f"    {text}\n"
    filled = [textwrap.fill(each, _WIDTH) for each in (f'"""{paragraphs[0]}', *paragraphs[1:])]
    return textwrap.indent("\n\n".join(filled) + '\n"""\n', "    ")


def _named(name: str, *, is_document: bool) -> str:
    plain = name.removesuffix("Document")
    return f"{plain}Document" if is_document else f"{plain}Fields"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _type(schema: dict[str, Any], *, is_document: bool) -> str:
    if "$ref" in schema:
        return _named(str(schema["$ref"]).rpartition("/")[2], is_document=is_document)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum") or [schema["const"]]
        return f"Literal[{', '.join(orjson.dumps(each).decode() for each in values)}]"
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(each, is_document=is_document) for each in schema["anyOf"]))
    if "type" not in schema:
        return "Any"
    if schema["type"] == "array":
        return f"list[{_type(schema['items'], is_document=is_document)}]"
    # What is in custom data belongs to the test.
    return _PLAIN.get(schema["type"], "dict[str, Any]")
