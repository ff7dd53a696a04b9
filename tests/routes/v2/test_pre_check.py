"""preCheckCode: Guard asks whether a code is right before it shows a second view; the code is not used up by that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import App

PATHS = {"email": "/api/v2/email/preCheckCode", "phone": "/api/v2/sms/preCheckCode"}
ADDRESSES = {"email": "a@x.test", "phone": "13800138000"}
kinds = pytest.mark.parametrize("kind", PATHS)


def pre_check(app: App, kind: str, code: str, **more: Any) -> Any:
    """What is told of a code."""
    answer = app.call("POST", PATHS[kind], {kind: ADDRESSES[kind], f"{kind}Code": code, **more}).json()
    assert (answer["code"], answer["statusCode"]) == (200, 200), answer
    return answer["data"]


@kinds
def test_a_right_code_is_valid_as_often_as_it_is_asked_for_and_works_then(app: App, kind: str) -> None:
    code = app.code_for(ADDRESSES[kind])
    assert pre_check(app, kind, code)["valid"] is True
    assert pre_check(app, kind, code)["valid"] is True
    login = app.post(f"/api/v2/login/{kind}-code", **{kind: ADDRESSES[kind], "code": code, "autoRegister": True})
    assert login["code"] == 200
    assert pre_check(app, kind, code)["valid"] is False


@kinds
def test_a_wrong_code_is_not_valid_and_the_message_says_why(app: App, kind: str) -> None:
    app.code_for(ADDRESSES[kind])
    assert pre_check(app, kind, "x") == {"valid": False, "message": "验证码不正确！"}
    app.headers["x-authing-lang"] = "en-US"
    assert pre_check(app, kind, "")["message"] == "The verification code is incorrect"


@kinds
def test_a_code_that_has_expired_is_not_valid(app: App, kind: str, later: Callable[[App, int], None]) -> None:
    code = app.code_for(ADDRESSES[kind])
    later(app, 301)
    assert pre_check(app, kind, code) == {"valid": False, "message": "验证码已过期"}


@kinds
def test_wrong_tries_count_as_elsewhere(app: App, kind: str) -> None:
    app.settings(verificationCode={"maxAttempts": 2})
    code = app.code_for(ADDRESSES[kind])
    assert [pre_check(app, kind, "x")["valid"], pre_check(app, kind, "x")["valid"]] == [False, False]
    assert pre_check(app, kind, code)["valid"] is False


@kinds
def test_another_pools_code_is_not_valid(app: App, http: Any, kind: str) -> None:
    assert pre_check(App(http), kind, app.code_for(ADDRESSES[kind]))["valid"] is False


def test_a_phone_abroad_is_named_with_its_country_code(app: App) -> None:
    app.post("/api/v2/sms/send", phone="5551234567", phoneCountryCode="+1")
    message = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="5551234567", timeout=1)
    body = {"phone": "5551234567", "phoneCountryCode": "+1", "phoneCode": message["code"]}
    assert app.post(PATHS["phone"], **body)["data"]["valid"] is True


def test_what_is_no_address_is_refused(app: App) -> None:
    assert app.post(PATHS["email"], email="x", emailCode="1")["code"] == 2003
    assert app.post(PATHS["phone"], phone="x", phoneCode="1")["code"] == 500
