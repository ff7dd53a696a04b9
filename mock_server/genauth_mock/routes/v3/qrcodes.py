"""API v3, login by QR code: `/api/v3/gene-qrcode` …"""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.responses import Response

from genauth_mock.routes.edge import qr_content
from genauth_mock.routes.edge.bodies import Required
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.entering import enter
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import access, qrcodes
from genauth_mock.rules.qrcodes import EXPIRED, Seen
from genauth_mock.store.qrcodes import CANCELLED, CONFIRMED, SCANNED, WAITING

router = Router()

_SCENES = {
    "MOBILE_APP": qrcodes.APP,
    "WECHAT_MINIPROGRAM": qrcodes.MINI_PROGRAM,
    "WECHAT_OFFICIAL_ACCOUNT": qrcodes.OFFICIAL_ACCOUNT,
}
_STATUSES = {
    WAITING: "PENDING",
    SCANNED: "SCANNED",
    CONFIRMED: "AUTHORIZED",
    CANCELLED: "CANCELLED",
    EXPIRED: "EXPIRED",
}
_ACTIONS = {"SCAN": qrcodes.scan, "CONFIRM": qrcodes.confirm, "CANCEL": qrcodes.cancel}
# A user has few; the mock's pools hold no more than one looks at.


@router.post("/api/v3/gene-qrcode")
async def gene_qr_code(call: Call) -> Response:
    """A new QR code, and where its picture is. Documented: geneQrCode."""
    custom_data = qr_content.fit(call.body.get("customData"), "customData", call.lang)
    with call.begin() as ctx:
        code = qrcodes.generate(ctx, _SCENES[call.body["type"]], custom_data)
        return call.answer({"qrcodeId": code.random, "url": qrcodes.picture_url(ctx, code)})


@router.get("/api/v3/check-qrcode-status")
@router.get("/api/v3/get-qrcode-status")
@router.get("/api/v3/get-app-login-qrcode-status")
async def check_qr_code_status(
    call: Call,
    qrcodeId: Required,  # noqa: N803 - the wire's name
) -> Response:
    """What has become of a code, and the ticket of one that was confirmed. Documented: checkQrCodeStatus."""
    with call.begin() as ctx:
        return call.answer(_printed(qrcodes.look(ctx, qrcodeId)))


def _printed(seen: Seen) -> dict[str, Any]:
    printed: dict[str, Any] = {"status": _STATUSES[seen.status]}
    if seen.user is not None:
        printed["briefUserInfo"] = shapes.brief_user(seen.user)
    return printed if seen.ticket is None else printed | {"ticket": seen.ticket}


@router.post("/api/v3/exchange-tokenset-with-qrcode-ticket")
async def exchange_token_set(call: Call) -> Response:
    """Tokens of who has confirmed. Documented: exchangeTokenSetWithQrCodeTicket."""
    with call.begin() as ctx:
        return call.answer(enter(call, ctx, partial(qrcodes.exchange, ticket=call.body["ticket"])))


@router.post("/api/v3/change-qrcode-status")
async def change_qr_code_status(call: Call) -> Response:
    """Who is logged in at the app has scanned a code, and agrees or not. Documented: changeQrCodeStatus."""
    _change(call)
    return call.answer()


@router.post("/api/v3/set-qrcode-status")
async def set_qr_code_status(call: Call) -> Response:
    """The same with another answer. Documented: setQrCodeStatus."""
    _change(call)
    return call.answer({"success": True})


def _change(call: Call) -> None:
    with call.begin() as ctx:
        _ACTIONS[call.body["action"]](ctx, call.body["qrcodeId"], call.logged_in(ctx).user)


@router.post("/api/v3/gene-fastpass-qrcode-info")
async def gene_fastpass_qr_code(call: Call) -> Response:
    """What a page draws as a QR code that logs in the app which scans it. Documented: geneFastpassQrcodeInfo."""
    options = call.body.get("options") or {}
    with call.begin() as ctx:
        user = call.logged_in(ctx).user
        code = qrcodes.generate_fastpass(ctx, user, options.get("scope"))
        data = {"scene": code.scene, "qrcodeId": code.random, "apiHost": ctx.base_url, "appId": ctx.app.id}
        pool = {"id": ctx.public_pool_id, "displayName": ctx.pool.name, "photo": ctx.app.logo}
        return call.answer(data | {"user": {"id": user.id, **shapes.brief_user(user)}, "userpool": pool})


@router.get("/api/v3/get-fastpass-client-apps")
async def get_fastpass_params(
    call: Call,
    qrcodeId: Required,  # noqa: N803 - the wire's name
    appId: Required,  # noqa: N803 - the wire's name
) -> Response:
    """The applications that the app which has scanned may log in to. Documented: getFastpassParams."""
    with call.begin() as ctx:
        qrcodes.scan_fastpass(ctx, qrcodeId, appId)
        apps = access.first_applications_of(ctx)
        return call.answer({"relationApps": [{"id": each.id, "name": each.name, "logo": each.logo} for each in apps]})


@router.post("/api/v3/qrcode-app-login")
async def qr_code_app_login(call: Call) -> Response:
    """Tokens for the app that has scanned. Documented: qrCodeAppLogin."""
    with call.begin() as ctx:
        code = qrcodes.fastpass(ctx, call.body["qrcodeId"])
        return call.answer(enter(call, ctx, partial(qrcodes.log_in_by_fastpass, code=code), code.scope))
