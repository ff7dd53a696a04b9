"""What the mock itself has told others, as the console shows it: events to subscribers, deliveries to webhooks."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App

EVIL = "<script>top.evil = 1</script><img src=x onerror='top.evil = 1'>"
# What EVIL has done, and whether any of it has become a part of the page.
HARM = "[typeof window.evil, document.querySelectorAll('main script, main img').length]"


@pytest.fixture
def hooked(http: httpx.Client) -> App:
    """An application whose pool tells the server's own health of logins."""
    hook = {"name": "ci", "url": f"{http.base_url}/_mock/health", "events": ["login", "test"]}
    users = [{"username": "ann", "password": "111111"}]
    made = http.post("/_mock/pools", json={"name": "Hooked", "applications": [{}], "users": users, "webhooks": [hook]})
    return App(http, app_id=made.json()["appId"])


def _open(page: Page, app: App | None, view: str, **more: str) -> Locator:
    opened(page, "requests", "Requests", view=view, pool=app.pool_id if app else "", **more)
    return page.get_by_role("list", name=view.capitalize()).get_by_role("listitem")


def _detail(page: Page, view: str) -> Locator:
    return page.get_by_role("region", name=view.capitalize())


def _publish(app: App, event: str, data: Any) -> None:
    app.control("POST", "/events", {"userPoolId": app.pool_id, "event": event, "data": data})


def test_the_views_of_requests_lead_to_what_the_mock_has_told(page: Page, shop: App) -> None:
    opened(page, "requests", "Requests", pool=shop.pool_id)
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link")).to_have_text(["Received", "Webhooks", "Events"])
    views.get_by_role("link", name="Events").click()
    expect(page.get_by_text("No events yet")).to_be_visible()
    views.get_by_role("link", name="Webhooks").click()
    expect(page.get_by_text("No deliveries yet")).to_be_visible()
    views.get_by_role("link", name="Received").click()
    expect(page.get_by_label("Search by path, operation or account")).to_be_visible()


def test_an_event_appears_while_one_looks_and_is_sent_again_with_other_data(page: Page, shop: App) -> None:
    rows = _open(page, shop, "events")
    _publish(shop, "authing.user.updated", {"name": "before"})
    rows.get_by_role("button", name="authing.user.updated, 0 subscribers").click()
    expect(_detail(page, "events").get_by_label("Data", exact=True)).to_contain_text('"name": "before"')
    _detail(page, "events").get_by_role("button", name="Send again").click()
    dialog = page.get_by_role("dialog", name="Send an event")
    expect(dialog.get_by_label("Event")).to_have_value("authing.user.updated")
    dialog.get_by_label("Data (JSON)").fill("{")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_have_text("The data is not valid JSON.")
    dialog.get_by_label("Data (JSON)").fill('{"name": "after"}')
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent to 0 subscribers.")).to_be_visible()
    expect(page.get_by_text("2 events")).to_be_visible()
    told = shop.control("GET", "/events", userPoolId=shop.pool_id)["list"]
    assert [each["data"]["name"] for each in told] == ["after", "before"]


def test_events_of_one_kind_are_found_and_a_reload_shows_the_same(page: Page, shop: App) -> None:
    _publish(shop, "one", {})
    _publish(shop, "two", {})
    _open(page, shop, "events")
    expect(page.get_by_text("2 events")).to_be_visible()
    page.get_by_label("Event", exact=True).fill("two")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 event", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 event", exact=True)).to_be_visible()
    page.get_by_label("Event", exact=True).fill("three")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No such event.")).to_be_visible()


def test_an_event_is_sent_in_the_pool_that_is_asked_for_where_none_is_chosen(page: Page, shop: App) -> None:
    _open(page, None, "events")
    page.get_by_role("button", name="Send an event").click()
    dialog = page.get_by_role("dialog", name="Send an event")
    dialog.get_by_label("User pool").select_option(shop.pool_id)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_have_text("Enter the event.")
    dialog.get_by_label("Event").fill("mine.own")
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name=re.compile("^mine.own, 0 subscribers, in Shop$"))).to_be_visible()


def test_script_in_an_event_is_text(page: Page, shop: App) -> None:
    _publish(shop, EVIL, {EVIL: EVIL})
    _open(page, shop, "events").get_by_role("button").click()
    expect(_detail(page, "events").get_by_role("heading", level=2)).to_have_text(EVIL)
    assert page.evaluate(HARM) == ["undefined", 0]


def test_a_login_that_a_webhook_is_told_of_is_shown_and_told_once_more(page: Page, hooked: App) -> None:
    rows = _open(page, hooked, "webhooks")
    hooked.post("/api/v2/login/account", account="ann", password="111111")
    rows.get_by_role("button", name=re.compile("^login to http")).first.click()
    detail = _detail(page, "webhooks")
    expect(detail.get_by_label("Request body", exact=True)).to_contain_text('"eventName": "login"')
    before = hooked.control("GET", "/webhooks/deliveries", userPoolId=hooked.pool_id)["list"]
    detail.get_by_role("button", name="Replay").click()
    expect(page.get_by_text("Sent again.")).to_be_visible()
    after = hooked.control("GET", "/webhooks/deliveries", userPoolId=hooked.pool_id)["list"]
    assert {each["id"] for each in before} < {each["id"] for each in after}
    assert {each["event"] for each in after} == {"login"}


def test_a_test_event_is_sent_and_what_no_webhook_wants_is_refused_in_the_form(warned_page: Page, hooked: App) -> None:
    page = warned_page
    rows = _open(page, hooked, "webhooks")
    page.get_by_role("button", name="Send a test event").click()
    dialog = page.get_by_role("dialog", name="Send a test event")
    dialog.get_by_label("Event").fill("register")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("no webhook of this pool")
    dialog.get_by_label("Event").fill("test")
    dialog.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent: test")).to_be_visible()
    expect(rows.get_by_role("button", name=re.compile("^test to http")).first).to_be_visible()


def test_events_and_deliveries_are_clear_to_everybody_and_fit_a_phone(page: Page, hooked: App) -> None:
    hooked.post("/api/v2/login/account", account="ann", password="111111")
    _publish(hooked, "authing.user.updated." + "long" * 40, {"name": "ann"})
    for view, act in (("events", "Send an event"), ("webhooks", "Send a test event")):
        page.set_viewport_size({"width": 1280, "height": 800})
        rows = _open(page, hooked, view)
        rows.first.get_by_role("button").click()
        expect(_detail(page, view).get_by_role("heading", level=2)).to_be_visible()
        expect_no_findings(page)
        page.get_by_role("button", name=act).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect_no_findings(page)
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 360, "height": 740})
        expect_no_sideways_scrolling(page)
        _detail(page, view).get_by_role("button", name="Back to the list").click()
        expect(rows.first).to_be_visible()
        expect_no_sideways_scrolling(page)
