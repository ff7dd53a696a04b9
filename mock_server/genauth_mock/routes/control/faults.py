"""`/_mock/faults`: what is to go wrong, and how often it has."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.documents.field_types import (
    BadDocument,
    Count,
    Document,
    Json,
    Line,
    Lines,
    Whole,
    dumped,
)
from genauth_mock.kit import clock, json_values
from genauth_mock.kit.echo import cut, nearest
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, QueryModel, answer, document, gone, listed
from genauth_mock.routes.control.naming import pool_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import operations, tenancy
from genauth_mock.routes.edge.faults import LOOK_AGAIN_SECONDS
from genauth_mock.steering import faults as rules
from genauth_mock.steering import pool_clock
from genauth_mock.store import faults
from genauth_mock.store.database import is_in_memory, transaction

router = APIRouter(route_class=ControlRoute)

_HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
_HeaderValue = Annotated[Line, StringConstraints(pattern=r"^[\x20-\x7e\u00a0-\u00ff]*$")]
# What says how long an answer is: a wrong one would break the server, not the client.
_FRAMING = ("content-length", "transfer-encoding", "connection")
# What says that the mock itself is at fault: a test that meets it fails.
_CRASH = "x-mock-crash"
_LONGEST_DELAY_MS = 600_000


class FaultError(Document):
    """What a fault answers: any entry of the error catalogue by its number or name, an OAuth error, or any number.

    Without `message` it says what the catalogue says. With a `code` from 200 to 299 it is no error, but what an
    operation answers. `data`, any JSON, stands in the envelope of REST v2 and API v3 and is that of GraphQL; in OpenID
    Connect it is the answer itself, or its fields stand beside the error's.
    """

    code: Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)] | Line | None = None
    message: Lines | None = None
    http_status: Annotated[int, Field(ge=200, le=599)] | None = None
    headers: dict[_HeaderName, _HeaderValue] = Field(default_factory=dict)
    data: Json = None


class FaultDocument(Document):
    """A fault. `operation`, `method`, `path` (`*` for any text) and `match` say which requests it is for, together.

    `operation` is a name from GET /_mock/coverage, or what an SDK calls it.

    `match` holds request fields, of body or query, with their values; what is inside an object by `outer.inner`.
    The first `skip` of these requests pass, then `times` are struck (0: all). `probability` has each of them struck by
    chance, the same ones for the same `randSeed`.
    """

    user_pool_id: Line | None = None
    operation: Line | None = None
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] | None = None
    path: Line | None = None
    match: Annotated[dict[Line, str | Whole | float | bool | None], AfterValidator(json_values.checked)] = Field(
        default_factory=dict
    )
    error: FaultError | None = None
    delay_ms: Annotated[int, Field(ge=0, le=_LONGEST_DELAY_MS)] = 0
    disconnect: bool = False
    cut_body: bool = False
    skip: Count = 0
    times: Count = 1
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    rand_seed: Annotated[int, Field(ge=-(2**62), le=2**62)] = 0


class FaultQuery(Page):
    """Whose faults are meant; without a pool all. `everywhere` adds to a pool's those that are for every pool."""

    user_pool_id: str | None = None
    everywhere: bool = False


class ClearQuery(QueryModel):
    """Whose faults are removed; without a pool all."""

    user_pool_id: str | None = None


@router.post("/_mock/faults", status_code=201, openapi_extra=takes(FaultDocument))
async def add_fault(request: Request) -> Response:
    """Adds a fault; without `userPoolId` it is for every pool. 400 for an unknown operation or error, 404."""
    wanted = document(FaultDocument, await as_document(request))
    _check(wanted)
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        pool = pool_named(db, wanted.user_pool_id) if wanted.user_pool_id is not None else None
        fault = faults.Fault(
            id=mock.ids.object_id(),
            error=dumped(wanted.error) if wanted.error else {},
            created_at=pool_clock.shown(pool).now if pool else clock.wall_ms(),
            user_pool_id=pool.public_id if pool else None,
            **wanted.model_dump(exclude={"error", "user_pool_id"}),
        )
        faults.add(db, fault)
        printed = shapes.fault(fault)
    await _until_all_know(request)
    return answer(printed, 201)


@router.get("/_mock/faults")
async def list_faults(request: Request, query: Annotated[FaultQuery, Query()]) -> Response:
    """Faults, newest first, with `hits`, those that are used up too."""
    with transaction(tenancy.mock_of(request).engine) as db:
        rows, total = faults.page(db, query.user_pool_id, query.page, query.limit, everywhere=query.everywhere)
        printed = [shapes.fault(row) for row in rows]
    return listed(printed, total)


@router.get("/_mock/faults/{fault_id}")
async def get_fault(request: Request, fault_id: str) -> Response:
    """One fault. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        row = faults.by_id(db, fault_id)
        if row is None:
            raise _unknown(fault_id)
        return answer(shapes.fault(row))


@router.delete("/_mock/faults", status_code=204)
async def clear_faults(request: Request, query: Annotated[ClearQuery, Query()]) -> Response:
    """Removes all faults, or those of a pool."""
    with transaction(tenancy.mock_of(request).engine) as db:
        faults.clear(db, query.user_pool_id)
    await _until_all_know(request)
    return gone()


@router.delete("/_mock/faults/{fault_id}", status_code=204)
async def remove_fault(request: Request, fault_id: str) -> Response:
    """Removes a fault. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        if not faults.remove(db, fault_id):
            raise _unknown(fault_id)
    await _until_all_know(request)
    return gone()


def _unknown(fault_id: str) -> ControlError:
    return ControlError(404, "not_found", f"there is no fault {fault_id!r}", "id")


async def _until_all_know(request: Request) -> None:
    if not is_in_memory(tenancy.mock_of(request).settings.database):
        await asyncio.sleep(LOOK_AGAIN_SECONDS * 1.5)


def _check(wanted: FaultDocument) -> None:
    """Refuses a fault that could never do anything. Raises BadDocument."""
    error = wanted.error
    if error is None and not (wanted.delay_ms or wanted.disconnect or wanted.cut_body):
        raise BadDocument("error", "a fault needs at least one of error, delayMs, disconnect and cutBody")
    if wanted.operation is not None and wanted.operation not in operations.names():
        near = _near(wanted.operation, operations.names())
        raise BadDocument("operation", f"{cut(wanted.operation)!r} is not a known operation{near}")
    if wanted.disconnect and (error is not None or wanted.cut_body):
        raise BadDocument("disconnect", "disconnect sends no answer: leave out error and cutBody")
    if error is None:
        return
    if error.code is None and error.http_status is None:
        raise BadDocument("error.code", "it is missing; give a code, an httpStatus, or both")
    if isinstance(error.code, str) and rules.named(error.code) is None and not error.code.islower():
        near = _near(error.code, errors.CATALOGUE)
        raise BadDocument("error.code", f"{cut(error.code)!r} is not in the error catalogue{near}")
    for name in error.headers:
        if name.lower() in _FRAMING:
            raise BadDocument(f"error.headers.{name}", "the server sets this header itself")
        if name.lower() == _CRASH:
            raise BadDocument(f"error.headers.{name}", "it tells of faults of the mock itself, and this is none")


def _near(name: str, names: Iterable[str]) -> str:
    near = nearest(name, names, 0.4)
    return f"; did you mean {near!r}?" if near else "; see GET /_mock/coverage"
