"""`/_mock/qrcodes`: the QR codes that were shown, and the phone that scans them."""

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
from genauth_mock.rules.qrcodes import status_at
from genauth_mock.steering.approving import QRCODE_ACTIONS
from genauth_mock.store import qrcodes
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.qrcodes import QrCode
from genauth_mock.store.user_pools import public_id

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/qrcodes")
async def list_qr_codes(request: Request, query: Annotated[OfPool, Query()]) -> Response:
    """QR codes, newest first; `status` is as REST v2 numbers it: 0 not scanned, 1 scanned, 2 agreed, 3 cancelled, -1
    expired. 404.
    """
    with transaction(tenancy.mock_of(request).engine) as db:
        pool_id = pool_named(db, query.user_pool_id).id if query.user_pool_id is not None else None
        rows, total = qrcodes.page(db, pool_id, query.page, query.limit)
        now = phone.times(db, (each.user_pool_id for each in rows))
        return listed([_printed(each, now[each.user_pool_id]) for each in rows], total)


@router.post("/_mock/qrcodes/{random}/{action}", openapi_extra=takes(Phone))
async def play_phone(request: Request, random: str, action: Literal["scan", "confirm", "cancel"]) -> Response:
    """Plays the phone of a user, see `Phone`: scans a code, confirms or cancels the login. What is not scanned yet is
    scanned first. 200 with the code; 400 for one that is over, or scanned by another user; 404.
    """
    named = await phone.phone_in(request)
    with transaction(tenancy.mock_of(request).engine) as db:
        code = _named(db, random)
        ctx = phone.context(request, db, code.user_pool_id)
        QRCODE_ACTIONS[action](ctx, random, phone.holder(ctx, named, code.user_id))
        return answer(_printed(_named(db, random), ctx.now))


def _named(db: Connection, random: str) -> QrCode:
    row = qrcodes.anywhere(db, random)
    if row is None:
        raise ControlError(404, "not_found", f"there is no QR code {random!r}", "random")
    return row


def _printed(row: QrCode, now: int) -> dict[str, Any]:
    return {
        "random": row.random,
        "userPoolId": public_id(row.user_pool_id),
        "scene": row.scene,
        "status": status_at(row, now),
        **({"userId": row.user_id} if row.user_id else {}),
        "createdAt": clock.iso(row.created_at),
        "expiresAt": clock.iso(row.expires_at),
    }
