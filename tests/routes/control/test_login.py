"""`POST /_mock/login`: somebody is logged in without a page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
import pytest

from tests.conftest import App

ORIGIN = "http://localhost:3000"
BROWSER_SDKS = ("authing-js-sdk", "@authing/web", "@authing/guard", "oidc-client-ts")
ANN = {"username": "ann", "password": "111111", "email": "ann@x.test", "phone": "13800138000"}


def asked(app: App, **body: Any) -> httpx.Response:
    """A call of the app's pool."""
    return app.http.post("/_mock/login", json={"userPoolId": app.pool_id, **body})


def log_in(app: App, **body: Any) -> Any:
    """What a login answers."""
    answer = asked(app, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def storage_of(app: App, sdk: str) -> dict[str, str]:
    """What an SDK finds in the localStorage of its origin."""
    state = log_in(app, user="ann", origin=ORIGIN, sdk=sdk)
    (origin,) = state["origins"]
    assert origin["origin"] == ORIGIN
    return {each["name"]: each["value"] for each in origin["localStorage"]}


def me(app: App, token: str) -> Any:
    """What users/me answers to a token."""
    return app.call("GET", "/api/v2/users/me", headers={"authorization": f"Bearer {token}"}).json()


@pytest.mark.parametrize("name", ["ann", "ann@x.test", "13800138000", "id"])
def test_a_user_is_named_by_id_or_account(app: App, name: str) -> None:
    user = app.make_user(**ANN)
    token = log_in(app, user=user["id"] if name == "id" else name, **{"as": "token"})["token"]
    assert me(app, token)["data"]["id"] == user["id"]


def test_the_cookie_is_the_mocks_session(app: App) -> None:
    user = app.make_user(**ANN)
    cookie = log_in(app, user="ann", **{"as": "cookie"})
    host = urlsplit(str(app.http.base_url)).hostname
    assert cookie == {"name": "authing_session", "value": cookie["value"], "domain": host, "path": "/"}
    session = app.http.get("/cas/session", headers={"cookie": f"authing_session={cookie['value']}"}).json()
    assert session["userInfo"]["id"] == user["id"]


def test_a_storage_state_is_the_cookie_alone_where_no_sdk_is_named(app: App) -> None:
    app.make_user(**ANN)
    state = log_in(app, user="ann", **{"as": "storage-state"})
    (cookie,) = state["cookies"]
    assert state["origins"] == []
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["path"]) == (True, False, "Lax", "/")


def test_all_tokens_are_good_and_of_the_application_that_is_named(app: App, http: httpx.Client) -> None:
    made = http.post("/_mock/pools", json={"applications": [{"name": "a"}, {"name": "b"}], "users": [ANN]}).json()
    first = App(http, app_id=made["appId"])
    applications = first.control("GET", f"/pools/{made['userPoolId']}/export")["applications"]
    other = applications[1]["id"]
    # The application alone names the pool.
    all_ = http.post("/_mock/login", json={"appId": other, "user": "ann", "as": "json"}).json()
    assert all_["user"]["username"] == "ann" and all_["cookie"]["value"]
    for kind in ("token", "accessToken", "idToken"):
        assert jwt.decode(all_[kind], options={"verify_signature": False})["aud"] == other
        assert me(App(http, app_id=other), all_[kind])["code"] == 200
    userinfo = http.get("/oidc/me", headers={"authorization": f"Bearer {all_['accessToken']}"}).json()
    assert userinfo["email"] == "ann@x.test"
    form = {"grant_type": "refresh_token", "client_id": other, "refresh_token": all_["refreshToken"]}
    assert http.post("/oidc/token", data=form).status_code == 200


def test_each_login_is_a_session_of_its_own_and_is_counted(app: App) -> None:
    app.make_user(**ANN)
    first, second = (log_in(app, user="ann", **{"as": "token"})["token"] for _ in range(2))
    app.token = first
    assert app.get("/api/v2/logout", app_id=app.app_id)["code"] == 200
    assert me(app, first)["code"] == 2020
    assert me(app, second)["data"]["loginsCount"] == 2


def test_no_second_factor_is_asked_for(app: App) -> None:
    app.make_user(**ANN)
    app.settings(mfa={"policies": ["OTP"]})
    assert log_in(app, user="ann", **{"as": "token"})["token"]


def test_who_is_locked_is_refused_as_anywhere(app: App) -> None:
    app.make_user(**ANN, blocked=True)
    answer = asked(app, user="ann")
    assert answer.status_code == 400 and answer.json()["error"]["message"] == "User has been locked"


def test_who_must_choose_a_password_first_is_refused_as_anywhere(app: App) -> None:
    app.make_user(**ANN, resetPasswordOnFirstLogin=True)
    assert asked(app, user="ann").status_code == 400


def test_another_pools_user_is_not_known(app: App, http: httpx.Client) -> None:
    other = App(http)
    stranger = other.make_user(**ANN)
    for name in (stranger["id"], "ann", "nobody@x.test"):
        answer = asked(app, user=name)
        assert (answer.status_code, answer.json()["error"]["field"]) == (404, "user")
        assert name in answer.json()["error"]["message"]
    answer = asked(app, user="ann", appId=other.app_id)
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "appId")


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        ({"user": "ann", "as": "jar"}, "as", "storage-state"),
        ({"user": "ann", "sdk": "react"}, "sdk", "oidc-client-ts"),
        ({}, "user", "missing"),
        ({"user": "ann", "sdk": "@authing/web"}, "origin", "missing"),
        ({"user": "ann", "origin": ORIGIN}, "sdk", "authing-js-sdk"),
        ({"user": "ann", "origin": "localhost:3000", "sdk": "@authing/web"}, "origin", "origin"),
        ({"user": "ann", "origin": f"{ORIGIN}/app", "sdk": "@authing/web"}, "origin", "origin"),
        ({"user": "ann", "sdk": "ios"}, "sdk", "json"),
        ({"user": "ann", "colour": 1}, "colour", "unknown"),
        ({"user": 5}, "user", "string"),
        ({"user": "a\u0000"}, "user", "control"),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_by_name_with_what_is_allowed(
    app: App, body: dict[str, Any], field: str, told: str
) -> None:
    app.make_user(**ANN)
    answer = asked(app, **body)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["field"] == field and told in error["message"]
    assert app.users()[0]["loginsCount"] == 0


def test_a_pool_must_be_named(app: App) -> None:
    answer = app.http.post("/_mock/login", json={"user": "ann"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "userPoolId")


@pytest.mark.parametrize("sdk", ["ios", "android", "flutter"])
def test_an_apps_sdk_is_given_tokens(app: App, sdk: str) -> None:
    app.make_user(**ANN)
    assert me(app, log_in(app, user="ann", sdk=sdk, **{"as": "json"})["token"])["code"] == 200


def test_authing_js_sdk_and_guard_find_the_token_and_the_user(app: App) -> None:
    user = app.make_user(**ANN)
    for sdk in ("authing-js-sdk", "@authing/guard"):
        kept = storage_of(app, sdk)
        told = json.loads(kept["_authing_user"])
        assert (told["id"], told["token"], told["username"]) == (user["id"], kept["_authing_token"], "ann")
        assert "mfa" not in told and me(app, kept["_authing_token"])["code"] == 200
    assert me(app, kept["idToken"])["code"] == me(app, kept["accessToken"])["code"] == 200


def test_authing_web_finds_its_login_state(app: App) -> None:
    user = app.make_user(**ANN)
    ((name, text),) = storage_of(app, "@authing/web").items()
    state = json.loads(text)
    assert name == f"authing-spa:1:{app.app_id}:login-state"
    assert state["parsedIdToken"]["sub"] == state["parsedAccessToken"]["sub"] == user["id"]
    assert state["expireAt"] == state["parsedAccessToken"]["exp"] * 1000 > state["timestamp"]


def test_oidc_client_ts_finds_its_user_whether_its_authority_ends_with_a_slash_or_not(app: App) -> None:
    user = app.make_user(**ANN)
    kept = storage_of(app, "oidc-client-ts")
    authority = f"{str(app.http.base_url).rstrip('/')}/oidc"
    assert kept.keys() == {f"oidc.user:{each}:{app.app_id}" for each in (authority, f"{authority}/")}
    told = json.loads(next(iter(kept.values())))
    assert (told["token_type"], told["profile"]["sub"], told["session_state"]) == ("Bearer", user["id"], None)
    assert "at_hash" not in told["profile"] and told["profile"]["iss"] == authority


def test_behind_https_the_cookie_is_as_the_mock_sets_it_there(app: App) -> None:
    app.make_user(**ANN)
    pool_id = app.pool_id
    headers = {"x-forwarded-proto": "https", "x-forwarded-host": "mock.example.test"}
    answer = app.http.post("/_mock/login", json={"userPoolId": pool_id, "user": "ann"}, headers=headers).json()
    (cookie,) = answer["cookies"]
    assert (cookie["domain"], cookie["secure"], cookie["sameSite"]) == ("mock.example.test", True, "None")


def test_a_reset_ends_what_was_given(app: App, http: httpx.Client) -> None:
    made = http.post("/_mock/pools", json={"users": [ANN]}).json()
    mine = App(http, app_id=made["appId"])
    token = log_in(mine, user="ann", **{"as": "token"})["token"]
    mine.control("POST", f"/pools/{made['userPoolId']}/reset")
    assert me(mine, token)["code"] == 2020
