"""A user's tokens, as whoever steers the mock sees and ends them."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty

Later = Callable[[App, int], None]


@pytest.fixture
def rp(app: App, http: httpx.Client) -> RelyingParty:
    """A relying party whose pool has a user."""
    party = RelyingParty(app, http)
    party.has_user(email="ci@example.test")
    return party


def path(rp: RelyingParty) -> str:
    return f"/pools/{rp.app.pool_id}/users/{rp.user['id']}/sessions"


def sessions(rp: RelyingParty, **query: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = rp.app.control("GET", path(rp), **query)["list"]
    return listed


def of_kind(rp: RelyingParty, kind: str) -> dict[str, Any]:
    (found,) = (each for each in sessions(rp) if each["kind"] == kind)
    return found


def test_every_kind_of_token_is_listed_with_all_that_is_known_of_it(rp: RelyingParty) -> None:
    rp.log_in()
    rp.tokens(scope="openid offline_access")
    listed = {each["kind"]: each for each in sessions(rp)}
    assert listed.keys() == {"token", "id_token", "access_token", "refresh_token"}
    always = {"id", "kind", "appId", "inBrowser", "createdAt", "expiresAt", "expired"}
    assert listed["token"].keys() == always
    assert listed["id_token"].keys() == listed["access_token"].keys() == always | {"authorizationId"}
    assert listed["refresh_token"].keys() == always | {"authorizationId", "scope"}
    assert listed["refresh_token"]["scope"] == "openid offline_access"
    assert len({each["authorizationId"] for kind, each in listed.items() if kind != "token"}) == 1
    assert {each["appId"] for each in listed.values()} == {rp.app.app_id}
    assert {kind for kind, each in listed.items() if each["inBrowser"]} == {"token"}
    assert not any(each["expired"] for each in listed.values())


def test_the_device_is_told_on_which_a_token_is(rp: RelyingParty) -> None:
    rp.app.log_in("ci")
    rp.browser.headers["x-authing-device-id"] = "pixel"
    rp.log_in()
    rp.tokens(scope="openid offline_access")
    rp.browser.headers["x-authing-device-id"] = "other"
    rp.tokens(scope="openid")
    told = [(each["kind"], each.get("deviceId")) for each in sessions(rp)]
    of_family = [(kind, "pixel") for kind in ("id_token", "access_token", "refresh_token")]
    others = [(kind, "other") for kind in ("id_token", "access_token")]
    assert sorted(told, key=str) == sorted([("token", None), ("token", "pixel"), *of_family, *others], key=str)


def test_no_secret_is_among_it(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens(scope="openid offline_access")
    told = rp.app.http.get(f"/_mock{path(rp)}").text
    assert not any(given[kind] in told for kind in ("refresh_token", "access_token", "id_token"))


def test_the_newest_come_first_page_by_page(rp: RelyingParty, later: Later) -> None:
    for seconds in (0, 60, 120):
        later(rp.app, seconds)
        rp.app.log_in("ci")
    whole = rp.app.control("GET", path(rp))
    assert whole["totalCount"] == 3
    times = [each["createdAt"] for each in whole["list"]]
    assert times == sorted(times, reverse=True)
    assert sessions(rp, page=2, limit=1) == [whole["list"][1]]
    assert rp.app.control("GET", path(rp), page=9)["totalCount"] == 3


def test_expired_is_by_the_pools_clock(rp: RelyingParty, later: Later) -> None:
    rp.app.log_in("ci")
    later(rp.app, 15 * 24 * 3600)
    assert [each["expired"] for each in sessions(rp)] == [True]


def test_another_users_tokens_are_not_among_them(rp: RelyingParty) -> None:
    rp.app.make_user(username="other", password="111111")
    rp.app.log_in("other")
    assert sessions(rp) == []


def test_a_session_that_is_ended_is_over_and_the_others_live(rp: RelyingParty) -> None:
    first, second = rp.app.another(), rp.app.another()
    first.log_in("ci")
    second.log_in("ci")
    newest = sessions(rp)[0]
    assert rp.app.control("DELETE", f"{path(rp)}/{newest['id']}") is None
    assert second.get("/api/v2/users/me")["code"] == 2020
    assert first.get("/api/v2/users/me")["code"] == 200


def test_an_access_token_is_ended_alone(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens(scope="openid offline_access")
    rp.app.control("DELETE", f"{path(rp)}/{of_kind(rp, 'access_token')['id']}")
    assert rp.introspect(given["access_token"]) == {"active": False}
    assert rp.rest("/api/v2/users/me", given["id_token"])["code"] == 200
    assert rp.refresh(given["refresh_token"]).status_code == 200


def test_a_refresh_token_that_is_ended_takes_all_of_its_authorization_along(rp: RelyingParty) -> None:
    rp.log_in()
    given = rp.tokens(scope="openid offline_access")
    rp.app.control("DELETE", f"{path(rp)}/{of_kind(rp, 'refresh_token')['id']}")
    assert rp.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"
    assert rp.introspect(given["access_token"]) == {"active": False}
    assert [each["kind"] for each in sessions(rp)] == ["token"]


def test_all_of_a_users_sessions_are_ended_and_nobody_elses(rp: RelyingParty) -> None:
    rp.app.make_user(username="other", password="111111")
    other = rp.app.another()
    other.log_in("other")
    rp.log_in()
    given = rp.tokens(scope="openid offline_access")
    assert rp.app.control("DELETE", path(rp)) is None
    assert sessions(rp) == []
    assert rp.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"
    assert rp.rest("/api/v2/users/me", given["id_token"])["code"] == 2020
    assert "login" in rp.authorize(prompt=None).headers["location"]
    assert other.get("/api/v2/users/me")["code"] == 200


def test_what_is_not_there_is_404_by_name(rp: RelyingParty) -> None:
    rp.app.make_user(username="other", password="111111", id="other")
    rp.app.log_in("ci")
    mine = sessions(rp)[0]["id"]
    pool = rp.app.pool_id
    for url, field in (
        (f"{path(rp)}/nothing", "sessionId"),
        (f"/pools/{pool}/users/other/sessions/{mine}", "sessionId"),
        (f"/pools/{pool}/users/nobody/sessions", "id"),
        ("/pools/nowhere/users/other/sessions", "userPoolId"),
    ):
        refused = rp.app.http.delete(f"/_mock{url}")
        assert (refused.status_code, refused.json()["error"]["field"]) == (404, field)
    assert len(sessions(rp)) == 1
