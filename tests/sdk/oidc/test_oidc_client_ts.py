"""npm oidc-client-ts 3, unmodified, in Chromium: a public client. Its page is js/pages/oidc_client_ts.html."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import Site, Window
from tests.sdk.oidc.conftest import Register, Registered

SCOPE = "openid profile email offline_access"


@pytest.fixture
def home(site: Site) -> str:
    """Where the application is."""
    return site.home("oidc_client_ts")


@pytest.fixture
def app(register: Register, home: str) -> Registered:
    """The application, as the mock knows it."""
    uris = [f"{home}/{each}" for each in ("callback", "silent", "popup")]
    return register(redirectUris=uris, logoutRedirectUris=[f"{home}/bye"], tokenEndpointAuthMethod="none")


@pytest.fixture
def window(app: Registered, home: str, site: Site, browser: Browser, server_url: str) -> Iterator[Window]:
    """The application, opened in a browser."""
    settings = {
        "authority": f"{server_url}/oidc",
        "client_id": app.app_id,
        "redirect_uri": f"{home}/callback",
        "silent_redirect_uri": f"{home}/silent",
        "popup_redirect_uri": f"{home}/popup",
        "post_logout_redirect_uri": f"{home}/bye",
        "scope": SCOPE,
        "loadUserInfo": True,
        "automaticSilentRenew": False,
    }
    site.add(home, settings)
    with chromium.window(browser, home) as opened:
        opened.open()
        yield opened


def logged_in(window: Window) -> Any:
    """The user, who has logged in by the login page."""
    window.leave_by("signinRedirect")
    window.log_in()
    return window.call("signinCallback")


def test_a_login_by_redirect_comes_back_with_a_user(window: Window, app: Registered, server_url: str) -> None:
    window.leave_by("signinRedirect", {"state": {"cart": 7}})
    window.log_in()
    user = window.call("signinCallback")
    assert (user["scope"], user["token_type"], user["state"]) == (SCOPE, "Bearer", {"cart": 7})
    profile = user["profile"]
    assert (profile["sub"], profile["email"], profile["nickname"]) == (app.user["id"], "ci@x.test", "Ironman")
    assert app.verified(user["access_token"], f"{server_url}/oidc")["sub"] == app.user["id"]
    assert app.verified(user["id_token"], f"{server_url}/oidc")["sub"] == app.user["id"]
    assert window.call("getUser")["profile"] == profile


def test_a_login_in_a_popup_gives_the_user_to_its_opener(window: Window, app: Registered) -> None:
    with window.call_in_popup("signinPopup") as (popup, result):
        chromium.type_in(popup)
    assert result()["profile"]["sub"] == app.user["id"]


def test_a_silent_login_by_refresh_token_rotates_it(window: Window, app: Registered) -> None:
    before = logged_in(window)
    after = window.call("signinSilent")
    assert before["profile"]["sub"] == after["profile"]["sub"] == app.user["id"]
    assert all(before[kind] != after[kind] for kind in ("access_token", "id_token", "refresh_token"))


def test_a_silent_login_in_a_hidden_frame_needs_no_page(window: Window, app: Registered) -> None:
    before = logged_in(window)
    after = window.call("signinSilent", {"forceIframeAuth": True})
    assert after["profile"]["sub"] == app.user["id"]
    assert after["refresh_token"] != before["refresh_token"]


def test_a_silent_login_of_nobody_is_refused_by_name(window: Window) -> None:
    assert window.refusal("signinSilent") == "login_required"


def test_a_password_logs_in_without_any_page(window: Window, app: Registered) -> None:
    credentials = {"username": "ci", "password": "111111"}
    assert window.call("signinResourceOwnerCredentials", credentials)["profile"]["sub"] == app.user["id"]


def test_who_says_no_comes_back_with_access_denied(window: Window, home: str) -> None:
    window.leave_by("signinRedirect")
    window.page.get_by_role("button", name="Deny").click()
    window.page.wait_for_url(f"{home}/**")
    assert window.refusal("signinCallback") == "access_denied"


def test_revoked_tokens_are_dead(window: Window, app: Registered) -> None:
    user = logged_in(window)
    window.call("revokeTokens", ["access_token", "refresh_token"])
    for kind in ("access_token", "refresh_token"):
        form = {"client_id": app.app_id, "token": user[kind]}
        assert app.http.post("/oidc/token/introspection", data=form).json() == {"active": False}
    assert window.call("getUser")["refresh_token"] is None


def test_a_logout_ends_the_session_of_the_browser(window: Window, home: str) -> None:
    logged_in(window)
    window.leave_by("signoutRedirect", {"state": "bye"})
    assert window.page.url.startswith(f"{home}/bye?state=")
    assert window.call("signoutCallback")["userState"] == "bye"
    assert window.call("getUser") is None
    assert window.refusal("signinSilent") == "login_required"
