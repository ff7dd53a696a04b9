"""Seed files: pool documents in YAML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.kit import problems, yaml_text
from genauth_mock.kit.yaml_text import BadText


class BadSeedFile(Exception):
    """A seed file cannot be used; the text names the file, the line, the place and what is wrong."""


_PLACE = re.compile(r"(?<=also at )[\w\[\].]+")


@dataclass(frozen=True, slots=True)
class Seed:
    """A pool document of a seed file, and where it stands in it (empty where it is the only one)."""

    path: Path
    text: str
    where: str
    document: PoolDocument

    @contextmanager
    def named(self) -> Iterator[None]:
        """What is wrong with the document is told with the file and the line. Raises BadSeedFile."""
        try:
            yield
        except BadDocument as fault:
            raise _bad(self.path, self.text, self.where, fault.field, fault.message) from fault


def seeds_in(path: Path) -> list[Seed]:
    """The pool documents of a file: one, or several under `pools`. Raises BadSeedFile."""
    try:
        text = path.read_text(encoding="utf-8")
        loaded = yaml_text.load(text)
    except (OSError, UnicodeDecodeError) as fault:
        raise BadSeedFile(f"cannot read seed file {path}: {fault}") from fault
    except BadText as fault:
        raise BadSeedFile(f"{path}: {fault}") from fault
    given = loaded["pools"] if isinstance(loaded, dict) and set(loaded) == {"pools"} else [loaded]
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadSeedFile(f"{path}: a pool document is an object, or a list of them under `pools`")
    several = given is not loaded and "pools" in loaded
    found = []
    for n, each in enumerate(given):
        where = f"pools[{n}]." if several else ""
        try:
            found.append(Seed(path, text, where, PoolDocument.model_validate(each)))
        except ValidationError as fault:
            raise _bad(path, text, where, *problems.first(PoolDocument, fault)) from fault
    return found


def _bad(path: Path, text: str, where: str, field: str, message: str) -> BadSeedFile:
    """An error by file and line; where it speaks of another place, that one's line too."""

    def with_line(other: re.Match[str]) -> str:
        line = yaml_text.line_of(text, where + other[0])
        return f"{other[0]} (line {line})" if line else other[0]

    line = yaml_text.line_of(text, where + field)
    place = f"{path}:{line}" if line else str(path)
    return BadSeedFile(f"{place}: {where}{field}: {_PLACE.sub(with_line, message)}")
