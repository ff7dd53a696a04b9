"""`/_mock/pools/{userPoolId}/users/{id}/sessions`: the tokens that a user has."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, gone, listed
from genauth_mock.routes.control.naming import context_named, pool_named, user_named
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering import user_sessions
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/pools/{user_pool_id}/users/{user_id}/sessions")
async def list_sessions(request: Request, user_pool_id: str, user_id: str, query: Annotated[Page, Query()]) -> Response:
    """A user's tokens, newest first, refresh tokens included; those that have expired are among them. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        pool = pool_named(db, user_pool_id)
        rows, total = user_sessions.page(db, pool, user_named(db, pool.id, user_id), query.page, query.limit)
    return listed([shapes.session(each) for each in rows], total)


@router.delete("/_mock/pools/{user_pool_id}/users/{user_id}/sessions/{session_id}", status_code=204)
async def end_session(request: Request, user_pool_id: str, user_id: str, session_id: str) -> Response:
    """Ends one of a user's tokens; a refresh token with all that came from its authorization. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        ctx = context_named(request, db, user_pool_id)
        if not user_sessions.end(ctx, user_named(db, ctx.pool_id, user_id), session_id):
            raise ControlError(404, "not_found", f"user {user_id} has no session {session_id!r}", "sessionId")
    return gone()


@router.delete("/_mock/pools/{user_pool_id}/users/{user_id}/sessions", status_code=204)
async def end_sessions(request: Request, user_pool_id: str, user_id: str) -> Response:
    """Ends all of a user's tokens, refresh tokens included. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        ctx = context_named(request, db, user_pool_id)
        user_sessions.end_all(ctx, user_named(db, ctx.pool_id, user_id))
    return gone()
