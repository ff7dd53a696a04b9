"""The page that asks before somebody else is logged out, in a real browser."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import serious_findings
from tests.conftest import App


@pytest.fixture
def asked(page: Page, shop: App) -> Page:
    """The page, after a hint of ann's in a browser in which carl is logged in."""
    hint = shop.log_in("ann")["token"]
    shop.make_user(username="carl", password="111111")
    headers = {"x-authing-app-id": shop.app_id}
    page.request.post("/api/v2/login/account", data={"account": "carl", "password": "111111"}, headers=headers)
    query = {"id_token_hint": hint, "post_logout_redirect_uri": f"{shop.http.base_url}/_mock/health", "state": "s"}
    page.goto(f"/oidc/session/end?{urlencode(query)}")
    return page


def _who(page: Page) -> str | None:
    session = page.request.get("/cas/session").json()
    return str(session["userInfo"]["username"]) if session["session"] else None


def test_who_says_yes_is_logged_out_and_back_at_the_application(asked: Page) -> None:
    expect(asked.get_by_role("heading", name="Log out?")).to_be_visible()
    expect(asked.get_by_text("Logged in as carl")).to_be_visible()
    assert serious_findings(asked) == []
    asked.get_by_role("button", name="Log out").click()
    asked.wait_for_url("**/_mock/health?state=s")
    assert _who(asked) is None


def test_the_enter_key_stays_logged_in(asked: Page) -> None:
    # A browser gives the focus a moment after it has drawn the page.
    expect(asked.get_by_role("button", name="Stay logged in")).to_be_focused()
    asked.keyboard.press("Enter")
    expect(asked.get_by_role("heading", name="You are still logged in")).to_be_visible()
    assert _who(asked) == "carl"


def test_it_asks_in_chinese_too_and_forgets_nothing(asked: Page) -> None:
    asked.set_viewport_size({"width": 320, "height": 640})
    asked.get_by_role("link", name="中文").click()
    expect(asked.get_by_role("heading", name="要退出登录吗？")).to_be_visible()
    assert asked.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    asked.get_by_role("button", name="退出登录").click()
    asked.wait_for_url("**/_mock/health?state=s")
    assert _who(asked) is None
