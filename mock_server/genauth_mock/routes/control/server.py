"""`/_mock/health`, `/_mock/info`, `/_mock/coverage`, `/_mock/openapi.json`: the server itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import __version__
from genauth_mock.routes.control import refusals, shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Everything, answer
from genauth_mock.routes.control.openapi import openapi_of
from genauth_mock.routes.edge import operations, tenancy
from genauth_mock.steering.pools import demo
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/info")
async def info(request: Request) -> Response:
    """Version, public key for the SDKs, the demo pool (null without one) and the console's URL."""
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        about_demo = demo.described(db, mock)
    return answer(shapes.info(mock, __version__, tenancy.base_url_of(request), about_demo))


@router.get("/_mock/coverage")
async def coverage(request: Request, query: Annotated[Everything, Query()]) -> Response:
    """What each SDK sends and how much of it is built; then every operation of GenAuth that is known, where it is
    documented, and whether this mock has built it.
    """
    built = request.app.faces.built()
    rows = [
        {
            "face": each.face,
            "operation": each.operation,
            "method": each.method,
            "path": each.path,
            "documented": each.documented,
            "sdks": each.sdks,
            "management": each.management,
            "implemented": each.route in built,
        }
        for each in operations.operations()
    ]
    first = (query.page - 1) * query.limit
    sdks = [
        shapes.sdk_coverage(each, *(operations.share_of(each, built, management=which) for which in (False, True)))
        for each in operations.SDKS
    ]
    return answer({"sdks": sdks, "list": rows[first : first + query.limit], "totalCount": len(rows)})


@router.get("/_mock/openapi.json")
async def openapi(request: Request) -> Response:
    """OpenAPI 3.1 of the whole server."""
    return answer(refusals.told(openapi_of(request.app.faces)))
