"""`/_mock/snapshots`: named states of a pool, complete: users, tokens, codes, outbox, pictures, settings, clock."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.documents.field_types import Document, Id
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, QueryModel, answer, document, gone, listed
from genauth_mock.routes.control.naming import no_pool, pool_named, printed_pool
from genauth_mock.routes.control.reading import as_document
from genauth_mock.routes.control.slices import in_slices, sweeper_of
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering.pools import snapshots as rules
from genauth_mock.steering.pools.replacing import forget_snapshot
from genauth_mock.store import snapshots
from genauth_mock.store.database import Connection, transaction

router = APIRouter(route_class=ControlRoute)


class OfPool(QueryModel):
    """Whose snapshot is meant."""

    user_pool_id: str


class SnapshotsQuery(Page):
    """Whose snapshots are wanted; without a pool all pools'."""

    user_pool_id: str | None = None


@router.put("/_mock/snapshots/{name}")
async def save_snapshot(request: Request, name: Id, query: Annotated[OfPool, Query()]) -> Response:
    """Keeps the pool as it is now under a name, in the place of another of that name. 404."""
    document(Document, await as_document(request))
    steps = rules.save(tenancy.mock_of(request), query.user_pool_id, name)
    try:
        return answer(shapes.snapshot(await in_slices(request, steps)))
    except rules.Missing:
        raise no_pool(query.user_pool_id) from None


@router.get("/_mock/snapshots")
async def list_snapshots(request: Request, query: Annotated[SnapshotsQuery, Query()]) -> Response:
    """Snapshots, newest first. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        pool_id = pool_named(db, query.user_pool_id).public_id if query.user_pool_id is not None else None
        rows, total = snapshots.page(db, pool_id, query.page, query.limit)
        return listed([shapes.snapshot(row) for row in rows], total)


@router.post("/_mock/snapshots/{name}/restore")
async def restore_snapshot(request: Request, name: Id, query: Annotated[OfPool, Query()]) -> Response:
    """Brings the pool back to a state that was kept; journal, faults and other snapshots stay. 404.

    400 where another pool has got an application of it in the meantime, 409 where another call is replacing the pool;
    then nothing has changed.
    """
    document(Document, await as_document(request))
    mock = tenancy.mock_of(request)
    try:
        pool = await in_slices(request, rules.bring_back(mock, query.user_pool_id, name))
    except rules.Missing:
        with transaction(mock.engine) as db:
            raise _no_snapshot(db, pool_named(db, query.user_pool_id).public_id, name) from None
    with transaction(mock.engine) as db:
        return answer(printed_pool(db, pool.public_id))


@router.delete("/_mock/snapshots/{name}", status_code=204)
async def delete_snapshot(request: Request, name: Id, query: Annotated[OfPool, Query()]) -> Response:
    """Removes a snapshot. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        pool = pool_named(db, query.user_pool_id)
        if not forget_snapshot(db, pool.public_id, name):
            raise _no_snapshot(db, pool.public_id, name)
    sweeper_of(request).wake()
    return gone()


def _no_snapshot(db: Connection, user_pool_id: str, name: str) -> ControlError:
    rows, total = snapshots.page(db, user_pool_id, 1, 8)
    there = f"the newest of {total}: {', '.join(repr(row.name) for row in rows)}" if rows else "it has none"
    return ControlError(404, "not_found", f"the pool has no snapshot {name!r}; {there}", "name")
