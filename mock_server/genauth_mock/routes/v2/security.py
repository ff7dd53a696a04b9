"""`/api/v2/security/…`."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.kit import captchas, clock
from genauth_mock.routes.edge import captcha_answers, tenancy
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import limits
from genauth_mock.store.database import transaction

router = Router()


@router.get("/api/v2/security/captcha")
async def get_security_captcha(call: Call) -> Response:
    """A captcha picture, tied to a cookie: SVG for Android, which sends `r` and `userpool_id`, else PNG.

    In the SDKs only: getSecurityCaptcha. For tests, the header `x-mock-captcha-code` says what the picture shows.
    """
    mock = tenancy.mock_of(call.request)
    with transaction(mock.engine) as db:
        captcha = limits.new_captcha(db, mock, clock.wall_ms())
    query = call.request.query_params
    if "r" in query or "userpool_id" in query:
        picture, content_type = captchas.svg(captcha.code), "image/svg+xml"
    else:
        picture, content_type = captchas.png(captcha.code), "image/png"
    headers = {"cache-control": "no-store", "x-mock-captcha-code": captcha.code}
    response = Response(picture, media_type=content_type, headers=headers)
    response.set_cookie(captcha_answers.COOKIE, captcha.id, path="/", httponly=True)
    return response
