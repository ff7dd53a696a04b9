"""`/_mock/pools/{userPoolId}/export`, `/_mock/import`: whole user pools as one document, JSON or YAML."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from mock_server import yaml_text
from mock_server.documents import PoolDocument
from mock_server.garbage import uncollected
from mock_server.routes import tenancy
from mock_server.routes.aside import aside
from mock_server.routes.control import shapes
from mock_server.routes.control.face import ControlRoute, answer, pool_named
from mock_server.routes.control.reading import as_pool, takes
from mock_server.routes.journal import all_written
from mock_server.rules import exporting, pools
from mock_server.store.database import transaction
from mock_server.store.images import ROW_BYTES, Image

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/pools/{user_pool_id}/export")
async def export_pool(request: Request, user_pool_id: str) -> Response:
    """The whole pool as one pool document, YAML where `Accept` asks for it; nothing of the moment, as sessions. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        image = exporting.read(db, user_pool_id)
        pool_named(db, user_pool_id)
    as_yaml = "yaml" in request.headers.get("accept", "")
    text = await aside(image.size * ROW_BYTES, _written, image, as_yaml)
    kind = "yaml" if as_yaml else "json"
    return Response(text, headers={"content-type": f"application/{kind}; charset=utf-8", "cache-control": "no-store"})


def _written(image: Image, as_yaml: bool) -> bytes:
    with uncollected():
        document = exporting.document_of(image)
        if as_yaml:
            return yaml_text.dump(document).encode()
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@router.post("/_mock/import", status_code=201, openapi_extra=takes(PoolDocument))
async def import_pool(request: Request) -> Response:
    """Makes the pool of a pool document, in the place of the one of its id, of which nothing but snapshots stays.

    201 with ids and secrets; 400 for an application, access key or picture that is another pool's, and then nothing
    has changed.
    """
    wanted = await as_pool(request)
    mock = await all_written(request)
    with transaction(mock.engine) as db:
        return answer(shapes.pool(*pools.add_or_replace(db, mock, wanted)), 201)
