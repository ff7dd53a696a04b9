"""The demo of Guard Android by AppAuth: discovery, login, account and logout in the phone's browser."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import App
from tests.sdk.mobile.android_app_auth import REDIRECT_URI, AndroidAppAuth
from tests.sdk.mobile.web_view import WebView


@pytest.fixture
def app(http: httpx.Client) -> App:
    """The demo's application, to whose own scheme the browser comes back."""
    document = {
        "applications": [{"redirectUris": [REDIRECT_URI], "logoutRedirectUris": [REDIRECT_URI]}],
        "users": [{"username": "ci", "password": "111111", "nickname": "Ironman"}],
    }
    return App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])


@pytest.fixture
def demo(server_url: str, app: App) -> Iterator[AndroidAppAuth]:
    """The demo's screen."""
    with AndroidAppAuth(server_url, app.app_id) as screen:
        yield screen


@pytest.fixture
def view(server_url: str) -> Iterator[WebView]:
    """The phone's browser."""
    with WebView(server_url) as browser:
        yield browser


def test_discovery_names_all_that_the_demo_uses_and_no_registration(server_url: str, demo: AndroidAppAuth) -> None:
    document = demo.get_discovery_document()
    assert document["issuer"] == f"{server_url}/oidc"
    assert document["authorization_endpoint"] == f"{server_url}/oidc/auth"
    assert document["token_endpoint"] == f"{server_url}/oidc/token"
    assert "S256" in document["code_challenge_methods_supported"]
    assert "registration_endpoint" not in document


def test_a_login_in_the_browser_comes_back_to_the_apps_own_scheme(
    app: App, demo: AndroidAppAuth, view: WebView
) -> None:
    demo.get_discovery_document()
    request = demo.auth_request()
    view.open(demo.authorize_url(request))
    view.login_page("ci", "111111")
    assert view.url.startswith(f"{REDIRECT_URI}?") and view.told["state"] == request.state
    tokens = demo.exchange(view.told["code"], request)
    secret = str(app.control("GET", f"/pools/{app.pool_id}")["appSecret"])
    assert demo.claims_of(tokens["id_token"], secret, request)["sub"] == app.users()[0]["id"]
    assert tokens["refresh_token"] and tokens["token_type"] == "Bearer"
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        demo.exchange(view.told["code"], request)


def test_the_account_is_shown_to_who_is_logged_in_until_the_logout(demo: AndroidAppAuth, view: WebView) -> None:
    demo.get_discovery_document()
    view.open(demo.authorize_url(demo.auth_request()))
    view.login_page("ci", "111111")
    view.open(demo.user_center_page())
    assert view.path == "/u" and "Ironman" in view.page and f'href="{REDIRECT_URI}"' in view.page
    view.open(demo.build_logout_url_profile(REDIRECT_URI))
    assert view.url == REDIRECT_URI
    view.open(demo.user_center_page())
    assert view.path == "/login"
    view.open(demo.authorize_url(demo.auth_request()))
    assert view.path == "/login"


def test_registering_a_client_is_not_built_and_says_so(demo: AndroidAppAuth) -> None:
    told = demo.register_client()
    assert told.status_code == 501 and told.headers["x-mock-unimplemented"] == "true"
    assert "registerClient" in told.text
