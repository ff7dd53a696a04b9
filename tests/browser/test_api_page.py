"""The page of the API: the server's OpenAPI document in Swagger UI."""

from __future__ import annotations

from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.console import address, opened
from tests.conftest import App

PAGE = "/_mock/ui/api/"
# Swagger UI draws a hundred calls at once.
PATIENT_MS = 30_000


def _open(page: Page) -> None:
    page.set_default_timeout(PATIENT_MS)
    page.goto(PAGE)
    expect(page.locator(".opblock").first).to_be_visible(timeout=PATIENT_MS)


def test_it_shows_the_calls_of_the_server_and_loads_nothing_from_elsewhere(page: Page, server_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    _open(page)
    # Only what is in sight is drawn.
    expect(page.get_by_role("heading", name="Control API")).to_be_visible()
    expect(page.locator(".opblock", has_text="/_mock/health")).to_be_visible()
    assert f"{server_url}/_mock/openapi.json" in asked
    assert [url for url in asked if not url.startswith((f"{server_url}/_mock/", "data:"))] == []


def test_a_call_can_be_tried(page: Page, shop: App) -> None:
    _open(page)
    page.locator(".opblock", has_text="/_mock/health").first.click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response").get_by_text("ok")).to_be_visible(timeout=PATIENT_MS)


def test_the_console_leads_there(page: Page, shop: App) -> None:
    opened(page, "connect", "Connect", pool=shop.pool_id)
    page.get_by_role("link", name="API reference").click()
    expect(page.locator(".opblock").first).to_be_visible(timeout=PATIENT_MS)
    page.get_by_role("link", name="Back to the console").click()
    expect(page.get_by_role("heading", name="Outbox", level=1)).to_be_visible()


def test_a_control_token_is_taken_from_the_console_of_the_same_tab(chrome: Browser) -> None:
    with (
        ThreadedServer(Settings(port=0, control_token="open-sesame")) as server,
        chrome.new_context(base_url=server.base_url, locale="en-US") as context,
    ):
        page = context.new_page()
        page.goto(PAGE)
        expect(page.get_by_role("alert")).to_contain_text("enter the token there")
        page.goto(address("outbox"))
        page.get_by_label("Control token", exact=True).and_(page.get_by_role("textbox")).fill("open-sesame")
        page.keyboard.press("Enter")
        expect(page.get_by_role("img", name="Live")).to_be_visible()
        _open(page)
        page.locator(".opblock", has_text="/_mock/info").first.click()
        page.get_by_role("button", name="Execute").click()
        expect(page.locator(".live-responses-table .response").get_by_text("consoleUrl")).to_be_visible(
            timeout=PATIENT_MS
        )
