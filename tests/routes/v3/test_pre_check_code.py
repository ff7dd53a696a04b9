"""`POST /api/v3/pre-check-code`: whether a code is right, without using it up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App
from tests.documented.checker import differences

PATH = "/api/v3/pre-check-code"


def by_email(app: App, code: str, **more: str) -> Any:
    """What is told of a code from an e-mail."""
    payload = {"email": "A@x.test", "passCode": code, "channel": "CHANNEL_LOGIN", **more}
    return app.post(PATH, codeType="EMAIL", emailCodePayload=payload)


def test_a_right_code_is_valid_and_still_works(app: App) -> None:
    code = app.code_for("a@x.test")
    answer = by_email(app, code)
    assert answer["data"]["isValid"] is True and differences("v3", "preCheckCode", answer) == set()
    assert by_email(app, code)["data"]["isValid"] is True
    assert app.post("/api/v2/login/email-code", email="a@x.test", code=code, autoRegister=True)["code"] == 200
    assert by_email(app, code)["data"] == {"isValid": False, "message": "验证码不正确！"}


def test_a_code_from_an_sms_is_checked_by_its_own_payload(app: App) -> None:
    code = app.code_for("13800138000")
    payload = {"phone": "13800138000", "phoneCountryCode": "+86", "passCode": code, "channel": "CHANNEL_REGISTER"}
    assert app.post(PATH, codeType="SMS", smsCodePayload=payload)["data"]["isValid"] is True
    payload["passCode"] = "0"
    assert app.post(PATH, codeType="SMS", smsCodePayload=payload)["data"]["isValid"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "codeType"),
        ({"codeType": "PIGEON"}, "codeType"),
        ({"codeType": "SMS"}, "smsCodePayload"),
        ({"codeType": "EMAIL"}, "emailCodePayload"),
        ({"codeType": "EMAIL", "emailCodePayload": {"email": "a@x.test", "passCode": "1"}}, "emailCodePayload.channel"),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_by_name(app: App, body: dict[str, Any], field: str) -> None:
    answer = app.post(PATH, **body)
    assert answer["statusCode"] == 400 and field in answer["message"]


def test_what_is_no_address_is_refused(app: App) -> None:
    assert by_email(app, "1", email="x")["apiCode"] == 2003
