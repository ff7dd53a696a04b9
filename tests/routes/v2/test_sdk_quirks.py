"""What the mobile SDKs really send: the surprises of wire-mobile.md 8 that concern a server, by number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import App

JSON = "application/json"
ANDROID = {"x-authing-request-from": "Guard-Android@1.5.8", "x-authing-lang": "zh-CN"}
FLUTTER = {"x-authing-request-from": "sdk-flutter", "x-authing-sdk-version": "1.1.11", "content-type": JSON}


def _raw(app: App, path: str, content: bytes, **headers: str) -> dict[str, Any]:
    sent = {
        "x-authing-app-id": app.app_id,
        **({"authorization": f"Bearer {app.token}"} if app.token else {}),
        **headers,
    }
    answer = app.http.post(path, content=content, headers=sent)
    assert answer.status_code == 200, answer.text
    envelope: dict[str, Any] = answer.json()
    return envelope


def test_2_a_resource_type_that_no_one_knows_finds_nothing_and_does_not_fail(app: App) -> None:
    app.logged_in_user()
    answer = app.post("/api/v2/users/resource/authorized", namespace="default", resourceType="SOMETHING")
    assert answer["data"] == {"list": [], "totalCount": 0}


def test_3_an_undefined_custom_field_with_an_object_is_200(app: App) -> None:
    app.logged_in_user()
    assert app.post("/api/v2/udfs/values", udfs=[{"definition": "udfs", "value": {"school": "MIT"}}])["code"] == 200


CONTENT_TYPES = [
    *(JSON, f"{JSON}; charset=utf-8", "APPLICATION/JSON", "application/jsonx", "text/json", "text/plain", "*/*", ""),
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"),
]


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_json_is_read_whatever_its_content_type_says(app: App, content_type: str) -> None:
    app.make_user(username="ci", password="111111")
    content = b'{"account":"ci","password":"111111"}'
    assert _raw(app, "/api/v2/login/account", content, **{"content-type": content_type})["code"] == 200
    browser = {"content-type": content_type, "origin": "http://localhost:3000"}
    assert _raw(app, "/api/v2/login/account", content, **browser)["code"] == 200


def test_6_a_post_without_body_and_content_type_is_an_empty_object(app: App) -> None:
    app.logged_in_user(email="a@x.test")
    assert _raw(app, "/api/v2/users/email/unbind", b"")["code"] == 200


def test_6_a_delete_without_body_deletes_the_account(app: App) -> None:
    app.logged_in_user()
    headers = {"x-authing-app-id": app.app_id, "authorization": f"Bearer {app.token}"}
    assert app.http.delete("/api/v2/users/delete", headers=headers).json()["code"] == 200


def test_11_no_get_may_be_kept_in_a_cache(app: App) -> None:
    app.logged_in_user()
    for path in (
        "users/me",
        f"applications/{app.app_id}/public-config",
        "users/me/roles",
        "security/captcha",
        "logout",
    ):
        assert app.call("GET", f"/api/v2/{path}").headers["cache-control"] == "no-store"


def test_12_no_session_cookie_outlives_a_logout(app: App) -> None:
    app.logged_in_user()
    app.get("/api/v2/logout")
    app.token = None
    assert app.get("/api/v2/users/me")["code"] == 2020
    assert list(app.http.cookies.jar) == []


def test_15_androids_login_of_an_unknown_account_registers_it(app: App) -> None:
    body = {"account": "a@x.test", "password": "111111", "autoRegister": True}
    answer = app.call("POST", "/api/v2/login/account", body, headers=ANDROID).json()
    assert answer["code"] == 200
    app.token = answer["data"]["token"]
    target = {"targetType": "USER", "targetId": answer["data"]["id"]}
    assert app.call("POST", "/api/v2/udvs/get", target, headers=ANDROID).json() == []


def test_16_an_absent_password_is_no_fault(app: App) -> None:
    app.make_user(username="ci", password="111111")
    answer = app.post("/api/v2/login/account", account="ci", autoRegister=True)
    assert answer["code"] == 400 and "password" in answer["message"]
    assert app.post("/api/v2/register/phone-code", phone="13800138000", code="0", forceLogin=True)["code"] == 2001


def test_18_the_country_code_where_the_field_belongs_is_understood(app: App) -> None:
    body = {"account": "13800138000", "password": "111111", "forceLogin": True}
    data = app.post("/api/v2/register-+86", **body)["data"]
    assert (data["phone"], data["phoneCountryCode"]) == ("13800138000", "+86")
    body = {"account": "5551234567", "password": "111111", "forceLogin": True}
    assert app.post("/api/v2/register-%2B1", **body)["data"]["phoneCountryCode"] == "+1"


def test_19_a_java_array_written_as_text_names_no_credential(app: App) -> None:
    body = {"authenticatorCode": "fingerprint", "credentialIds": "[Ljava.lang.String;@1a2b"}
    answer = app.call("POST", "/api/v3/webauthn/check-valid-credentials-by-credIds", body)
    assert answer.json() == {"statusCode": 200, "message": "", "data": []}


def test_26_a_cookie_header_may_end_with_a_semicolon(app: App) -> None:
    app.make_user(username="ci", password="111111")
    body = {"account": "ci", "password": "111111", "captchaCode": "abcd"}
    for cookie in ("captcha=abc; sid=xyz;", "captcha=abc;", ";", "a;b;c=;=d", "captcha"):
        assert app.call("POST", "/api/v2/login/account", body, headers={"cookie": cookie}).json()["code"] == 200


def test_28_android_turns_every_profile_value_into_a_text(app: App) -> None:
    app.logged_in_user()
    body = {"nickname": "5", "customAB": "true", "X": "y", "address": "null"}
    data = app.call("POST", "/api/v2/users/profile/update", body, headers=ANDROID).json()["data"]
    assert (data["nickname"], data["address"]) == ("5", "null")


def test_32_flutter_calls_the_code_of_a_phone_code(app: App) -> None:
    app.logged_in_user()
    body = {"phone": "13800138000", "code": app.code_for("13800138000")}
    assert app.call("POST", "/api/v2/users/phone/bind", body, headers=FLUTTER).json()["data"]["phone"] == "13800138000"


@pytest.mark.parametrize("path", ["users/refresh-token", "users/phone/unbind", "users/email/unbind"])
def test_33_a_json_content_type_with_an_empty_body_is_an_empty_object(app: App, path: str) -> None:
    app.logged_in_user(email="a@x.test", phone="13800138000")
    assert _raw(app, f"/api/v2/{path}", b"", **FLUTTER)["code"] == 200
    assert app.call("GET", "/api/v2/users/me", headers=FLUTTER).json()["code"] in {200, 2020}


def test_33_a_get_with_a_json_content_type_is_a_get(app: App) -> None:
    user = app.logged_in_user()
    assert app.call("GET", "/api/v2/users/me", headers=FLUTTER).json()["data"]["id"] == user["id"]


def test_35_bearer_null_is_nobody(app: App) -> None:
    app.make_user(username="ci", password="111111")
    headers = {**FLUTTER, "authorization": "Bearer null"}
    assert app.call("GET", "/api/v2/users/me", headers=headers).json()["code"] == 2020
    assert app.call("GET", "/api/v2/logout", headers=headers).json()["code"] == 200
    body = {"account": "ci", "password": "111111"}
    assert app.call("POST", "/api/v2/login/account", body, headers=headers).json()["code"] == 200


def test_36_a_token_that_was_logged_out_logs_in_again_with_it_in_the_header(app: App) -> None:
    app.logged_in_user()
    app.call("GET", f"/api/v2/logout?app_id={app.app_id}", headers=FLUTTER)
    assert app.call("GET", "/api/v2/users/me", headers=FLUTTER).json()["code"] == 2020
    app.log_in("ci")
    assert app.get("/api/v2/users/me")["code"] == 200


def test_37_flutter_reads_custom_data_in_the_envelope(app: App) -> None:
    user = app.logged_in_user()
    answer = app.call("GET", f"/api/v2/udfs/values?targetType=USER&targetId={user['id']}", headers=FLUTTER).json()
    assert (answer["code"], answer["data"]) == (200, [])


@pytest.mark.parametrize("extra", [{"context": '{"a":1}'}, {"context": {"a": [1, None]}}, {"netWork": 3}, {"x": None}])
def test_40_unknown_request_fields_are_ignored(app: App, extra: dict[str, Any]) -> None:
    app.make_user(username="ci", password="111111")
    assert app.post("/api/v2/login/account", account="ci", password="111111", **extra)["code"] == 200
    assert app.post("/api/v2/sms/send", phone="13800138000", **extra)["code"] == 200
    assert app.post("/api/v2/register/username", username="new", password="x", **extra)["code"] == 200


NULLS: list[tuple[str, dict[str, Any]]] = [
    (
        "login/account",
        {"account": "ci", "password": "111111", "captchaCode": None, "autoRegister": None, "params": None},
    ),
    ("register/username", {"username": "new", "password": "1", "profile": None, "forceLogin": None, "clientIp": None}),
    ("sms/send", {"phone": "13800138000", "phoneCountryCode": None, "scene": None, "captchaCode": None}),
    ("email/send", {"email": "a@x.test", "scene": "VERIFY_CODE", "captchaCode": None}),
    ("users/resource/authorized", {"namespace": None, "resourceType": None}),
    ("users/phone/unbind", {"x": None}),
]


@pytest.mark.parametrize(("path", "body"), NULLS)
@pytest.mark.parametrize("strict", [False, True])
def test_null_is_the_same_as_a_field_that_is_left_out(app: App, path: str, body: dict[str, Any], strict: bool) -> None:
    # SDKs write it for what an app leaves out.
    app.logged_in_user(phone="13800138000")
    app.settings(strict=strict)
    assert app.post(f"/api/v2/{path}", **body)["code"] == 200


# What Android was measured to send (wire-android-measured.md), and the two others where they differ.
MEASURED: list[tuple[str, dict[str, Any]]] = [
    ("register/email", {"email": "n@x.test", "password": "1", "forceLogin": True, "context": '{"a":1}'}),
    ("register/email-code", {"email": "n@x.test", "code": "0", "forceLogin": True}),
    ("register/username", {"username": "n", "password": "1", "forceLogin": True, "context": "c"}),
    ("register/phone-code", {"phoneCountryCode": "+86", "phone": "13900139000", "code": "0", "forceLogin": True}),
    ("register-nickname", {"account": "n", "password": "1", "forceLogin": True, "context": "ctx"}),
    ("register-+86", {"account": "13900139000", "password": "1", "forceLogin": True}),
    ("register-phone", {"phoneCountryCode": "+86", "account": "13900139000", "password": "1", "forceLogin": True}),
    ("login/account", {"account": "x", "password": "1", "autoRegister": False, "context": "c", "captchaCode": "a"}),
    ("login/phone-code", {"phone": "13800138000", "code": "0", "autoRegister": True, "phoneCountryCode": "+86"}),
    ("login/email-code", {"email": "n@x.test", "code": "0", "autoRegister": True, "context": "c"}),
    ("ecConn/oneAuth/login", {"token": "t", "accessToken": "a", "netWork": 3}),
    ("sms/send", {"phone": "13800138000", "phoneCountryCode": "+86"}),
    ("email/send", {"email": "n@x.test", "scene": "MFA_VERIFY"}),
    ("udvs/get", {"targetType": "USER", "targetId": None}),
    ("udfs/values", {"udfs": [{"definition": "school", "value": "MIT"}]}),
    ("password/reset/sms", {"phone": "13700137000", "code": "0", "newPassword": "1", "phoneCountryCode": "+86"}),
    ("password/reset/email", {"email": "n@x.test", "code": "0", "newPassword": "1"}),
    ("password/update", {"newPassword": "2", "oldPassword": "1"}),
    ("users/password/reset-by-first-login-token", {"token": "t", "password": "1"}),
    ("users/profile/update", {"nickname": "Ironman", "givenName": "Tony", "company": "Stark", "photo": "http://x/1.png"}),
    ("users/phone/bind", {"phone": "13900139000", "phoneCode": "0", "phoneCountryCode": "+86"}),
    ("users/phone/update", {"phone": "13900139000", "phoneCode": "0", "oldPhone": "13800138000", "oldPhoneCode": "0",
                            "oldPhoneCountryCode": "+86", "phoneCountryCode": "+86"}),
    ("users/email/bind", {"email": "n@x.test", "emailCode": "0"}),
    ("users/email/update", {"email": "n@x.test", "emailCode": "0", "oldEmail": "a@x.test", "oldEmailCode": "0"}),
    ("users/resource/authorized", {"namespace": "default", "resourceType": "DATA"}),
    ("users/refresh-token", {}),
    ("users/phone/unbind", {}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body"), MEASURED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_strict_pool_knows_every_field_that_the_sdks_send(app: App, path: str, body: dict[str, Any]) -> None:
    app.logged_in_user(phone="13800138000", email="a@x.test")
    app.settings(strict=True)
    answer = app.call("POST", f"/api/v2/{path}", body).json()
    assert isinstance(answer, list) or answer["code"] != 400, answer
    unknown = app.call("POST", f"/api/v2/{path}", {**body, "noSuchField": 1}).json()
    assert unknown["code"] == 400 and "noSuchField" in unknown["message"]


def test_slashes_may_be_escaped(app: App) -> None:
    # Android writes every slash as \/, and so most encrypted passwords.
    app.make_user(username="a/b", password="p/w//")
    content = json.dumps({"account": "a/b", "password": "p/w//"}).replace("/", "\\/").encode()
    assert _raw(app, "/api/v2/login/account", content, **ANDROID)["code"] == 200


def test_a_chunked_body_is_read(app: App) -> None:
    app.make_user(username="ci", password="111111")
    chunks = iter([b'{"account":"ci",', b'"password":"111111"}'])
    answer = app.http.post("/api/v2/login/account", content=chunks, headers={"x-authing-app-id": app.app_id})
    assert answer.json()["code"] == 200


def test_the_headers_of_every_sdk_together_are_taken(app: App) -> None:
    app.logged_in_user()
    headers = {
        "x-authing-userpool-id": app.pool_id,
        "x-authing-device-id": "u-1",
        "x-authing-sdk-version": "1.4.10",
        "x-authing-app-tenant-id": "t",
        "user-agent": "Dart/3.2 (dart:io)",
        "accept-encoding": "gzip",
        "cookie": "captcha=1",
    }
    assert app.call("GET", "/api/v2/users/me", headers=headers).json()["code"] == 200
