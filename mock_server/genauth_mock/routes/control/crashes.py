"""`/_mock/crashes`: requests at which the mock itself has failed."""

from __future__ import annotations

import shlex
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.context import Mock
from genauth_mock.kit import clock
from genauth_mock.routes.control import callers
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Page, listed
from genauth_mock.routes.edge.journal import all_written
from genauth_mock.store import applications, journal
from genauth_mock.store.crashes import Crash
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.user_pools import public_id

router = APIRouter(route_class=ControlRoute)


class CrashesQuery(Page):
    """Whose crashes are wanted: a pool's, with those since it was made of which nobody knows whose they are."""

    user_pool_id: str | None = None


@router.get("/_mock/crashes")
async def list_crashes(request: Request, query: Annotated[CrashesQuery, Query()]) -> Response:
    """Requests at which the mock itself has failed (HTTP 500, `x-mock-crash`), newest first; the log has more of each.

    `id` is the request's in the journal, null for a control call. Of this process, they are told even where the
    database is what is broken.
    """
    found = newest(await all_written(request), query.user_pool_id)
    first = (query.page - 1) * query.limit
    return listed([_printed(each) for each in found[first : first + query.limit]], len(found))


def newest(mock: Mock, user_pool_id: str | None) -> list[Crash]:
    """A pool's crashes or all, newest first: those of this process, and of others what the journal has."""
    own = list(mock.crashes.since(user_pool_id)) if user_pool_id else mock.crashes.all()
    if mock.settings.workers == 1 and not own:
        return []
    try:
        with transaction(mock.engine) as db:
            own = [each for each in own if _may_be_of(db, each, user_pool_id)]
            others = _of_others(db, user_pool_id, {each.id for each in own}) if mock.settings.workers > 1 else []
    except Exception:  # noqa: BLE001 - what is broken is what is asked for here
        own, others = [each for each in own if each.user_pool_id in (None, user_pool_id) or not user_pool_id], []
    return sorted(own + others, key=lambda each: -each.at)


def as_finding(crash: Crash, base_url: str) -> dict[str, Any]:
    """A crash among what is wrong with the clients: this is not theirs."""
    asked = f"{crash.method} {crash.path[:200]}"
    doctor = f"\ngenauth-mock doctor --url {shlex.quote(base_url)}"
    return {
        "id": f"crash-{crash.id or crash.at}",
        "at": clock.iso(crash.at),
        "recent": clock.wall_ms() - crash.at < callers.RECENT_MS,
        "severity": "error",
        "kind": "crash",
        "requestId": crash.id or None,
        "userPoolId": crash.user_pool_id,
        "appId": crash.app_id,
        "client": "other",
        "message": f"genauth-mock itself has failed at {asked}: {crash.what}. The app is not to blame.",
        "messageZh": f"genauth-mock 自身在处理 {asked} 时出错：{crash.what}。这不是应用的问题。",
        "remedy": "# the traceback is in the server's log; see also whether disk and database are well:" + doctor,
        "remedyZh": "# 服务器日志中有完整的错误堆栈；也请检查磁盘和数据库是否正常：" + doctor,
    }


def _may_be_of(db: Connection, crash: Crash, user_pool_id: str | None) -> bool:
    if user_pool_id is None or crash.user_pool_id is not None:
        return user_pool_id in (None, crash.user_pool_id)
    app = applications.by_id(db, crash.app_id) if crash.app_id else None
    return app is None or public_id(app.user_pool_id) == user_pool_id


def _of_others(db: Connection, user_pool_id: str | None, known: set[str]) -> list[Crash]:
    places, _ = journal.page(db, journal.conditions(user_pool_id=user_pool_id, crash=True), 1, 100)
    return [
        Crash(row.id, row.at, row.user_pool_id, row.app_id, row.method, row.path, "see the log")
        for row in journal.at_places(db, places)
        if row.id not in known
    ]


def _printed(crash: Crash) -> dict[str, Any]:
    return {
        "id": crash.id or None,
        "at": clock.iso(crash.at),
        "userPoolId": crash.user_pool_id,
        "appId": crash.app_id,
        "method": crash.method,
        "path": crash.path,
        "error": crash.what,
    }
