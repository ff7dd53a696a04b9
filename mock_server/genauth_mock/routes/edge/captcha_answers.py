"""What somebody reads in a captcha picture, as clients send it: with the cookie that came with the picture."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from genauth_mock.routes.edge import tenancy
from genauth_mock.rules.limits import CaptchaAnswer

COOKIE = "captcha"


def sent_by(request: HTTPConnection, code: str | None, captcha_id: str | None = None) -> CaptchaAnswer | None:
    """The answer that a client gives to the captcha of this id, or of its cookie; None where it gives none."""
    if not code:
        return None
    captcha_id = captcha_id or tenancy.cookie(request, COOKIE)
    return CaptchaAnswer(code, captcha_id) if captcha_id else None
