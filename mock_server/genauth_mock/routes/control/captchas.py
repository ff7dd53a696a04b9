"""`/_mock/captchas`: the captcha pictures that were shown, and what they say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.kit import clock
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Page, listed
from genauth_mock.routes.edge import tenancy
from genauth_mock.store import attempts
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/captchas")
async def list_captchas(request: Request, query: Annotated[Page, Query()]) -> Response:
    """The captchas of the last day, newest first. They are of the server, by the wall clock, as an app asks for one
    before it names its pool. `usedAt` is when one was answered, rightly or not; it is not taken a second time.
    """
    with transaction(tenancy.mock_of(request).engine) as db:
        rows, total = attempts.page_of_captchas(db, query.page, query.limit)
    shown = [
        {
            "id": each.id,
            "text": each.code,
            "createdAt": clock.iso(each.created_at),
            "usedAt": None if each.used_at is None else clock.iso(each.used_at),
        }
        for each in rows
    ]
    return listed(shown, total)
