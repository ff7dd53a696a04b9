"""`/api/v2/qrcode/…`, and the same under its old name `/api/qrcode/…`: login by QR code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import orjson
from starlette.responses import Response

from genauth_mock.context import Context
from genauth_mock.routes.edge import qr_content
from genauth_mock.routes.edge.bodies import Body, Required
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.entering import enter
from genauth_mock.routes.v2.face import Call, Router, refusal
from genauth_mock.routes.v2.texts import Text
from genauth_mock.rules import qrcodes, session
from genauth_mock.rules.qrcodes import Seen
from genauth_mock.store.qrcodes import QrCode
from genauth_mock.store.users import User

router = Router()

# Guard for web knows two more states: what a login goes on with, and that it cannot go on.
_GUARD = "Guard@"
_GOES_ON, _FAILED = 4, 5
# What the app is answered numbers the states otherwise than `check`.
_SCANNED, _CONFIRMED, _CANCELLED = 0, 1, -1


class GeneQrCode(Body):
    """Body of geneQrCode. The page calls the custom data `customeData`, SDKs `params`."""

    scene: Literal["APP_AUTH", "WXAPP_AUTH", "WECHATMP_AUTH"]
    custom_data: Any = None
    custome_data: Any = None
    params: Any = None
    context: Any = None
    auto_merge_qr_code: Any = None
    with_custom_data: Any = None
    ext_idp_conn_id: Any = None

    @property
    def sent_data(self) -> tuple[str, Any]:
        """The custom data, and by which name it came."""
        sent = {"customData": self.custom_data, "customeData": self.custome_data, "params": self.params}
        return next(((name, value) for name, value in sent.items() if value is not None), ("customData", None))


class OfCode(Body):
    """Body of what the app on the phone does with a code."""

    random: Required


class ExchangeTicket(Body):
    """Body of exchangeUserInfoByQrCodeTicket."""

    ticket: Required


@router.post("/api/v2/qrcode/gene")
@router.post("/api/qrcode/gene")
async def gene_qr_code(call: Call, body: GeneQrCode) -> Response:
    """A new QR code, and where its picture is. Documented: geneQrCode."""
    name, custom_data = body.sent_data
    qr_content.fit(custom_data, name, call.lang)
    with call.begin(body) as ctx:
        code = qrcodes.generate(ctx, body.scene, custom_data)
        url = qrcodes.picture_url(ctx, code)
        data = {"random": code.random, "expiresIn": qrcodes.TTL_SECONDS, "url": url, "customData": code.custom_data}
        return call.answer(data, texts.QRCODE_MADE)


@router.get("/api/v2/qrcode/check")
@router.get("/api/qrcode/check")
async def check_qr_code_status(call: Call, random: Required) -> Response:
    """What has become of a code, and the ticket of one that was confirmed. Documented: checkQrCodeStatus."""
    with call.begin() as ctx:
        seen = qrcodes.look(ctx, random)
        return call.answer(_status(seen) | _goes_on(call, ctx, seen), texts.QRCODE_CHECKED)


def _status(seen: Seen) -> dict[str, Any]:
    user = seen.user
    return {
        "random": seen.code.random,
        "userInfo": {"nickname": user.nickname, "photo": user.photo} if user else {},
        "status": seen.status,
        "ticket": seen.ticket,
        "scannedUserId": user.id if user else None,
    }


def _goes_on(call: Call, ctx: Context, seen: Seen) -> dict[str, Any]:
    """What a login has to go on with, as Guard for web is told: it takes any answer to a ticket for the user."""
    refused = qrcodes.obstacle(ctx, seen) if call.sdk.startswith(_GUARD) else None
    if refused is None:
        return {}
    result = orjson.loads(bytes(refusal(refused, call.lang).body))
    status = _GOES_ON if result["statusCode"] < 400 else _FAILED
    return {"status": status, "ticket": None, "scannedResult": result}


@router.post("/api/v2/qrcode/userinfo")
@router.post("/api/qrcode/userinfo")
async def exchange_user_info(call: Call, body: ExchangeTicket) -> Response:
    """Logs in who has confirmed. Documented: exchangeUserInfoByQrCodeTicket.

    The page lets only servers ask; here browsers may too, as Guard does.
    """
    with call.begin(body) as ctx:
        return enter(call, ctx, qrcodes.exchange(ctx, body.ticket), texts.QRCODE_EXCHANGED)


@router.post("/api/v2/qrcode/scanned")
@router.post("/api/qrcode/scanned")
async def mark_qr_code_scanned(call: Call, body: OfCode) -> Response:
    """The app has scanned a code. Documented: markQRCodeScanned."""
    return _by_app(call, body, qrcodes.scan, _SCANNED, texts.QRCODE_SCANNED)


@router.post("/api/v2/qrcode/confirm")
@router.post("/api/qrcode/confirm")
async def login_by_scanned_ticket(call: Call, body: OfCode) -> Response:
    """Who is logged in at the app agrees. Documented: loginByScannedTicket."""
    return _by_app(call, body, qrcodes.confirm, _CONFIRMED, texts.QRCODE_CONFIRMED)


@router.post("/api/v2/qrcode/cancel")
@router.post("/api/qrcode/cancel")
async def cancel_by_scanned_ticket(call: Call, body: OfCode) -> Response:
    """Who is logged in at the app does not agree. Documented: cancelByScannedTicket."""
    return _by_app(call, body, qrcodes.cancel, _CANCELLED, texts.QRCODE_CANCELLED)


def _by_app(call: Call, body: OfCode, act: Callable[[Context, str, User], QrCode], status: int, text: Text) -> Response:
    with call.begin(body) as ctx:
        code = act(ctx, body.random, session.current(ctx, call.token).user)
        return call.answer({"random": code.random, "status": status, "description": text.in_lang(call.lang)}, text)
