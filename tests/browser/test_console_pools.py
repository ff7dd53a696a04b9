"""The console's page of user pools in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App

_SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def _pool(http: httpx.Client, **document: Any) -> App:
    return App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])


def _detail(page: Page) -> Locator:
    return page.get_by_role("region", name="Pool details", exact=True)


def _open(page: Page, app: App, *, chosen: bool = False) -> Locator:
    opened(page, "pools", "Pools", id=app.pool_id, pool=app.pool_id if chosen else "")
    expect(page.get_by_role("region", name="Settings")).to_be_visible()
    return _detail(page)


def _setting(page: Page, path: str) -> Locator:
    return page.locator(f'[data-setting="{path}"]')


def _export(pool: App, kind: str = "json") -> str:
    return pool.http.get(f"/_mock/pools/{pool.pool_id}/export", headers={"accept": f"application/{kind}"}).text


def test_a_pool_that_is_made_here_is_there(page: Page, http: httpx.Client) -> None:
    opened(page, "pools", "Pools")
    page.get_by_role("button", name="New pool").click()
    page.get_by_label("Name", exact=True).fill("Made by hand")
    page.get_by_label("App ID").fill("made-by-hand")
    page.keyboard.press("Enter")
    expect(_detail(page).get_by_role("heading", name="Made by hand")).to_be_visible()
    made = App(http, app_id="made-by-hand")
    assert made.control("GET", f"/pools/{made.pool_id}")["name"] == "Made by hand"
    page.reload()
    expect(_detail(page).get_by_text("made-by-hand", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=f"Made by hand, {made.pool_id}")).to_have_attribute("aria-current", "true")


def test_a_pool_is_made_from_a_document_and_what_is_wrong_with_one_is_told_with_its_line(
    warned_page: Page, http: httpx.Client
) -> None:
    page = warned_page
    opened(page, "pools", "Pools")
    page.get_by_role("button", name="New pool").click()
    page.get_by_label("Start from").select_option("From a pool document")
    document = page.get_by_label("Pool document, JSON or YAML")
    document.fill("name: Grown\nappId: grown-app\nusers:\n  - {usernam: ann}\n")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("alert")).to_have_text("line 4: users[0].usernam: unknown field; did you mean 'username'?")
    document.fill('{\n  "name": "Grown",\n  "users": [}\n')
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("alert")).to_contain_text("line 3")
    assert "Grown" not in http.get("/_mock/pools", params={"limit": 10_000}).text
    document.fill("name: Grown\nappId: grown-app\nusers:\n  - {username: ann}\n")
    page.get_by_role("button", name="Create").click()
    expect(_detail(page).get_by_role("heading", name="Grown")).to_be_visible()
    assert App(http, app_id="grown-app").users()[0]["username"] == "ann"


def test_a_changed_setting_changes_what_the_api_does(page: Page, http: httpx.Client, shop: App) -> None:
    _open(page, shop)
    fixed = _setting(page, "verificationCode.fixed")
    fixed.get_by_label("Fixed code", exact=True).fill("4711")
    page.keyboard.press("Enter")
    expect(fixed.get_by_text("Changed from the default")).to_be_visible()
    expect(page.get_by_text("Saved: Fixed code")).to_be_visible()
    shop.post("/api/v2/sms/send", phone="13800138000")
    assert shop.code_for("13800138000") == "4711"

    page.get_by_label("No registration", exact=True).check()
    expect(page.get_by_text("2 changed from the default")).to_be_visible()
    refused = shop.post("/api/v2/register/email", email="new@x.test", password="s3cret!")
    assert refused["code"] == 2031

    fixed.get_by_role("button", name="Reset to default").click()
    expect(page.get_by_text("1 changed from the default")).to_be_visible()
    expect(fixed.get_by_label("Fixed code", exact=True)).to_have_value("")
    settings = shop.control("GET", f"/pools/{shop.pool_id}")["settings"]
    assert settings["verificationCode"]["fixed"] is None
    assert settings["registerDisabled"] is True


def test_every_kind_of_setting_can_be_changed_and_all_go_back(page: Page, shop: App) -> None:
    before = shop.control("GET", f"/pools/{shop.pool_id}")["settings"]
    _open(page, shop)
    page.get_by_label("Rate limits and captcha", exact=True).select_option("As documented")
    page.get_by_label("Password strength", exact=True).select_option("3: and all three kinds")
    page.get_by_label("one-time password (OTP)").check()
    page.get_by_label("Wrong passwords", exact=True).fill("5")
    page.get_by_label("Consent", exact=True).select_option("Ask once per application")
    page.get_by_label("Automatic login", exact=True).fill("ann")
    page.get_by_label("Strict requests", exact=True).check()
    expect(page.get_by_text("7 changed from the default")).to_be_visible()
    settings = shop.control("GET", f"/pools/{shop.pool_id}")["settings"]
    assert settings == before | {
        "limits": "documented",
        "passwordStrength": 3,
        "mfa": {"policies": ["OTP"]},
        "lockout": {"attempts": 5, "seconds": 300},
        "oidc": before["oidc"] | {"consent": "ask", "autoLogin": "ann"},
        "strict": True,
    }
    page.get_by_role("button", name="Reset all to default").click()
    page.get_by_role("dialog").get_by_role("button", name="Reset all to default").click()
    expect(page.get_by_text("All settings have their default values")).to_be_visible()
    assert shop.control("GET", f"/pools/{shop.pool_id}")["settings"] == before


def test_what_the_server_refuses_is_told_at_its_field(warned_page: Page, shop: App) -> None:
    page = warned_page
    _open(page, shop)
    length = _setting(page, "verificationCode.length")
    for wrong, told in (("9", "it must be at most 8"), ("many", "it must be a whole number")):
        length.get_by_label("Length", exact=True).fill(wrong)
        page.keyboard.press("Tab")
        expect(length.get_by_role("alert")).to_have_text(f"settings.verificationCode.length: {told}")
    expect(page.get_by_role("alert")).to_have_count(1)
    assert shop.control("GET", f"/pools/{shop.pool_id}")["settings"]["verificationCode"]["length"] == 4
    length.get_by_label("Length", exact=True).focus()
    page.keyboard.press("Escape")
    expect(length.get_by_label("Length", exact=True)).to_have_value("4")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_setting_without_texts_is_shown_by_its_name(page: Page, shop: App) -> None:
    def with_another(route: Route) -> None:
        found = route.fetch()
        description = found.json()
        another = {"type": "boolean", "default": False}
        description["components"]["schemas"]["PoolSettings"]["properties"]["brandNew"] = another
        route.fulfill(response=found, json=description)

    page.route("**/_mock/openapi.json", with_another)
    _open(page, shop)
    expect(page.get_by_label("brandNew", exact=True)).to_be_visible()


def test_a_change_from_elsewhere_appears_and_spoils_nothing_that_is_being_typed(page: Page, shop: App) -> None:
    _open(page, shop)
    page.get_by_label("Fixed code", exact=True).press_sequentially("47")
    shop.settings(strict=True)
    expect(page.get_by_label("Strict requests", exact=True)).to_be_checked()
    expect(page.get_by_label("Fixed code", exact=True)).to_have_value("47")


def test_a_reset_empties_the_outbox_page_and_the_users_page(page: Page, shop: App) -> None:
    shop.post("/api/v2/register/email", email="late@x.test", password="111111")
    shop.post("/api/v2/email/send", email="late@x.test", scene="VERIFY_EMAIL")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect(page.get_by_role("list", name="Outbox").get_by_text("late@x.test").first).to_be_visible()

    _open(page, shop, chosen=True).get_by_role("button", name="Reset").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("users and applications, tokens and sessions, codes and messages")
    dialog.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("Reset: Shop")).to_be_visible()

    page.get_by_role("navigation").get_by_role("link", name=re.compile("^Outbox")).click()
    expect(page.get_by_text("No messages yet")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Users", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="ann")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("late@x.test")
    assert [each["username"] for each in shop.users()] == ["bob", "ann"]


def test_a_snapshot_is_taken_brought_back_replaced_and_deleted(warned_page: Page, shop: App) -> None:
    page = warned_page
    _open(page, shop)
    snapshots = page.get_by_role("region", name="Snapshots")
    name = snapshots.get_by_label("Name of a new snapshot")
    name.fill("two words")
    page.keyboard.press("Enter")
    expect(snapshots.get_by_role("alert")).to_contain_text("a name has 1 to 64 letters")
    name.fill("ready")
    page.keyboard.press("Enter")
    expect(snapshots.get_by_role("listitem")).to_contain_text("ready")
    expect(snapshots.get_by_role("listitem")).to_contain_text("kB")

    shop.make_user(username="eve")
    shop.settings(strict=True)
    expect(page.get_by_label("Strict requests", exact=True)).to_be_checked()
    snapshots.get_by_role("button", name="Restore ready").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Strict requests", exact=True)).not_to_be_checked()
    assert [each["username"] for each in shop.users()] == ["bob", "ann"]

    name.fill("ready")
    snapshots.get_by_role("button", name="Create snapshot").click()
    page.get_by_role("dialog").get_by_role("button", name="Replace").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    snapshots.get_by_role("button", name="Delete ready").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(snapshots.get_by_text("No snapshots yet.")).to_be_visible()
    assert shop.control("GET", "/snapshots", userPoolId=shop.pool_id)["totalCount"] == 0


@pytest.mark.parametrize("kind", ["YAML", "JSON"])
def test_a_downloaded_export_brings_a_deleted_pool_back(page: Page, shop: App, tmp_path: Path, kind: str) -> None:
    before, pool_id = _export(shop, kind.lower()), shop.pool_id
    _open(page, shop).get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Form").select_option(kind)
    with page.expect_download() as started:
        dialog.get_by_role("button", name=f"Download Shop.{kind.lower()}").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.read_text(encoding="utf-8") == before
    expect(dialog.get_by_label(file.name, exact=True)).to_contain_text("ann@x.test")
    dialog.get_by_role("button", name="Close").click()

    _detail(page).get_by_role("button", name="Delete", exact=True).click()
    expect(dialog).to_contain_text("This deletes the pool and everything in it")
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Select a user pool to see")).to_be_visible()
    assert shop.http.get(f"/_mock/pools/{pool_id}").status_code == 404

    page.get_by_role("button", name="Import").click()
    dialog.get_by_label("Or choose a file").set_input_files(file)
    expect(dialog.get_by_label("Pool document, JSON or YAML")).to_have_value(before)
    dialog.get_by_role("button", name="Import").click()
    expect(_detail(page).get_by_role("heading", name="Shop")).to_be_visible()
    assert _export(shop, kind.lower()) == before


def test_an_import_over_a_pool_says_which_one_it_replaces(page: Page, shop: App) -> None:
    opened(page, "pools", "Pools")
    page.get_by_role("button", name="Import").click()
    document = json.loads(_export(shop)) | {"name": "Another"}
    page.get_by_label("Pool document, JSON or YAML").fill(json.dumps(document))
    expect(page.get_by_text("This replaces the pool Shop.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Import").click()
    expect(_detail(page).get_by_role("heading", name="Another")).to_be_visible()
    assert shop.control("GET", f"/pools/{shop.pool_id}")["name"] == "Another"


def test_a_pool_is_renamed_and_chosen_for_all_pages(warned_page: Page, shop: App) -> None:
    page = warned_page
    detail = _open(page, shop)
    detail.get_by_role("button", name="Rename").click()
    name = page.get_by_role("dialog").get_by_label("Name")
    name.fill("")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("name: it must not be empty")
    name.fill("Renamed")
    page.keyboard.press("Enter")
    expect(detail.get_by_role("heading", name="Renamed")).to_be_visible()
    expect(page.get_by_role("button", name=f"Renamed, {shop.pool_id}")).to_be_visible()

    chooser = page.get_by_label("User pool", exact=True)
    expect(chooser).to_have_value("")
    detail.get_by_role("button", name="Show only this pool").click()
    expect(chooser).to_have_value(shop.pool_id)
    expect(detail.get_by_text("Selected", exact=True)).to_be_visible()
    detail.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(chooser).to_have_value("")
    expect(page.get_by_text("This user pool no longer exists.")).to_have_count(0)


def test_a_pool_is_found_by_name_id_and_app_id(page: Page, shop: App) -> None:
    opened(page, "pools", "Pools")
    row = page.get_by_role("button", name=f"Shop, {shop.pool_id}")
    for wanted in (shop.pool_id[4:16], shop.app_id):
        page.get_by_label("Search by name or ID").fill(wanted)
        expect(page).to_have_url(re.compile(f"search={wanted}"))
        expect(page.get_by_role("status").filter(has_text=re.compile(r"^1 pool$"))).to_be_visible()
        expect(row).to_be_visible()
    page.reload()
    expect(page.get_by_label("Search by name or ID")).to_have_value(shop.app_id)
    expect(row).to_be_visible()
    page.get_by_label("Search by name or ID").fill("no such pool")
    expect(page.get_by_text("No user pool matches your search.")).to_be_visible()


def test_a_pool_that_others_make_and_remove_appears_and_goes(warned_page: Page, http: httpx.Client, shop: App) -> None:
    page = warned_page
    _open(page, shop)
    other = _pool(http, name="From elsewhere")
    expect(page.get_by_role("button", name=f"From elsewhere, {other.pool_id}")).to_be_visible()
    http.delete(f"/_mock/pools/{shop.pool_id}")
    expect(_detail(page).get_by_role("alert")).to_have_text("This user pool no longer exists.")


def test_ids_and_secrets_are_copied_by_a_click(page: Page, shop: App) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, shop).get_by_role("button", name="Copy App secret").click()
    expect(page.get_by_text("Copied: ")).to_be_visible()
    secret = shop.control("GET", f"/pools/{shop.pool_id}")["appSecret"]
    assert page.evaluate("navigator.clipboard.readText()") == secret


def test_script_in_a_pools_name_is_text(page: Page, http: httpx.Client) -> None:
    pool = _pool(http, name=_SCRIPT)
    page.on("dialog", lambda _: pytest.fail("script ran"))
    detail = _open(page, pool)
    expect(detail.get_by_role("heading", name=_SCRIPT)).to_be_visible()
    expect(page.get_by_role("button", name=f"{_SCRIPT}, {pool.pool_id}")).to_be_visible()
    detail.get_by_role("button", name="Export").click()
    expect(page.get_by_role("dialog")).to_contain_text(_SCRIPT)
    expect(
        page.get_by_role("button", name="Download script-alert-1-script-img-src-x-onerror-alert-2.yaml")
    ).to_be_visible()
    assert page.locator("main img, main script, dialog img, dialog script").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    chrome: Browser, node: str, server_url: str, http: httpx.Client, width: int
) -> None:
    pool = _pool(http, name=f"Long {'name' * 60}")
    pool.control("PUT", "/snapshots/ready", userPoolId=pool.pool_id)
    pool.settings(verificationCode={"fixed": "1234"})
    with chrome.new_context(base_url=server_url, locale="zh-CN", viewport={"width": width, "height": 800}) as context:
        page = context.new_page()

        def expect_all_well() -> None:
            expect_no_findings(page)
            expect_no_sideways_scrolling(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width

        opened(page, "pools", "用户池")
        expect_all_well()
        for name in ("新建用户池", "导入"):
            page.get_by_role("button", name=name).click()
            expect_all_well()
            page.get_by_role("button", name="取消").click()
        page.get_by_role("button", name=pool.pool_id).click()
        page.get_by_label("验证码长度", exact=True).fill("9")
        page.keyboard.press("Tab")
        expect(page.get_by_role("alert")).to_be_visible()
        expect_all_well()
        for name, leave in (("导出", "关闭"), ("重置", "取消"), ("恢复 ready", "取消")):
            page.get_by_role("button", name=name, exact=True).click()
            expect(page.get_by_role("dialog")).to_be_visible()
            expect_all_well()
            page.get_by_role("button", name=leave).click()
