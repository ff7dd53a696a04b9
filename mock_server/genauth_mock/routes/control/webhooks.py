"""`/_mock/webhooks/…`: what webhooks were told, once more, and of one's own accord."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.documents.field_types import Document, Json, Line
from genauth_mock.documents.hook_documents import known_event
from genauth_mock.documents.webhook_events import ALL
from genauth_mock.kit import clock
from genauth_mock.routes.control import callers
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, QueryModel, answer, document, listed
from genauth_mock.routes.control.naming import context_named, pool_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules import webhooks as rules
from genauth_mock.steering import pool_clock
from genauth_mock.store import user_pools, webhooks
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.user_pools import public_id
from genauth_mock.store.webhooks import Delivery

router = APIRouter(route_class=ControlRoute)

_MOST_FINDINGS = 20
_LOOK_EVERY_SECONDS = 0.02


def _one_event(name: str) -> str:
    if name == ALL:
        raise ValueError("it must be one event")
    return known_event(name)


class DeliveriesQuery(Page):
    """Whose attempts are wanted, and of which event."""

    user_pool_id: str | None = None
    event: str | None = None


class WaitQuery(QueryModel):
    """Which attempt is waited for: one of an event, after another (`after`, its id); for how many seconds at most."""

    user_pool_id: str
    event: Annotated[str, AfterValidator(_one_event)] | None = None
    after: str | None = None
    timeout: Annotated[float, Query(ge=0, le=600)] = 10


class TriggerDocument(Document):
    """An event that has not happened, for those webhooks that want to hear of such. Without `data` it is GenAuth's own
    test.
    """

    user_pool_id: Line
    event: Annotated[Line, AfterValidator(_one_event)]
    data: Json = None


@router.get("/_mock/webhooks/deliveries")
async def list_deliveries(request: Request, query: Annotated[DeliveriesQuery, Query()]) -> Response:
    """Every attempt to tell a webhook of an event, newest first. `status` is the HTTP status of what was answered, null
    where nothing was, and while it is under way; `error` says what went wrong. 404.
    """
    with transaction(tenancy.mock_of(request).engine) as db:
        pool_id = pool_named(db, query.user_pool_id).id if query.user_pool_id is not None else None
        rows, total = webhooks.page(db, clock.steady_ms(), pool_id, query.event, query.page, query.limit)
    return listed([_printed(each) for each in rows], total)


@router.get("/_mock/webhooks/deliveries/wait")
async def wait_for_delivery(request: Request, query: Annotated[WaitQuery, Query()]) -> Response:
    """The newest attempt that is over, whatever has come of it, at once or as soon as there is one. 400 for what is no
    event, 404, 408 when the time is up.
    """
    mock, deadline = tenancy.mock_of(request), clock.monotonic() + query.timeout
    while True:
        with transaction(mock.engine) as db:
            pool = pool_named(db, query.user_pool_id)
            is_wanted = rules.is_wanted(pool, query.event)
            after = webhooks.delivery(db, query.after) if query.after is not None else None
            if query.after is not None and (after is None or after.user_pool_id != pool.id):
                raise ControlError(404, "not_found", f"this pool has no delivery {query.after!r}", "after")
            row = webhooks.newest_ended(db, pool.id, query.event, after.seq or 0 if after else 0)
        if row is not None:
            return answer(_printed(row))
        if request.app.state.is_stopping():
            raise ControlError(503, "ending", "the server was told to end, and this wait with it, before its time")
        if clock.monotonic() >= deadline or await request.is_disconnected():
            what = f"no webhook of this pool was told of {query.event or 'anything'} within {query.timeout:g} s"
            what += "" if is_wanted else ", and none is enabled and wants to hear of it"
            # Clients raise for a wait in vain what they raise at the outbox, with what came instead: nothing.
            return answer({"error": {"code": "timeout", "message": what}, "list": [], "totalCount": 0}, 408)
        # Another process may be the one that posts.
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


@router.post("/_mock/webhooks/deliveries/{delivery_id}/replay", status_code=201)
async def replay_delivery(request: Request, delivery_id: str) -> Response:
    """Tells an event once more, as it was told. 201 with the new attempt, 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        row = webhooks.delivery(db, delivery_id)
        if row is None:
            raise ControlError(404, "not_found", f"there is no delivery {delivery_id!r}", "id")
        ctx = context_named(request, db, public_id(row.user_pool_id))
        return answer(_printed(rules.again(ctx, row)), 201)


@router.post("/_mock/webhooks/trigger", status_code=201, openapi_extra=takes(TriggerDocument))
async def trigger_webhooks(request: Request) -> Response:
    """Tells webhooks of an event that has not happened. 201 with a list of the attempts; 400, also where no webhook of
    the pool wants to hear of it, 404.
    """
    wanted = document(TriggerDocument, await as_document(request))
    with transaction(tenancy.mock_of(request).engine) as db:
        ctx = context_named(request, db, wanted.user_pool_id)
        told = rules.tell(ctx, wanted.event, rules.TEST if wanted.data is None else wanted.data)
        if not told:
            what = f"event: no webhook of this pool is enabled and wants to hear of {wanted.event!r}"
            raise ControlError(400, "invalid_field", what, "event")
        return answer({"list": [_printed(each) for each in told], "totalCount": len(told)}, 201)


def _printed(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": clock.iso(row.at),
        "userPoolId": public_id(row.user_pool_id),
        "webhookId": row.webhook_id,
        "event": row.event,
        "url": row.url,
        "attempt": row.attempt,
        "requestBody": row.body,
        "status": row.status,
        **({"error": row.error} if row.error is not None else {}),
    }


def findings(db: Connection, user_pool_id: str | None) -> list[dict[str, Any]]:
    """Webhooks that lead where the server may not ask, each once, newest first; as what is wrong is told."""
    pool = user_pools.by_id(db, user_pool_id) if user_pool_id is not None else None
    if user_pool_id is not None and pool is None:
        return []
    rows = webhooks.newest_forbidden(db, pool.id if pool else None, _MOST_FINDINGS)
    latest = {(each.user_pool_id, each.url): each for each in reversed(rows)}
    return [_as_finding(db, each) for each in reversed(latest.values())]


def _as_finding(db: Connection, row: Delivery) -> dict[str, Any]:
    pool = user_pools.of_rows(db, row.user_pool_id)
    now = pool_clock.shown(pool).now if pool else clock.wall_ms()
    host = str(row.error).rpartition(" ")[2]
    remedy = f"genauth-mock serve --webhook-hosts {host}"
    return {
        "id": f"webhook_hosts-{row.id}",
        "at": clock.iso(row.at),
        "recent": now - row.at < callers.RECENT_MS,
        "severity": "warning",
        "kind": "webhook_hosts",
        "requestId": None,
        "userPoolId": public_id(row.user_pool_id),
        "appId": None,
        "client": "other",
        "message": f"A webhook was not told of {row.event}: {host} is not this machine, and the server may not ask it.",
        "messageZh": f"没有向 webhook 发送 {row.event} 事件：{host} 不是本机，服务器不允许访问它。",
        "remedy": f"{remedy}   # if it is yours",
        "remedyZh": f"{remedy}   # 如果它是你的主机",
    }
