"""The console's page of users in a real browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pyotp
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.console import expect_no_findings, expect_no_sideways_scrolling, opened
from tests.conftest import App

_SCRIPT = "<script>top.evil = 1</script><img src=x onerror='top.evil = 1'>"
_ANN = {
    "id": "ann",
    "username": "ann",
    "password": "111111",
    "nickname": "Ann",
    "email": "ann@x.test",
    "phone": "13800138000",
    "roles": ["admin"],
    "orgs": [["HR", "DevHR"]],
    "resources": ["books"],
    "customData": {"school": "THU", "age": 21, "vip": True, "tags": {"a": [1, 2]}},
}


@pytest.fixture
def club(http: httpx.Client) -> App:
    """An application whose pool has roles, groups, organisations and custom fields, and Ann, who has some of them."""
    document = {
        "name": "Club",
        "applications": [{"name": "Club"}, {"name": "Second"}],
        "customFields": [
            {"key": "school"},
            {"key": "age", "dataType": "NUMBER"},
            {"key": "vip", "dataType": "BOOLEAN"},
            {"key": "tags", "dataType": "OBJECT"},
        ],
        "roles": [{"code": "admin"}, {"code": "editor"}],
        "groups": [{"code": "beta"}],
        "resources": [{"code": "books", "actions": ["read"]}],
        "orgs": [{"name": "HR", "children": [{"name": "DevHR"}, {"name": "PayHR"}]}],
        "users": [_ANN, {"username": "bob", "password": "111111"}],
    }
    return App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])


def _open(page: Page, app: App, user: str = "ann", *, name: str = "Ann") -> Locator:
    opened(page, "users", "Users", pool=app.pool_id, id=user)
    detail = _detail(page)
    expect(detail.get_by_role("heading", name=name, level=2)).to_be_visible()
    return detail


def _detail(page: Page) -> Locator:
    return page.get_by_role("region", name="User", exact=True)


def _rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Users").get_by_role("button")


def _log_in(app: App, account: str = "ann", password: str = "111111") -> dict[str, Any]:
    answer: dict[str, Any] = app.call(
        "POST", "/api/v2/login/account", {"account": account, "password": password}
    ).json()
    return answer


def _ann(app: App) -> dict[str, Any]:
    user: dict[str, Any] = app.control("GET", f"/pools/{app.pool_id}/users/ann")
    return user


def _switch(page: Page, name: str, *, to: bool) -> None:
    switch = page.get_by_role("switch", name=name)
    expect(switch).to_be_checked(checked=not to)
    switch.click()
    expect(switch).to_be_checked(checked=to)


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat().replace("+00:00", "Z")


def _token(app: App, kind: str = "token", **more: Any) -> str:
    body = {"userPoolId": app.pool_id, "userId": "ann", "kind": kind, **more}
    return str(app.control("POST", "/tokens", body)["token"])


def test_a_user_that_is_made_here_is_in_the_list_and_can_log_in(page: Page, club: App) -> None:
    opened(page, "users", "Users", pool=club.pool_id)
    page.get_by_role("button", name="New user").click()
    dialog = page.get_by_role("dialog", name="New user")
    dialog.get_by_label("Username", exact=True).fill("cleo")
    dialog.get_by_label("Password", exact=True).fill("s3cret!")
    dialog.get_by_label("E-mail").fill("cleo@x.test")
    dialog.get_by_label("Nickname").fill("Cleo")
    dialog.get_by_role("button", name="Create").click()
    expect(_detail(page).get_by_role("heading", name="Cleo")).to_be_visible()
    expect(_rows(page).first).to_have_accessible_name("Cleo, cleo · cleo@x.test")
    expect(_rows(page).first).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("3 users")).to_be_visible()
    assert _log_in(club, "cleo", "s3cret!")["code"] == 200
    page.reload()
    expect(_detail(page).get_by_role("heading", name="Cleo")).to_be_visible()


def test_without_a_chosen_pool_the_form_asks_for_one_and_the_list_names_the_pool_of_each(page: Page, club: App) -> None:
    opened(page, "users", "Users")
    page.get_by_role("button", name="New user").click()
    dialog = page.get_by_role("dialog", name="New user")
    dialog.get_by_label("Username", exact=True).fill("dora")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose a user pool.")
    dialog.get_by_label("User pool").select_option(club.pool_id)
    dialog.get_by_role("button", name="Create").click()
    expect(_detail(page).get_by_role("heading", name="dora")).to_be_visible()
    row = page.get_by_role("button", name=re.compile(r"^dora, [0-9a-f]+, No password, Club$"))
    expect(row.and_(page.locator("[aria-current=true]"))).to_be_visible()


def test_what_the_server_refuses_is_told_in_the_form_which_stays_as_it_was(warned_page: Page, club: App) -> None:
    page = warned_page
    opened(page, "users", "Users", pool=club.pool_id)
    page.get_by_role("button", name="New user").click()
    dialog = page.get_by_role("dialog", name="New user")
    dialog.get_by_label("Username", exact=True).fill("ann")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_role("alert")).to_have_text("username: this is user ann's, in this pool")
    expect(dialog.get_by_label("Username", exact=True)).to_have_value("ann")
    assert len(club.users()) == 2


def test_generated_users_appear_and_are_the_same_for_the_same_seed(page: Page, club: App) -> None:
    other = App(club.http)
    other.control("POST", f"/pools/{other.pool_id}/users/generate", {"count": 3, "randSeed": 7, "locale": "en_US"})
    opened(page, "users", "Users", pool=club.pool_id)
    page.get_by_role("button", name="Generate").click()
    dialog = page.get_by_role("dialog", name="Generate users")
    dialog.get_by_label("How many").fill("many")
    dialog.get_by_role("button", name="Generate").click()
    expect(dialog.get_by_role("alert")).to_have_text("How many must be a whole number.")
    dialog.get_by_label("How many").fill("3")
    dialog.get_by_label("Locale").select_option("English (en_US)")
    dialog.get_by_label("Seed").fill("7")
    dialog.get_by_label("Password for all").fill("222222")
    dialog.get_by_role("button", name="Generate").click()
    expect(page.get_by_text("Made 3 users")).to_be_visible()
    expect(page.get_by_text("5 users")).to_be_visible()
    made = club.users()[:3]
    assert [each["username"] for each in made] == [each["username"] for each in other.users()]
    assert _log_in(club, made[0]["username"], "222222")["code"] == 200


def test_a_user_who_is_locked_here_gets_the_documented_code(page: Page, club: App) -> None:
    _open(page, club)
    _switch(page, "Locked", to=True)
    expect(page.get_by_role("button", name=re.compile("^Ann, .*Locked$"))).to_be_visible()
    assert _log_in(club)["code"] == 2005
    _switch(page, "Locked", to=False)
    assert _log_in(club)["code"] == 200


def test_a_user_who_must_change_the_password_is_told_so_at_the_login(page: Page, club: App) -> None:
    _open(page, club)
    _switch(page, "Must change password", to=True)
    assert _log_in(club)["code"] == 1639


def test_a_second_factor_is_switched_on_and_its_one_time_password_is_shown(page: Page, club: App) -> None:
    detail = _open(page, club)
    _switch(page, "Multi-factor authentication (MFA)", to=True)
    assert _log_in(club)["code"] != 200
    secret = _ann(club)["mfa"]["totpSecret"]
    assert re.fullmatch("[A-Z2-7]{32}", secret)
    expect(detail.get_by_label("For an authenticator app", exact=True)).to_have_text(
        f"otpauth://totp/Club:ann?secret={secret}&issuer=Club"
    )
    expect(detail.get_by_text(re.compile(r"^\d+ s left$"))).to_be_visible()
    at = 1_900_000_020
    for left, seconds in ((30, 0), (20, 10), (30, 30)):
        club.control("PUT", "/clock", {"now": _iso(at + seconds), "frozen": True}, userPoolId=club.pool_id)
        expect(detail.get_by_text(f"{left} s left")).to_be_visible()
        wanted = pyotp.TOTP(secret).at(at + seconds)
        expect(detail.get_by_role("button", name=f"Copy one-time password {wanted}")).to_be_visible()
    _switch(page, "Multi-factor authentication (MFA)", to=False)
    expect(detail.get_by_text("s left")).to_be_hidden()
    assert _log_in(club)["code"] == 200


def test_a_password_is_taken_away_in_one_click_and_a_new_one_is_set(page: Page, club: App) -> None:
    detail = _open(page, club)
    _switch(page, "No password", to=True)
    assert not _ann(club)["passwordSet"]
    page.get_by_role("switch", name="No password").click()
    dialog = page.get_by_role("dialog", name="Set a new password")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Enter a password.")
    dialog.get_by_label("New password").fill("n3w!")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("switch", name="No password")).not_to_be_checked()
    assert _log_in(club, password="n3w!")["code"] == 200
    detail.get_by_role("button", name="Set password").click()
    dialog.get_by_label("New password").fill("t3mporary!")
    dialog.get_by_label("The user must change it at the next login").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("switch", name="Must change password")).to_be_checked()
    assert _log_in(club, password="t3mporary!")["code"] == 1639


def test_addresses_are_verified_in_one_click(page: Page, club: App) -> None:
    _open(page, club)
    _switch(page, "E-mail verified", to=True)
    _switch(page, "Phone verified", to=True)
    assert (_ann(club)["emailVerified"], _ann(club)["phoneVerified"]) == (True, True)


def test_an_edit_sends_what_was_written_and_leaves_all_else(page: Page, club: App) -> None:
    club.control("PATCH", f"/pools/{club.pool_id}/users/ann", {"profile": "one\ntwo", "company": "Old"})
    detail = _open(page, club)
    detail.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit Ann")
    # Changed elsewhere while the form is open.
    club.control("PATCH", f"/pools/{club.pool_id}/users/ann", {"name": "Ann Elsewhere"})
    dialog.get_by_label("Nickname").fill("Annie")
    dialog.get_by_label("Phone", exact=True).fill("")
    dialog.get_by_text("All other fields").click()
    dialog.get_by_label("Company").fill("")
    dialog.get_by_label("City").fill("北京")
    dialog.get_by_role("button", name="Save").click()
    expect(detail.get_by_role("heading", name="Annie")).to_be_visible()
    user = _ann(club)
    wanted = {"nickname": "Annie", "phone": None, "company": None, "city": "北京", "name": "Ann Elsewhere"}
    assert {name: user[name] for name in wanted} == wanted
    assert (user["profile"], user["email"]) == ("one\ntwo", "ann@x.test")


def test_roles_groups_and_organisations_are_given_and_taken_away(page: Page, club: App) -> None:
    detail = _open(page, club)
    roles = detail.get_by_role("region", name="Roles")
    roles.get_by_label("Role code").fill("editor")
    page.keyboard.press("Enter")
    expect(roles.get_by_role("button", name="Remove editor")).to_be_visible()
    roles.get_by_role("button", name="Remove admin").click()
    expect(roles.get_by_role("button", name="Remove admin")).to_be_hidden()
    groups = detail.get_by_role("region", name="Groups")
    groups.get_by_label("Group code").fill("beta")
    groups.get_by_role("button", name="Add").click()
    expect(groups.get_by_role("button", name="Remove beta")).to_be_visible()
    orgs = detail.get_by_role("region", name="Organisations")
    expect(orgs.get_by_role("textbox")).to_have_value("HR/DevHR")
    orgs.get_by_role("textbox").fill("HR/DevHR\nHR/PayHR\n")
    orgs.get_by_role("button", name="Save").click()
    expect(orgs.get_by_role("textbox")).to_have_value("HR/DevHR\nHR/PayHR")
    user = _ann(club)
    assert (user["roles"], user["groups"], user["orgs"]) == (["editor"], ["beta"], [["HR", "DevHR"], ["HR", "PayHR"]])
    expect(detail.get_by_text("default / books")).to_be_visible()


def test_a_role_or_node_that_there_is_not_is_refused_beside_its_field(warned_page: Page, club: App) -> None:
    page = warned_page
    detail = _open(page, club)
    roles = detail.get_by_role("region", name="Roles")
    roles.get_by_label("Role code").fill("edito")
    page.keyboard.press("Enter")
    expect(roles.get_by_role("alert")).to_contain_text("editor")
    expect(roles.get_by_label("Role code")).to_have_value("edito")
    orgs = detail.get_by_role("region", name="Organisations")
    orgs.get_by_role("textbox").fill("HR/Nowhere")
    orgs.get_by_role("button", name="Save").click()
    expect(orgs.get_by_role("alert")).to_contain_text("HR/Nowhere")
    assert (_ann(club)["roles"], _ann(club)["orgs"]) == (["admin"], [["HR", "DevHR"]])


def test_what_is_being_written_is_not_lost_when_the_user_changes_elsewhere(page: Page, club: App) -> None:
    detail = _open(page, club)
    orgs = detail.get_by_role("region", name="Organisations").get_by_role("textbox")
    orgs.fill("HR/Pay")
    detail.get_by_label("Role code").fill("edi")
    club.control("PATCH", f"/pools/{club.pool_id}/users/ann", {"roles": [], "orgs": [], "blocked": True})
    expect(page.get_by_role("switch", name="Locked")).to_be_checked()
    expect(detail.get_by_label("Role code")).to_have_value("edi")
    expect(detail.get_by_label("Role code")).to_be_focused()
    expect(orgs).to_have_value("HR/Pay")


def test_custom_data_keeps_its_types(page: Page, club: App) -> None:
    detail = _open(page, club)
    detail.get_by_role("button", name="Edit custom data").click()
    dialog = page.get_by_role("dialog", name="Edit custom data")
    dialog.get_by_label("Value age").fill("twenty")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("age: twenty is not a number.")
    dialog.get_by_label("Value age").fill("22")
    dialog.get_by_label("Value school").fill("22")
    dialog.get_by_label("Value tags").fill('{"b": null}')
    dialog.get_by_role("button", name="Remove this key").nth(2).click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    assert _ann(club)["customData"] == {"school": "22", "age": 22, "tags": {"b": None}}
    expect(detail.get_by_label("Custom data", exact=True).last).to_contain_text('"age": 22')


def test_a_number_too_big_for_a_browser_survives_an_edit_of_another_key(page: Page, club: App) -> None:
    big = 12345678901234567891
    club.control("PATCH", f"/pools/{club.pool_id}/users/ann", {"customData": {"age": big}})
    detail = _open(page, club)
    detail.get_by_role("button", name="Edit custom data").click()
    dialog = page.get_by_role("dialog", name="Edit custom data")
    dialog.get_by_label("Value school").fill("PKU")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    assert (_ann(club)["customData"]["age"], _ann(club)["customData"]["school"]) == (big, "PKU")


def test_a_user_is_deleted_after_a_confirmation(page: Page, club: App) -> None:
    detail = _open(page, club)
    detail.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete Ann?").get_by_role("button", name="Cancel").click()
    detail.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete Ann?").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Select a user to see")).to_be_visible()
    expect(page.get_by_text("1 user", exact=True)).to_be_visible()
    assert [each["username"] for each in club.users()] == ["bob"]


def test_log_in_as_gives_a_token_that_the_api_takes_and_says_what_is_in_it(
    page: Page, context: BrowserContext, club: App
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    detail = _open(page, club)
    detail.get_by_role("button", name="Log in as").click()
    page.get_by_role("dialog", name="Log in as Ann").get_by_role("button", name="Create a token").click()
    dialog = page.get_by_role("dialog", name="token of Ann")
    dialog.get_by_role("button", name="Copy: Token").click()
    token = page.evaluate("navigator.clipboard.readText()")
    club.token = token
    assert club.get("/api/v2/users/me")["data"]["username"] == "ann"
    url = str(club.http.base_url).rstrip("/")
    expect(dialog.get_by_label("Try it", exact=True)).to_have_text(
        f"curl {url}/api/v2/users/me -H 'x-authing-app-id: {club.app_id}' -H 'authorization: Bearer {token}'"
    )
    expect(dialog.get_by_text("The mock takes it: it is a living token of user ann")).to_be_visible()
    expect(dialog.get_by_label("Claims", exact=True)).to_contain_text('"sub": "ann"')
    expect(dialog.get_by_text(re.compile("· (14 d|13 d 23 h) left$"))).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(detail.get_by_role("button", name=re.compile("^End token of"))).to_have_count(1)


@pytest.mark.parametrize("kind", ["id_token", "access_token", "refresh_token"])
def test_log_in_as_makes_each_kind_of_token_for_the_application_and_time_that_are_wanted(
    page: Page, club: App, kind: str
) -> None:
    second = next(
        each
        for each in club.control("GET", f"/pools/{club.pool_id}/export")["applications"]
        if each["name"] == "Second"
    )
    detail = _open(page, club)
    detail.get_by_role("button", name="Log in as").click()
    form = page.get_by_role("dialog", name="Log in as Ann")
    form.get_by_label("Kind").select_option(kind)
    form.get_by_label("Application").fill(second["id"])
    form.get_by_label("Lifetime in seconds").fill("600")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=f"{kind} of Ann")
    expect(dialog.get_by_text(re.compile("· (10 min|9 min 5. s) left$"))).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    found = club.control("GET", f"/pools/{club.pool_id}/users/ann/sessions")["list"]
    assert [(each["kind"], each["appId"]) for each in found] == [(kind, second["id"])]


def test_a_session_that_is_ended_here_is_refused(page: Page, club: App) -> None:
    club.token = _log_in(club)["data"]["token"]
    detail = _open(page, club)
    assert club.get("/api/v2/users/me")["code"] == 200
    detail.get_by_role("button", name=re.compile("^End token of")).click()
    expect(detail.get_by_text("No sessions. A login or")).to_be_visible()
    assert club.call("GET", "/api/v2/users/me").json()["code"] == 2020


def test_all_sessions_are_ended_at_once_and_new_ones_appear_by_themselves(page: Page, club: App) -> None:
    detail = _open(page, club)
    expect(detail.get_by_text("No sessions. A login or")).to_be_visible()
    tokens = [_token(club), _token(club, "access_token")]
    expect(detail.get_by_role("button", name=re.compile("^End (token|access_token) of"))).to_have_count(2)
    detail.get_by_role("button", name="End all").click()
    page.get_by_role("dialog").get_by_role("button", name="End all").click()
    expect(detail.get_by_text("No sessions. A login or")).to_be_visible()
    for club.token in tokens:
        assert club.call("GET", "/api/v2/users/me").json()["code"] == 2020


def test_a_token_is_decoded_with_its_validity_at_the_pools_clock(page: Page, club: App) -> None:
    token = _token(club, ttlSeconds=60)
    opened(page, "users", "Users", pool=club.pool_id)
    page.get_by_role("button", name="Decode token").click()
    dialog = page.get_by_role("dialog", name="Decode a token")
    dialog.get_by_label("Paste a token").fill(f"Bearer {token}")
    expect(dialog.get_by_text("The mock takes it")).to_be_visible()
    expect(dialog.get_by_label("Header", exact=True)).to_contain_text('"alg": "HS256"')
    club.control("POST", "/clock/advance", {"userPoolId": club.pool_id, "seconds": 3600})
    dialog.get_by_label("Paste a token").fill(token)
    expect(dialog.get_by_text("The mock does not take it: it expired at")).to_be_visible()
    expect(dialog.get_by_text(re.compile(r"· 59 min( \d+ s)? ago$"))).to_be_visible()
    dialog.get_by_role("link", name="ann").click()
    expect(dialog).to_be_hidden()
    expect(_detail(page).get_by_role("heading", name="Ann")).to_be_visible()


def test_what_is_no_token_is_said_to_be_none(warned_page: Page, club: App) -> None:
    page = warned_page
    opened(page, "users", "Users", pool=club.pool_id)
    page.get_by_role("button", name="Decode token").click()
    dialog = page.get_by_role("dialog", name="Decode a token")
    dialog.get_by_label("Paste a token").fill(_SCRIPT)
    expect(dialog.get_by_role("alert")).to_contain_text("it is no JWT")


def test_a_search_narrows_the_list_keeps_the_typing_and_survives_a_reload(page: Page, club: App) -> None:
    opened(page, "users", "Users", pool=club.pool_id)
    expect(page.get_by_text("2 users")).to_be_visible()
    search = page.get_by_label("Search by name, e-mail, phone or ID")
    search.press_sequentially("ANN@")
    expect(page.get_by_text("1 user", exact=True)).to_be_visible()
    expect(search).to_be_focused()
    page.reload()
    expect(_rows(page)).to_have_count(1)
    search.fill("nobody")
    expect(page.get_by_text("No user matches your search.")).to_be_visible()
    search.fill("")
    expect(page.get_by_text("2 users")).to_be_visible()


def test_script_in_a_users_name_is_text(page: Page, club: App) -> None:
    fields = dict.fromkeys(("nickname", "name", "username", "company", "address"), _SCRIPT)
    club.control("PATCH", f"/pools/{club.pool_id}/users/ann", {**fields, "customData": {"school": _SCRIPT}})
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    detail = _open(page, club, name=_SCRIPT)
    expect(page.get_by_role("button", name=_SCRIPT).first).to_be_visible()
    detail.get_by_text("More profile fields").click()
    expect(detail.get_by_text(_SCRIPT).last).to_be_visible()
    detail.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("dialog", name=f"Edit {_SCRIPT}")).to_be_visible()
    page.keyboard.press("Escape")
    detail.get_by_role("button", name="Log in as").click()
    page.get_by_role("dialog").get_by_role("button", name="Create a token").click()
    expect(page.get_by_role("dialog", name=f"token of {_SCRIPT}")).to_be_visible()
    made = "document.querySelectorAll('main script, main img, dialog script, dialog img').length"
    assert page.evaluate(f"[typeof window.evil, {made}]") == ["undefined", 0]


def test_a_reset_from_elsewhere_empties_the_page(warned_page: Page, http: httpx.Client) -> None:
    page, app = warned_page, App(http)
    app.make_user(id="eve", username="eve")
    _open(page, app, "eve", name="eve")
    app.control("POST", f"/pools/{app.pool_id}/reset")
    expect(page.get_by_text("No users yet")).to_be_visible()
    expect(page.get_by_text("The user eve no longer exists.")).to_be_visible()
    expect(page.get_by_text("Select a user to see")).to_be_visible()


def test_who_has_scrolled_down_stays_where_he_is_when_others_come(page: Page, club: App) -> None:
    club.control("POST", f"/pools/{club.pool_id}/users/generate", {"count": 650, "randSeed": 1})
    opened(page, "users", "Users", pool=club.pool_id)
    expect(page.get_by_text("652 users")).to_be_visible()
    rows = page.locator(".rows")
    wanted = club.control("GET", f"/pools/{club.pool_id}/users", search="", page=301, limit=1)["list"][0]["username"]
    rows.evaluate("each => { each.scrollTop = 300 * 64 }")
    row = page.get_by_role("button", name=f", {wanted} ")
    expect(row).to_be_visible()
    before = row.bounding_box()
    for n in range(3):
        club.make_user(username=f"late{n}")
    expect(page.get_by_text("655 users")).to_be_visible()
    assert row.bounding_box() == before
    assert rows.get_by_role("listitem").count() < 60


def test_the_last_of_many_users_is_one_key_away(page: Page, club: App) -> None:
    club.control("POST", f"/pools/{club.pool_id}/users/generate", {"count": 650, "randSeed": 1})
    opened(page, "users", "Users", pool=club.pool_id)
    expect(page.get_by_text("652 users")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search by name, e-mail, phone or ID")).to_be_focused()
    _rows(page).first.focus()
    page.keyboard.press("End")
    # The pool's first users are its oldest.
    last = page.locator("[aria-posinset='652']").get_by_role("button")
    expect(last).to_be_focused()
    page.keyboard.press("Enter")
    expect(_detail(page).get_by_role("heading", level=2)).to_be_visible()


def test_users_of_one_id_in_two_pools_are_two(page: Page, club: App) -> None:
    other = App(club.http)
    other.make_user(id="ann", nickname="Other Ann")
    opened(page, "users", "Users", id=f"{other.pool_id}/ann")
    expect(_detail(page).get_by_role("heading", name="Other Ann")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Ann, .*Club$")).first.click()
    expect(_detail(page).get_by_role("heading", name="Ann", exact=True)).to_be_visible()


def test_the_page_of_users_is_clear_to_everybody(page: Page, club: App) -> None:
    club.control(
        "PATCH", f"/pools/{club.pool_id}/users/ann", {"mfa": {"totpSecret": "JBSWY3DPEHPK3PXP"}, "blocked": True}
    )
    _token(club, ttlSeconds=0)
    _token(club, "refresh_token")
    club.control("POST", f"/pools/{club.pool_id}/users/generate", {"count": 20, "randSeed": 1})
    opened(page, "users", "Users")
    expect_no_findings(page)
    detail = _open(page, club)
    expect(detail.get_by_role("button", name=re.compile("^Copy one-time password"))).to_have_count(2)
    expect(detail.get_by_role("button", name=re.compile("^End refresh_token"))).to_be_visible()
    expect_no_findings(page)
    for button in ("New user", "Generate", "Decode token"):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect_no_findings(page)
        page.keyboard.press("Escape")
    for button in ("Edit", "Set password", "Delete", "Edit custom data"):
        detail.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect_no_findings(page)
        page.keyboard.press("Escape")
    detail.get_by_role("button", name="Log in as").click()
    expect_no_findings(page)
    page.get_by_role("dialog").get_by_role("button", name="Create a token").click()
    expect(page.get_by_text("The mock does not take it: its user is locked")).to_be_visible()
    expect_no_findings(page)


def test_the_page_of_users_fits_a_phone(page: Page, club: App) -> None:
    long = "verylong" * 40
    club.control(
        "PATCH", f"/pools/{club.pool_id}/users/ann", {"mfa": {"totpSecret": "JBSWY3DPEHPK3PXP"}, "nickname": long}
    )
    _token(club, "refresh_token")
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, "users", "Users", pool=club.pool_id)
    expect_no_sideways_scrolling(page)
    page.get_by_role("button", name=long).click()
    detail = _detail(page)
    expect(detail.get_by_role("button", name=re.compile("^End refresh_token"))).to_be_visible()
    expect_no_sideways_scrolling(page)
    detail.get_by_role("button", name="Back to the list").click()
    expect(_rows(page).first).to_be_visible()
    page.get_by_role("button", name="New user").click()
    expect_no_sideways_scrolling(page)
