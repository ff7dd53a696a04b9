"""Seed files: pool documents in YAML or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mock_server.documents import PoolDocument


class BadSeedFile(Exception):
    """A seed file cannot be used; the text names the file, the place and what is wrong."""


def documents_in(path: Path) -> list[PoolDocument]:
    """The pool documents of a file: one, or several under `pools`. Raises BadSeedFile."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSeedFile(f"cannot read seed file {path}: {fault}") from fault
    loaded = _loaded(path, text)
    given = loaded["pools"] if isinstance(loaded, dict) and set(loaded) == {"pools"} else [loaded]
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadSeedFile(f"{path}: a pool document is an object, or a list of them under `pools`")
    found = []
    for n, each in enumerate(given):
        try:
            found.append(PoolDocument.model_validate(each))
        except ValidationError as fault:
            first = fault.errors()[0]
            where = ".".join(str(step) for step in first["loc"])
            place = f"pools[{n}].{where}" if len(given) > 1 else where
            raise BadSeedFile(f"{path}: {place}: {first['msg']}") from fault
    return found


def _loaded(path: Path, text: str) -> Any:
    import yaml  # noqa: PLC0415 - a server without seeds starts faster

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader; JSON is YAML too
    except yaml.YAMLError as fault:
        raise BadSeedFile(f"{path}: not valid YAML or JSON: {fault}") from fault
