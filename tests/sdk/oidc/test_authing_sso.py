"""npm @authing/sso 2.0.2, unmodified, in Chromium. Its page is js/pages/authing_sso.html."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import MOCK, Site, Window
from tests.sdk.oidc.conftest import Register, Registered


@pytest.fixture
def home(site: Site) -> str:
    """Where the application is."""
    return site.home_by_name("authing_sso")


@pytest.fixture
def app(register: Register, home: str) -> Registered:
    """The application, as the mock knows it."""
    return register(redirectUris=[f"{home}/callback"])


@pytest.fixture
def window(app: Registered, home: str, site: Site, browser: Browser) -> Iterator[Window]:
    """The application, opened in a browser."""
    site.add(home, {"origin": MOCK, "appId": app.app_id, "redirectUri": f"{home}/callback"})
    with chromium.window(browser, home) as opened:
        opened.open()
        yield opened


def logged_in(window: Window) -> Any:
    """The tokens of the user, who has logged in by the login page."""
    window.leave_by("login")
    window.log_in()
    return window.call("getTokenSetFromUrlHash")


def test_a_login_gives_both_tokens_in_the_fragment(window: Window, app: Registered) -> None:
    tokens = logged_in(window)
    identity = app.verified(tokens["id_token"], f"{MOCK}/oidc")
    assert identity["sub"] == app.user["id"] and {"at_hash", "nonce"} <= identity.keys()
    assert app.verified(tokens["access_token"], f"{MOCK}/oidc")["sub"] == app.user["id"]
    info = window.call("getUserInfoByAccessToken", tokens["access_token"])
    assert (info["sub"], info["email"], info["phone_number"]) == (app.user["id"], "ci@x.test", "13800138000")


def test_tokens_are_got_silently_in_a_frame(window: Window, app: Registered) -> None:
    logged_in(window)
    tokens = window.call("getAccessTokenSilently")
    assert app.verified(tokens["access_token"], f"{MOCK}/oidc")["sub"] == app.user["id"]


def test_a_login_in_a_popup_tells_its_callback(window: Window, app: Registered) -> None:
    with window.call_in_popup("popUpLogin") as (popup, _):
        chromium.type_in(popup)
    tokens = window.value("popup")["tokens"]
    assert app.verified(tokens["id_token"], f"{MOCK}/oidc")["sub"] == app.user["id"]


def test_the_session_is_seen_until_the_logout(window: Window, app: Registered) -> None:
    assert window.call("trackSession") == {"session": None}
    logged_in(window)
    seen = window.call("trackSession")
    assert seen["session"] == {"appId": app.app_id, "type": "oidc", "userId": app.user["id"]}
    assert seen["userInfo"]["id"] == app.user["id"] and seen["userInfo"]["email"] == "ci@x.test"
    assert window.call("logout")["code"] == 200
    assert window.call("trackSession") == {"session": None}
