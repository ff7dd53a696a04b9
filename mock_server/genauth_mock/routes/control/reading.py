"""How the control API reads a document: JSON, or YAML where the Content-Type says so."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import IO, Any, cast

from pydantic import BaseModel
from starlette.requests import Request

from genauth_mock.documents import pool_text
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.pool_text import PoolText
from genauth_mock.kit import yaml_text
from genauth_mock.kit.yaml_events import Events
from genauth_mock.kit.yaml_text import BadText
from genauth_mock.routes.control.face import ControlError
from genauth_mock.routes.control.slices import in_slices
from genauth_mock.routes.edge import bodies, tenancy
from genauth_mock.steering.pools import importing
from genauth_mock.store.user_pools import UserPool

# FastAPI copies what it is given into JSON, so the model goes by its name. Its schema waits for a reader: 20 ms.
TAKES = "x-takes"
MODELS: dict[str, type[BaseModel]] = {}
_LARGEST_IN_MEMORY = 4 * 1024 * 1024
# A minute of parsing.
_LARGEST_WITH_LINES = 512 * 1024 * 1024
_EVENTS_AT_ONCE = 2000


async def as_document(request: Request) -> dict[str, Any]:
    """The body as an object. Refuses 400 for what is none, 413."""
    return _loaded(await bodies.read(request), request.headers.get("content-type", ""))


async def as_pool(request: Request, body: Spooled, *, is_new: bool, tell: Callable[[int], None]) -> UserPool:
    """The pool that a body, a pool document, says; see `rules.importing.pool_of`. `tell` hears how many users are done.
    Refuses 400 with the field, and with the line where there is one; 409.
    """
    try:
        text = await _text(request, body)
        try:
            steps = importing.pool_of(tenancy.mock_of(request), text, is_new=is_new)
            return await in_slices(request, steps, tell)
        finally:
            text.close()
    except BadText as fault:
        raise ControlError(400, "invalid_body", f"the body is {fault}") from None
    except BadDocument as fault:
        line = await _line_of(request, body, fault.field)
        message = f"line {line}: {fault}" if line else str(fault)
        raise ControlError(400, "invalid_field", message, fault.field) from None


@dataclass(frozen=True, slots=True)
class Spooled:
    """A body of any size; a large one is a file on the disk. Use `file` as a context manager."""

    file: IO[bytes]
    size: int
    is_yaml: bool


async def spooled(request: Request) -> Spooled:
    """The body. Refuses 413 where the disk is full."""
    is_yaml = "yaml" in request.headers.get("content-type", "")
    file, size = tempfile.SpooledTemporaryFile(_LARGEST_IN_MEMORY), 0  # noqa: SIM115 - whoever asked closes it
    try:
        async for chunk in request.stream():
            size += file.write(chunk)
    except BaseException as fault:
        file.close()
        if isinstance(fault, OSError):
            why = f"the body does not fit into {tempfile.gettempdir()}: {fault.strerror}; set TMPDIR to another place"
            raise ControlError(413, "too_large", why) from None
        raise
    file.seek(0)
    return Spooled(cast("IO[bytes]", file), size, is_yaml)


async def _text(request: Request, body: Spooled) -> PoolText:
    if pool_text.is_small(body.size, is_yaml=body.is_yaml):
        return pool_text.whole(_loaded(body.file.read(), request.headers.get("content-type", "")))
    return await in_slices(request, pool_text.read(body.file, is_yaml=body.is_yaml))


async def _line_of(request: Request, body: Spooled, field: str) -> int | None:
    """Where a field stands in a document that a person has written in lines."""
    file = body.file
    file.seek(0)
    if body.size > _LARGEST_WITH_LINES or b"\n" not in file.read(_LARGEST_IN_MEMORY).strip():
        return None
    file.seek(0)

    def looking() -> Generator[None, None, int | None]:
        for line in Events(file, _EVENTS_AT_ONCE).line_of(field):
            if line is not None:
                return line
            yield
        return None

    return await in_slices(request, looking())


def _loaded(body: bytes, content_type: str) -> dict[str, Any]:
    if "yaml" not in content_type:
        loaded = bodies.parse_json(body)
    else:
        try:
            loaded = yaml_text.load(body)
        except BadText as fault:
            raise ControlError(400, "invalid_body", f"the body is {fault}") from None
    if not isinstance(loaded, dict):
        raise ControlError(400, "invalid_body", "the body must be one object")
    return loaded


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """Says in the OpenAPI description what a call takes that reads its body itself; see `openapi`."""
    MODELS[model.__name__] = model
    return {TAKES: model.__name__}
