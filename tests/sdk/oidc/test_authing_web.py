"""npm @authing/web 5.1.21, unmodified, in Chromium. Its page is js/pages/authing_web.html."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import MOCK, Site, Window
from tests.sdk.oidc.conftest import Register, Registered

Open = Callable[..., AbstractContextManager[Window]]


@pytest.fixture
def home(site: Site) -> str:
    """Where the application is."""
    return site.home_by_name("authing_web")


@pytest.fixture
def app(register: Register, home: str) -> Registered:
    """The application, as the mock knows it."""
    return register(redirectUris=[f"{home}/callback"], logoutRedirectUris=[f"{home}/bye"])


@pytest.fixture
def opened(app: Registered, home: str, site: Site, browser: Browser) -> Open:
    """Opens the application in a browser, with further options of the SDK."""

    @contextmanager
    def made(**options: Any) -> Iterator[Window]:
        uris = {"redirectUri": f"{home}/callback", "logoutRedirectUri": f"{home}/bye"}
        scope = "openid profile email offline_access"
        site.add(home, {"domain": MOCK, "appId": app.app_id, "scope": scope} | uris | options)
        with chromium.window(browser, home) as window:
            window.open()
            yield window

    return made


def logged_in(window: Window) -> Any:
    """The login state of the user, who has logged in by the login page."""
    window.leave_by("loginWithRedirect")
    window.log_in()
    return window.call("handleRedirectCallback")


@pytest.mark.parametrize("mode", ["fragment", "query"])
def test_a_login_by_redirect_gives_a_login_state(opened: Open, app: Registered, mode: str) -> None:
    with opened(redirectResponseMode=mode) as window:
        window.leave_by("loginWithRedirect")
        window.log_in()
        assert window.call("isRedirectCallback") is True
        state = window.call("handleRedirectCallback")
    assert state["parsedIdToken"]["sub"] == state["parsedAccessToken"]["sub"] == app.user["id"]
    assert app.verified(state["accessToken"], f"{MOCK}/oidc") == state["parsedAccessToken"]
    assert app.verified(state["idToken"], f"{MOCK}/oidc")["nickname"] == "Ironman"


def test_the_implicit_mode_gives_both_tokens_at_once(opened: Open, app: Registered) -> None:
    with opened(useImplicitMode=True, scope="openid profile") as window:
        state = logged_in(window)
    assert app.verified(state["idToken"], f"{MOCK}/oidc")["at_hash"]
    assert app.verified(state["accessToken"], f"{MOCK}/oidc")["sub"] == app.user["id"]


@pytest.mark.parametrize("implicit", [False, True], ids=["code", "implicit"])
def test_a_login_in_a_popup_answers_by_a_message(opened: Open, app: Registered, implicit: bool) -> None:
    with opened(useImplicitMode=implicit) as window:
        with window.call_in_popup("loginWithPopup") as (popup, result):
            chromium.type_in(popup)
        assert result()["parsedIdToken"]["sub"] == app.user["id"]


def test_a_popup_in_which_somebody_says_no_is_refused(opened: Open) -> None:
    with opened() as window:
        with window.call_in_popup("loginWithPopup") as (popup, result):
            popup.get_by_role("button", name="Deny").click()
        with pytest.raises(Error, match="error=access_denied"):
            result()


def test_a_login_state_is_found_in_a_hidden_frame(opened: Open, app: Registered) -> None:
    with opened() as window:
        before = logged_in(window)
        after = window.call("getLoginState", {"ignoreCache": True})
    assert after["parsedIdToken"]["sub"] == app.user["id"] and after["accessToken"] != before["accessToken"]


def test_nobody_has_no_login_state(opened: Open) -> None:
    with opened() as window:
        assert window.call("getLoginState") is None


def test_a_remembered_login_state_is_checked_by_introspection(opened: Open, app: Registered) -> None:
    with opened(introspectAccessToken=True) as window:
        remembered = logged_in(window)
        assert window.call("getLoginState") == remembered
        app.http.post("/oidc/token/revocation", data={"client_id": app.app_id, "token": remembered["accessToken"]})
        # Revoked, so a new one is asked for in a frame.
        assert window.call("getLoginState")["accessToken"] != remembered["accessToken"]


def test_a_refresh_gives_new_tokens(opened: Open, app: Registered) -> None:
    with opened() as window:
        before = logged_in(window)
        after = window.call("refreshToken")
    assert all(before[kind] != after[kind] for kind in ("accessToken", "idToken", "refreshToken"))
    assert app.verified(after["idToken"], f"{MOCK}/oidc")["sub"] == app.user["id"]


def test_who_is_logged_in_need_not_type_again_unless_forced(opened: Open, app: Registered, home: str) -> None:
    with opened() as window:
        logged_in(window)
        window.leave_by("loginWithRedirect")
        assert window.call("handleRedirectCallback")["parsedIdToken"]["sub"] == app.user["id"]
        window.leave_by("getLoginStateWithRedirect")
        assert window.call("handleRedirectCallback")["parsedIdToken"]["sub"] == app.user["id"]
        window.leave_by("loginWithRedirect", {"forced": True})
        window.log_in()
        assert window.call("handleRedirectCallback")["parsedIdToken"]["sub"] == app.user["id"]


def test_a_logout_ends_the_session_of_the_browser(opened: Open, home: str) -> None:
    with opened() as window:
        logged_in(window)
        window.leave_by("logoutWithRedirect", {"state": "bye"})
        assert window.page.url == f"{home}/bye?state=bye"
        assert window.call("getLoginState") is None
