"""The page that stands in for a provider, in Chromium."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser import chromium

PEOPLE = [{"profile": {"openid": f"p{n}", "nickname": name}} for n, name in enumerate(("Ann", "魏" * 60, "x" * 300))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_and_used_by_everybody(page: Page, http: httpx.Client, lang: str, scheme: str) -> None:
    connection = {"type": "github", "displayName": "GitHub", "identities": PEOPLE}
    made = http.post("/_mock/pools", json={"connections": [connection, {"type": "saml"}]}).json()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/connections/social/github", "/connections/saml/init"):
        page.goto(f"{path}?app_id={made['appId']}&lang={lang}")
        assert chromium.serious_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"/connections/social/github?app_id={made['appId']}&lang={lang}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # Nobody says which page has opened this one.
    page.wait_for_selector("#opener")
    assert chromium.serious_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
