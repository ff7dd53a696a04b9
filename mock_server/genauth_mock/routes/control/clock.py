"""`/_mock/clock`: the pools' own clocks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.documents.field_types import Document, Line, Time
from genauth_mock.kit import clock
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, QueryModel, answer, document
from genauth_mock.routes.control.naming import pool_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering import pool_clock
from genauth_mock.steering.pool_clock import FURTHEST_SECONDS
from genauth_mock.store import user_pools
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.user_pools import UserPool

router = APIRouter(route_class=ControlRoute)

Seconds = Annotated[float, Field(ge=-FURTHEST_SECONDS, le=FURTHEST_SECONDS, allow_inf_nan=False)]


class ClockQuery(QueryModel):
    """Whose clock is meant; without a pool it is every pool's."""

    user_pool_id: str | None = None


class ClockChange(Document):
    """Where a clock is set: to a time (`now`), or to a distance from the wall clock; and whether it stands still."""

    now: Time | None = None
    offset_seconds: Seconds | None = None
    frozen: bool | None = None


class Advance(Document):
    """How far clocks move on; back, where it is negative."""

    seconds: Seconds
    user_pool_id: Line | None = None


@router.get("/_mock/clock")
async def show_clock(request: Request, query: Annotated[ClockQuery, Query()]) -> Response:
    """A pool's clock; without a pool the wall clock. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        return answer(_shown(db, query.user_pool_id))


@router.put("/_mock/clock", openapi_extra=takes(ClockChange))
async def set_clock(request: Request, query: Annotated[ClockQuery, Query()]) -> Response:
    """Sets the clock of a pool, or of all. 400 for both `now` and `offsetSeconds`, 404."""
    wanted = document(ClockChange, await as_document(request))
    if wanted.now is not None and wanted.offset_seconds is not None:
        raise ControlError(400, "invalid_field", "now: give either now or offsetSeconds", "now")
    mock = tenancy.mock_of(request)
    # A code that has expired may be good again.
    mock.arrivals.ring_all()
    with transaction(mock.engine) as db:
        for pool in _meant(db, query.user_pool_id):
            pool_clock.set_clock(
                db,
                pool,
                now=clock.parse_iso(wanted.now) if wanted.now is not None else None,
                offset_ms=round(wanted.offset_seconds * 1000) if wanted.offset_seconds is not None else None,
                frozen=wanted.frozen,
            )
        return answer(_shown(db, query.user_pool_id))


@router.post("/_mock/clock/advance", openapi_extra=takes(Advance))
async def advance_clock(request: Request) -> Response:
    """Moves the clock of a pool on, or of all. 404."""
    wanted = document(Advance, await as_document(request))
    mock = tenancy.mock_of(request)
    mock.arrivals.ring_all()
    with transaction(mock.engine) as db:
        for pool in _meant(db, wanted.user_pool_id):
            pool_clock.advance(db, pool, wanted.seconds)
        return answer(_shown(db, wanted.user_pool_id))


def _meant(db: Connection, user_pool_id: str | None) -> list[UserPool]:
    return [pool_named(db, user_pool_id)] if user_pool_id else list(user_pools.all_of(db))


def _shown(db: Connection, user_pool_id: str | None) -> dict[str, Any]:
    if user_pool_id is None:
        return {"now": clock.iso(clock.wall_ms()), "offsetSeconds": 0, "frozen": False}
    return shapes.pool_clock(pool_clock.shown(pool_named(db, user_pool_id)))
