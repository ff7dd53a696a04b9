"""The console's outbox."""

from __future__ import annotations

import email.policy
import re

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App

EVIL = "<script>top.evil = 1</script><img src=x onerror='top.evil = 1'>"
# What EVIL has done, and whether any of it has become a part of the page.
HARM = "[typeof window.evil, document.querySelectorAll('main script, main img').length]"


def _clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_message_appears_within_a_second_without_a_reload_and_one_click_copies_its_code(
    page: Page, context: BrowserContext, shop: App
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect(page.get_by_text("No messages yet")).to_be_visible()
    code = shop.code_for("13800138000")
    copies = page.get_by_role("button", name=f"Copy code {code}", exact=True)
    expect(copies).to_be_visible(timeout=1000)
    copies.click()
    expect(page.get_by_text(f"Copied: {code}")).to_be_visible()
    assert _clipboard(page) == code


def test_one_key_copies_the_newest_code(page: Page, context: BrowserContext, shop: App) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    shop.code_for("ann@x.test")
    newest = shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect(page.get_by_role("button", name=f"Copy code {newest}", exact=True)).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_text(f"Copied: {newest}")).to_be_visible()
    assert _clipboard(page) == newest


def test_a_code_that_has_expired_by_the_pools_clock_is_marked_and_one_key_copies_one_that_works(
    page: Page, context: BrowserContext, shop: App
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    shop.settings(verificationCode={"ttlSeconds": 300})
    good = shop.code_for("ann@x.test")
    shop.settings(verificationCode={"ttlSeconds": 5, "fixed": "987654"})
    shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    newest = page.get_by_role("button", name="Copy code 987654", exact=True)
    expect(newest).to_be_visible()
    expect(newest).not_to_have_class(re.compile("over"))
    shop.control("POST", "/clock/advance", {"seconds": 6, "userPoolId": shop.pool_id})
    expect(newest).to_have_class(re.compile("over"))
    expect(page.get_by_text("Expired ·")).to_have_count(1)
    page.keyboard.press("c")
    expect(page.get_by_text(f"Copied: {good}")).to_be_visible()
    assert _clipboard(page) == good
    shop.control("PUT", "/clock", {"offsetSeconds": 0}, userPoolId=shop.pool_id)
    expect(newest).not_to_have_class(re.compile("over"))


def test_a_new_message_announces_itself_in_the_title_while_another_section_is_open(page: Page, shop: App) -> None:
    opened(page, "coverage", "Coverage", pool=shop.pool_id)
    expect(page).to_have_title("Coverage · genauth-mock")
    expect(page.get_by_role("img", name="Live")).to_be_visible()
    shop.code_for("13800138000")
    # Other tests send messages too, and all pools are listened to.
    expect(page).to_have_title(re.compile(r"^\([0-9]+\) Coverage · genauth-mock$"))
    page.get_by_role("link", name="Outbox").click()
    expect(page).to_have_title("Outbox · genauth-mock")


def test_a_mail_is_shown_as_a_person_sees_it(page: Page, shop: App) -> None:
    code = shop.code_for("ann@x.test", "RESET_PASSWORD")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    page.get_by_role("button", name="Mail to ann@x.test").click()
    mail = page.frame_locator("iframe[title='Mail as it looks']")
    expect(mail.get_by_text(code)).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Shop"), level=2)).to_be_visible()


def test_a_name_with_script_in_it_is_text_in_a_mail(page: Page, shop: App) -> None:
    app_id = shop.control("POST", "/pools", {"name": EVIL, "applications": [{"name": EVIL}]})["appId"]
    other = App(shop.http, app_id=app_id)
    other.code_for("ann@x.test")
    opened(page, "outbox", "Outbox", pool=other.pool_id)
    page.get_by_role("button", name="Mail to ann@x.test").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text(EVIL)
    expect(page.frame_locator("iframe.mail").get_by_text(EVIL).first).to_be_visible()
    assert page.evaluate(HARM) == ["undefined", 0]


def test_script_in_a_mails_html_is_dead(warned_page: Page, shop: App) -> None:
    page = warned_page
    shop.code_for("ann@x.test")

    def worse(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        for each in found["list"]:
            each["body"] = f"<p>seen</p>{EVIL}"
        route.fulfill(response=answer, json=found)

    page.route(re.compile(r"/_mock/outbox\?"), worse)
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    page.get_by_role("button", name="Mail to ann@x.test").click()
    mail = page.frame_locator("iframe.mail")
    expect(mail.get_by_text("seen")).to_be_visible()
    expect(mail.locator("script")).to_have_count(1)
    assert page.evaluate(HARM) == ["undefined", 0]


def test_filters_narrow_the_list_and_survive_a_reload(page: Page, shop: App) -> None:
    shop.code_for("ann@x.test", "RESET_PASSWORD")
    shop.code_for("bob@x.test", "VERIFY_CODE")
    shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect(page.get_by_text("3 messages")).to_be_visible()
    page.get_by_label("Channel").select_option("Mail")
    expect(page.get_by_text("2 messages")).to_be_visible()
    page.get_by_label("Scene").select_option("RESET_PASSWORD")
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    page.get_by_label("Scene").select_option("All scenes")
    page.get_by_label("Search by address, text or code").fill("BOB@")
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Mail to bob@x.test")).to_be_visible()


def test_a_reset_from_elsewhere_empties_the_page(page: Page, shop: App) -> None:
    shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    shop.control("POST", f"/pools/{shop.pool_id}/reset")
    expect(page.get_by_text("No messages yet")).to_be_visible()


def test_ten_thousand_messages_scroll_with_a_screenful_in_the_page(page: Page, shop: App) -> None:
    for each in range(450):
        shop.post("/api/v2/sms/send", phone=f"1380013{each:04}")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect(page.get_by_text("450 messages")).to_be_visible()
    rows = page.locator(".rows")
    page.get_by_role("button", name="SMS to 13800130449").focus()
    page.keyboard.press("End")
    for _ in range(3):
        page.keyboard.press("End")
    rows.evaluate("each => { each.scrollTop = each.scrollHeight }")
    expect(page.get_by_role("button", name="SMS to 13800130000")).to_be_visible()
    assert rows.get_by_role("listitem").count() < 60


def test_the_outbox_is_usable_by_keyboard_alone(page: Page, shop: App) -> None:
    code = shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    page.keyboard.press("/")
    expect(page.get_by_label("Search by address, text or code")).to_be_focused()
    page.get_by_role("button", name="SMS to 13800138000").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Copy code {code}").nth(1)).to_be_visible()


def test_the_outbox_is_clear_to_everybody(page: Page, shop: App) -> None:
    shop.code_for("13800138000")
    shop.code_for("ann@x.test")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect_no_findings(page)
    page.get_by_role("button", name="Mail to ann@x.test").click()
    expect(page.locator("iframe.mail")).to_be_visible()
    expect_no_findings(page)


def test_the_outbox_fits_a_phone(page: Page, shop: App) -> None:
    shop.code_for("13800138000")
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    expect_no_sideways_scrolling(page)
    page.get_by_role("button", name="SMS to 13800138000").click()
    expect(page.get_by_role("button", name="Back to the list")).to_be_visible()
    expect_no_sideways_scrolling(page)
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("button", name="SMS to 13800138000")).to_be_visible()


def test_a_message_shows_for_how_long_its_code_is_good_by_the_pools_clock_and_when_it_is_used(
    page: Page, shop: App
) -> None:
    pool, code = shop.pool_id, shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=pool)
    page.get_by_role("button", name="SMS to 13800138000").click()
    expect(page.get_by_text("Valid for 4 min")).to_be_visible()
    shop.control("POST", "/clock/advance", {"userPoolId": pool, "seconds": 400})
    expect(page.locator(".detail").get_by_text("Expired")).to_be_visible()
    shop.control("PUT", "/clock", {"offsetSeconds": 0}, userPoolId=pool)
    assert shop.post("/api/v2/login/phone-code", phone="13800138000", code=code)["code"] == 200
    expect(page.locator(".detail-head").get_by_text("Used", exact=True)).to_be_visible()


def test_in_all_pools_a_message_names_its_pool(page: Page, shop: App) -> None:
    shop.code_for("13811112222")
    opened(page, "outbox", "Outbox")
    row = page.get_by_role("button", name="SMS to 13811112222, VERIFY_CODE")
    expect(row.first).to_have_accessible_name(re.compile("in Shop$"))
    expect(page.locator(".row", has=row.first)).to_contain_text("Shop · ")
    page.get_by_label("User pool").select_option(shop.pool_id)
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    expect(page.locator(".row .of-pool")).to_have_count(0)


def test_a_pool_that_is_renamed_goes_by_its_new_name_in_the_list(page: Page, shop: App) -> None:
    shop.code_for("13811113333")
    opened(page, "outbox", "Outbox")
    row = page.locator(".row", has=page.get_by_role("button", name="SMS to 13811113333"))
    expect(row.locator(".of-pool")).to_have_text("Shop")
    shop.control("PATCH", f"/pools/{shop.pool_id}", {"name": "Corner shop"})
    opened(page, "outbox", "Outbox")
    expect(row.locator(".of-pool")).to_have_text("Corner shop")


def test_one_message_can_be_deleted_and_the_others_stay(page: Page, shop: App) -> None:
    shop.code_for("13800138000")
    code = shop.code_for("ann@x.test")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    page.get_by_role("button", name="Mail to ann@x.test").click()
    page.locator(".detail").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("1 message", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Mail to ann@x.test")).to_have_count(0)
    expect(page.get_by_role("button", name="SMS to 13800138000")).to_be_focused()
    assert shop.post("/api/v2/login/email-code", email="ann@x.test", code=code)["code"] == 200


def test_a_mail_is_saved_as_a_file_that_mail_programs_read(page: Page, shop: App) -> None:
    code = shop.code_for("ann@x.test")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    page.get_by_role("button", name="Mail to ann@x.test").click()
    with page.expect_download() as saving:
        page.locator(".detail").get_by_role("button", name="Save as .eml").click()
    assert saving.value.suggested_filename.endswith(".eml")
    mail = email.message_from_bytes(saving.value.path().read_bytes(), policy=email.policy.default)
    assert "ann@x.test" in mail["To"]
    shown = mail.get_body()
    assert shown is not None
    assert code in shown.get_content()


def test_an_sms_cannot_be_saved_as_a_mail(page: Page, shop: App) -> None:
    shop.code_for("13800138000")
    opened(page, "outbox", "Outbox", pool=shop.pool_id)
    page.get_by_role("button", name="SMS to 13800138000").click()
    expect(page.locator(".detail").get_by_role("button", name="Delete")).to_be_visible()
    expect(page.get_by_role("button", name="Save as .eml")).to_have_count(0)
