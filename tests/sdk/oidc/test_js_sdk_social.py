"""npm authing-js-sdk 4.23.55, unmodified, in Chromium: login by a third party and a company's provider, in a popup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import App
from tests.sdk.oidc import chromium
from tests.sdk.oidc.chromium import Site, Window

GITHUB = {"type": "github", "identities": [{"profile": {"openid": "wei", "nickname": "Wei"}}]}
OIDC = {"type": "oidc", "identifier": "corp", "identities": [{"profile": {"sub": "cora", "nickname": "Cora"}}]}
SAML = {**OIDC, "type": "saml", "identifier": "corp-saml"}


@pytest.fixture
def shop(http: httpx.Client) -> App:
    made = http.post("/_mock/pools", json={"connections": [GITHUB, OIDC, SAML]})
    assert made.status_code == 201, made.text
    return App(http, app_id=made.json()["appId"])


@contextmanager
def an_app(browser: Browser, site: Site, server_url: str, app: App) -> Iterator[Window]:
    """An application's page on this machine."""
    home = site.home("authing_js_sdk")
    site.add(home, {"appId": app.app_id, "appHost": server_url})
    with chromium.window(browser, home) as window:
        window.open()
        yield window


def authorize(window: Window, client: str, *arguments: Any) -> tuple[Page, Callable[[], Any]]:
    """Has the SDK open its window: the window, and what the SDK calls the app back with."""
    script = """([client, args]) => { window.told = new Promise(done => app[client].authorize(...args, {
        onSuccess: user => done({ user }), onError: (code, message) => done({ code, message }) })) }"""
    with window.page.expect_popup() as opened:
        window.page.evaluate(script, [client, list(arguments)])
    return opened.value, lambda: window.page.evaluate("window.told")


def test_a_third_party_logs_somebody_in(browser: Browser, site: Site, server_url: str, shop: App) -> None:
    with an_app(browser, site, server_url, shop) as window:
        popup, told = authorize(window, "social", "github")
        assert "Log in with github" in popup.inner_text("h1")
        with popup.expect_event("close"):
            popup.click("text=Wei")
        user = told()["user"]
        assert (user["nickname"], user["identities"][0]["provider"]) == ("Wei", "github")
        # The SDK is logged in by what the popup told, and the browser by the cookie.
        assert window.call("getCurrentUser")["id"] == user["id"]
    assert [each["id"] for each in shop.users()] == [user["id"]]


@pytest.mark.parametrize(("protocol", "identifier"), [("oidc", "corp"), ("saml", "corp-saml")])
def test_a_companys_provider_logs_somebody_in(
    browser: Browser, site: Site, server_url: str, shop: App, protocol: str, identifier: str
) -> None:
    with an_app(browser, site, server_url, shop) as window:
        popup, told = authorize(window, "enterprise", protocol, identifier)
        with popup.expect_event("close"):
            popup.click("text=Cora")
        user = told()["user"]
        assert user["identities"][0]["isSocial"] is False and window.call("getCurrentUser")["id"] == user["id"]


def test_the_app_is_told_of_a_refusal(browser: Browser, site: Site, server_url: str, shop: App) -> None:
    shop.settings(registerDisabled=True)
    with an_app(browser, site, server_url, shop) as window:
        popup, told = authorize(window, "social", "github")
        with popup.expect_event("close"):
            popup.click("text=Wei")
        assert told()["code"] == 2031


def test_a_page_of_another_site_is_told_only_if_that_is_allowed(
    browser: Browser, site: Site, server_url: str, shop: App
) -> None:
    home = "http://shop.example/authing_js_sdk/social"
    site.add(home, {"appId": shop.app_id, "appHost": server_url})
    with chromium.window(browser, home) as window:
        window.page.route("http://shop.example/**", lambda route: _serve(route, site))
        window.open()
        popup, told = authorize(window, "social", "github")
        popup.click("text=Wei")
        assert popup.inner_text("strong") == "http://shop.example" and shop.users() == []
        with popup.expect_event("close"):
            popup.click("text=Allow")
        assert told()["user"]["nickname"] == "Wei"


def _serve(route: Any, site: Site) -> None:
    kind, content = site.file(httpx.URL(route.request.url).path) or ("text/plain", b"")
    route.fulfill(content_type=kind, body=content)
