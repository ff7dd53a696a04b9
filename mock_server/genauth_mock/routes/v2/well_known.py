"""`/api/v2/.well-known`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Router, V2Call

router = Router()


@router.get("/api/v2/.well-known")
async def get_public_key(call: V2Call) -> Response:
    """The public key with which web SDKs encrypt passwords, as PEM."""
    return call.answer({"publicKey": tenancy.mock_of(call.request).transport_key.public_pem}, texts.GOT)
