"""Who was logged in by `/_mock/login` is so on the page of each SDK, unmodified, in Chromium: what is answered there is
the browser's storage state as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import MOCK, Site, Window
from tests.sdk.oidc.conftest import Register, Registered

Open = Callable[..., AbstractContextManager[tuple[Window, str]]]


def storage_state(app: Registered, mock_url: str, home: str | None = None, sdk: str | None = None) -> Any:
    """What a browser loads with which the user `ci` is logged in, who reaches the mock by this name."""
    page = urlsplit(home or "")
    wanted = {"appId": app.app_id, "user": "ci", "as": "storage-state"}
    if sdk:
        wanted |= {"origin": f"{page.scheme}://{page.netloc}", "sdk": sdk}
    answer = app.http.post("/_mock/login", json=wanted, headers={"host": urlsplit(mock_url).netloc})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def opened(register: Register, site: Site, browser: Browser) -> Open:
    """Opens the page of an SDK, with what the SDK keeps or the cookie alone; and says who is logged in."""

    @contextmanager
    def made(
        home: str, settings: Callable[[Registered], dict[str, Any]], mock_url: str, sdk: str | None
    ) -> Iterator[tuple[Window, str]]:
        app = register(redirectUris=[f"{home}/callback", f"{home}/silent"], tokenEndpointAuthMethod="none")
        site.add(home, settings(app))
        with chromium.window(browser, home, storage_state(app, mock_url, home, sdk)) as window:
            window.open()
            yield window, str(app.user["id"])

    return made


def test_authing_js_sdk_knows_the_user_at_once(opened: Open, site: Site) -> None:
    home = site.home_by_name("authing_js_sdk")
    with opened(home, lambda app: {"appId": app.app_id, "appHost": MOCK}, MOCK, "authing-js-sdk") as (window, user_id):
        assert window.call("checkLoggedIn") == user_id
        user = window.call("getCurrentUser")
        assert (user["id"], user["nickname"]) == (user_id, "Ironman") and user["token"]
        assert window.call("trackSession")["userInfo"]["id"] == user_id
        assert window.call("getSecurityLevel")["email"] is True


def test_authing_web_has_its_login_state_at_once(opened: Open, site: Site) -> None:
    home = site.home_by_name("authing_web")

    def settings(app: Registered) -> dict[str, Any]:
        return {
            "domain": MOCK,
            "appId": app.app_id,
            "redirectUri": f"{home}/callback",
            "scope": "openid profile offline_access",
            "introspectAccessToken": True,
        }

    with opened(home, settings, MOCK, "@authing/web") as (window, user_id):
        state = window.call("getLoginState")
        assert state["parsedIdToken"]["sub"] == user_id
        # The mock was asked whether the token is good, and nobody for a new one.
        assert state == window.call("getLoginState")
        assert window.call("refreshToken")["parsedAccessToken"]["sub"] == user_id


def test_authing_web_finds_the_user_by_the_mocks_cookie_too(opened: Open, site: Site) -> None:
    home = site.home_by_name("authing_web")
    with opened(
        home, lambda app: {"domain": MOCK, "appId": app.app_id, "redirectUri": f"{home}/callback"}, MOCK, None
    ) as (window, user_id):
        assert window.call("getLoginState")["parsedIdToken"]["sub"] == user_id


def test_authing_sso_sees_the_session(opened: Open, site: Site) -> None:
    home = site.home_by_name("authing_sso")
    with opened(
        home, lambda app: {"origin": MOCK, "appId": app.app_id, "redirectUri": f"{home}/callback"}, MOCK, None
    ) as (window, user_id):
        assert window.call("trackSession")["session"]["userId"] == user_id


@pytest.mark.parametrize("slash", ["", "/"])
def test_oidc_client_ts_has_its_user_in_local_storage(opened: Open, site: Site, server_url: str, slash: str) -> None:
    home = site.home("oidc_client_ts")
    with opened(home, lambda app: _oidc_settings(app, home, server_url, slash), server_url, "oidc-client-ts") as (
        window,
        user_id,
    ):
        user = window.value(
            "new oidc.UserManager({ ...settings, userStore: new oidc.WebStorageStateStore({ store: localStorage }) })"
            ".getUser().then(user => ({ ...user, expired: user.expired }))"
        )
        assert (user["profile"]["sub"], user["expired"]) == (user_id, False)
        headers = {"authorization": f"Bearer {user['access_token']}"}
        told = window.page.request.get(f"{server_url}/oidc/me", headers=headers).json()
        assert told["sub"] == user_id


def test_oidc_client_ts_logs_in_silently_by_the_mocks_cookie(opened: Open, site: Site, server_url: str) -> None:
    home = site.home("oidc_client_ts")
    with opened(home, lambda app: _oidc_settings(app, home, server_url), server_url, None) as (window, user_id):
        assert window.call("getUser") is None
        assert window.call("signinSilent")["profile"]["sub"] == user_id
        window.leave_by("signinRedirect")
        window.page.wait_for_url(f"{home}/callback?**")
        assert window.call("signinCallback")["profile"]["sub"] == user_id


def _oidc_settings(app: Registered, home: str, server_url: str, slash: str = "") -> dict[str, Any]:
    return {
        "authority": f"{server_url}/oidc{slash}",
        "client_id": app.app_id,
        "redirect_uri": f"{home}/callback",
        "silent_redirect_uri": f"{home}/silent",
        "scope": "openid profile email",
        "automaticSilentRenew": False,
    }
