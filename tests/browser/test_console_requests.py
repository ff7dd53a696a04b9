"""The console's journal, faults and clock."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from playwright.sync_api import Page, expect

from tests.browser.console import address, expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App

PASSWORD = {"account": "ann", "password": "111111"}


def _row(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def test_a_request_appears_as_it_comes_with_what_was_asked_and_answered(page: Page, shop: App) -> None:
    opened(page, "requests", "Requests", pool=shop.pool_id)
    shop.call("POST", "/api/v2/login/account", PASSWORD | {"password": "wrong"})
    _row(page, "POST /api/v2/login/account, 200, code 2333")
    detail = page.locator(".detail")
    expect(detail.get_by_label("Request body", exact=True)).to_contain_text('"account": "ann"')
    expect(detail.get_by_label("Response", exact=True)).to_contain_text('"code": 2333')
    expect(detail.get_by_label("As curl", exact=True)).to_contain_text("curl -X POST")
    expect(detail.get_by_label("Request body", exact=True)).not_to_contain_text("wrong")


def test_an_unknown_path_shows_the_nearest_operation(page: Page, shop: App) -> None:
    pool = shop.pool_id
    shop.call("POST", "/api/v2/login/acount", PASSWORD)
    opened(page, "requests", "Requests", pool=pool, matched="false")
    _row(page, "POST /api/v2/login/acount, 404")
    expect(
        page.get_by_text("GenAuth has no operation with this path. The nearest one: POST /api/v2/login/account")
    ).to_be_visible()


def test_the_list_is_filtered_by_code(page: Page, shop: App) -> None:
    shop.call("POST", "/api/v2/login/account", PASSWORD | {"password": "wrong"})
    shop.call("POST", "/api/v2/login/account", PASSWORD)
    opened(page, "requests", "Requests", pool=shop.pool_id)
    page.get_by_label("Code", exact=True).fill("2333")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 request", exact=True)).to_be_visible()


def test_a_fault_made_from_a_line_of_the_journal_is_hit_once(page: Page, shop: App) -> None:
    shop.call("POST", "/api/v2/login/account", PASSWORD)
    opened(page, "requests", "Requests", pool=shop.pool_id)
    _row(page, "POST /api/v2/login/account, 200, code 200")
    page.get_by_role("button", name="Make this fail …").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Operation")).to_have_value("loginByAccount")
    dialog.get_by_label("Search by number, name or text").fill("2057")
    dialog.get_by_role("button", name="Create fault").click()
    expect(page.get_by_text("The next loginByAccount fails")).to_be_visible()
    assert shop.post("/api/v2/login/account", **PASSWORD)["code"] == 2057
    assert shop.post("/api/v2/login/account", **PASSWORD)["code"] == 200
    _row(page, "POST /api/v2/login/account, 200, code 2057")
    page.get_by_role("link", name="See the fault").click()
    expect(page.get_by_text("Used up")).to_be_visible()


def test_each_kind_of_fault_can_be_made(page: Page, shop: App) -> None:
    opened(page, "faults", "Faults", pool=shop.pool_id)
    for kind in ("Too many requests", "delayed", "No answer", "Half an answer", "custom"):
        page.get_by_role("button", name="New fault").click()
        dialog = page.get_by_role("dialog")
        what = dialog.get_by_label("Answer")
        expect(what).to_be_visible()
        what.select_option(next(each for each in what.locator("option").all_text_contents() if kind in each))
        if kind == "custom":
            dialog.get_by_label("Code").fill("7777")
            dialog.get_by_label("Message").fill("<b>no</b>")
        dialog.get_by_label("Operation").fill("loginByAccount")
        dialog.get_by_role("button", name="Create fault").click()
        expect(dialog).to_be_hidden()
    made = shop.control("GET", "/faults", userPoolId=shop.pool_id)["list"]
    assert [each.get("error", {}).get("code") for each in made] == [7777, None, None, None, 429]
    assert (made[1]["cutBody"], made[2]["disconnect"], made[3]["delayMs"]) == (True, True, 2000)
    expect(page.get_by_text("7777 <b>no</b>")).to_be_visible()
    expect_no_findings(page)


def test_an_operation_is_made_to_answer_with_data_that_must_be_json(page: Page, shop: App) -> None:
    opened(page, "faults", "Faults", pool=shop.pool_id)
    page.get_by_role("button", name="New fault").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Answer").select_option("own")
    dialog.get_by_label("Code").fill("200")
    dialog.get_by_label("Data").fill("{list: []}")
    dialog.get_by_label("Operation").fill("loginByAccount")
    dialog.get_by_role("button", name="Create fault").click()
    expect(dialog.get_by_role("alert")).to_contain_text("is not JSON")
    dialog.get_by_label("Data").fill('{"list": ["<b>"]}')
    dialog.get_by_role("button", name="Create fault").click()
    expect(page.get_by_text('{"list":["<b>"]}')).to_be_visible()
    assert shop.post("/api/v2/login/account", account="x", password="x")["data"] == {"list": ["<b>"]}
    expect_no_findings(page)


def test_what_the_server_refuses_is_said_in_the_form_which_stays(warned_page: Page, shop: App) -> None:
    page = warned_page
    opened(page, "faults", "Faults", pool=shop.pool_id)
    page.get_by_role("button", name="New fault").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Operation").fill("loginByAcount")
    dialog.get_by_role("button", name="Create fault").click()
    expect(dialog.get_by_role("alert")).to_contain_text("did you mean 'loginByAccount'?")
    expect_no_findings(page)
    dialog.get_by_role("button", name="Cancel").click()
    assert shop.control("GET", "/faults", userPoolId=shop.pool_id)["totalCount"] == 0


def test_hits_are_counted_while_one_looks(page: Page, shop: App) -> None:
    pool = shop.pool_id
    shop.control(
        "POST", "/faults", {"userPoolId": pool, "operation": "loginByAccount", "error": {"code": 2005}, "times": 3}
    )
    opened(page, "faults", "Faults", pool=pool)
    expect(page.get_by_text("0 of 3 hits")).to_be_visible()
    shop.post("/api/v2/login/account", **PASSWORD)
    expect(page.get_by_text("1 of 3 hits")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Remove the fault 2005")).click()
    expect(page.get_by_text("No faults")).to_be_visible()
    assert shop.post("/api/v2/login/account", **PASSWORD)["code"] == 200


def test_the_clock_is_moved_and_stopped_and_codes_follow_it(page: Page, shop: App) -> None:
    pool, code = shop.pool_id, shop.code_for("13800138000")
    opened(page, "faults", "Faults", pool=pool)
    clock = page.get_by_role("region", name="Clock")
    clock.get_by_role("button", name="+5 min").click()
    clock.get_by_role("button", name="+1 min", exact=True).click()
    expect(clock.get_by_text("6 min ahead")).to_be_visible()
    expect(page.get_by_role("link", name="Clock +6 min")).to_be_visible()
    assert shop.post("/api/v2/login/phone-code", phone="13800138000", code=code)["code"] == 2001
    clock.get_by_role("button", name="Freeze").click()
    expect(clock.get_by_text("Frozen")).to_be_visible()
    assert shop.control("GET", "/clock", userPoolId=pool)["frozen"] is True
    clock.get_by_role("button", name="Reset to real time").click()
    expect(clock.get_by_text("Frozen")).to_be_hidden()
    assert shop.control("GET", "/clock", userPoolId=pool)["offsetSeconds"] == 0
    clock.get_by_label("Set to").fill("2030-01-02T03:04:05")
    clock.get_by_role("button", name="Set", exact=True).click()
    expect(clock.get_by_text("2 January 2030")).to_be_visible()


def test_script_in_a_header_or_a_path_is_text(page: Page, shop: App) -> None:
    evil = "<script>window.evil=1</script>"
    pool = shop.pool_id
    shop.call("GET", "/api/v2/users/me", headers={"x-evil": evil, "user-agent": f"{evil}<img src=x>"})
    shop.call("GET", f"/api/v2/{evil}")
    opened(page, "requests", "Requests", pool=pool)
    _row(page, "GET /api/v2/users/me, 200")
    expect(page.locator(".detail").get_by_text(evil, exact=True)).to_be_visible()
    _row(page, "GET /api/v2/<script>")
    expect(page.get_by_role("heading", level=2)).to_contain_text(evil)
    assert page.evaluate("[typeof window.evil, document.querySelectorAll('main script, main img').length]") == [
        "undefined",
        0,
    ]


def test_the_journal_is_clear_to_everybody_and_fits_a_phone(page: Page, shop: App) -> None:
    shop.call("POST", "/api/v2/login/account", PASSWORD)
    shop.call("POST", "/api/v2/login/acount", PASSWORD)
    opened(page, "requests", "Requests", pool=shop.pool_id)
    expect_no_findings(page)
    _row(page, "POST /api/v2/login/account")
    expect(page.get_by_label("As curl", exact=True)).to_be_visible()
    expect_no_findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect_no_sideways_scrolling(page)


def test_faults_and_clock_are_clear_to_everybody_and_fit_a_phone(page: Page, shop: App) -> None:
    pool = shop.pool_id
    shop.control("POST", "/faults", {"userPoolId": pool, "path": "/api/v2/*", "error": {"code": "USER_LOCKED"}})
    opened(page, "faults", "Faults", pool=pool)
    expect(page.get_by_text("0 of 1 hits")).to_be_visible()
    expect_no_findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    expect_no_sideways_scrolling(page)


def test_in_all_pools_a_request_names_its_pool_and_one_of_no_pool_none(page: Page, shop: App) -> None:
    shop.call("POST", "/api/v2/login/account", PASSWORD)
    # The session cookie of the login would name the pool.
    shop.http.cookies.clear()
    shop.http.get("/api/v2/.well-known")
    opened(page, "requests", "Requests", search="/api/v2/")
    named = page.locator(
        ".row", has=page.get_by_role("button", name="POST /api/v2/login/account, 200, code 200, in Shop")
    )
    expect(named.first).to_contain_text("Shop · /api/v2/login/account")
    server = page.locator(".row", has=page.get_by_role("button", name="GET /api/v2/.well-known"))
    expect(server.first.locator(".of-pool")).to_have_count(0)


@pytest.fixture
def own_shop() -> Iterator[App]:
    """A server of one's own with two pools: what is done to all pools is done to nobody else's."""
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as http:
        yield App(http, app_id=str(http.post("/_mock/pools", json={"name": "Shop"}).json()["appId"]))


def test_the_clock_of_all_pools_shows_what_was_done_to_them(page: Page, own_shop: App) -> None:
    page.goto(f"{own_shop.http.base_url}{address('faults')}")
    clock = page.get_by_role("region", name="Clock")
    expect(clock.get_by_text("Real time, in all pools")).to_be_visible()
    for _ in range(3):
        clock.get_by_role("button", name="+1 hour").click()
    expect(clock.get_by_text("All pools: ")).to_be_visible()
    expect(clock.get_by_text("3 h ahead")).to_be_visible()
    expect(clock.get_by_text("Real time, in all pools")).to_have_count(0)
    offsets = {each["clock"]["offsetSeconds"] for each in own_shop.control("GET", "/pools")["list"]}
    assert offsets == {10_800}
    ahead = own_shop.control("GET", "/clock", userPoolId=own_shop.pool_id)["now"]
    shown = clock.locator(".clock-now").inner_text()
    assert shown[:2] == page.evaluate("iso => new Date(iso).toLocaleTimeString('en-GB', { hour12: false })", ahead)[:2]


def test_pools_whose_clocks_differ_are_listed_beside_the_real_time(page: Page, own_shop: App) -> None:
    own_shop.control("POST", "/clock/advance", {"userPoolId": own_shop.pool_id, "seconds": 60})
    page.goto(f"{own_shop.http.base_url}{address('faults')}")
    clock = page.get_by_role("region", name="Clock")
    expect(clock.get_by_text("Real time", exact=True)).to_be_visible()
    expect(clock.get_by_role("listitem")).to_have_text("Shop 1 min ahead")


def test_all_clocks_that_were_stopped_together_are_shown_as_stopped(page: Page, own_shop: App) -> None:
    page.goto(f"{own_shop.http.base_url}{address('faults')}")
    clock = page.get_by_role("region", name="Clock")
    clock.get_by_role("button", name="Freeze").click()
    expect(clock.get_by_text("Frozen")).to_be_visible()
    expect(clock.get_by_text("All pools: ")).to_be_visible()
    clock.get_by_role("button", name="Reset to real time").click()
    expect(clock.get_by_text("Real time, in all pools")).to_be_visible()
