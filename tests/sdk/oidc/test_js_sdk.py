"""npm authing-js-sdk 4.23.55, unmodified: its OpenID Connect and OAuth 2.0, in Node and in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import MOCK, Site, Window
from tests.sdk.oidc.conftest import CALLBACK, Register, Registered

SCOPE = "openid profile email offline_access"


AUTOMATIC = {"oidc": {"autoLogin": "ci"}}


def journey(node: str, app: Registered, name: str, **settings: Any) -> Any:
    settings = {"protocol": "oidc", "method": "client_secret_post", "scope": SCOPE} | settings
    return app.run(node, "js/js_sdk_oidc.js", journey=name, accessKey=app.access_key, **settings)


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic", "none"])
def test_tokens_are_given_refreshed_looked_at_and_revoked(
    node: str, register: Register, server_url: str, method: str
) -> None:
    app = register(AUTOMATIC, tokenEndpointAuthMethod=method)
    results = journey(node, app, "tokens", method=method)
    names = ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    assert list(results["given"]) == list(results["after"]) == names
    assert results["before"]["refresh_token"] != results["after"]["refresh_token"]
    access = app.verified(results["after"]["access_token"], f"{server_url}/oidc")
    identity = app.verified(results["after"]["id_token"], f"{server_url}/oidc")
    assert identity["sub"] == access["sub"] == app.user["id"]
    assert (results["validatedAccessToken"], results["validatedIdToken"]) == (access, identity)
    assert (results["introspected"]["active"], results["introspected"]["client_id"]) == (True, app.app_id)
    of_key = app.verified(results["ofAccessKey"]["access_token"], f"{server_url}/oidc")
    assert (of_key["sub"], of_key["scope"]) == (app.access_key["accessKeyId"], "orders:read")

    assert results["codeTwice"] == results["refreshOfRevoked"] == {"status": 400, "error": "invalid_grant"}
    assert results["revoked"] is True and results["introspectedRevoked"] == {"active": False}
    assert results["validatedRevoked"]["message"] == "access_token 不合法"
    assert results["userInfoOfRevoked"] == {"status": 401, "error": "invalid_token"}


@pytest.mark.parametrize("method", ["client_secret_post", "none"])
def test_oauth_gives_no_id_token_and_does_all_else(node: str, register: Register, method: str) -> None:
    results = journey(node, register(AUTOMATIC), "tokens", protocol="oauth", method=method, scope="user offline_access")
    assert list(results["given"]) == ["access_token", "expires_in", "refresh_token", "scope", "token_type"]
    assert results["before"]["refresh_token"] != results["after"]["refresh_token"]
    assert results["codeTwice"] == results["refreshOfRevoked"] == {"status": 400, "error": "invalid_grant"}
    assert results["introspected"]["active"] is True and results["introspectedRevoked"] == {"active": False}


def test_user_info_is_the_same_wherever_the_token_is(node: str, register: Register) -> None:
    app = register(AUTOMATIC)
    told = journey(node, app, "userInfo")
    assert told[0]["sub"] == app.user["id"] and told[0]["email"] == "ci@x.test" and told == told[:1] * 6


@pytest.mark.parametrize("scope", ["user", "profile username email"])
def test_oauth_tells_who_the_user_is_without_openid(node: str, register: Register, scope: str) -> None:
    # `user` is the SDK's own default. The other is what published configurations of Authing's OAuth 2.0 ask for.
    app = register(AUTOMATIC)
    told = journey(node, app, "userInfo", protocol="oauth", scope=scope)
    assert [each["sub"] for each in told] == [app.user["id"]] * 6


def test_a_login_token_becomes_tokens_without_a_secret(node: str, register: Register) -> None:
    app = register()
    app.log_in("ci")
    results = journey(node, app, "loginToken", loginToken=app.token)
    assert results["introspected"]["sub"] == app.user["id"] and results["given"]["scope"] == SCOPE


def test_every_logout_ends_its_session(node: str, register: Register) -> None:
    app = register(AUTOMATIC)
    app.log_in("ci")
    results = journey(node, app, "logout", loginToken=app.token)
    assert results["easy"] == results["expert"] == CALLBACK
    assert results["cookiesAfterEasy"] == results["cookiesAfterExpert"] == 0
    # Node keeps no cookies, so there is nobody.
    assert results["session"] == {"session": None}
    assert results["levelBefore"]["password"] is True
    assert results["levelAfter"] == {"code": 2020, "message": "尚未登录，无访问权限"}


@pytest.fixture
def home(site: Site) -> str:
    """Where an application with the SDK's browser build is."""
    return site.home_by_name("authing_js_sdk")


@pytest.fixture
def app(register: Register, home: str) -> Registered:
    """That application, as the mock knows it."""
    return register(redirectUris=[f"{home}/callback"])


@pytest.fixture
def window(app: Registered, home: str, site: Site, browser: Browser) -> Iterator[Window]:
    """That application, opened in a browser."""
    methods = ("tokenEndPointAuthMethod", "introspectionEndPointAuthMethod", "revocationEndPointAuthMethod")
    options = {"appId": app.app_id, "appHost": MOCK, "redirectUri": f"{home}/callback"} | dict.fromkeys(methods, "none")
    site.add(home, options)
    with chromium.window(browser, home) as opened:
        opened.open()
        yield opened


def test_a_page_gets_tokens_sees_its_session_and_ends_it(window: Window, app: Registered) -> None:
    assert window.call("trackSession") == {"session": None}
    verifier = window.call("generateCodeChallenge")
    challenge = window.call("getCodeChallengeDigest", {"codeChallenge": verifier, "method": "S256"})
    url = window.call("buildAuthorizeUrl", {"codeChallenge": challenge, "codeChallengeMethod": "S256"})
    window.page.goto(url)
    window.log_in()

    given = window.call("getAccessTokenByCode", window.query()["code"], {"codeVerifier": verifier})
    assert app.verified(given["access_token"], f"{MOCK}/oidc")["sub"] == app.user["id"]
    assert window.call("getUserInfoByAccessToken", given["access_token"])["sub"] == app.user["id"]
    assert window.call("introspectToken", given["access_token"])["active"] is True
    assert window.call("revokeToken", given["access_token"]) is True
    assert window.call("trackSession")["session"]["userId"] == app.user["id"]
    window.call("logoutCurrent")
    assert window.call("trackSession") == {"session": None}


def test_a_page_tells_of_its_browser_and_logs_out_and_removes_it(window: Window, app: Registered) -> None:
    app.log_in("ci")
    window.value(f"app.setToken({app.token!r})")
    assert window.value("app.browserFingerprint.createDevice()") is True
    name = window.value("app.browserFingerprint.getBrowserFingers()")["browserId"]
    (listed,) = window.value("app.browserFingerprint.myDevicesList()")
    device = listed["device"]
    assert (device["deviceId"], device["type"], device["status"]) == (name, "Browser", "activated")
    assert listed["online"] is True and device["userAgent"] == window.value("navigator.userAgent")

    other = app.another(**{"x-authing-device-id": "other"})
    other.log_in("ci")
    other.post("/api/v3/create-device", deviceUniqueId="other", type="Mobile")
    assert window.value("app.browserFingerprint.myDevicesLogout('other')") is True
    assert other.get("/api/v2/users/me")["code"] == 2020
    assert window.value("app.browserFingerprint.myDevicesUnbind('other')") is True
    assert window.value("app.browserFingerprint.myDevicesUnbind('other')") is False
    assert [each["device"]["deviceId"] for each in window.value("app.browserFingerprint.myDevicesList()")] == [name]
