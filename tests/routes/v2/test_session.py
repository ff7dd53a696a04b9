"""getCurrentUser, logout, updateIdToken, and which tokens count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App, enveloped

# Every call that needs somebody who is logged in: documented with 2020.
NEEDS_LOGIN: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/api/v2/users/me", None),
    ("GET", "/api/v2/users/me/info", None),
    ("POST", "/api/v2/udvs/get", {}),
    ("GET", "/api/v2/udfs/values", None),
    ("POST", "/api/v2/udfs/values", {"udfs": []}),
    ("POST", "/api/v2/users/profile/update", {"nickname": "Iron"}),
    ("POST", "/api/v2/password/update", {"newPassword": "222222", "oldPassword": "111111"}),
    ("POST", "/api/v2/users/phone/bind", {"phone": "13800138000", "phoneCode": "1234"}),
    ("POST", "/api/v2/users/phone/unbind", {}),
    ("POST", "/api/v2/users/phone/update", {"phone": "13800138000", "phoneCode": "1234"}),
    ("POST", "/api/v2/users/email/bind", {"email": "a@x.test", "emailCode": "1234"}),
    ("POST", "/api/v2/users/email/unbind", {}),
    ("POST", "/api/v2/users/email/update", {"email": "a@x.test", "emailCode": "1234"}),
    ("GET", "/api/v2/users/me/security-level", None),
    ("POST", "/api/v2/users/refresh-token", {}),
    ("GET", "/api/v2/users/me/applications/allowed", None),
    ("GET", "/api/v2/users/me/orgs", None),
    ("GET", "/api/v2/users/me/roles", None),
    ("POST", "/api/v2/users/resource/authorized", {"namespace": "default"}),
    ("DELETE", "/api/v2/users/delete", None),
]


@pytest.mark.parametrize(("method", "path", "body"), NEEDS_LOGIN, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize("sent", [None, "Bearer a.b.c"])
def test_who_is_not_logged_in_gets_2020(
    app: App, method: str, path: str, body: dict[str, Any] | None, sent: str | None
) -> None:
    answer = app.call(method, path, body, headers={"authorization": sent} if sent else {})
    assert answer.status_code == 200
    assert enveloped(answer) == {"code": 2020, "message": "尚未登录，无访问权限"}


@pytest.mark.parametrize(
    "sent", ["null", "Bearer null", "Bearer", "Bearer nonsense", "Basic Y2k6MTExMTEx", "Bearer x y"]
)
def test_what_is_no_token_is_nobodys(app: App, sent: str) -> None:
    assert app.call("GET", "/api/v2/users/me", headers={"authorization": sent}).json()["code"] == 2020


@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "{}"])
def test_a_token_counts_with_and_without_bearer(app: App, form: str) -> None:
    user = app.logged_in_user()
    answer = app.another().call("GET", "/api/v2/users/me", headers={"authorization": form.format(app.token)})
    assert answer.json()["data"]["id"] == user["id"]


@pytest.mark.parametrize("path", ["/api/v2/users/me", "/api/v2/users/me/info"])
def test_the_current_user_carries_id_and_the_same_token(app: App, path: str) -> None:
    user = app.logged_in_user()
    data = app.get(path)["data"]
    assert (data["id"], data["token"]) == (user["id"], app.token)


@pytest.mark.parametrize("sent", [None, "Bearer null", "null", "Basic Y2k6MTExMTEx"])
def test_logging_out_is_fine_for_who_is_not_logged_in(app: App, sent: str | None) -> None:
    answer = app.call("GET", "/api/v2/logout", headers={"authorization": sent} if sent else {})
    assert (answer.status_code, answer.json()["code"]) == (200, 200)
    assert "data" not in answer.json()


def test_logging_out_twice_is_fine(app: App) -> None:
    app.logged_in_user()
    assert [app.get("/api/v2/logout")["code"] for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("query", ["only_self=", "only_self=true", "app_id=&only_self=", ""])
def test_logging_out_takes_what_ios_and_android_send(app: App, query: str) -> None:
    app.logged_in_user()
    assert app.call("GET", f"/api/v2/logout?{query}").json()["code"] == 200
    assert app.get("/api/v2/users/me")["code"] == 2020


@pytest.mark.parametrize("content", [b"{}", b""])
def test_a_refreshed_token_is_new_and_works(app: App, content: bytes) -> None:
    user = app.logged_in_user()
    answer = app.http.post(
        "/api/v2/users/refresh-token",
        content=content,
        headers={
            "x-authing-app-id": app.app_id,
            "authorization": f"Bearer {app.token}",
            "content-type": "application/json",
        },
    )
    data = answer.json()["data"]
    assert data["id"] == user["id"] and data["token"] != app.token
    assert data["exp"] - data["iat"] == 14 * 24 * 3600
    for token in (app.token, data["token"]):
        app.token = token
        assert app.get("/api/v2/users/me")["data"]["token"] == token


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v2/login/account", {"account": "ci", "password": "111111"}),
        ("/api/v2/register/username", {"username": "new", "password": "111111"}),
        ("/api/v2/sms/send", {"phone": "13800138000"}),
        ("/api/v2/email/send", {"email": "a@x.test", "scene": "VERIFY_CODE"}),
    ],
)
@pytest.mark.parametrize("sent", ["Bearer null", "Bearer stale.stale.stale", "Basic Y29uc29sZTo=", "junk"])
def test_calls_without_login_ignore_whatever_authorization_they_get(
    app: App, path: str, body: dict[str, Any], sent: str
) -> None:
    app.make_user(username="ci", password="111111")
    assert app.call("POST", path, body, headers={"authorization": sent}).json()["code"] == 200


def test_public_config_and_upload_ignore_whatever_authorization_they_get(app: App) -> None:
    headers = {"authorization": "Bearer a.b.c"}
    config = app.http.get(f"/api/v2/applications/{app.app_id}/public-config", headers=headers)
    assert config.json()["code"] == 200
    file = {"file": ("personal.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    assert app.http.post("/api/v2/upload?folder=photos", files=file, headers=headers).json()["code"] == 200
