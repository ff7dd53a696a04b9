"""API v3: login by QR code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from tests.conftest import App
from tests.documented.checker import differences

INVALID = {"statusCode": 400, "message": "无效二维码"}
BY_APP = ["change", "set"]


def shown(browser: App, kind: str = "MOBILE_APP", **more: Any) -> str:
    """The id of a new code."""
    answer = browser.post("/api/v3/gene-qrcode", type=kind, **more)
    assert differences("v3", "geneQrCode", answer) == set()
    return str(answer["data"]["qrcodeId"])


def change(phone: App, code: str, action: str, how: str = "change") -> dict[str, Any]:
    """What a phone does with a code."""
    return phone.post(f"/api/v3/{how}-qrcode-status", qrcodeId=code, action=action)


def status(browser: App, code: str, path: str = "check-qrcode-status") -> dict[str, Any]:
    """What has become of a code."""
    answer = browser.get(f"/api/v3/{path}", qrcodeId=code)
    assert differences("v3", "checkQrCodeStatus", answer) == set()
    data: dict[str, Any] = answer["data"]
    return data


@pytest.mark.parametrize("how", BY_APP)
@pytest.mark.parametrize("path", ["check-qrcode-status", "get-qrcode-status"])
def test_a_code_that_a_phone_confirms_gives_tokens(app: App, how: str, path: str) -> None:
    user = app.logged_in_user(nickname="Ann", photo="http://x.test/a.png")
    browser = app.another()
    code = shown(browser)
    assert status(browser, code, path) == {"status": "PENDING"}
    done: dict[str, Any] = {"statusCode": 200, "message": ""}
    if how == "set":
        done["data"] = {"success": True}
    assert change(app, code, "SCAN", how) == done
    brief = {"briefUserInfo": {"displayName": "Ann", "photo": "http://x.test/a.png"}}
    assert status(browser, code, path) == {"status": "SCANNED", **brief}
    assert change(app, code, "CONFIRM", how) == done
    seen = status(browser, code, path)
    assert seen == {"status": "AUTHORIZED", "ticket": seen["ticket"], **brief}

    answer = browser.post("/api/v3/exchange-tokenset-with-qrcode-ticket", ticket=seen["ticket"])
    assert differences("v3", "exchangeTokenSetWithQrCodeTicket", answer) == set()
    claims = jwt.decode(answer["data"]["id_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == (user["id"], app.app_id)
    again = browser.post("/api/v3/exchange-tokenset-with-qrcode-ticket", ticket=seen["ticket"])
    assert again == {"statusCode": 400, "message": "ticket 无效、已使用或已过期"}


def test_a_code_of_v3_is_one_of_v2(app: App) -> None:
    app.logged_in_user()
    code = shown(app, "WECHAT_MINIPROGRAM", customData={"a": 1})
    assert app.post("/api/v2/qrcode/scanned", random=code)["code"] == 200
    assert change(app, code, "CANCEL")["statusCode"] == 200
    assert status(app, code)["status"] == "CANCELLED"
    assert app.get("/api/v2/qrcode/check", random=code)["data"]["status"] == 3


@pytest.mark.parametrize("how", BY_APP)
def test_what_is_not_to_be_done_with_a_code_is_refused(app: App, how: str) -> None:
    assert change(app, shown(app), "SCAN", how)["apiCode"] == 2020
    app.logged_in_user()
    code = shown(app)
    unscanned = {"statusCode": 400, "message": "二维码尚未被扫描，请先标记为已扫码"}
    assert change(app, code, "CONFIRM", how) == change(app, code, "CANCEL", how) == unscanned
    assert change(app, "nonsense", "SCAN", how) == INVALID
    assert "action" in change(app, code, "APP_LOGIN", how)["message"]
    assert change(app, code, "SCAN", how)["statusCode"] == 200
    other = app.another()
    other.logged_in_user(username="eve")
    assert change(other, code, "CONFIRM", how)["statusCode"] == 403


def test_another_pools_code_is_unknown(app: App, http: httpx.Client) -> None:
    code = shown(app)
    stranger = App(http)
    stranger.logged_in_user()
    assert change(stranger, code, "SCAN") == INVALID
    unknown = {"statusCode": 404, "message": "二维码不存在", "apiCode": 2241}
    for path in ("check-qrcode-status", "get-qrcode-status", "get-app-login-qrcode-status"):
        assert stranger.get(f"/api/v3/{path}", qrcodeId=code) == unknown


def test_a_code_expires(app: App, later: Callable[[App, int], None]) -> None:
    app.logged_in_user()
    code = shown(app)
    later(app, 121)
    assert status(app, code) == {"status": "EXPIRED"}
    assert change(app, code, "SCAN") == INVALID


def fastpass(web: App, **options: Any) -> dict[str, Any]:
    """What the page of who is logged in draws as a code."""
    answer = web.post("/api/v3/gene-fastpass-qrcode-info", **({"options": options} if options else {}))
    assert differences("v3", "geneFastpassQrcodeInfo", answer) == set()
    data: dict[str, Any] = answer["data"]
    return data


def test_a_phone_that_scans_the_code_of_who_is_logged_in_is_logged_in_too(app: App) -> None:
    user = app.logged_in_user(nickname="Ann")
    info = fastpass(app, scope="openid profile offline_access")
    assert info["user"] == {"id": user["id"], "displayName": "Ann", "photo": ""}
    assert (info["appId"], info["apiHost"]) == (app.app_id, str(app.http.base_url).rstrip("/"))
    assert info["userpool"]["id"] == app.pool_id
    code, phone = info["qrcodeId"], app.another()
    watched = {"briefUserInfo": {"displayName": "Ann", "photo": ""}}
    assert status(app, code, "get-app-login-qrcode-status") == {"status": "PENDING", **watched}

    apps = phone.get("/api/v3/get-fastpass-client-apps", qrcodeId=code, appId=info["appId"])
    assert differences("v3", "getFastpassParams", apps) == set()
    assert [each["id"] for each in apps["data"]["relationApps"]] == [app.app_id]
    assert status(app, code, "get-app-login-qrcode-status") == {"status": "SCANNED", **watched}

    given = phone.post("/api/v3/qrcode-app-login", qrcodeId=code, action="APP_LOGIN")
    assert differences("v3", "qrCodeAppLogin", given) == set()
    assert given["data"]["scope"] == "openid profile offline_access" and given["data"]["refresh_token"]
    phone.token = given["data"]["access_token"]
    assert phone.get("/api/v2/users/me")["data"]["id"] == user["id"]
    assert status(app, code, "get-app-login-qrcode-status") == {"status": "AUTHORIZED", **watched}
    assert phone.post("/api/v3/qrcode-app-login", qrcodeId=code, action="APP_LOGIN") == INVALID
    assert phone.get("/api/v3/get-fastpass-client-apps", qrcodeId=code, appId=info["appId"]) == INVALID


def test_neither_kind_of_code_does_what_the_other_does(app: App) -> None:
    app.logged_in_user()
    ordinary, own = shown(app), fastpass(app)["qrcodeId"]
    assert app.post("/api/v3/qrcode-app-login", qrcodeId=ordinary, action="APP_LOGIN") == INVALID
    assert app.get("/api/v3/get-fastpass-client-apps", qrcodeId=ordinary, appId=app.app_id) == INVALID
    assert app.get("/api/v3/get-fastpass-client-apps", qrcodeId=own, appId="another") == INVALID
    for action in ("SCAN", "CONFIRM", "CANCEL"):
        assert change(app, own, action) == INVALID


def test_a_phone_is_not_let_in_by_a_code_that_is_over(app: App, later: Callable[[App, int], None]) -> None:
    assert app.post("/api/v3/gene-fastpass-qrcode-info")["apiCode"] == 2020
    user = app.logged_in_user()
    first, second = fastpass(app), fastpass(app)
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    refused = app.another().post("/api/v3/qrcode-app-login", qrcodeId=first["qrcodeId"], action="APP_LOGIN")
    assert refused["apiCode"] == 2005
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": False})
    later(app, 121)
    code = second["qrcodeId"]
    assert status(app, code, "get-app-login-qrcode-status")["status"] == "EXPIRED"
    assert app.another().post("/api/v3/qrcode-app-login", qrcodeId=code, action="APP_LOGIN") == INVALID


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("gene-qrcode", {}, "type"),
        ("gene-qrcode", {"type": "NONE"}, "type"),
        ("gene-qrcode", {"type": "MOBILE_APP", "customData": {"a": "x" * 600}}, "customData"),
        ("change-qrcode-status", {"action": "SCAN"}, "qrcodeId"),
        ("exchange-tokenset-with-qrcode-ticket", {}, "ticket"),
        ("qrcode-app-login", {"qrcodeId": "x", "action": "SCAN"}, "action"),
    ],
)
def test_what_is_wrong_with_a_body_is_named(app: App, path: str, body: dict[str, Any], field: str) -> None:
    assert app.post(f"/api/v3/{path}", **body) == {"statusCode": 400, "message": f"参数 {field} 格式错误"}


def test_a_query_without_its_code_is_refused(app: App) -> None:
    for path in ("check-qrcode-status", "get-qrcode-status", "get-app-login-qrcode-status"):
        assert app.get(f"/api/v3/{path}") == {"statusCode": 400, "message": "参数 qrcodeId 格式错误"}
    assert app.get("/api/v3/get-fastpass-client-apps", qrcodeId="x")["message"] == "参数 appId 格式错误"
