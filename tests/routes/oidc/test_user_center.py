"""`/u`: the user center that an app opens in a browser in which somebody has logged in."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import REDIRECT_URI, RelyingParty

BACK = "cn.guard://authing.cn/redirect"


def opened(rp: RelyingParty, **query: str) -> str:
    answer = rp.browser.get("/u", params={"app_id": rp.app.app_id} | query, headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_it_shows_whose_account_it_is(rp: RelyingParty) -> None:
    rp.log_in(nickname="Ironman", email="ci@x.test", phone="13800138000")
    page = opened(rp)
    assert all(each in page for each in ("Ironman", "ci@x.test", "13800138000")) and "Back to" not in page


def test_who_is_not_logged_in_is_sent_to_the_login_page(rp: RelyingParty) -> None:
    answer = rp.browser.get("/u", params={"app_id": rp.app.app_id})
    assert rp.page(answer) == "/login" and rp.app.app_id in answer.headers["location"]
    rp.log_in()
    rp.browser.get("/oidc/session/end", params={"client_id": rp.app.app_id})
    assert rp.page(rp.browser.get("/u", params={"app_id": rp.app.app_id})) == "/login"
    assert rp.page(rp.browser.get("/u")) == "/login"


def test_another_pools_login_is_none_here(rp: RelyingParty, app: App) -> None:
    rp.log_in()
    other = app.another()
    other.app_id = f"{app.app_id}x"
    assert other.make_user(username="other")
    assert rp.page(rp.browser.get("/u", params={"app_id": other.app_id})) == "/login"


def test_without_an_application_it_is_the_logins_own(rp: RelyingParty) -> None:
    rp.log_in(nickname="Ironman")
    assert "Ironman" in rp.browser.get("/u").text


def test_the_way_back_is_one_of_the_applications_own(http: httpx.Client, browser: httpx.Client) -> None:
    document = {"applications": [{"redirectUris": [BACK, REDIRECT_URI]}]}
    made = http.post("/_mock/pools", json=document).json()
    rp = RelyingParty(App(http, app_id=made["appId"]), browser)
    rp.log_in()
    assert f'href="{BACK}"' in opened(rp, back_app_url=BACK)
    assert "Back to" in opened(rp, back_app_url=REDIRECT_URI)


@pytest.mark.parametrize(
    "uri", ["https://evil.example/", "javascript:alert(1)", "cn.other://x", "/x", "\ud800", "x\x00"]
)
def test_no_other_way_back_is_drawn(rp: RelyingParty, uri: str) -> None:
    rp.log_in()
    shown = uri.encode("utf-8", "surrogatepass")
    answer = rp.browser.get("/u", params={"app_id": rp.app.app_id, "back_app_url": shown})
    assert answer.status_code == 400 and 'href="' + uri.encode("utf-8", "replace").decode() not in answer.text


def test_what_an_account_is_called_is_text(rp: RelyingParty) -> None:
    rp.log_in(nickname="<script>alert(1)</script>")
    assert "<script>alert" not in opened(rp)
