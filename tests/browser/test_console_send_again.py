"""A request of the journal, sent once more from the console."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.console import opened
from tests.conftest import App

SEND_AGAIN = "Send again"


def _open(page: Page, app: App, name: str) -> None:
    opened(page, "requests", "Requests", pool=app.pool_id)
    page.get_by_role("button", name=name).first.click()


def _journal(app: App, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.control("GET", "/requests", userPoolId=app.pool_id, path=path)["list"]
    return found


def test_a_request_without_secrets_is_sent_again_at_once_and_its_answer_is_shown(page: Page, shop: App) -> None:
    assert shop.post("/api/v2/sms/send", phone="13800138000")["code"] == 200
    _open(page, shop, "POST /api/v2/sms/send")
    page.get_by_role("button", name=SEND_AGAIN).click()
    expect(page.get_by_text("Sent. The server answered with HTTP 200.")).to_be_visible()
    expect(page.get_by_text("Sent. The server answered")).to_be_visible()
    again, first = _journal(shop, "/api/v2/sms/send")
    assert (again["requestBody"], again["code"]) == (first["requestBody"], 200)
    assert again["requestHeaders"]["x-authing-app-id"] == shop.app_id
    expect(page.locator(".row.chosen")).to_have_count(1)
    expect(page).to_have_url(f"{page.url.split('#')[0]}#/requests?pool={shop.pool_id}&id={again['id']}")


def test_what_the_journal_hides_is_asked_for(page: Page, shop: App) -> None:
    shop.call("POST", "/api/v2/login/account", {"account": "ann", "password": "wrong"})
    _open(page, shop, "POST /api/v2/login/account, 200, code 2333")
    page.get_by_role("button", name=SEND_AGAIN).click()
    dialog = page.get_by_role("dialog", name="Send this request again")
    expect(dialog.get_by_text("--journal-secrets")).to_be_visible()
    dialog.get_by_label("Body field password").fill("111111")
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. The server answered with HTTP 200.")).to_be_visible()
    assert [each["code"] for each in _journal(shop, "/api/v2/login/account")] == [200, 2333]


def test_a_hidden_header_is_asked_for_and_left_out_when_it_is_left_empty(page: Page, shop: App) -> None:
    shop.call("GET", "/api/v2/users/me", headers={"authorization": "Bearer nonsense"})
    _open(page, shop, "GET /api/v2/users/me")
    page.get_by_role("button", name=SEND_AGAIN).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Header authorization")).to_be_visible()
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. The server answered")).to_be_visible()
    assert "authorization" not in _journal(shop, "/api/v2/users/me")[0]["requestHeaders"]


@pytest.mark.parametrize(
    ("method", "path", "why"),
    [
        ("GET", "/api/%2e%2e/_mock/outbox", "A browser would rewrite this path."),
        ("DELETE", "/api/.%2e/_mock/pools", "A browser would rewrite this path."),
        ("TRACE", "/api/v2/users/me", "A browser page cannot send TRACE."),
    ],
)
def test_no_request_of_a_journal_steers_the_mock_or_leaves_it(
    page: Page, shop: App, method: str, path: str, why: str
) -> None:
    url = httpx.URL(shop.http.base_url).copy_with(raw_path=path.encode())
    shop.http.request(method, url, headers={"x-authing-app-id": shop.app_id})
    opened(page, "requests", "Requests", pool=shop.pool_id)
    page.get_by_role("button", name=f"{method} {unquote(path)}").first.click()
    asked: list[Request] = []
    page.on("request", lambda each: asked.append(each) if each.method == method and "/api/" in each.url else None)
    page.get_by_role("button", name=SEND_AGAIN).click()
    dialog = page.get_by_role("dialog", name="This request cannot be sent from a browser")
    expect(dialog.get_by_text(why)).to_be_visible()
    expect(dialog.get_by_label("curl", exact=True)).to_contain_text("curl -X")
    assert asked == []


def test_a_path_with_two_slashes_stays_on_this_server(warned_page: Page, shop: App) -> None:
    page = warned_page
    url = httpx.URL(shop.http.base_url).copy_with(raw_path=b"//evil.example/api")
    shop.http.get(url, headers={"x-authing-app-id": shop.app_id})
    opened(page, "requests", "Requests", pool=shop.pool_id)
    page.get_by_role("button", name="GET //evil.example/api").first.click()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/evil" in each.url else None)
    page.get_by_role("button", name=SEND_AGAIN).click()
    expect(page.get_by_text("Sent. The server answered")).to_be_visible()
    assert asked == [f"{str(shop.http.base_url).rstrip('/')}//evil.example/api"]


def test_a_body_that_the_journal_has_in_part_is_not_sent(page: Page, shop: App) -> None:
    shop.http.post(
        "/api/v2/upload", files={"file": ("a.png", b"\x89PNG\0\0")}, headers={"x-authing-app-id": shop.app_id}
    )
    _open(page, shop, "POST /api/v2/upload")
    page.get_by_role("button", name=SEND_AGAIN).click()
    expect(page.get_by_role("dialog").get_by_text("does not have the whole body")).to_be_visible()
