"""The login page in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import serious_findings
from tests.conftest import App


def _url(app: App, **more: str) -> str:
    query = {
        "client_id": app.app_id,
        "redirect_uri": f"{app.http.base_url}/_mock/health",
        "response_type": "code",
        "scope": "openid email",
        "state": "st4te",
    }
    return f"/oidc/auth?{urlencode(query | more)}"


def _told(page: Page) -> dict[str, str]:
    """What the application was told, once the browser is back there."""
    page.wait_for_url("**/_mock/health?*")
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def _exchanged(app: App, code: str) -> dict[str, str]:
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    form = {
        "grant_type": "authorization_code",
        "client_id": app.app_id,
        "client_secret": secret,
        "code": code,
        "redirect_uri": f"{app.http.base_url}/_mock/health",
    }
    tokens = app.http.post("/oidc/token", data=form).json()
    claims: dict[str, str] = app.http.get("/oidc/me", params={"access_token": tokens["access_token"]}).json()
    return claims


def test_a_login_by_password_leads_to_a_code_that_works(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_label("User name, e-mail or phone").fill("ann")
    page.get_by_label("Password", exact=True).fill("111111")
    page.get_by_role("button", name="Log in", exact=True).click()
    assert _exchanged(shop, _told(page)["code"])["email"] == "ann@x.test"


def test_the_keyboard_is_enough(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    # A browser gives the focus a moment after it has drawn the page.
    expect(page.locator("input:focus")).to_be_visible()
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type("111111")
    page.keyboard.press("Enter")
    assert _told(page)["state"] == "st4te"


def test_one_click_logs_in(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_role("button", name="ann").click()
    assert _exchanged(shop, _told(page)["code"])["email"] == "ann@x.test"


def test_deny_tells_the_app_access_denied(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_role("button", name="Deny").click()
    assert _told(page)["error"] == "access_denied"


def test_any_error_can_be_chosen(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_label("End with an error").select_option("temporarily_unavailable")
    page.get_by_role("button", name="End login with this error", exact=True).click()
    assert _told(page)["error"] == "temporarily_unavailable"


def test_a_wrong_code_says_so_and_the_right_one_is_filled_in_by_a_click(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_role("link", name="SMS code").click()
    page.get_by_label("Phone number").fill("13800138000")
    page.keyboard.press("Enter")
    page.get_by_label("Code", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("verification code is incorrect")
    page.get_by_role("button", name="Send a code").click()
    page.get_by_role("button", name="Fill in").click()
    page.keyboard.press("Enter")
    assert "code" in _told(page)


def test_consent_is_asked_and_can_be_given(page: Page, shop: App) -> None:
    shop.settings(oidc={"consent": "ask"})
    page.goto(_url(shop))
    page.get_by_role("button", name="ann").click()
    expect(page.get_by_text("Your e-mail address")).to_be_visible()
    page.get_by_role("button", name="Agree").click()
    assert "code" in _told(page)


def test_a_logout_leads_back_to_the_login_page(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_role("button", name="ann").click()
    _told(page)
    page.goto(_url(shop))
    assert "code" in _told(page)
    page.goto("/oidc/session/end")
    expect(page.get_by_role("heading", name="You are logged out")).to_be_visible()
    page.goto(_url(shop))
    expect(page.get_by_role("heading", name="Log in to Shop")).to_be_visible()


def test_a_new_user_registers_and_is_logged_in(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_role("link", name="Register").click()
    page.get_by_label("E-mail address").fill("New@x.test")
    page.get_by_label("Password").fill("111111")
    page.keyboard.press("Enter")
    assert _exchanged(shop, _told(page)["code"])["email"] == "new@x.test"


def test_the_language_changes_by_a_click_and_the_login_goes_on(page: Page, shop: App) -> None:
    page.goto(_url(shop))
    page.get_by_role("link", name="中文").click()
    page.get_by_label("用户名 / 邮箱 / 手机号").fill("ann")
    page.get_by_label("密码", exact=True).fill("111111")
    page.keyboard.press("Enter")
    assert "code" in _told(page)


def test_it_works_without_script(chrome: Browser, server_url: str, shop: App) -> None:
    with chrome.new_context(base_url=server_url, locale="en-US", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(_url(shop))
        page.get_by_role("link", name="E-mail code").click()
        page.get_by_label("E-mail address").fill("ann@x.test")
        page.get_by_role("button", name="Send a code").click()
        page.get_by_label("Code", exact=True).fill(page.locator("strong").inner_text())
        page.get_by_role("button", name="Log in", exact=True).click()
        assert "code" in _told(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_a_small_phone(
    chrome: Browser, node: str, server_url: str, shop: App, lang: str, theme: str
) -> None:
    shop.settings(oidc={"consent": "ask"})
    query = urlencode({"app_id": shop.app_id, "lang": lang})
    with chrome.new_context(
        base_url=server_url,
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": 360, "height": 640},
    ) as context:
        page = context.new_page()
        for path in (
            _url(shop, ui_locales=lang),
            *(f"/login?{query}&tab={tab}" for tab in ("password", "phone-code", "email-code")),
            *(f"/register?{query}&tab={tab}" for tab in ("email", "phone", "username")),
            *(
                f"/login/forgot?{query}",
                f"/oidc/device?{query}",
                f"/login/done?{query}",
                f"/oidc/session/end?lang={lang}",
            ),
            _url(shop, ui_locales=lang, redirect_uri="https://evil.test/"),
        ):
            page.goto(path)
            assert serious_findings(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.goto(_url(shop, ui_locales=lang))
        page.get_by_role("button", name="ann").click()
        page.wait_for_url("**/authz?*")
        assert serious_findings(page) == []
