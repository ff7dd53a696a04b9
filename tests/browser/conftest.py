"""A browser with the network cut: it reaches this machine alone."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from tests.browser import chromium
from tests.conftest import App
from tests.sdk import packages

_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


@pytest.fixture(scope="session")
def chrome(playwright: Playwright, node: str) -> Iterator[Browser]:
    """Chromium, which finds no host but this machine; npm has brought axe for it by then."""
    try:
        with chromium.launched(playwright, _THIS_MACHINE) as launched:
            yield launched
    except packages.MissingError as missing:
        packages.give_up(missing)


@pytest.fixture
def context(chrome: Browser, server_url: str) -> Iterator[BrowserContext]:
    """A browser without a past, in English."""
    with chrome.new_context(base_url=server_url, locale="en-US") as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # A browser asks for the icon of an answer that is no page, now and then.
        if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
            complaints.append(said.text)

    context.on("console", hear)
    yield from _page(context)
    assert complaints == []


@pytest.fixture
def warned_page(context: BrowserContext) -> Iterator[Page]:
    """A page that is refused something, of which the browser's console tells; its script still makes no mistake."""
    yield from _page(context)


def _page(context: BrowserContext) -> Iterator[Page]:
    mistakes: list[str] = []
    context.on("weberror", lambda each: mistakes.append(str(each.error)))
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    assert mistakes == []


@pytest.fixture
def shop(http: httpx.Client) -> App:
    """An application whose pool has a few users, and whose redirects go nowhere but to this server."""
    callback = f"{http.base_url}/_mock/health"
    document = {
        "name": "Shop",
        "applications": [{"name": "Shop", "redirectUris": [callback]}],
        "users": [
            {"username": "ann", "password": "111111", "email": "ann@x.test", "phone": "13800138000"},
            {"username": "bob", "password": "111111", "blocked": True},
        ],
    }
    made = http.post("/_mock/pools", json=document).json()
    return App(http, app_id=made["appId"])
