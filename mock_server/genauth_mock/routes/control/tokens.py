"""`/_mock/tokens`: tokens without a login, and what a token is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import answer, document
from genauth_mock.routes.control.naming import context_named, pool_named, user_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering import inspecting, minting
from genauth_mock.steering.inspecting import TokenToInspect
from genauth_mock.steering.minting import TokenDocument
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


@router.post("/_mock/tokens", status_code=201, openapi_extra=takes(TokenDocument))
async def mint_token(request: Request) -> Response:
    """A token of a user, as a login gives it, or one that must be refused: see `TokenDocument`. Its issuer is this
    server under the name by which the call reached it. 201 with `token`; 400, 404.
    """
    wanted = document(TokenDocument, await as_document(request))
    with transaction(tenancy.mock_of(request).engine) as db:
        ctx = context_named(request, db, wanted.user_pool_id, wanted.app_id)
        user = user_named(db, ctx.pool_id, wanted.user_id, "userId")
        return answer({"token": minting.mint(ctx, user, wanted)}, 201)


@router.post("/_mock/tokens/inspect", openapi_extra=takes(TokenToInspect))
async def inspect_token(request: Request) -> Response:
    """What a token says, whether the mock would take it now, and why; see `TokenToInspect`. It changes nothing. 400 for
    what is no token, 404.
    """
    wanted = document(TokenToInspect, await as_document(request))
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        pool = pool_named(db, wanted.user_pool_id) if wanted.user_pool_id is not None else None
        return answer(shapes.inspection(inspecting.inspect(db, mock, wanted.token, pool)))
