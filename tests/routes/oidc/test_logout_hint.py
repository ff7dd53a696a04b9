"""Whom an `id_token_hint` logs out: who it names, at the client that got it. RP-Initiated Logout 1.0, section 2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.forms import forms
from tests.routes.oidc.conftest import REDIRECT_URI, RelyingParty, told

BYE = "http://127.0.0.1:3000/bye"
END = "/oidc/session/end"


def log_in_another(rp: RelyingParty) -> None:
    """Another user of the pool logs in in the browser, in the place of the first."""
    rp.app.make_user(username="other", password="111111")
    body = {"account": "other", "password": "111111"}
    rp.browser.post("/api/v2/login/account", json=body, headers={"x-authing-app-id": rp.app.app_id})


def who(rp: RelyingParty) -> str | None:
    answer = rp.browser.get("/cas/session").json()
    return str(answer["userInfo"]["username"]) if answer["session"] else None


def _fields(page: httpx.Response) -> dict[str, str]:
    """The fields of the page's form, if it has one."""
    return next((fields for _, fields in forms(page.text)), {})


def asked(rp: RelyingParty, **more: str) -> tuple[httpx.Response, dict[str, str]]:
    """The page that asks, after a hint of the user who was logged in before; with the fields of its form."""
    rp.log_in()
    hint = rp.tokens()["id_token"]
    log_in_another(rp)
    page = rp.browser.get(END, params={"id_token_hint": hint} | more)
    return page, _fields(page)


@pytest.fixture
def pair(http: httpx.Client, browser: httpx.Client) -> tuple[RelyingParty, RelyingParty]:
    """Two applications of a pool, in one browser."""
    uris = {"redirectUris": [REDIRECT_URI], "logoutRedirectUris": [BYE]}
    second = f"second-{id(browser)}"
    made = http.post("/_mock/pools", json={"applications": [uris, {"id": second, **uris}]}).json()
    return RelyingParty(App(http, app_id=made["appId"]), browser), RelyingParty(App(http, app_id=second), browser)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_hint_of_another_client_than_client_id_is_refused(
    pair: tuple[RelyingParty, RelyingParty], method: str
) -> None:
    first, second = pair
    first.log_in()
    params = {"id_token_hint": first.tokens()["id_token"], "post_logout_redirect_uri": BYE, "lang": "en"}
    where = "params" if method == "GET" else "data"
    sent: dict[str, Any] = {where: params | {"client_id": second.app.app_id}}
    answer = first.browser.request(method, END, **sent)
    assert answer.status_code == 400 and second.app.app_id in answer.text and first.app.app_id in answer.text
    assert who(first) == "ci"
    sent[where]["client_id"] = first.app.app_id
    assert first.browser.request(method, END, **sent).headers["location"] == BYE
    assert who(first) is None


def test_a_hint_of_another_pools_client_is_refused(rp: RelyingParty, http: httpx.Client) -> None:
    rp.log_in()
    stranger = App(http)
    assert stranger.pool_id
    params = {"id_token_hint": rp.tokens()["id_token"], "client_id": stranger.app_id}
    assert rp.browser.get(END, params=params).status_code == 400
    assert who(rp) == "ci"


@pytest.mark.parametrize(("lang", "says"), [("en", "Log out?"), ("zh", "要退出登录吗？")])
def test_a_hint_of_another_user_asks_first(rp: RelyingParty, lang: str, says: str) -> None:
    page, fields = asked(rp, post_logout_redirect_uri=BYE, state="s t", lang=lang)
    assert page.status_code == 200 and says in page.text and "other" in page.text
    assert page.headers["cache-control"] == "no-store" and "set-cookie" not in page.headers
    assert who(rp) == "other"
    answer = rp.browser.post(END, data=fields | {"decision": "leave"})
    assert answer.status_code == 302 and answer.headers["location"] == f"{BYE}?state=s+t"
    assert who(rp) is None


def test_who_stays_is_still_logged_in(rp: RelyingParty) -> None:
    _, fields = asked(rp, post_logout_redirect_uri=BYE, lang="en")
    answer = rp.browser.post(END, data=fields | {"decision": "stay"})
    assert answer.status_code == 200 and "You are still logged in" in answer.text
    assert "location" not in answer.headers and "set-cookie" not in answer.headers
    assert who(rp) == "other"
    # The answer was given; the next request asks anew.
    assert "ticket" in rp.browser.post(END, data=fields | {"decision": "leave"}).text
    assert who(rp) == "other"


@pytest.mark.parametrize("ticket", ["", "guessed", "x" * 32])
def test_nobody_answers_who_was_not_asked(rp: RelyingParty, ticket: str) -> None:
    _, fields = asked(rp)
    answer = rp.browser.post(END, data=fields | {"decision": "leave", "ticket": ticket})
    assert answer.status_code == 200 and 'name="ticket"' in answer.text
    assert who(rp) == "other"


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://127.0.0.1:9", "http://127.0.0.1"])
def test_a_page_from_elsewhere_answers_for_nobody(rp: RelyingParty, origin: str) -> None:
    _, fields = asked(rp)
    answer = rp.browser.post(END, data=fields | {"decision": "leave"}, headers={"origin": origin})
    assert answer.status_code == 400 and who(rp) == "other"
    own = str(rp.browser.base_url).rstrip("/")
    assert rp.browser.post(END, data=fields | {"decision": "leave"}, headers={"origin": own}).status_code == 200
    assert who(rp) is None


def test_an_answer_is_good_for_ten_minutes(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    _, fields = asked(rp)
    later(rp.app, 601)
    assert 'name="ticket"' in rp.browser.post(END, data=fields | {"decision": "leave"}).text
    assert who(rp) == "other"


def test_a_hint_of_another_user_asks_nobody_where_nobody_is_logged_in(rp: RelyingParty) -> None:
    rp.log_in()
    params = {"id_token_hint": rp.tokens()["id_token"], "post_logout_redirect_uri": BYE}
    rp.browser.cookies.clear()
    assert rp.browser.get(END, params=params).headers["location"] == BYE


def test_the_page_asks_for_a_redirect_uri_that_is_allowed_alone(rp: RelyingParty) -> None:
    page, _ = asked(rp, post_logout_redirect_uri="https://evil.test/")
    assert page.status_code == 400 and "ticket" not in page.text
    assert who(rp) == "other"


def test_single_sign_on_survives_a_no_and_ends_with_a_yes(rp: RelyingParty) -> None:
    _, fields = asked(rp)
    rp.browser.post(END, data=fields | {"decision": "stay"})
    assert "code" in told(rp.authorize(prompt="none"))
    _, fields = asked_again(rp)
    rp.browser.post(END, data=fields | {"decision": "leave"})
    assert told(rp.authorize(prompt="none"))["error"] == "login_required"


def asked_again(rp: RelyingParty) -> tuple[httpx.Response, dict[str, str]]:
    page = rp.browser.get(END, params={"id_token_hint": rp.user["token"]})
    return page, _fields(page)
