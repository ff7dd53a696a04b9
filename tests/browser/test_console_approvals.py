"""The console's logins to approve, and its captchas: what a phone and a picture would show."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App

EVIL = "<script>top.evil = 1</script><img src=x onerror='top.evil = 1'>"
PEOPLE = [
    {"id": "ann", "username": "ann", "nickname": "Ann", "password": "111111"},
    {"id": "bob", "username": "bob", "password": "111111", "blocked": True},
]


@pytest.fixture
def phones(http: httpx.Client) -> App:
    """An application whose pool has Ann and, made later, Bob, who is locked."""
    made = http.post("/_mock/pools", json={"name": "Phones", "applications": [{}], "users": PEOPLE}).json()
    return App(http, app_id=made["appId"])


def _code(app: App) -> str:
    return str(app.post("/api/v2/qrcode/gene", scene="APP_AUTH")["data"]["random"])


def _push(app: App, account: str = "ann") -> str:
    answer = app.call("POST", "/api/v3/signin-by-push", {"account": account}).json()
    return str(answer["data"]["pushCodeId"])


def _checked(app: App, random: str) -> dict[str, Any]:
    found: dict[str, Any] = app.get("/api/v2/qrcode/check", random=random)["data"]
    return found


def _open(page: Page, app: App, **more: str) -> Locator:
    opened(page, "outbox", "Outbox", view="approvals", pool=app.pool_id, **more)
    return page.get_by_role("list", name="Approvals").get_by_role("listitem")


def _detail(page: Page) -> Locator:
    return page.get_by_role("region", name="Approvals")


def test_a_qr_code_is_approved_in_one_click_by_a_user_who_is_not_locked(page: Page, phones: App) -> None:
    random = _code(phones)
    row = _open(page, phones)
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Approve as Ann", exact=True).click()
    expect(page.get_by_text("Ann has approved the login.")).to_be_visible()
    expect(row).to_contain_text("Approved")
    ticket = _checked(phones, random)["ticket"]
    assert phones.post("/api/v2/qrcode/userinfo", ticket=ticket)["data"]["username"] == "ann"


def test_a_push_is_refused_in_one_click_by_the_user_to_whom_it_went(page: Page, phones: App) -> None:
    push = _push(phones)
    row = _open(page, phones)
    row.get_by_role("button", name="Refuse as Ann", exact=True).click()
    expect(row).to_contain_text("Refused")
    status = phones.call("GET", f"/api/v3/check-pushcode-status?pushCodeId={push}").json()["data"]
    assert status["status"] == "CANCELLED"


def test_a_code_that_comes_while_one_looks_is_shown_and_counted_in_every_view(page: Page, phones: App) -> None:
    opened(page, "outbox", "Outbox", pool=phones.pool_id)
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link")).to_have_text(["Messages", "Approvals", "Captchas"])
    expect(views.get_by_role("link", name="Messages")).to_have_attribute("aria-current", "page")
    _code(phones)
    _push(phones)
    expect(views.get_by_role("link", name="Approvals 2")).to_be_visible()
    views.get_by_role("link", name="Approvals 2").click()
    expect(page.get_by_text("2 logins")).to_be_visible()
    expect(page.get_by_role("list", name="Approvals").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^Approve as ")).first.click()
    expect(views.get_by_role("link", name="Approvals 1")).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 logins")).to_be_visible()


def test_another_user_can_hold_the_phone_and_does_so_from_then_on(warned_page: Page, phones: App) -> None:
    page = warned_page
    phones.make_user(id="cleo", username="cleo", nickname="Cleo", password="111111")
    first = _code(phones)
    row = _open(page, phones)
    row.get_by_role("button", name=re.compile("QR code login as Cleo")).click()
    phone = _detail(page).get_by_label("Whose phone it is")
    expect(phone).to_have_value("Cleo")
    phone.fill("nobody")
    _detail(page).get_by_role("button", name="Approve").click()
    expect(page.get_by_text("nobody in this pool is known as 'nobody'")).to_be_visible()
    phone.fill("ann")
    _detail(page).get_by_role("button", name="Only scan").click()
    expect(_detail(page)).to_contain_text("Scanned")
    assert _checked(phones, first)["status"] == 1
    _detail(page).get_by_role("button", name="Approve").click()
    expect(_detail(page)).to_contain_text("Approved")
    _code(phones)
    expect(page.get_by_role("button", name=re.compile("^Approve as [Aa]nn$"))).to_be_visible()
    expect(_detail(page).get_by_role("link", name="Ann")).to_have_attribute("href", re.compile("users"))


def test_a_code_that_expires_by_the_pools_clock_can_no_longer_be_approved(page: Page, phones: App) -> None:
    _code(phones)
    row = _open(page, phones)
    row.get_by_role("button", name="QR code login").click()
    expect(_detail(page).get_by_text(re.compile("^Valid for 1 min"))).to_be_visible()
    phones.control("POST", "/clock/advance", {"userPoolId": phones.pool_id, "seconds": 130})
    expect(row).to_contain_text("Expired")
    expect(page.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)


def test_without_a_user_there_is_nobody_to_approve_until_one_is_made(page: Page, http: httpx.Client) -> None:
    app = App(http, app_id=http.post("/_mock/pools", json={"applications": [{}]}).json()["appId"])
    _code(app)
    row = _open(page, app)
    expect(row).to_contain_text("This pool has no user")
    expect(page.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    app.make_user(username="dora", password="111111")
    expect(row.get_by_role("button", name="Approve as dora")).to_be_visible()


def test_another_pools_logins_are_shown_only_where_all_are(page: Page, phones: App, shop: App) -> None:
    _code(phones)
    opened(page, "outbox", "Outbox", view="approvals", pool=shop.pool_id)
    expect(page.get_by_text("No logins to approve")).to_be_visible()
    opened(page, "outbox", "Outbox", view="approvals")
    expect(page.get_by_role("button", name=re.compile("in Phones$")).first).to_be_visible()


def test_a_name_with_script_in_it_is_text_where_a_login_waits(page: Page, phones: App) -> None:
    phones.make_user(id="eve", username="eve", nickname=EVIL, password="111111")
    _push(phones, "eve")
    row = _open(page, phones)
    expect(row).to_contain_text(EVIL)
    row.get_by_role("button", name=re.compile("^Push login")).click()
    expect(_detail(page)).to_contain_text(EVIL)
    assert page.evaluate("[typeof window.evil, document.querySelectorAll('main script, main img').length]") == [
        "undefined",
        0,
    ]


def test_logins_are_approved_by_keyboard_alone(page: Page, phones: App) -> None:
    random = _code(phones)
    row = _open(page, phones)
    row.get_by_role("button", name="QR code login").focus()
    page.keyboard.press("Enter")
    expect(_detail(page).get_by_label("Whose phone it is")).to_be_visible()
    _detail(page).get_by_role("button", name="Approve").focus()
    page.keyboard.press("Enter")
    expect(_detail(page)).to_contain_text("Approved")
    expect(_detail(page)).to_be_focused()
    assert _checked(phones, random)["status"] == 2


def test_a_captchas_text_is_read_where_the_picture_is_not(page: Page, phones: App) -> None:
    text = phones.call("GET", "/api/v2/security/captcha").headers["x-mock-captcha-code"]
    opened(page, "outbox", "Outbox", view="captchas", pool=phones.pool_id)
    expect(page.get_by_role("button", name=f"Copy captcha {text}", exact=True).first).to_be_visible()
    page.get_by_role("button", name=f"Captcha {text}", exact=True).first.click()
    expect(page.get_by_role("heading", name=f"Captcha {text}")).to_be_visible()


def test_approvals_and_captchas_are_clear_to_everybody_and_fit_a_phone(page: Page, phones: App) -> None:
    phones.call("GET", "/api/v2/security/captcha")
    _code(phones)
    _push(phones)
    row = _open(page, phones)
    expect(row).to_have_count(2)
    expect(page.get_by_role("link", name="Approvals 2")).to_be_visible()
    expect_no_findings(page)
    row.get_by_role("button", name="QR code login").click()
    expect(_detail(page).get_by_label("Whose phone it is")).to_be_visible()
    expect_no_findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect_no_sideways_scrolling(page)
    _detail(page).get_by_role("button", name="Back to the list").click()
    expect(row).to_have_count(2)
    expect_no_sideways_scrolling(page)
    opened(page, "outbox", "Outbox", view="captchas")
    expect(page.get_by_role("button", name=re.compile("^Copy captcha")).first).to_be_visible()
    expect_no_findings(page)
    expect_no_sideways_scrolling(page)
