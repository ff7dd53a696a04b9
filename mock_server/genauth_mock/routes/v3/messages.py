"""API v3, messages: what is sent by SMS and e-mail."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.kit.addresses import Address
from genauth_mock.routes.v3 import shapes
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import passcodes

router = Router()


@router.post("/api/v3/pre-check-code")
async def pre_check_code(call: Call) -> Response:
    """Whether a code is right; it stays good. Documented: preCheckCode."""
    payload = call.part("smsCodePayload" if call.body["codeType"] == "SMS" else "emailCodePayload")
    with call.begin() as ctx:
        address: Address
        if call.body["codeType"] == "SMS":
            address = passcodes.phone_address(payload["phone"], payload.get("phoneCountryCode"))
        else:
            address = passcodes.email_address(payload["email"])
        flaw = passcodes.flaw(ctx, address, payload["passCode"], (payload["channel"],))
        return call.answer(shapes.verdict(call, flaw))
