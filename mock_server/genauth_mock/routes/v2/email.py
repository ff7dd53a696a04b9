"""`/api/v2/email/…`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Router, V2Call
from genauth_mock.rules import mails, passcodes

router = Router()


class SendEmail(Body):
    """Body of sendEmail."""

    email: Text
    scene: Required
    captcha_code: Text | None = None


@router.post("/api/v2/email/send")
@router.post("/api/v2/email/send-email")
async def send_email(call: V2Call, body: SendEmail) -> Response:
    """Sends a code to an e-mail address. Documented: sendEmail."""
    if body.scene not in mails.EMAIL_SCENES:
        raise Refused(errors.INVALID_PARAMETER, field="scene", detail=" | ".join(mails.EMAIL_SCENES))
    with call.begin(body) as ctx:
        address = passcodes.email_address(body.email, errors.EMAIL_ADDRESS_INVALID)
        passcodes.send(ctx, address, body.scene)
        return call.answer(text=texts.SENT)
