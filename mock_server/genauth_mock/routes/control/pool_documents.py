"""`/_mock/pools/{userPoolId}/export`, `/_mock/import`: whole user pools as one document, JSON or YAML."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from genauth_mock.documents import pool_text
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError
from genauth_mock.routes.control.making import made
from genauth_mock.routes.control.naming import no_pool
from genauth_mock.routes.control.reading import takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.journal import all_written
from genauth_mock.routes.edge.sweeper import give_way
from genauth_mock.steering.pools import exporting
from genauth_mock.steering.pools.replacing import Disturbed
from genauth_mock.steering.pools.snapshots import Missing

log = logging.getLogger(__name__)

router = APIRouter(route_class=ControlRoute)

_SMALL = 256 * 1024


@router.get("/_mock/pools/{user_pool_id}/export")
async def export_pool(request: Request, user_pool_id: str) -> Response:
    """The whole pool as one pool document, YAML where `Accept` asks for it; nothing of the moment, as sessions. 404."""
    mock, as_yaml = tenancy.mock_of(request), "yaml" in request.headers.get("accept", "")
    entries = exporting.entries(mock, user_pool_id)
    pieces = (pool_text.written_yaml if as_yaml else pool_text.written_json)(entries)
    begin = b""
    try:
        # What is small is answered as a whole.
        for piece in pieces:
            begin += piece
            if len(begin) > _SMALL:
                break
            await give_way(mock)
    except Missing:
        raise no_pool(user_pool_id) from None
    except Disturbed as fault:
        raise ControlError(409, "conflict", str(fault)) from None
    kind = "yaml" if as_yaml else "json"
    headers = {"content-type": f"application/{kind}; charset=utf-8", "cache-control": "no-store"}
    if len(begin) <= _SMALL:
        return Response(begin, headers=headers)
    return StreamingResponse(_rest(request, begin, pieces), headers=headers)


async def _rest(request: Request, begin: bytes, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    yield begin
    try:
        for piece in pieces:
            yield piece
            await give_way(tenancy.mock_of(request))
    except Disturbed as fault:
        # It has begun; that it breaks off before its end is how the client is told.
        log.warning("%s", fault)
        raise


@router.post("/_mock/import", status_code=201, openapi_extra=takes(PoolDocument))
async def import_pool(request: Request) -> Response:
    """Makes the pool of a pool document of any size, in the place of the one of its id, of which only snapshots stay.

    201 with ids and secrets; 400 for an application, access key or picture that is another pool's, 409 where another
    call is replacing the pool, and then nothing has changed. With `Accept: text/event-stream` events tell how far it
    is, see `making.made`.
    """
    await all_written(request)
    return await made(request, is_new=False)
