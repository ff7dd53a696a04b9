"""The parts of clients/js that are made from others: the types of pool documents, and all of it for CommonJS."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from genauth_mock.documents.pool_document import PoolDocument

_FOLDER = "clients/js"
_NOTE = "// Made by `make generate`; do not edit by hand.\n\n"
# An ES module after those that it imports.
_MODULES = (
    "errors",
    "values",
    "events",
    "outbox",
    "requests",
    "captchas",
    "devices",
    "qrcodes",
    "pushes",
    "passkeys",
    "told",
    "webhooks",
    "pool",
    "server",
)
_PLAIN = {"string": "string", "boolean": "boolean", "integer": "number", "number": "number", "null": "null"}


def files(root: Path) -> dict[str, str]:
    """Every generated file's path in the repository, and its text."""
    folder = root / _FOLDER
    documents = _documents()
    types = (folder / "index.d.ts").read_text(encoding="utf-8").replace("'./documents.js'", "'./documents.cjs'")
    return {
        f"{_FOLDER}/documents.d.ts": documents,
        f"{_FOLDER}/documents.d.cts": documents,
        f"{_FOLDER}/index.d.cts": _NOTE + types,
        f"{_FOLDER}/index.cjs": _commonjs(folder),
    }


def _commonjs(folder: Path) -> str:
    text = "".join((folder / "lib" / f"{name}.js").read_text(encoding="utf-8") + "\n" for name in _MODULES)
    without_imports = re.sub(r"^import .*\n+", "", text, flags=re.MULTILINE)
    modules = re.sub(r"^export ", "", without_imports, flags=re.MULTILINE)
    exported = re.findall(r"^export { (.*?) } from", (folder / "index.js").read_text(encoding="utf-8"), re.MULTILINE)
    return f"{_NOTE}'use strict'\n\n{modules}module.exports = {{ {', '.join(exported)} }}\n"


def _documents() -> str:
    schema = PoolDocument.model_json_schema(by_alias=True)
    described = {**schema.pop("$defs"), "PoolDocument": schema}
    return _NOTE + "\n".join(_interface(name, each) for name, each in sorted(described.items()))


def _interface(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", ())
    fields = "".join(
        f"  {field}{'' if field in required else '?'}: {_type(each)}\n" for field, each in schema["properties"].items()
    )
    return f"/** {' '.join(schema['description'].split())} */\nexport interface {name} {{\n{fields}}}\n"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        values = schema.get("enum") or [schema["const"]]
        return " | ".join(f"'{each}'" if isinstance(each, str) else str(each) for each in values)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if "type" not in schema:
        return "unknown"
    if schema["type"] == "array":
        of = _type(schema["items"])
        return f"({of})[]" if "|" in of else f"{of}[]"
    # What is in custom data belongs to the test.
    return _PLAIN.get(schema["type"], "Record<string, any>")
