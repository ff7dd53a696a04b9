"""What each call may refuse, told to a reader of the OpenAPI description."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson

from genauth_mock import errors
from genauth_mock.errors import Face
from genauth_mock.kit.shipped import FIXTURES

# How the lists, which `make generate` reads from the source, name what every call of a face may refuse.
_EVERY_CALL = "*"
_BEGIN = "\n\nMay refuse"
_NUMBERS = {"oidc": " (what has a number is told as `invalid_grant` or `invalid_request`)"}


def told(description: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI description in which each call of REST v2 and OpenID Connect says what it may refuse."""
    for face, calls in _listed().items():
        of_all = _lines(face, calls[_EVERY_CALL])
        for call, names in calls.items():
            method, _, path = call.partition(" ")
            operation = description["paths"].get(path, {}).get(method.lower())
            if operation is not None:
                own = operation.get("description", "")
                listed = _lines(face, names) or "- nothing of its own"
                besides = f"As every call of its kind:\n{of_all}"
                operation["description"] = f"{own}{_BEGIN}{_NUMBERS.get(face, '')}:\n{listed}\n\n{besides}"
    return description


def _lines(face: Face, names: list[str]) -> str:
    """A line for each: the number that the face gives, or the error of OAuth, and its name and text."""
    lines = []
    for name in names:
        entry = errors.CATALOGUE[name]
        said = entry.in_face(face)
        lines.append(f"- `{entry.oauth or said.code}` {said.en} ({name})")
    return "\n".join(lines)


@cache
def _listed() -> dict[Face, dict[str, list[str]]]:
    listed: dict[Face, dict[str, list[str]]] = orjson.loads((FIXTURES / "documented" / "refusals.json").read_bytes())
    return listed
