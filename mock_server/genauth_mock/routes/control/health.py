"""`/_mock/health`: whether the server is there. Everybody asks it first, so it needs nothing that comes late."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import __version__
from genauth_mock.routes.control.face import OpenRouter, answer
from genauth_mock.routes.edge import tenancy
from genauth_mock.store.database import transaction

router = OpenRouter()


@router.get("/_mock/health")
async def health(request: Request) -> Response:
    """200 once the database answers. Needs no token."""
    with transaction(tenancy.mock_of(request).engine) as db:
        db.execute(sa.text("SELECT 1"))
    return answer({"status": "ok", "version": __version__})
