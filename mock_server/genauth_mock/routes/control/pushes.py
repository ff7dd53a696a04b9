"""`/_mock/pushes`: the logins that were pushed to phones, and the phone that answers them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.kit import clock
from genauth_mock.routes.control import phone
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, answer, listed
from genauth_mock.routes.control.naming import pool_named
from genauth_mock.routes.control.phone import OfPool, Phone
from genauth_mock.routes.control.reading import takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules.pushes import status_at
from genauth_mock.steering.approving import PUSH_ACTIONS
from genauth_mock.store import pushes
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.pushes import Push
from genauth_mock.store.user_pools import public_id

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/pushes")
async def list_pushes(request: Request, query: Annotated[OfPool, Query()]) -> Response:
    """Pushes, newest first; `status` is PUSHED, AUTHORIZED, CANCELLED or EXPIRED, `cids` are the devices that got it.
    404.
    """
    with transaction(tenancy.mock_of(request).engine) as db:
        pool_id = pool_named(db, query.user_pool_id).id if query.user_pool_id is not None else None
        rows, total = pushes.page(db, pool_id, query.page, query.limit)
        now = phone.times(db, (each.user_pool_id for each in rows))
        return listed([_printed(each, now[each.user_pool_id]) for each in rows], total)


@router.post("/_mock/pushes/{push_id}/{action}", openapi_extra=takes(Phone))
async def play_phone(request: Request, push_id: str, action: Literal["confirm", "cancel"]) -> Response:
    """Answers a push on the phone of the user to whom it went, see `Phone`. 200 with the push; 400 for one that is
    over, or another user's; 404.
    """
    named = await phone.phone_in(request)
    with transaction(tenancy.mock_of(request).engine) as db:
        push = _named(db, push_id)
        ctx = phone.context(request, db, push.user_pool_id)
        PUSH_ACTIONS[action](ctx, push_id, phone.holder(ctx, named, push.user_id))
        return answer(_printed(_named(db, push_id), ctx.now))


def _named(db: Connection, push_id: str) -> Push:
    row = pushes.anywhere(db, push_id)
    if row is None:
        raise ControlError(404, "not_found", f"there is no push {push_id!r}", "id")
    return row


def _printed(row: Push, now: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "userPoolId": public_id(row.user_pool_id),
        "status": status_at(row, now),
        "userId": row.user_id,
        "cids": row.cids,
        "createdAt": clock.iso(row.created_at),
        "expiresAt": clock.iso(row.expires_at),
    }
