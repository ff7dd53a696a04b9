"""`/_mock/findings`: what is wrong with the clients that talk to this server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from mock_server import clock
from mock_server.routes import tenancy
from mock_server.routes.control import callers
from mock_server.routes.control.face import ControlRoute, Page, listed
from mock_server.routes.journal import all_written
from mock_server.rules import client_findings, connecting, pool_clock, pools
from mock_server.rules.client_findings import Finding, Sign
from mock_server.store import journal, user_pools
from mock_server.store.database import Connection, transaction
from mock_server.store.journal import JournalEntry

router = APIRouter(route_class=ControlRoute)

_RECENT_MS = 600_000


class FindingsQuery(Page):
    """Whose findings are wanted: a pool's, an application's. Requests that named neither are always looked at."""

    user_pool_id: str | None = None
    app_id: str | None = None


@router.get("/_mock/findings")
async def list_findings(request: Request, query: Annotated[FindingsQuery, Query()]) -> Response:
    """What clients do wrong, by the newest 1,000 requests: of each kind and client the latest, newest first.

    `kind` is https, console_host, foreign_host, wrong_key, unknown_app, no_app_id, unknown_path, not_implemented or
    websocket; `remedy` is text to paste; `recent` are the last ten minutes by the pool's clock. What a fault has struck
    is left out.
    """
    mock = await all_written(request)
    with transaction(mock.engine) as db:
        mock.journal.write(db)
        target = connecting.of_server(db, mock, tenancy.base_url_of(request), query.user_pool_id)
        found = client_findings.latest(_signs(db, query, takes_any_app=target.takes_any_app), target)
        first = (query.page - 1) * query.limit
        printed = [_printed(db, each) for each in found[first : first + query.limit]]
    return listed(printed, len(found))


def _signs(db: Connection, query: FindingsQuery, *, takes_any_app: bool) -> Iterator[Sign]:
    for row in journal.recent(db, query.user_pool_id, callers.NEWEST, or_of_none=True):
        is_nobodys = row.app_id is None and row.user_pool_id is None
        is_asked_for = query.app_id in (None, row.app_id) and _is_of_pool(db, row, query.user_pool_id, takes_any_app)
        if row.fault_id is None and (is_nobodys or is_asked_for):
            yield callers.sign_of(row)


def _is_of_pool(db: Connection, row: JournalEntry, user_pool_id: str | None, takes_any_app: bool) -> bool:
    if user_pool_id is None or row.user_pool_id is not None or row.app_id is None:
        return True  # the others of the pool are what the journal was asked for
    # It came before its application had a pool, or names one that will never have one: whoever wonders wants to know.
    known = pools.of_app(db, row.app_id)
    return known[0].public_id == user_pool_id if known else not takes_any_app


def _printed(db: Connection, found: Finding) -> dict[str, Any]:
    sign = found.sign
    pool = user_pools.by_id(db, sign.user_pool_id) if sign.user_pool_id else None
    now = pool_clock.shown(pool).now if pool else clock.wall_ms()
    return {
        "id": f"{found.kind}-{sign.id}",
        "at": clock.iso(sign.at),
        "recent": now - sign.at < _RECENT_MS,
        "severity": found.severity,
        "kind": found.kind,
        "requestId": sign.id,
        "userPoolId": sign.user_pool_id,
        "appId": sign.app_id,
        "client": sign.client,
        "message": found.message[0],
        "messageZh": found.message[1],
        "remedy": found.remedy[0],
        "remedyZh": found.remedy[1],
    }
