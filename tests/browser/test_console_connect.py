"""Connecting an app by the console, and what of GenAuth is built."""

from __future__ import annotations

import base64
import re
import socket
import ssl
from contextlib import suppress

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App


def test_it_waits_and_turns_green_when_the_apps_configuration_is_asked_for(page: Page, http: httpx.Client) -> None:
    pool = http.post("/_mock/pools", json={"name": "Shop"}).json()
    opened(page, "connect", "Connect", pool=pool["userPoolId"])
    expect(page.get_by_text("Waiting for your app’s first request …")).to_be_visible()
    headers = {"x-authing-request-from": "guard-ios", "x-authing-app-id": pool["appId"]}
    http.get(f"/api/v2/applications/{pool['appId']}/public-config", headers=headers)
    expect(page.get_by_text("Connected: your app has read its configuration")).to_be_visible()
    expect(page.get_by_label("Connect").get_by_text("iOS")).to_be_visible()
    expect(page.get_by_label("Connect").get_by_text("1 request", exact=True)).to_be_visible()


def test_what_to_paste_has_this_servers_address_and_key_and_the_pools_own_application(
    page: Page, context: BrowserContext, shop: App
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    info = shop.control("GET", "/info")
    opened(page, "connect", "Connect", pool=shop.pool_id)
    for sdk in ("iOS", "Android", "Flutter", "JavaScript", "Node.js", "Python"):
        page.get_by_role("button", name=re.compile(f"^{re.escape(sdk)} ")).click()
        shown = page.get_by_label(re.compile(f"^{re.escape(sdk)} .*: Add this to your app"))
        expect(shown.first).to_contain_text(shop.app_id)
    page.get_by_role("button", name=re.compile("^iOS ")).click()
    page.get_by_role("button", name=re.compile("^Copy: iOS")).click()
    expect(page.get_by_text("Copied:")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert info["rsaPublicKey"] in copied
    assert f'host: "{httpx.URL(info["baseUrl"]).netloc.decode()}"' in copied
    page.reload()
    expect(page.get_by_role("button", name=re.compile("^iOS "))).to_have_attribute("aria-pressed", "true")


def test_a_wrong_key_is_found_and_what_to_paste_is_said(page: Page, shop: App) -> None:
    pool = shop.pool_id
    foreign = base64.b64encode(bytes(128)).decode()
    shop.call("POST", "/api/v2/login/account", {"account": "ann", "password": foreign})
    opened(page, "connect", "Connect", pool=pool)
    # Whose https client spoke is told to every pool, and other tests have such clients.
    problems = page.get_by_role("region", name="Problems found").get_by_role("listitem")
    found = problems.filter(has_text="encrypted a password")
    expect(found.get_by_text("encrypted a password with another public key")).to_be_visible()
    line = shop.control("GET", "/info")["rsaPublicKeyPem"].splitlines()[1]
    expect(found.get_by_label("Problems found", exact=True)).to_contain_text(line)
    found.get_by_role("link", name="View request").click()
    expect(page.get_by_role("heading", name="POST /api/v2/login/account", level=2)).to_be_visible()


def test_a_host_with_console_before_it_is_found(page: Page, shop: App) -> None:
    pool = shop.pool_id
    host = f"console.{shop.http.base_url.netloc.decode()}"
    shop.call("GET", f"/api/v2/applications/{shop.app_id}/public-config", headers={"host": host})
    opened(page, "connect", "Connect", pool=pool)
    expect(page.get_by_role("region", name="Problems found").get_by_text(host).first).to_be_visible()


def test_https_to_this_plain_server_is_found(page: Page, shop: App) -> None:
    url = shop.http.base_url
    with suppress(OSError), socket.create_connection((url.host, url.port or 0)) as plain:
        ssl.create_default_context().wrap_socket(plain, server_hostname=url.host)
    opened(page, "connect", "Connect")
    expect(page.get_by_text("connected with https, but this server takes plain http only").first).to_be_visible()


def test_connecting_is_clear_to_everybody_and_fits_a_phone(page: Page, shop: App) -> None:
    pool = shop.pool_id
    shop.call("POST", "/api/v2/login/acount", {"account": "ann"})
    opened(page, "connect", "Connect", pool=pool)
    expect(page.get_by_text("Connected: your app has read its configuration")).to_be_visible()
    expect_no_findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect_no_sideways_scrolling(page)


def test_what_is_built_is_told_by_face_and_found_by_name(page: Page, http: httpx.Client) -> None:
    known = http.get("/_mock/coverage").json()["list"]
    built = sum(each["implemented"] for each in known)
    opened(page, "coverage", "Coverage")
    expect(page.get_by_text(f"{built:,} of {len(known):,} operations are built")).to_be_visible()
    page.get_by_label("Search by operation or path").fill("loginByAccount")
    expect(page.get_by_role("row", name="Built loginByAccount POST /api/v2/login/account")).to_be_visible()
    page.get_by_label("Search by operation or path").fill("")
    page.get_by_label("Protocol", exact=True).select_option("GraphQL")
    page.get_by_label("Built or not").select_option("Not built")
    ours = [each for each in known if each["face"] == "graphql" and not each["implemented"]]
    expect(page.get_by_text(f"0 of {len(ours)} operations are built")).to_be_visible()
    assert page.get_by_role("row").count() == len(ours) + 1


def test_coverage_begins_with_what_an_app_needs_of_each_sdk(page: Page, http: httpx.Client) -> None:
    sdks = http.get("/_mock/coverage").json()["sdks"]
    opened(page, "coverage", "Coverage")
    for each in sdks:
        built, known = each["built"], each["known"]
        share = f"All {known} built" if built == known else f"{built} of {known} built"
        expect(page.get_by_role("button", name=f"{each['title']} {share}")).to_be_visible()
    least = min(sdks, key=lambda each: each["built"] / each["known"])
    page.get_by_role("button", name=re.compile(f"^{re.escape(least['title'])} ")).click()
    expect(page.get_by_text(f"{least['built']} of {least['known']} operations are built")).to_be_visible()
    page.get_by_label("Built or not").select_option("Not built")
    expect(page.locator(".operations tbody tr")).to_have_count(least["known"] - least["built"])
    page.reload()
    expect(page.locator(".operations tbody tr")).to_have_count(least["known"] - least["built"])


def test_coverage_is_clear_to_everybody_and_fits_a_phone(page: Page) -> None:
    # All of them would take axe long, and a row is like another.
    opened(page, "coverage", "Coverage", search="loginBy")
    expect_no_findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect_no_sideways_scrolling(page)
