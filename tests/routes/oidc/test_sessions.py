"""The browser's session: who is asked to log in, single sign-on, and the ways to log out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import App, enveloped
from tests.routes.oidc.conftest import REDIRECT_URI, RelyingParty, told


def test_prompt_none_without_a_session_is_login_required(rp: RelyingParty) -> None:
    assert told(rp.authorize(prompt="none"))["error"] == "login_required"


def test_prompt_none_with_a_session_gives_a_code(rp: RelyingParty) -> None:
    rp.log_in()
    assert "code" in told(rp.authorize(prompt="none"))


@pytest.mark.parametrize("prompt", ["login", "select_account", "login consent"])
def test_prompt_login_asks_again(rp: RelyingParty, prompt: str) -> None:
    rp.log_in()
    assert rp.page(rp.authorize(prompt=prompt)) == "/login"


def test_prompt_login_is_content_with_the_login_that_it_asked_for(rp: RelyingParty) -> None:
    rp.log_in()
    uuid = rp.uuid(prompt="login")
    rp.browser.post("/login", data={"uuid": uuid, "account": "ci", "password": "111111"})
    assert "code" in told(rp.browser.get(f"/interaction/oidc/{uuid}/login"))


def test_going_on_without_having_logged_in_leads_back_to_the_page(rp: RelyingParty) -> None:
    rp.log_in()
    uuid = rp.uuid(prompt="login")
    assert rp.page(rp.browser.get(f"/interaction/oidc/{uuid}/login")) == "/login"


def test_max_age_asks_again_once_the_login_is_too_old(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    rp.log_in()
    assert "code" in told(rp.authorize(max_age="60"))
    later(rp.app, 61)
    assert rp.page(rp.authorize(max_age="60")) == "/login"
    assert told(rp.authorize(max_age="60", prompt="none"))["error"] == "login_required"


def test_login_hint_with_prompt_none_logs_the_named_user_in_without_a_page(rp: RelyingParty) -> None:
    user = rp.has_user(email="ci@x.test")
    answer = rp.authorize(prompt="none", login_hint="ci@x.test")
    assert "authing_session=" in answer.headers["set-cookie"]
    tokens = rp.exchange(told(answer)["code"]).json()
    assert rp.me(tokens["access_token"]).json()["sub"] == user["id"]
    assert "code" in told(rp.authorize(prompt="none"))


def test_a_login_hint_whose_plus_sign_nobody_escaped_names_the_same_user(rp: RelyingParty) -> None:
    rp.app.make_user(username="tagged", email="user+tag@x.test", phone="13800138000")
    for hint in ("user+tag@x.test", "+8613800138000"):
        asked = str(rp.authorize(login_hint="HINT").request.url).replace("HINT", hint)
        assert f"login_hint={hint}" in asked
        page = rp.browser.get(rp.browser.get(asked).headers["location"]).text
        assert f'value="{hint}"' in page.replace("&#43;", "+")
        assert "code" in told(rp.browser.get(f"{asked}&prompt=none"))
        rp.browser.cookies.clear()


def test_login_hint_that_names_nobody_is_login_required(rp: RelyingParty) -> None:
    assert told(rp.authorize(prompt="none", login_hint="nobody"))["error"] == "login_required"


def test_login_hint_is_already_typed_at_the_page(rp: RelyingParty) -> None:
    page = rp.browser.get(rp.authorize(login_hint="ann@x.test").headers["location"]).text
    assert 'value="ann@x.test"' in page


def test_the_pool_may_log_a_named_user_in_without_any_page(rp: RelyingParty) -> None:
    user = rp.has_user()
    rp.app.settings(oidc={"autoLogin": "ci"})
    assert rp.me(rp.tokens()["access_token"]).json()["sub"] == user["id"]
    assert "code" in told(rp.authorize(prompt="login"))


def test_automatic_login_of_nobody_or_of_a_locked_user_says_so(rp: RelyingParty) -> None:
    rp.app.settings(oidc={"autoLogin": "ci"})
    answer = told(rp.authorize())
    assert answer["error"] == "login_required" and "autoLogin" in answer["error_description"]
    rp.has_user(blocked=True)
    assert told(rp.authorize())["error"] == "access_denied"


def test_one_login_is_good_for_all_applications_of_the_pool(http: httpx.Client, browser: httpx.Client) -> None:
    document: dict[str, Any] = {
        "applications": [
            {"redirectUris": [REDIRECT_URI]},
            {"id": f"second-{id(browser)}", "redirectUris": [REDIRECT_URI]},
        ]
    }
    made = http.post("/_mock/pools", json=document).json()
    rp = RelyingParty(App(http, app_id=made["appId"]), browser)
    rp.log_in()
    second = RelyingParty(App(http, app_id=f"second-{id(browser)}"), browser)
    assert "code" in told(second.authorize())


def test_a_hint_of_another_user_asks_again(rp: RelyingParty) -> None:
    rp.log_in()
    hint = rp.tokens()["id_token"]
    assert "code" in told(rp.authorize(id_token_hint=hint))
    rp.app.make_user(username="other", password="111111")
    rp.browser.post(
        "/api/v2/login/account",
        json={"account": "other", "password": "111111"},
        headers={"x-authing-app-id": rp.app.app_id},
    )
    assert told(rp.authorize(id_token_hint=hint, prompt="none"))["error"] == "login_required"


def test_end_session_ends_the_browsers_session_and_no_token(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens()
    uri = "http://127.0.0.1:3000/bye"
    params = {"id_token_hint": given["id_token"], "post_logout_redirect_uri": uri, "state": "x y"}
    answer = rp.browser.get("/oidc/session/end", params=params)
    assert answer.status_code == 302 and answer.headers["location"] == f"{uri}?state=x+y"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert rp.page(rp.authorize()) == "/login"
    assert rp.me(given["access_token"]).status_code == 200
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 200
    assert rp.refresh(given["refresh_token"]).status_code == 200


def test_end_session_ends_the_tokens_too_where_the_pool_says_so(rp: RelyingParty) -> None:
    rp.app.settings(oidc={"endSessionRevokesTokens": True})
    rp.log_in()
    given = rp.tokens()
    rp.browser.get("/oidc/session/end", params={"id_token_hint": given["id_token"]})
    assert rp.me(given["access_token"]).status_code == 401
    assert rp.refresh(given["refresh_token"]).status_code == 400
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 2020


def test_end_session_without_a_redirect_shows_a_page(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.browser.post("/oidc/session/end", headers={"x-authing-lang": "en-US"})
    assert answer.status_code == 200 and "You are logged out" in answer.text
    assert rp.page(rp.authorize()) == "/login"


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"post_logout_redirect_uri": "https://evil.test/"}, "logoutRedirectUris"),
        ({"id_token_hint": "nonsense"}, "id_token_hint"),
        ({"id_token_hint": "eyJhbGciOiJub25lIn0.e30."}, "id_token_hint"),
    ],
    ids=str,
)
def test_end_session_with_something_wrong_ends_nothing(rp: RelyingParty, params: dict[str, str], says: str) -> None:
    rp.log_in()
    answer = rp.browser.get("/oidc/session/end", params=params | {"client_id": rp.app.app_id, "lang": "en"})
    assert answer.status_code == 400 and says in answer.text
    assert "code" in told(rp.authorize())


def test_an_expired_hint_is_as_good_as_a_fresh_one(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    rp.app.settings(tokens={"idTokenTtlSeconds": 10})
    rp.log_in()
    hint = rp.tokens()["id_token"]
    later(rp.app, 60)
    params = {"id_token_hint": hint, "post_logout_redirect_uri": "http://127.0.0.1:3000/bye"}
    assert rp.browser.get("/oidc/session/end", params=params).status_code == 302


def test_logout_redirects_are_the_applications_own_by_default_its_redirects(http: httpx.Client) -> None:
    app = {"redirectUris": ["https://a.test/cb"]}
    made = http.post("/_mock/pools", json={"applications": [app]}).json()
    own = http.post(
        "/_mock/pools", json={"applications": [app | {"logoutRedirectUris": ["https://a.test/bye"]}]}
    ).json()
    for app_id, uri, status in (
        (made["appId"], "https://a.test/cb", 302),
        (own["appId"], "https://a.test/bye", 302),
        (own["appId"], "https://a.test/cb", 400),
    ):
        params = {"client_id": app_id, "post_logout_redirect_uri": uri}
        assert http.get("/oidc/session/end", params=params).status_code == status


def test_the_older_logout_url_ends_the_session_too(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.browser.get("/login/profile/logout", params={"redirect_uri": "http://127.0.0.1:3000/bye"})
    assert answer.status_code == 302 and answer.headers["location"] == "http://127.0.0.1:3000/bye"
    assert rp.page(rp.authorize()) == "/login"


def test_cas_session_tells_who_is_logged_in_by_the_cookie_alone(rp: RelyingParty) -> None:
    assert rp.browser.get("/cas/session").json() == {"session": None}
    user = rp.log_in()
    told_of = rp.browser.get("/cas/session").json()
    assert told_of["session"] == {"appId": rp.app.app_id, "type": "oidc", "userId": user["id"]}
    assert (told_of["userInfo"]["id"], told_of["userInfo"]["username"]) == (user["id"], "ci")


def test_logout_by_the_cookie_alone_kills_the_token_too(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.browser.get("/logout")
    assert enveloped(answer) == {"code": 200, "message": "退出登录成功"}
    assert rp.browser.get("/cas/session").json() == {"session": None}
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 2020
    assert rp.page(rp.authorize()) == "/login"


def test_logout_by_the_token_alone_kills_it(rp: RelyingParty) -> None:
    rp.log_in()
    answer = rp.app.http.get("/logout", headers={"authorization": f"Bearer {rp.user['token']}"})
    assert answer.json()["code"] == 200
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 2020


@pytest.mark.parametrize(
    "headers", [{}, {"cookie": "authing_session=nonsense"}, {"authorization": "Bearer x"}], ids=str
)
def test_logout_with_nothing_to_log_out_is_fine(http: httpx.Client, headers: dict[str, str]) -> None:
    assert http.get("/logout", headers=headers).json()["code"] == 200


def test_logout_of_rest_ends_the_browsers_session(rp: RelyingParty) -> None:
    rp.log_in()
    headers = {"x-authing-app-id": rp.app.app_id, "authorization": f"Bearer {rp.user['token']}"}
    rp.browser.get("/api/v2/logout", headers=headers)
    assert rp.page(rp.authorize()) == "/login"


def test_logging_out_one_token_never_ends_the_token_behind_anothers_cookie(rp: RelyingParty) -> None:
    rp.log_in()
    rp.app.make_user(username="other", password="111111")
    other = rp.app.another()
    other.log_in("other")
    headers = {"x-authing-app-id": rp.app.app_id, "authorization": f"Bearer {other.token}"}
    rp.browser.get("/api/v2/logout", headers=headers)
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 200
    assert rp.page(rp.authorize()) == "/login"


def test_login_status_says_whether_and_where_a_user_is_logged_in(rp: RelyingParty) -> None:
    user = rp.has_user()
    params = {"userId": user["id"]}
    headers = {"x-authing-userpool-id": rp.app.pool_id}
    assert rp.app.http.get("/api/v2/users/login-status", params=params, headers=headers).json()["data"] == {
        "isLogin": False
    }
    rp.log_in()
    data = rp.app.http.get("/api/v2/users/login-status", params=params, headers=headers).json()["data"]
    assert data["isLogin"] is True and data["user"]["id"] == user["id"]
    assert [each["id"] for each in data["application"]] == [rp.app.app_id]


def test_the_cookie_is_secure_behind_https_so_that_pages_of_other_sites_may_use_it(rp: RelyingParty) -> None:
    rp.has_user()
    answer = rp.browser.post(
        "/api/v2/login/account",
        json={"account": "ci", "password": "111111"},
        headers={"x-authing-app-id": rp.app.app_id, "x-forwarded-proto": "https"},
    )
    assert "SameSite=None; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("mode", ["form_post", "web_message"])
def test_answers_by_a_page_hold_what_the_redirect_would(rp: RelyingParty, mode: str) -> None:
    rp.log_in()
    answer = rp.authorize(response_mode=mode, state='"><script>alert(1)</script>')
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert "code" in answer.text and "<script>alert" not in answer.text
    if mode == "form_post":
        assert f'action="{REDIRECT_URI}"' in answer.text
    else:
        assert "&quot;type&quot;:&quot;authorization_response&quot;" in answer.text
        assert 'data-origin="http://127.0.0.1:3000"' in answer.text


def test_errors_come_by_the_response_mode_too(rp: RelyingParty) -> None:
    answer = rp.authorize(response_mode="web_message", prompt="none")
    assert "&quot;error&quot;:&quot;login_required&quot;" in answer.text
    assert "#error=login_required" in rp.authorize(response_mode="fragment", prompt="none").headers["location"]
