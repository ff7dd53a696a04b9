"""`/_mock/requests`: the journal of what was asked and answered."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.kit import clock
from genauth_mock.kit.arrivals import REQUEST
from genauth_mock.routes.control import request_reading, request_shapes, streams
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, QueryModel, Search, answer, gone, listed
from genauth_mock.routes.edge import operations, tenancy
from genauth_mock.routes.edge.journal import all_written
from genauth_mock.store import journal
from genauth_mock.store.database import Connection, transaction

router = APIRouter(route_class=ControlRoute)


class _Filter(QueryModel):
    user_pool_id: str | None = None
    operation: str | None = None
    path: str | None = None
    method: str | None = None
    status: Annotated[int, Query(ge=0, le=999)] | None = None
    code: str | None = None
    matched: bool | None = None
    crash: bool | None = None
    after: str | None = None


class RequestsQuery(_Filter, Page):
    """Which requests are wanted.

    `operation` is a name from GET /_mock/coverage, or what an SDK calls it; `path` may hold `*` for any text; `code` is
    a business code or an OAuth error; `matched=false` are those that no operation takes; `crash=true` are those at
    which the mock itself failed; `after` is a request's id or a time; `search` stands in path, operation, app id, query
    or request body as they are printed, whatever its case.
    """

    search: Search = ""


class StreamQuery(_Filter):
    """Which requests are wanted as they come; after one (`after`), or from now on."""

    search: Search = ""


@router.get("/_mock/requests")
async def list_requests(request: Request, query: Annotated[RequestsQuery, Query()]) -> Response:
    """Requests and their answers, newest first. Passwords, tokens and codes are left out without --journal-secrets."""
    mock = await all_written(request)
    with transaction(mock.engine) as db:
        wanted = _conditions(db, query)
        places, total = journal.page(db, wanted, query.page, query.limit) if not query.search else ([], 0)
    if query.search:
        fits = request_shapes.finder(query.search, secrets=mock.settings.journal_secrets)
        places, total = await request_reading.fitting(mock, wanted, fits, query.page, query.limit)
    return listed(await request_reading.printed(mock, places), total)


@router.get("/_mock/requests/stream")
async def stream_requests(request: Request, query: Annotated[StreamQuery, Query()]) -> Response:
    """The same as server-sent events, `event: request`, from now on or after `after` or the browser's Last-Event-ID."""
    mock = await all_written(request)
    after = streams.resumed_at(request) or query.after
    with transaction(mock.engine) as db:
        wanted = _conditions(db, query.model_copy(update={"after": after}))
        begin = 0 if after else journal.last_seq(db)

    fits = request_shapes.finder(query.search, secrets=mock.settings.journal_secrets)
    seen = begin

    def newer(last: int, limit: int) -> list[Any]:
        nonlocal seen
        mock.journal.write(mock.engine)
        with transaction(mock.engine) as db:
            rows = journal.after(db, wanted, max(last, seen), limit)
        # What does not fit is looked at once.
        seen = (rows[-1].seq or seen) if rows else seen
        return [each for each in rows if fits(each)]

    def printed(row: Any) -> dict[str, Any]:
        return request_shapes.request(row, secrets=mock.settings.journal_secrets)

    return streams.as_events(request, "request", begin, newer, printed, [REQUEST])


@router.get("/_mock/requests/{request_id}")
async def get_request(request: Request, request_id: str) -> Response:
    """One request, and `curl`, the command that sends it again. 404."""
    mock = await all_written(request)
    secrets = mock.settings.journal_secrets
    with transaction(mock.engine) as db:
        row = journal.by_id(db, request_id)
        if row is None:
            raise ControlError(404, "not_found", f"there is no request {request_id!r} in the journal", "id")
        curl = request_shapes.as_curl(row, tenancy.base_url_of(request), secrets=secrets)
        return answer(request_shapes.request(row, secrets=secrets) | {"curl": curl})


@router.delete("/_mock/requests", status_code=204)
async def clear_requests(request: Request, query: Annotated[_Filter, Query()]) -> Response:
    """Takes requests out of the journal, all or those that the filters mean."""
    mock = await all_written(request)
    with transaction(mock.engine) as db:
        journal.clear(db, _conditions(db, query))
    return gone()


def _conditions(db: Connection, query: _Filter) -> list[sa.ColumnElement[bool]]:
    after_seq = after_ms = None
    if query.after:
        after_seq = journal.seq_of(db, query.after)
        if after_seq is None:
            try:
                after_ms = clock.parse_iso(query.after)
            except ValueError:
                raise ControlError(
                    400, "invalid_field", f"after: {query.after!r} is neither a request's id nor a time", "after"
                ) from None
    return journal.conditions(
        user_pool_id=query.user_pool_id,
        operations=operations.names().get(query.operation, (query.operation,)) if query.operation else None,
        path=query.path,
        method=query.method.upper() if query.method else None,
        status=query.status,
        code=query.code,
        matched=query.matched,
        crash=query.crash,
        after_seq=after_seq,
        after_ms=after_ms,
    )
