"""`/_mock/findings`: what is wrong with the clients that talk to this server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.documents.pool_settings import settings_of
from genauth_mock.kit import clock
from genauth_mock.routes.control import callers, crashes, webhooks
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Page, listed
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.journal import all_written
from genauth_mock.steering import pool_clock
from genauth_mock.steering.clients import connecting, diagnosis
from genauth_mock.steering.clients.diagnosis import Finding, Sign
from genauth_mock.steering.pools import pools
from genauth_mock.store import journal, user_pools
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.journal import JournalEntry
from genauth_mock.store.outages import DatabaseAway

router = APIRouter(route_class=ControlRoute)

_MOST_CRASHES = 20


class FindingsQuery(Page):
    """Whose findings are wanted: a pool's, an application's. Requests that named neither are always looked at."""

    user_pool_id: str | None = None
    app_id: str | None = None


@router.get("/_mock/findings")
async def list_findings(request: Request, query: Annotated[FindingsQuery, Query()]) -> Response:
    """What clients do wrong, by the newest 1,000 requests: of each kind and client the latest, newest first.

    Where the mock itself has failed comes first: `kind` is crash, and the fault is no client's. Else it is https,
    console_host, foreign_host, wrong_key, unknown_app, no_app_id, unknown_path, not_implemented, websocket,
    refresh_without_secret, client_auth_method, hs256_and_jwks, foreign_page, foreign_steering, public_host,
    redirect_unknown, redirect_unsafe, response_mode, control_token, pipeline_failed or, of no request, webhook_hosts;
    `remedy` is text to paste; `recent` are the last ten minutes by the pool's clock. What a fault has struck is left
    out.
    """
    mock = await all_written(request)
    base_url = tenancy.base_url_of(request)
    printed = [crashes.as_finding(each, base_url) for each in crashes.newest(mock, query.user_pool_id)[:_MOST_CRASHES]]
    try:
        with transaction(mock.engine) as db:
            target = connecting.of_server(db, mock, base_url, query.user_pool_id)
            signs = list(_signs(db, query, takes_any_app=target.takes_any_app))
            found = diagnosis.latest(signs, target, lambda app_id: _signs_by_secret(db, app_id))
            printed += [_printed(db, each) for each in found] + webhooks.findings(db, query.user_pool_id)
    except (sa.exc.SQLAlchemyError, DatabaseAway):
        # Then it is the database that is broken, and whoever asks is to see that.
        if not printed:
            raise
    first = (query.page - 1) * query.limit
    return listed(printed[first : first + query.limit], len(printed))


def _signs(db: Connection, query: FindingsQuery, *, takes_any_app: bool) -> Iterator[Sign]:
    for row in journal.recent(db, query.user_pool_id, callers.NEWEST, or_of_none=True):
        is_nobodys = row.app_id is None and row.user_pool_id is None
        is_asked_for = query.app_id in (None, row.app_id) and _is_of_pool(db, row, query.user_pool_id, takes_any_app)
        if row.fault_id is None and (is_nobodys or is_asked_for):
            yield callers.sign_of(row)


def _signs_by_secret(db: Connection, app_id: str) -> bool:
    known = pools.of_app(db, app_id)
    return known is not None and settings_of(known[0].settings).tokens.id_token_alg == "HS256"  # noqa: S105 - an algorithm


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
        "recent": now - sign.at < callers.RECENT_MS,
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
