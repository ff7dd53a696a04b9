"""loginByAccount, loginByPhoneCode, loginByEmail, loginByAD, loginByOneAuth."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

PHONE = "13800138000"
EVERYTHING = {"username": "ci", "email": "me@x.test", "phone": PHONE, "password": "111111"}


@pytest.mark.parametrize("account", ["ci", "me@x.test", "ME@X.TEST", PHONE, "+8613800138000", "138-0013-8000"])
def test_phone_mail_and_user_name_are_one_account(app: App, account: str) -> None:
    user = app.make_user(**EVERYTHING)
    assert app.log_in(account)["id"] == user["id"]


def test_a_login_counts_and_says_when_it_was(app: App) -> None:
    app.make_user(**EVERYTHING)
    app.log_in("ci")
    user = app.another().log_in("ci")
    assert user["loginsCount"] == 2
    assert user["lastLogin"] and user["signedUp"] and user["lastIP"] == "127.0.0.1"
    assert user["tokenExpiredAt"] > user["lastLogin"]


@pytest.mark.parametrize(
    ("account", "field", "stored"),
    [
        ("New@X.test", "email", "new@x.test"),
        ("13900139000", "phone", "13900139000"),
        ("Newcomer", "username", "Newcomer"),
    ],
)
def test_auto_register_makes_a_user_of_an_unknown_account(app: App, account: str, field: str, stored: str) -> None:
    answer = app.post("/api/v2/login/account", account=account, password="111111", autoRegister=True)
    assert answer["code"] == 200 and answer["data"]["token"]
    assert answer["data"][field] == stored
    assert answer["data"]["loginsCount"] == 1
    assert app.log_in(account)["id"] == answer["data"]["id"]


@pytest.mark.parametrize("flag", [{}, {"autoRegister": False}])
def test_without_auto_register_nobody_becomes_a_user(app: App, flag: dict[str, Any]) -> None:
    assert app.post("/api/v2/login/account", account="new", password="111111", **flag)["code"] == 2333
    assert app.users() == []


def test_a_locked_user_is_told_so_only_with_the_right_password(app: App) -> None:
    app.make_user(**EVERYTHING, blocked=True)
    assert app.post("/api/v2/login/account", account="ci", password="wrong")["code"] == 2333
    locked = app.post("/api/v2/login/account", account="ci", password="111111")
    assert locked == {"code": 2005, "message": "用户已被锁定"}


@pytest.mark.parametrize(
    ("path", "field", "address"),
    [("/api/v2/login/phone-code", "phone", PHONE), ("/api/v2/login/email-code", "email", "me@x.test")],
)
class TestByCode:
    def test_a_code_logs_in_once_and_verifies_the_address(self, app: App, path: str, field: str, address: str) -> None:
        user = app.make_user(**EVERYTHING)
        code = app.code_for(address)
        answer = app.post(path, **{field: address}, code=code)
        assert (answer["code"], answer["data"]["id"]) == (200, user["id"])
        assert answer["data"][f"{field}Verified"] is True
        again = app.post(path, **{field: address}, code=code)
        assert (again["code"], again["message"]) == (2001, "验证码不正确！")

    def test_an_unknown_address_needs_auto_register(self, app: App, path: str, field: str, address: str) -> None:
        code = app.code_for(address)
        assert app.post(path, **{field: address}, code=code)["code"] == 2004
        answer = app.post(path, **{field: address}, code=code, autoRegister=True)
        assert (answer["code"], answer["data"][field]) == (200, address)
        assert answer["data"][f"{field}Verified"] is True and answer["data"]["token"]


@pytest.mark.parametrize("country", ["+1", "1"])
def test_a_country_code_counts_in_a_login_by_code(app: App, country: str) -> None:
    user = app.make_user(phone="5551234567", phoneCountryCode="+1")
    app.post("/api/v2/sms/send", phone="5551234567", phoneCountryCode=country)
    code = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="5551234567", timeout=1)["code"]
    assert app.post("/api/v2/login/phone-code", phone="5551234567", code=code)["code"] in {500, 2001}
    answer = app.post("/api/v2/login/phone-code", phone="5551234567", phoneCountryCode=country, code=code)
    assert (answer["code"], answer["data"]["id"]) == (200, user["id"])


@pytest.mark.parametrize("path", ["/api/v2/login/ad", "/api/v2/login/ldap"])
def test_a_directory_user_of_the_seed_logs_in_and_no_other(app: App, path: str) -> None:
    directory = [{"username": "aduser", "password": "111111", "profile": {"givenName": "Ada"}}]
    pool = app.control("POST", "/pools", {"directory": directory})
    mine = App(app.http, app_id=pool["appId"])
    first = mine.post(path, username="aduser", password="111111")
    assert first["code"] == 200 and first["data"]["token"] and first["data"]["givenName"] == "Ada"
    assert mine.post(path, username="aduser", password="111111")["data"]["id"] == first["data"]["id"]
    for wrong in ({"username": "aduser", "password": "no"}, {"username": "nobody", "password": "111111"}):
        assert mine.post(path, **wrong)["code"] == 2333
    assert app.post(path, username="aduser", password="111111")["code"] == 2333


def test_carrier_tokens_of_the_seed_stand_for_a_phone(app: App) -> None:
    pool = app.control("POST", "/pools", {"carrier": [{"token": "t", "accessToken": "a", "phone": PHONE}]})
    mine = App(app.http, app_id=pool["appId"])
    first = mine.post("/api/v2/ecConn/oneAuth/login", token="t", accessToken="a", netWork=3)
    assert (first["code"], first["data"]["phone"], first["data"]["phoneVerified"]) == (200, PHONE, True)
    assert first["data"]["token"]
    again = mine.post("/api/v2/ecConn/oneAuth/login", token="t", accessToken="a")
    assert again["data"]["id"] == first["data"]["id"]
    for wrong in ({"token": "t", "accessToken": "b"}, {"token": "x", "accessToken": "a"}):
        assert mine.post("/api/v2/ecConn/oneAuth/login", **wrong)["code"] == 2333
    assert app.post("/api/v2/ecConn/oneAuth/login", token="t", accessToken="a")["code"] == 2333
