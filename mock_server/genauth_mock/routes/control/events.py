"""`/_mock/events`: what a pool's subscribers were told, and telling them something now."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.context import context_of
from genauth_mock.documents.field_types import Document, Json, Line
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Page, answer, document, listed
from genauth_mock.routes.control.naming import app_named, pool_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules import events as rules
from genauth_mock.store import events
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


class EventDocument(Document):
    """Something to be told to a pool's subscribers: the code, e.g. `authing.device.force-logout`, and any JSON."""

    user_pool_id: Line
    event: Annotated[Line, StringConstraints(min_length=1)]
    data: Json = Field(default_factory=dict)


class EventsQuery(Page):
    """Which events are wanted: of a pool, or all; of a code, or all."""

    user_pool_id: str | None = None
    event: str | None = None


@router.post("/_mock/events", status_code=201, openapi_extra=takes(EventDocument))
async def publish_event(request: Request) -> Response:
    """Tells something to all who are subscribed to the event in the pool, now. 201 with the event, and in `subscribers`
    how many they are; 400, 404.
    """
    wanted = document(EventDocument, await as_document(request))
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        pool = pool_named(db, wanted.user_pool_id)
        ctx = context_of(db, mock, pool, app_named(db, pool, None))
        return answer(shapes.event(rules.publish(ctx, wanted.event, wanted.data)), 201)


@router.get("/_mock/events")
async def list_events(request: Request, query: Annotated[EventsQuery, Query()]) -> Response:
    """What was told, newest first, and in `subscribers` to how many; of the last day."""
    with transaction(tenancy.mock_of(request).engine) as db:
        rows, total = events.page(db, query.user_pool_id, query.event, query.page, query.limit)
        printed: list[dict[str, Any]] = [shapes.event(row) for row in rows]
    return listed(printed, total)
