"""npm authing-js-sdk 4.23.55 and jsencrypt, unmodified, in Node. Each journey is a script in js/ that prints JSON."""

from __future__ import annotations

from typing import Any

import httpx

from tests.conftest import App
from tests.sdk import packages
from tests.sdk.page import DEMO_APP_ID, compact, sample


def journey(node: str, script: str, server_url: str, app_id: str, *more: str) -> dict[str, Any]:
    results: dict[str, Any] = packages.run([node, script, server_url, app_id, *more], packages.JS)
    return results


def test_everything_that_speaks_rest_works(node: str, server_url: str, app: App) -> None:
    results = journey(node, "rest.js", server_url, app.app_id)
    assert results["sendSmsCode"] == {"value": None} and results["smsCode"].isdigit()
    assert results["sendSmsCodeToNobody"] == {"error": {"code": 500, "message": "手机号码格式非法"}}

    wrong = {"error": {"code": 2001, "message": "验证码不正确！"}}
    assert results["registerByWrongCode"] == results["registerAgain"] == results["loginByWrongCode"] == wrong
    made = results["registerByEmailCode"]["value"]
    assert (made["email"], made["nickname"], made["token"]) == ("journey@example.test", "Nick", None)
    assert made["emailVerified"] is True and made["loginsCount"] == 0

    not_logged_in = {"error": {"code": 2020, "message": "尚未登录，无访问权限"}}
    assert results["notLoggedIn"] == not_logged_in
    user = results["loginByEmailCode"]["value"]
    assert user["id"] == made["id"] == results["checkLoggedIn"] and user["loginsCount"] == 1
    level = results["getSecurityLevel"]["value"]
    assert (level["email"], level["phone"], level["password"], level["mfa"]) == (True, False, False, False)
    applications = results["listApplications"]["value"]
    assert applications["totalCount"] == 1 and applications["list"][0]["id"] == app.app_id
    assert results["listOrgs"] == {"value": []}
    assert results["logout"] == {"value": None} and results["afterLogout"] == not_logged_in


def test_the_demo_user_sees_the_pages_sample_answers(node: str, server_url: str) -> None:
    results = journey(node, "demo.js", server_url, DEMO_APP_ID)
    assert results["getSecurityLevel"]["value"] == sample("getSecurityLevel")
    assert compact(results["listApplications"]["value"]) == compact(sample("listApplications")["data"])
    assert compact(results["listOrgs"]["value"]) == compact(sample("listOrgs")["data"])


def test_two_encryption_libraries_and_both_forms_of_the_key_are_understood(
    node: str, server_url: str, app: App, http: httpx.Client
) -> None:
    results = journey(node, "passwords.js", server_url, app.app_id)
    assert results["pem"] == http.get("/_mock/info").json()["rsaPublicKeyPem"]
    assert "密码" not in results["ciphertext"] and len(results["ciphertext"]) >= 172
    user_id = results["register"]["value"]["id"]
    right = ("sdkPem", "jsencryptPem", "jsencryptBareKey", "plain")
    assert [results[name]["value"]["id"] for name in right] == [user_id] * len(right)
    assert results["wrong"] == {"error": {"code": 2333, "message": "帐号或密码错误"}}


def test_a_ciphertext_whose_leading_zero_the_sdk_dropped_is_understood(node: str, server_url: str, app: App) -> None:
    results = journey(node, "passwords.js", server_url, app.app_id)
    assert results["sdkPemWithoutLeadingZero"]["value"]["id"] == results["register"]["value"]["id"]


def test_who_logs_in_by_graphql_is_logged_in(node: str, server_url: str, app: App) -> None:
    made = app.make_user(username="ann", password="111111", email="ann@example.test")
    results = journey(node, "graphql.js", server_url, app.app_id)
    assert results["nobody"] == {"value": None}  # the SDK gives null for any error
    assert results["wrongPassword"] == {"error": {"code": 2333, "message": "帐号或密码错误"}}
    user = results["loginByEmail"]["value"]
    assert (user["id"], user["email"], user["loginsCount"]) == (made["id"], "ann@example.test", 1)
    assert results["getCurrentUser"]["value"]["id"] == made["id"] and results["getCurrentUser"]["value"]["token"]
    assert results["securityLevel"]["value"]["password"] is True  # REST takes the token that GraphQL gave
    assert results["registered"]["value"]["email"] == "new@example.test"
    assert results["loginByUsername"]["value"]["id"] == made["id"]
    assert results["sendEmail"]["error"]["message"] == "Request failed with status code 501"


def test_a_qr_code_that_a_phone_confirms_logs_the_page_in(node: str, server_url: str, app: App) -> None:
    user = app.logged_in_user(nickname="Ann", photo="http://x.test/a.png")
    results = journey(node, "qrcode.js", server_url, app.app_id, str(app.token))
    brief = {"nickname": "Ann", "photo": "http://x.test/a.png"}
    for name in ("qrcode", "wxqrcode"):
        made = results[name]["value"]
        assert (made["expiresIn"], made["customData"]) == (120, {"shop": 7})
        assert results[f"{name}Picture"] == [200, "image/png"]
        waiting = results[f"{name}Waiting"]["value"]
        assert (waiting["random"], waiting["status"], waiting["userInfo"]) == (made["random"], 0, {})
        polled = results[f"{name}Polled"]
        assert polled["heard"] == ["start", {"scanned": brief}] and polled["userInfo"] == brief
        entered = results[f"{name}User"]["value"]
        assert entered["id"] == user["id"] and entered["token"]
        assert results[f"{name}Again"]["error"]["code"] == 500
    assert results["cancelled"]["cancelled"] is True
    assert results["unknown"] == {"error": {"code": 2241, "message": "二维码不存在"}}
    assert results["level"]["value"]["password"] is True
