"""`/_mock/clients`: which apps have asked this server, and with which SDK."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.kit import clock
from genauth_mock.routes.control import callers
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Page, listed
from genauth_mock.routes.edge.journal import all_written
from genauth_mock.steering.clients import seen
from genauth_mock.store import journal
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


class ClientsQuery(Page):
    """Whose clients are wanted; without a pool all."""

    user_pool_id: str | None = None


@router.get("/_mock/clients")
async def list_clients(request: Request, query: Annotated[ClientsQuery, Query()]) -> Response:
    """The applications that the newest 1,000 requests of the journal came from, by SDK; who asked last comes first.

    `lastPublicConfigAt` is when its configuration was last asked for, which every SDK does first; null for never.
    """
    mock = await all_written(request)
    with transaction(mock.engine) as db:
        signs = map(callers.sign_of, journal.recent(db, query.user_pool_id, callers.NEWEST))
        found = seen.seen(signs)
    first = (query.page - 1) * query.limit
    return listed([_printed(each) for each in found[first : first + query.limit]], len(found))


def _printed(client: seen.Client) -> dict[str, Any]:
    config_at = client.last_public_config_at
    return {
        "appId": client.app_id,
        "userPoolId": client.user_pool_id,
        "client": client.sdk,
        "firstAt": clock.iso(client.first_at),
        "lastAt": clock.iso(client.last_at),
        "requests": client.requests,
        "lastPublicConfigAt": config_at and clock.iso(config_at),
    }
