"""registerByEmail, registerByEmailCode, registerByUserName, registerByPhoneCode and the SDKs' own variants."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

PHONE = "13800138000"


def test_an_address_is_stored_in_lower_case_and_unverified(app: App) -> None:
    answer = app.post("/api/v2/register/email", email="Me@Gmail.COM", password="strong", forceLogin=True)
    assert answer["code"] == 200
    assert answer["data"]["email"] == "me@gmail.com"
    assert answer["data"]["emailVerified"] is False
    assert answer["data"]["loginsCount"] == 1
    assert app.users()[0]["email"] == "me@gmail.com"


def test_a_registration_without_force_login_gives_no_token(app: App) -> None:
    user = app.post("/api/v2/register/email", email="me@gmail.com", password="strong")["data"]
    assert (user["token"], user["loginsCount"], user["lastLogin"]) == (None, 0, None)
    assert user["registerSource"] == ["basic:email"]


@pytest.mark.parametrize("flag", ["forceLogin", "generateToken"])
def test_a_token_given_at_registration_is_a_login(app: App, flag: str) -> None:
    user = app.post("/api/v2/register/username", username="ci", password="strong", **{flag: True})["data"]
    app.token = user["token"]
    assert app.get("/api/v2/users/me")["data"]["id"] == user["id"]


@pytest.mark.parametrize("address", ["a+tag@x.test", "a@x.local", "root@localhost", "a@x.example"])
def test_reserved_names_are_addresses(app: App, address: str) -> None:
    assert app.post("/api/v2/register/email", email=address, password="strong")["code"] == 200


def test_an_address_with_a_code_is_verified(app: App) -> None:
    code = app.code_for("me@x.test")
    user = app.post("/api/v2/register/email-code", email="Me@X.test", code=code, forceLogin=True)["data"]
    assert user["emailVerified"] is True and user["token"]
    assert app.users()[0]["passwordSet"] is False


def test_a_phone_registers_with_and_without_a_password(app: App) -> None:
    user = app.post("/api/v2/register/phone-code", phone=PHONE, code=app.code_for(PHONE), password="strong")["data"]
    assert (user["phone"], user["phoneCountryCode"], user["phoneVerified"]) == (PHONE, "+86", True)
    assert app.log_in(PHONE, "strong")["id"] == user["id"]
    other = "13900139000"
    answer = app.post("/api/v2/register/phone-code", phone=other, code=app.code_for(other), forceLogin=True)
    assert answer["code"] == 200 and answer["data"]["token"]


def test_a_phone_abroad_registers_with_its_country_code(app: App) -> None:
    app.post("/api/v2/sms/send", phone="5551234567", phoneCountryCode="+1")
    sent = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="5551234567", timeout=1)
    assert sent["phoneCountryCode"] == "+1"
    answer = app.post("/api/v2/register/phone-code", phone="5551234567", phoneCountryCode="+1", code=sent["code"])
    assert (answer["code"], answer["data"]["phoneCountryCode"]) == (200, "+1")


@pytest.mark.parametrize(
    ("path", "account", "field", "value"),
    [
        ("/api/v2/register-phone", PHONE, "phone", PHONE),
        ("/api/v2/register-+86", PHONE, "phone", PHONE),
        ("/api/v2/register-nickname", "Iron", "nickname", "Iron"),
        ("/api/v2/register-givenName", "Tony", "givenName", "Tony"),
    ],
)
def test_the_sdks_own_registrations_are_logins_too(app: App, path: str, account: str, field: str, value: str) -> None:
    # iOS sends exactly these two fields, and reads a user with a token.
    answer = app.post(path, account=account, password="strong")
    assert answer["code"] == 200 and answer["data"][field] == value
    app.token = answer["data"]["token"]
    assert app.call("POST", "/api/v2/udvs/get", {}).json() == []
    assert app.another().log_in(account, "strong")["id"] == answer["data"]["id"]
    assert app.post(path, account=account, password="strong")["code"] == 2026


def test_a_custom_field_of_type_string_registers(app: App) -> None:
    pool = app.control("POST", "/pools", {"customFields": [{"key": "badge"}, {"key": "age", "dataType": "NUMBER"}]})
    mine = App(app.http, app_id=pool["appId"])
    assert mine.post("/api/v2/register-badge", account="b-1", password="strong")["code"] == 200
    assert mine.users()[0]["customData"] == {"badge": "b-1"}
    for field in ("age", "nothing", "password", "id", "userPoolId"):
        refused = mine.post(f"/api/v2/register-{field}", account="b-2", password="strong")
        assert refused["code"] == 400 and f"register-{field}" in refused["message"]
    assert len(mine.users()) == 1


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "自定义字段"), ("en-US", "custom field")])
def test_an_unknown_field_is_refused_in_the_clients_language(app: App, lang: str, words: str) -> None:
    app.headers["x-authing-lang"] = lang
    assert words in app.post("/api/v2/register-nothing", account="b", password="strong")["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v2/register-email", {"email": "me@x.test", "password": "strong"}),
        ("/api/v2/register-username", {"username": "ci", "password": "strong"}),
    ],
)
def test_the_web_guard_registers_at_the_older_paths(app: App, path: str, body: dict[str, Any]) -> None:
    more: dict[str, Any] = {
        "profile": {"browser": "Firefox", "device": "PC"},
        "params": None,
        "context": None,
        "agreementIds": [],
    }
    answer = app.post(path, **body, **more, forceLogin=False, generateToken=True)
    assert answer["code"] == 200 and answer["data"]["token"]
    assert (answer["data"]["browser"], answer["data"]["device"]) == ("Firefox", "PC")
