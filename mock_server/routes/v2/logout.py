"""`/api/v2/logout`."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from mock_server.routes.v2 import texts
from mock_server.routes.v2.face import V2Call, V2Route
from mock_server.rules import session

router = APIRouter(route_class=V2Route)


@router.get("/api/v2/logout")
async def logout(call: V2Call, app_id: str | None = None) -> Response:
    """Ends the token's session; fine without one. Documented: logout (1010001 for an illegal or expired token)."""
    with call.begin(app_id=app_id) as ctx:
        session.log_out(ctx, call.token)
        return call.answer(text=texts.LOGGED_OUT)
