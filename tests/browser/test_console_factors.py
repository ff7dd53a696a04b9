"""What the console's page of a user shows beside the account: second factors, passkeys, identities, devices."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App
from tests.routes.control.whole_pool import PUBLIC_KEY

EVIL = "<script>top.evil = 1</script><img src=x onerror='top.evil = 1'>"
SECRET = "JBSWY3DPEHPK3PXP"
ANN = {
    "id": "ann",
    "username": "ann",
    "nickname": "Ann",
    "password": "111111",
    "mfa": {
        "recoveryCode": "abcd-1234",
        "email": "bound@x.test",
        "phone": "13900139000",
        "face": "ann.jpg",
    },
    "passkeys": [{"credentialId": "Y3JlZC0x", "publicKey": PUBLIC_KEY, "name": "Laptop"}],
    "identities": [{"connectionId": "gh", "openid": "4711", "profile": {"nickname": EVIL}}],
    "devices": [
        {"deviceUniqueId": "pixel-1", "name": "Pixel 8", "os": "Android 15"},
        {"deviceUniqueId": "ios-7", "name": EVIL, "status": "suspended"},
    ],
}


@pytest.fixture
def home(http: httpx.Client) -> App:
    """An application whose pool has Ann, with all that one can log in with, and Bob, with nothing."""
    document = {
        "connections": [{"id": "gh", "type": "github"}],
        "applications": [{}],
        "users": [ANN, {"id": "bob", "username": "bob", "password": "111111"}],
    }
    return App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])


def _open(page: Page, app: App, user: str = "ann", name: str = "Ann") -> Locator:
    opened(page, "users", "Users", pool=app.pool_id, id=user)
    detail = page.get_by_role("region", name="User", exact=True)
    expect(detail.get_by_role("heading", name=name, level=2)).to_be_visible()
    return detail


def _control(app: App, method: str, more: str = "", body: Any = None) -> Any:
    return app.control(method, f"/pools/{app.pool_id}/users/ann{more}", body)


def _give_totp(app: App) -> None:
    _control(app, "PATCH", body={"mfa": {**_control(app, "GET")["mfa"], "totpSecret": SECRET}})


def _statuses(app: App) -> dict[str, str]:
    found = _control(app, "GET", "/devices")["list"]
    return {each["deviceUniqueId"]: each["status"] for each in found}


def _log_in(app: App, device: str) -> dict[str, Any]:
    headers = {"x-authing-device-id": device}
    answer = app.call("POST", "/api/v2/login/account", {"account": "ann", "password": "111111"}, headers=headers)
    found: dict[str, Any] = answer.json()
    return found


def test_a_device_is_suspended_and_activated_by_one_click_each(page: Page, home: App) -> None:
    devices = _open(page, home).get_by_role("region", name="Devices")
    expect(devices.get_by_role("listitem")).to_have_count(2)
    devices.get_by_role("button", name="Suspend: Pixel 8").click()
    expect(devices.get_by_role("button", name="Activate: Pixel 8")).to_be_visible()
    assert _statuses(home)["pixel-1"] == "suspended"
    assert _log_in(home, "pixel-1")["code"] == 1578
    devices.get_by_role("button", name="Activate: Pixel 8").click()
    devices.get_by_role("button", name="Deactivate: Pixel 8").click()
    expect(devices.get_by_role("listitem").filter(has_text="Pixel 8")).to_contain_text("Deactivated")
    assert _log_in(home, "pixel-1")["code"] == 1577


def test_a_device_on_which_somebody_logs_in_is_shown_at_once_and_can_be_signed_out(page: Page, home: App) -> None:
    detail = _open(page, home)
    devices = detail.get_by_role("region", name="Devices")
    out = devices.get_by_role("button", name="Sign out: Pixel 8")
    expect(devices.get_by_role("listitem")).to_have_count(2)
    expect(out).to_have_count(0)
    token = _log_in(home, "pixel-1")["data"]["token"]
    out.click()
    expect(out).to_have_count(0)
    expect(detail.get_by_role("region", name="Sessions and tokens")).to_contain_text("No sessions")
    assert home.call("GET", "/api/v2/users/me", headers={"authorization": token}).json()["code"] == 2020


def test_a_device_is_removed_when_that_is_confirmed(page: Page, home: App) -> None:
    devices = _open(page, home).get_by_role("region", name="Devices")
    devices.get_by_role("button", name="Remove: Pixel 8").click()
    page.get_by_role("dialog", name="Remove the device Pixel 8?").get_by_role("button", name="Remove").click()
    expect(devices.get_by_role("listitem")).to_have_count(1)
    assert set(_statuses(home)) == {"ios-7"}


def test_bound_factors_are_shown_and_unbound_one_by_one(page: Page, home: App) -> None:
    _give_totp(home)
    detail = _open(page, home)
    factors = detail.get_by_role("region", name="Second factors")
    for text in ("bound@x.test", "+86 13900139000", "ann.jpg", "abcd-1234"):
        expect(factors).to_contain_text(text)
    expect(factors.get_by_role("button", name="Copy: Recovery code")).to_be_visible()
    factors.get_by_role("button", name="Unbind: Phone").click()
    expect(factors).not_to_contain_text("13900139000")
    expect(factors).to_contain_text("bound@x.test")
    left = _control(home, "GET")["mfa"]
    assert "phone" not in left
    assert (left["email"], left["totpSecret"]) == ("bound@x.test", SECRET)


def test_a_secret_that_an_app_has_just_shown_gives_the_code_that_confirms_it(page: Page, home: App) -> None:
    detail = _open(page, home)
    token = _log_in(home, "pixel-1")["data"]["token"]
    headers = {"authorization": token}
    home.call("POST", "/api/v2/mfa/totp/associate", {"authenticatorType": "totp"}, headers=headers)
    otp = detail.get_by_role("region", name="One-time password")
    expect(otp).to_contain_text("Not confirmed yet")
    code = otp.get_by_role("button", name=re.compile(r"^Copy one-time password \d")).inner_text()
    body = {"authenticatorType": "totp", "totp": code}
    assert home.call("POST", "/api/v2/mfa/totp/associate/confirm", body, headers=headers).json()["code"] == 200
    expect(otp).not_to_contain_text("Not confirmed yet")
    expect(detail.get_by_role("switch", name="Multi-factor authentication (MFA)")).to_be_checked()


def test_turning_one_time_passwords_off_leaves_the_other_factors(page: Page, home: App) -> None:
    _give_totp(home)
    detail = _open(page, home)
    switch = detail.get_by_role("switch", name="Multi-factor authentication (MFA)")
    switch.click()
    expect(switch).not_to_be_checked()
    expect(detail.get_by_role("region", name="Second factors")).to_contain_text("bound@x.test")
    assert "totpSecret" not in _control(home, "GET")["mfa"]


def test_a_passkey_is_shown_and_removed_when_that_is_confirmed(page: Page, home: App) -> None:
    passkeys = _open(page, home).get_by_role("region", name="Passkeys")
    expect(passkeys.get_by_text("Y3JlZC0x")).to_be_visible()
    passkeys.get_by_role("button", name="Remove: Laptop").click()
    page.get_by_role("dialog", name="Remove the passkey Laptop?").get_by_role("button", name="Remove").click()
    expect(passkeys).to_be_hidden()
    assert _control(home, "GET")["passkeys"] == []


def test_an_identity_is_shown_with_its_profile_and_can_be_unlinked(page: Page, home: App) -> None:
    identities = _open(page, home).get_by_role("region", name="Identities")
    expect(identities.get_by_text("gh / 4711")).to_be_visible()
    identities.get_by_text("Profile at the provider").click()
    expect(identities.get_by_label("Profile at the provider", exact=True)).to_contain_text("nickname")
    identities.get_by_role("button", name="Unlink: gh / 4711").click()
    page.get_by_role("dialog", name="Unlink gh / 4711?").get_by_role("button", name="Unlink").click()
    expect(identities).to_be_hidden()
    assert _control(home, "GET")["identities"] == []


def test_what_a_user_does_not_have_takes_no_room(page: Page, home: App) -> None:
    detail = _open(page, home, "bob", "bob")
    expect(detail.get_by_role("region", name="Sessions and tokens")).to_be_visible()
    for name in ("Devices", "Identities", "Passkeys", "Second factors"):
        expect(detail.get_by_role("region", name=name)).to_be_hidden()


def test_script_in_what_an_app_tells_of_a_device_is_text(page: Page, home: App) -> None:
    detail = _open(page, home)
    expect(detail.get_by_role("region", name="Devices")).to_contain_text(EVIL)
    detail.get_by_text("Profile at the provider").click()
    assert page.evaluate("[typeof window.evil, document.querySelectorAll('main script, main img').length]") == [
        "undefined",
        0,
    ]


def test_what_a_user_logs_in_with_is_clear_to_everybody_and_fits_a_phone(page: Page, home: App) -> None:
    _log_in(home, "pixel-1")
    detail = _open(page, home)
    expect(detail.get_by_role("button", name="Sign out: Pixel 8")).to_be_visible()
    detail.get_by_text("Profile at the provider").click()
    expect_no_findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(detail.get_by_role("button", name=re.compile("^Remove: ")).first).to_be_visible()
    expect_no_sideways_scrolling(page)
