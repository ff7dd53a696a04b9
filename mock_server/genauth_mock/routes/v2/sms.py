"""`/api/v2/sms/…`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import passcodes

router = Router()


class SendSms(Body):
    """Body of sendSms."""

    phone: Text
    phone_country_code: Text | None = None
    scene: Text | None = None
    captcha_code: Text | None = None


@router.post("/api/v2/sms/send")
async def send_sms(call: Call, body: SendSms) -> Response:
    """Sends a code to a phone. Documented: sendSms (500 for a number that is none)."""
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        passcodes.send(ctx, address, body.scene or "VERIFY_CODE")
        return call.answer(text=texts.SENT)


class PreCheckSmsCode(Body):
    """Body of preCheckCode."""

    phone: Required
    phone_country_code: Text | None = None
    phone_code: Text | None = None


@router.post("/api/v2/sms/preCheckCode")
async def pre_check_sms_code(call: Call, body: PreCheckSmsCode) -> Response:
    """Whether a code from an SMS is right; it stays good. In Guard only: preCheckCode."""
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        return call.answer(shapes.verdict(call, passcodes.flaw(ctx, address, body.phone_code)))
