"""resetPasswordByPhone, resetPasswordByEmail, resetPasswordByFirstTimeLoginToken, updatePassword, checkPassword."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

PHONE, EMAIL = "13800138000", "me@x.test"
RESETS = [
    ("/api/v2/password/reset/sms", "phone", PHONE, "VERIFY_CODE"),
    ("/api/v2/password/reset/email", "email", EMAIL, "RESET_PASSWORD"),
]


@pytest.mark.parametrize(("path", "field", "address", "scene"), RESETS)
class TestReset:
    def test_a_code_sets_a_new_password(self, app: App, path: str, field: str, address: str, scene: str) -> None:
        app.make_user(username="ci", password="111111", **{field: address})
        code = app.code_for(address, scene)
        answer = app.post(path, **{field: address}, code=code, newPassword="222222")
        assert answer == {"code": 200, "message": "重置密码成功！"}
        assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 2333
        app.log_in("ci", "222222")
        assert app.post(path, **{field: address}, code=code, newPassword="333333")["code"] == 2001


def test_a_reset_takes_a_country_code(app: App) -> None:
    app.make_user(phone="5551234567", phoneCountryCode="+1", password="111111")
    app.post("/api/v2/sms/send", phone="5551234567", phoneCountryCode="+1")
    code = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="5551234567", timeout=1)["code"]
    body = {"phone": "5551234567", "phoneCountryCode": "+1", "code": code, "newPassword": "222222"}
    assert app.post("/api/v2/password/reset/sms", **body)["code"] == 200


def test_an_update_keeps_this_session_and_ends_the_others(app: App) -> None:
    user = app.logged_in_user()
    other = app.another()
    other.log_in("ci")
    answer = app.post("/api/v2/password/update", newPassword="222222", oldPassword="111111")
    assert (answer["code"], answer["data"]["id"], answer["data"]["token"]) == (200, user["id"], app.token)
    assert app.get("/api/v2/users/me")["code"] == 200
    assert other.get("/api/v2/users/me")["code"] == 2020
    assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 2333
    app.log_in("ci", "222222")


@pytest.mark.parametrize("old", [{"oldPassword": ""}, {}, {"oldPassword": "whatever"}])
def test_a_user_without_a_password_sets_the_first_one(app: App, old: dict[str, Any]) -> None:
    answer = app.post("/api/v2/register/phone-code", phone=PHONE, code=app.code_for(PHONE), forceLogin=True)
    app.token = answer["data"]["token"]
    assert app.post("/api/v2/password/update", newPassword="222222", **old)["code"] == 200
    app.log_in(PHONE, "222222")


class TestFirstLogin:
    def test_a_user_who_must_change_the_password_gets_a_token_for_it_only(self, app: App) -> None:
        app.make_user(username="ci", password="111111", resetPasswordOnFirstLogin=True)
        assert app.post("/api/v2/login/account", account="ci", password="wrong")["code"] == 2333
        answer = app.post("/api/v2/login/account", account="ci", password="111111", autoRegister=True)
        assert answer["code"] == 1639 and isinstance(answer["data"]["token"], str) and answer["data"]["token"]
        app.token = answer["data"]["token"]
        assert app.get("/api/v2/users/me")["code"] == 2020

    def test_the_token_resets_once_and_then_the_user_logs_in(self, app: App) -> None:
        user = app.make_user(username="ci", password="111111", resetPasswordOnFirstLogin=True)
        path = "/api/v2/users/password/reset-by-first-login-token"
        token = app.post("/api/v2/login/account", account="ci", password="111111")["data"]["token"]
        answer = app.post(path, token=token, password="222222")
        assert (answer["code"], answer["data"]["id"]) == (200, user["id"])
        assert app.log_in("ci", "222222")["resetPasswordOnFirstLogin"] is False
        assert app.post(path, token=token, password="333333")["code"] == 1010001
        app.log_in("ci", "222222")


@pytest.mark.parametrize(
    ("strength", "password", "good"),
    [
        *((0, "1", True), (1, "12345", False), (2, "123456", False), (3, "abc12!", True), (3, "密码密码密码a1", True)),
    ],
)
def test_a_password_is_checked_against_the_pools_strength(app: App, strength: int, password: str, good: bool) -> None:
    app.settings(passwordStrength=strength)
    answer = app.get("/api/v2/users/password/check", password=password)
    assert answer["code"] == (200 if good else 2029)
    assert isinstance(answer["message"], str) and answer["message"]
