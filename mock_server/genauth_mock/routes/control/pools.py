"""`/_mock/pools`: user pools."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.documents.field_types import Document, Line
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.documents.pool_settings import PoolSettings, settings_of
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Page, Search, answer, document, gone, listed
from genauth_mock.routes.control.making import made
from genauth_mock.routes.control.naming import no_pool, pool_named, printed_pool
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.control.slices import in_slices, sweeper_of
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.journal import all_written
from genauth_mock.steering.pools import pools, snapshots
from genauth_mock.store import applications, user_pools
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


class PoolChange(Document):
    """What can be changed of a pool."""

    name: Annotated[Line, StringConstraints(min_length=1)] = "unchanged"
    settings: PoolSettings = PoolSettings()


class PoolsQuery(Page):
    """Which pools are wanted: those in whose name, id or an application's id `search` stands, whatever its case."""

    search: Search = ""


@router.post("/_mock/pools", status_code=201, openapi_extra=takes(PoolDocument))
async def create_pool(request: Request) -> Response:
    """Makes a user pool of a pool document of any size, every key optional. 201 with ids and secrets of pool and
    application; with `Accept: text/event-stream` events tell how far it is, see `making.made`. 400, 409.
    """
    return await made(request, is_new=True)


@router.get("/_mock/pools")
async def list_pools(request: Request, query: Annotated[PoolsQuery, Query()]) -> Response:
    """User pools, newest first."""
    with transaction(tenancy.mock_of(request).engine) as db:
        rows, total = user_pools.page(db, query.page, query.limit, query.search)
        printed = [shapes.pool(row, app) for row in rows if (app := applications.first_of(db, row.id))]
    return listed(printed, total)


@router.get("/_mock/pools/{user_pool_id}")
async def get_pool(request: Request, user_pool_id: str) -> Response:
    """One user pool. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        return answer(printed_pool(db, user_pool_id))


@router.patch("/_mock/pools/{user_pool_id}", openapi_extra=takes(PoolChange))
async def change_pool(request: Request, user_pool_id: str) -> Response:
    """Changes the name, and the settings that are given; the others stay. 404, 400 for an unknown setting."""
    body = await as_document(request)
    wanted = document(PoolChange, body)
    with transaction(tenancy.mock_of(request).engine) as db:
        row = pool_named(db, user_pool_id)
        settings = wanted.settings.model_dump(by_alias=True, exclude_unset=True)
        settings_of(pools.merged(row.settings, settings))
        pools.change(db, row, wanted.name if "name" in wanted.model_fields_set else None, settings)
        return answer(printed_pool(db, user_pool_id))


@router.delete("/_mock/pools/{user_pool_id}", status_code=204)
async def delete_pool(request: Request, user_pool_id: str) -> Response:
    """Removes a pool with all that is in it. 404."""
    mock = await all_written(request)
    with transaction(mock.engine) as db:
        pools.remove(db, mock, pool_named(db, user_pool_id))
    # Who listens to its events is not to listen in vain.
    mock.arrivals.ring_all()
    sweeper_of(request).wake()
    return gone()


@router.post("/_mock/pools/{user_pool_id}/reset")
async def reset_pool(request: Request, user_pool_id: str) -> Response:
    """Brings a pool back to what it was made from: users, codes, tokens, outbox, settings, clock, faults,
    journal. 404.
    """
    document(Document, await as_document(request))
    mock = await all_written(request)
    try:
        pool = await in_slices(request, snapshots.bring_back(mock, user_pool_id))
    except snapshots.Missing:
        raise no_pool(user_pool_id) from None
    with transaction(mock.engine) as db:
        return answer(printed_pool(db, pool.public_id))
