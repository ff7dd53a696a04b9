"""`/api/v2/email/…`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import mails, passcodes

router = Router()


class SendEmail(Body):
    """Body of sendEmail."""

    email: Text
    scene: Required
    captcha_code: Text | None = None


@router.post("/api/v2/email/send")
@router.post("/api/v2/email/send-email")
async def send_email(call: Call, body: SendEmail) -> Response:
    """Sends a code to an e-mail address. Documented: sendEmail."""
    if body.scene not in mails.EMAIL_SCENES:
        raise Refused(errors.INVALID_PARAMETER, field="scene", detail=" | ".join(mails.EMAIL_SCENES))
    with call.begin(body) as ctx:
        address = passcodes.email_address(body.email, errors.EMAIL_ADDRESS_INVALID)
        passcodes.send(ctx, address, body.scene)
        return call.answer(text=texts.SENT)


class PreCheckEmailCode(Body):
    """Body of preCheckCode."""

    email: Required
    email_code: Text | None = None


@router.post("/api/v2/email/preCheckCode")
async def pre_check_email_code(call: Call, body: PreCheckEmailCode) -> Response:
    """Whether a code from an e-mail is right; it stays good. In Guard only: preCheckCode."""
    with call.begin(body) as ctx:
        flaw = passcodes.flaw(ctx, passcodes.email_address(body.email), body.email_code)
        return call.answer(shapes.verdict(call, flaw))
