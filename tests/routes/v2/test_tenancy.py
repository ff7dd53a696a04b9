"""Which pool a request means, and that nothing which happens in one pool is seen in another."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import jwt
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App, enveloped

REGISTER = "/api/v2/register/username"


def _id() -> str:
    return uuid.uuid4().hex[:24]


def _register(http: httpx.Client, headers: dict[str, str], query: str = "") -> Any:
    body = {"username": "ci", "password": "111111", "forceLogin": True}
    answer = http.post(f"{REGISTER}{query}", json=body, headers=headers)
    assert answer.status_code == 200
    return enveloped(answer)


@pytest.mark.parametrize("family", ["authing", "genauth"])
def test_both_header_families_name_app_and_pool(http: httpx.Client, family: str) -> None:
    app_id, pool_id = _id(), _id()
    headers = {f"x-{family}-app-id": app_id, f"x-{family}-userpool-id": pool_id}
    assert _register(http, headers)["data"]["userPoolId"] == pool_id
    for one in ({f"x-{family}-app-id": app_id}, {f"x-{family}-userpool-id": pool_id}):
        assert _register(http, one)["code"] == 2026


def test_an_unknown_app_id_makes_a_pool_of_its_own(http: httpx.Client) -> None:
    first, second = (_register(http, {"x-authing-app-id": _id()})["data"] for _ in range(2))
    assert first["userPoolId"] != second["userPoolId"]


def test_an_unknown_pool_id_makes_that_pool(http: httpx.Client) -> None:
    pool_id = _id()
    assert _register(http, {"x-authing-userpool-id": pool_id})["data"]["userPoolId"] == pool_id
    assert http.get(f"/_mock/pools/{pool_id}").json()["userPoolId"] == pool_id


def test_an_unknown_app_id_beside_a_known_pool_becomes_its_application(app: App) -> None:
    headers = {"x-authing-app-id": _id(), "x-authing-userpool-id": app.pool_id}
    assert _register(app.http, headers)["data"]["userPoolId"] == app.pool_id
    app.log_in("ci")
    ids = {each["id"] for each in app.get("/api/v2/users/me/applications/allowed")["data"]["list"]}
    assert ids == {app.app_id, headers["x-authing-app-id"]}


def test_the_app_id_wins_where_it_and_the_pool_id_disagree(app: App) -> None:
    mine, other = app.pool_id, App(app.http)
    headers = {"x-authing-app-id": app.app_id, "x-authing-userpool-id": other.pool_id}
    assert _register(app.http, headers)["data"]["userPoolId"] == mine
    assert other.users() == []


def test_a_pool_id_in_the_query_names_the_pool(app: App) -> None:
    query = f"?userpool_id={app.pool_id}"
    assert _register(app.http, {}, query)["data"]["userPoolId"] == app.pool_id


def test_a_token_alone_names_its_pool(app: App) -> None:
    user = app.logged_in_user()
    answer = app.http.get("/api/v2/users/me", headers={"authorization": f"Bearer {app.token}"})
    assert answer.json()["data"]["id"] == user["id"]


def test_logging_out_finds_the_pool_in_the_query_or_the_token(app: App) -> None:
    for query in (f"?app_id={app.app_id}", ""):
        app.logged_in_user(username=_id())
        headers = {"authorization": f"Bearer {app.token}"}
        assert app.http.get(f"/api/v2/logout{query}", headers=headers).json()["code"] == 200
        assert app.get("/api/v2/users/me")["code"] == 2020


def test_a_request_that_names_nothing_is_refused(http: httpx.Client) -> None:
    assert _register(http, {})["code"] == 2101
    assert http.get("/api/v2/users/me", headers={"authorization": "Bearer a.b.c"}).json()["code"] in {2101, 2020}


@pytest.mark.parametrize("value", ["a b", "a.b", "a/b", "ä", "x" * 65, "{}", "'", "a,b"])
@pytest.mark.parametrize("name", ["x-authing-app-id", "x-genauth-app-id", "x-authing-userpool-id"])
def test_an_id_that_is_none_is_refused_by_name(http: httpx.Client, name: str, value: str) -> None:
    answer = http.post(REGISTER, json={"username": "a", "password": "b"}, headers={name.encode(): value.encode()})
    kind = "app-id" if "app-id" in name else "userpool-id"
    assert answer.json()["code"] == 400 and kind in answer.json()["message"]


@pytest.mark.parametrize("value", ["x", "A-b_9", "x" * 64, "0"])
def test_an_id_may_be_any_text_of_letters_digits_and_dashes(http: httpx.Client, value: str) -> None:
    answer = http.get(f"/api/v2/applications/{value}/public-config").json()
    assert answer["data"]["id"] == value


def test_an_empty_header_names_nothing(app: App) -> None:
    headers = {"x-authing-app-id": "", "x-genauth-app-id": app.app_id, "x-authing-userpool-id": ""}
    assert _register(app.http, headers)["data"]["userPoolId"] == app.pool_id


@pytest.mark.parametrize("path", ["/api/v2/users/me?userpool_id=", "/api/v2/logout?app_id={}&userpool_id="])
def test_an_empty_pool_id_in_the_query_names_nothing(http: httpx.Client, path: str) -> None:
    app_id = _id()
    answer = http.get(path.format(app_id), headers={"x-authing-app-id": app_id})
    assert answer.json()["code"] in {200, 2020}


def test_a_token_that_names_an_empty_pool_is_nobodys(http: httpx.Client) -> None:
    for claims in (
        {"aud": _id(), "userpool_id": ""},
        {"aud": "", "userpool_id": _id()},
        {"aud": "", "userpool_id": ""},
    ):
        token = jwt.encode(claims, "x" * 32, algorithm="HS256")
        answer = http.get("/api/v2/users/me", headers={"authorization": f"Bearer {token}"})
        assert answer.json()["code"] in {2020, 2101}


def test_a_server_that_rejects_unknown_apps_says_which_kind_is_unknown() -> None:
    with (
        ThreadedServer(Settings(port=0, unknown_apps="reject")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        demo, pool = "61ae0c9807451d6f30226bd4", "60caaf41da89f1954875cee1"
        assert _register(client, {"x-authing-app-id": _id()}) == {"code": 2011, "message": "应用不存在"}
        assert _register(client, {"x-authing-userpool-id": _id()}) == {"code": 2224, "message": "用户池不存在"}
        both = {"x-authing-app-id": _id(), "x-authing-userpool-id": pool}
        assert _register(client, both)["code"] == 2011
        config = client.get(f"/api/v2/applications/{_id()}/public-config").json()
        assert config["code"] == 2011 and config["message"] and "data" not in config
        assert client.get(f"/api/v2/applications/{demo}/public-config").json()["code"] == 200


class TestIsolation:
    def test_two_pools_have_users_of_the_same_name_address_and_number(self, app: App) -> None:
        other = App(app.http)
        same = {"username": "ci", "email": "a@x.test", "phone": "13800138000", "password": "111111"}
        ids = {each.make_user(**same)["id"] for each in (app, other)}
        assert len(ids) == 2
        assert {each.log_in("a@x.test")["id"] for each in (app, other)} == ids

    def test_a_code_of_one_pool_is_none_in_another(self, app: App) -> None:
        other = App(app.http)
        code = app.code_for("13800138000")
        body = {"phone": "13800138000", "code": code, "autoRegister": True}
        assert other.post("/api/v2/login/phone-code", **body)["code"] == 2001
        assert app.post("/api/v2/login/phone-code", **body)["code"] == 200
        assert other.control("GET", "/outbox", userPoolId=other.pool_id)["totalCount"] == 0

    def test_a_token_of_one_pool_is_none_in_another(self, app: App) -> None:
        app.logged_in_user()
        other = App(app.http, token=app.token)
        assert other.get("/api/v2/users/me")["code"] == 2020
        assert other.get("/api/v2/logout")["code"] == 1010001
        assert app.get("/api/v2/users/me")["code"] == 200

    def test_settings_of_one_pool_are_none_of_anothers(self, app: App) -> None:
        app.settings(passwordStrength=3, registerDisabled=True)
        other = App(app.http)
        assert other.post(REGISTER, username="ci", password="1")["code"] == 200

    def test_a_reset_of_one_pool_leaves_the_other(self, app: App) -> None:
        other = App(app.http)
        for each in (app, other):
            each.logged_in_user()
        app.control("POST", f"/pools/{app.pool_id}/reset")
        assert app.get("/api/v2/users/me")["code"] == 2020
        assert other.get("/api/v2/users/me")["code"] == 200
