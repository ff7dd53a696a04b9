"""What stands around every section of the console."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.console import address, opened
from tests.conftest import App

SECTIONS = {
    "Outbox": "发件箱",
    "Users": "用户",
    "Requests": "请求",
    "Faults": "故障",
    "Pools": "用户池",
    "Connect": "接入",
    "Coverage": "覆盖",
}


def test_every_section_is_a_link_in_english_and_in_chinese(page: Page, shop: App) -> None:
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    for english, chinese in SECTIONS.items():
        page.get_by_role("link", name=english, exact=True).click()
        expect(page.get_by_role("heading", name=english, level=1)).to_be_visible()
        page.get_by_role("button", name="中文").click()
        expect(page.get_by_role("heading", name=chinese, exact=True, level=1)).to_be_visible()
        expect(page.get_by_role("link", name=chinese, exact=True)).to_have_attribute("aria-current", "page")
        page.get_by_role("button", name="English").click()


def test_a_browser_that_speaks_chinese_gets_chinese(chrome: Browser, server_url: str) -> None:
    with chrome.new_context(base_url=server_url, locale="zh-CN") as context:
        page = context.new_page()
        opened(page, "outbox", "发件箱")
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_colours_follow_the_system_until_one_chooses_and_the_choice_is_kept(chrome: Browser, server_url: str) -> None:
    with chrome.new_context(base_url=server_url, locale="en-US", color_scheme="dark") as context:
        page = context.new_page()
        opened(page, "coverage", "Coverage")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.get_by_role("button", name="Light mode").click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_at_first_all_pools_are_shown_and_one_can_be_chosen(page: Page, shop: App) -> None:
    other = App(shop.http)
    here, there = shop.code_for("13911110001"), other.code_for("13911110002")
    opened(page, "outbox", "Outbox")
    expect(page.get_by_label("User pool")).to_have_value("")
    for code, to in ((here, "13911110001"), (there, "13911110002")):
        expect(page.get_by_role("button", name=f"SMS to {to}, VERIFY_CODE, code {code}").first).to_be_visible()
    page.get_by_label("User pool").select_option(shop.pool_id)
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(f"pool={shop.pool_id}"))
    page.get_by_role("link", name="Requests").click()
    expect(page).to_have_url(re.compile(f"#/requests.*pool={shop.pool_id}"))


def test_a_pool_that_is_gone_is_said_to_be_gone(warned_page: Page, shop: App) -> None:
    page, pool = warned_page, shop.pool_id
    opened(page, "outbox", "Outbox", pool=pool)
    shop.control("DELETE", f"/pools/{pool}")
    expect(page.get_by_text("This user pool no longer exists.")).to_be_visible()
    expect(page.get_by_label("User pool")).to_have_value("")


def test_the_keyboard_can_skip_to_the_content(page: Page) -> None:
    opened(page, "coverage", "Coverage")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_nothing_is_asked_of_anybody_but_this_server(page: Page, shop: App, server_url: str) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for section, heading in zip(("outbox", "users", "requests", "faults", "pools", "connect"), SECTIONS, strict=False):
        opened(page, section, heading, pool=shop.pool_id)
    others = {url for url in asked if not url.startswith((server_url, "about:"))}
    assert others == set()
    assert {url for url in asked if not url.startswith((f"{server_url}/_mock/", "about:"))} == set()


@pytest.fixture
def guarded_url() -> Iterator[str]:
    """A server that asks for a control token."""
    with ThreadedServer(Settings(port=0, control_token="open-sesame")) as server:
        yield server.base_url


def test_a_server_with_a_control_token_asks_for_it_once(chrome: Browser, guarded_url: str) -> None:
    with chrome.new_context(base_url=guarded_url, locale="en-US") as context:
        page = context.new_page()
        page.goto(address("outbox"))
        dialog = page.get_by_role("dialog", name="This server needs its control token")
        dialog.get_by_label("Control token").fill("wrong")
        dialog.get_by_role("button", name="Continue").click()
        expect(dialog.get_by_role("alert")).to_contain_text("--control-token")
        dialog.get_by_label("Control token").fill("open-sesame")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Outbox", level=1)).to_be_visible()
        expect(page.get_by_role("img", name="Live")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Outbox", level=1)).to_be_visible()


def test_the_token_that_was_typed_opens_the_login_pages_list_and_another_tab(chrome: Browser, guarded_url: str) -> None:
    login = "/login?app_id=61ae0c9807451d6f30226bd4"
    with chrome.new_context(base_url=guarded_url, locale="en-US") as context:
        page = context.new_page()
        page.goto(login)
        expect(page.get_by_text("This server has a control token.")).to_be_visible()
        expect(page.get_by_role("button", name="ci ", exact=False)).to_have_count(0)
        page.get_by_role("link", name="/_mock/ui/").click()
        page.get_by_role("textbox", name="Control token").fill("open-sesame")
        page.keyboard.press("Enter")
        expect(page.get_by_role("img", name="Live")).to_be_visible()
        other = context.new_page()
        other.goto(address("outbox"))
        expect(other.get_by_role("img", name="Live")).to_be_visible()
        page.goto(login)
        page.get_by_role("button", name="ci ", exact=False).first.click()
        expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()


def test_a_server_that_ends_is_seen_and_one_that_comes_back_too(chrome: Browser) -> None:
    with chrome.new_context(locale="en-US") as context:
        page = context.new_page()
        with ThreadedServer(Settings(port=0)) as first:
            url = httpx.URL(first.base_url)
            page.goto(f"{url}{address('outbox')}")
            expect(page.get_by_role("img", name="Live")).to_be_visible()
        expect(page.get_by_role("img", name="The server does not answer")).to_be_visible()
        with ThreadedServer(Settings(port=url.port or 0)) as second:
            expect(page.get_by_role("img", name="Live")).to_be_visible()
            app = App(httpx.Client(base_url=second.base_url, trust_env=False))
            with app.http:
                app.code_for("13800138000")
            expect(page.get_by_text("1 message", exact=True)).to_be_visible()


def test_ten_tabs_at_once_hear_of_a_message_and_take_no_connection_from_each_other(
    context: BrowserContext, shop: App
) -> None:
    pool = shop.pool_id
    tabs = [context.new_page() for _ in range(10)]
    for number, tab in enumerate(tabs):
        opened(tab, "requests" if number % 2 else "outbox", "Requests" if number % 2 else "Outbox", pool=pool)
    code = shop.code_for("13800138000")
    for number, tab in enumerate(tabs):
        if number % 2 == 0:
            expect(tab.get_by_role("button", name=f"Copy code {code}", exact=True)).to_be_visible()


def test_a_server_that_asks_for_its_token_is_not_said_to_be_away(chrome: Browser, guarded_url: str) -> None:
    with chrome.new_context(base_url=guarded_url, locale="en-US") as context:
        page = context.new_page()
        with page.expect_response(lambda each: each.url.endswith("/_mock/outbox/stream") and each.status == 401):
            page.goto(address("outbox"))
        expect(page.get_by_role("dialog", name="This server needs its control token")).to_be_visible()
        expect(page.locator("header [role=img]")).to_have_accessible_name("This server needs its control token")
        expect(page.get_by_text("The server does not answer")).to_be_hidden()


def test_a_server_that_refuses_is_said_to_refuse_and_not_to_be_away(warned_page: Page, shop: App) -> None:
    def refuse(route: Route) -> None:
        message = "the database does not answer"
        route.fulfill(status=503, json={"error": {"code": "unavailable", "message": message}})

    warned_page.route("**/_mock/outbox/stream", refuse)
    opened(warned_page, "coverage", "Coverage")
    expect(warned_page.get_by_text("The server refuses: the database does not answer")).to_be_visible()
    expect(warned_page.get_by_text("The server does not answer")).to_be_hidden()
