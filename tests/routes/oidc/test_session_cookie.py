"""The browser's session is behind a secret of its own: who reads a token, or what is told of it, has none."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import jwt
import pytest

from tests.routes.oidc.conftest import RelyingParty, told

COOKIE = "authing_session"


@pytest.fixture
def thief(rp: RelyingParty) -> Iterator[RelyingParty]:
    """The same app in a browser in which nobody is logged in."""
    with httpx.Client(base_url=rp.browser.base_url, trust_env=False, verify=False) as stranger:
        yield RelyingParty(rp.app, stranger)


def cookie_of(rp: RelyingParty) -> str:
    return str(rp.browser.cookies[COOKIE])


def told_of_tokens(rp: RelyingParty) -> set[str]:
    """All that the user's tokens say of themselves."""
    given = rp.tokens(scope="openid offline_access")
    tokens = [rp.user["token"], given["id_token"], given["access_token"]]
    said = {str(jwt.decode(each, options={"verify_signature": False})["jti"]) for each in tokens}
    return said | {*tokens, given["refresh_token"], given["refresh_token"][:32]}


def test_nothing_in_a_token_is_a_browsers_session(rp: RelyingParty, thief: RelyingParty) -> None:
    rp.log_in()
    said = told_of_tokens(rp)
    assert len(said) == 8 and cookie_of(rp) not in " ".join(said)
    for each in said:
        thief.browser.cookies.set(COOKIE, each)
        assert thief.browser.get("/cas/session").json() == {"session": None}
        assert told(thief.authorize(prompt="none"))["error"] == "login_required"


def test_nothing_in_a_token_logs_the_browser_out(rp: RelyingParty, thief: RelyingParty) -> None:
    rp.log_in()
    for each in told_of_tokens(rp):
        for path in ("/logout", "/oidc/session/end"):
            thief.browser.get(path, headers={"cookie": f"{COOKIE}={each}"})
    assert "code" in told(rp.authorize(prompt="none"))
    assert rp.rest("/api/v2/users/me", rp.user["token"])["code"] == 200


def test_the_control_api_tells_of_a_session_and_not_its_cookie(rp: RelyingParty) -> None:
    rp.log_in()
    rp.tokens()
    pool = rp.app.pool_id
    told_by = [
        rp.app.http.get(path).text
        for path in (
            f"/_mock/pools/{pool}/users/{rp.user['id']}/sessions",
            f"/_mock/requests?userPoolId={pool}",
            f"/_mock/pools/{pool}/export",
        )
    ]
    assert '"inBrowser":true' in told_by[0]
    assert not any(cookie_of(rp) in each for each in told_by)


def test_a_login_at_the_page_or_without_one_gives_a_cookie_that_is_no_tokens(rp: RelyingParty) -> None:
    user = rp.has_user(email="ci@x.test")
    rp.browser.post("/login", data={"app_id": rp.app.app_id, "account": "ci", "password": "111111"})
    first = cookie_of(rp)
    rp.browser.cookies.clear()
    told(rp.authorize(prompt="none", login_hint="ci@x.test"))
    second = cookie_of(rp)
    listed = rp.app.http.get(f"/_mock/pools/{rp.app.pool_id}/users/{user['id']}/sessions").json()["list"]
    assert [each["inBrowser"] for each in listed].count(True) == 2
    assert first != second and not {first, second} & {each["id"] for each in listed}


def test_a_browser_that_logs_in_again_has_another_cookie(rp: RelyingParty, thief: RelyingParty) -> None:
    rp.log_in()
    old = cookie_of(rp)
    rp.log_in()
    assert cookie_of(rp) != old
    rp.browser.get("/logout")
    assert COOKIE not in rp.browser.cookies
    # The first login's session is another, and no logout of it was asked for.
    thief.browser.cookies.set(COOKIE, old)
    assert thief.browser.get("/cas/session").json()["session"]["userId"] == rp.user["id"]


def test_the_cookie_comes_back_with_a_snapshot(rp: RelyingParty) -> None:
    rp.log_in()
    kept = cookie_of(rp)
    rp.app.control("PUT", "/snapshots/s", userPoolId=rp.app.pool_id)
    rp.browser.get("/logout")
    rp.browser.cookies.set(COOKIE, kept)
    assert rp.browser.get("/cas/session").json() == {"session": None}
    rp.app.control("POST", "/snapshots/s/restore", userPoolId=rp.app.pool_id)
    assert rp.browser.get("/cas/session").json()["session"]["userId"] == rp.user["id"]
