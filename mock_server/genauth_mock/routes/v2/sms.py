"""`/api/v2/sms/…`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Text
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Router, V2Call
from genauth_mock.rules import passcodes

router = Router()


class SendSms(Body):
    """Body of sendSms."""

    phone: Text
    phone_country_code: Text | None = None
    scene: Text | None = None
    captcha_code: Text | None = None


@router.post("/api/v2/sms/send")
async def send_sms(call: V2Call, body: SendSms) -> Response:
    """Sends a code to a phone. Documented: sendSms (500 for a number that is none)."""
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        passcodes.send(ctx, address, body.scene or "VERIFY_CODE")
        return call.answer(text=texts.SENT)
