from typing import Any

import httpx
import pytest

from tests.conftest import App


def make_pool(http: httpx.Client, document: dict[str, Any] | None = None) -> dict[str, Any]:
    response = http.post("/_mock/pools", json=document or {})
    assert response.status_code == 201, response.text
    pool: dict[str, Any] = response.json()
    return pool


def test_an_empty_document_makes_a_whole_pool(http: httpx.Client) -> None:
    pool = make_pool(http)
    assert set(pool) >= {"userPoolId", "userPoolSecret", "appId", "appSecret", "identifier", "name", "settings"}
    assert len(pool["appSecret"]) == 32
    assert pool["settings"]["verificationCode"]["length"] == 4


def test_ids_and_secrets_that_are_given_are_kept(http: httpx.Client) -> None:
    ids = make_pool(http)
    http.delete(f"/_mock/pools/{ids['userPoolId']}")
    given = {key: ids[key] for key in ("userPoolId", "userPoolSecret", "appId", "appSecret")}
    assert make_pool(http, given).items() >= given.items()


def test_a_pool_made_twice_is_refused_and_nothing_is_half_made(http: httpx.Client) -> None:
    pool = make_pool(http)
    refused = http.post("/_mock/pools", json={"userPoolId": pool["userPoolId"], "appId": "x" * 24})
    assert refused.status_code == 400
    assert refused.json()["error"]["field"] == "userPoolId"
    known = http.get(f"/api/v2/applications/{'x' * 24}/public-config").json()["data"]["userPoolId"]
    assert known != pool["userPoolId"]


def test_an_app_id_of_another_pool_is_refused(http: httpx.Client) -> None:
    pool = make_pool(http)
    refused = http.post("/_mock/pools", json={"appId": pool["appId"]})
    assert refused.status_code == 400
    assert refused.json()["error"]["field"] == "applications[0].id"


@pytest.mark.parametrize(
    ("document", "field", "hint"),
    [
        ({"appid": "x"}, "appid", "appId"),
        ({"settings": {"limit": "off"}}, "settings.limit", "limits"),
        ({"users": [{"user": "ci"}]}, "users[0].user", "username"),
        ({"users": [{"email": "x"}]}, "users[0].email", "not an e-mail address"),
        ({"users": [{"phone": "12"}]}, "users[0].phone", "phoneCountryCode"),
        ({"users": [{"email": "a@b.test"}, {"email": "A@b.test"}]}, "users[1].email", "users[0].email"),
        ({"users": [{"roles": ["adnim"]}], "roles": [{"code": "admin"}]}, "users[0].roles", "'admin'"),
        ({"users": [{"orgs": ["HR/Dev"]}], "orgs": [{"name": "HR"}]}, "users[0].orgs", "'HR'"),
        ({"users": [{"customData": {"age": "x"}}]}, "users[0].customData.age", "custom field"),
        ({"customFields": [{"key": "n", "dataType": "NUMBER"}], "users": [{"customData": {"n": "1"}}]},
         "users[0].customData.n", "NUMBER"),
        ({"roles": [{"code": "r", "resources": ["nothing"]}]}, "roles[0].resources[0]", "resource"),
        ({"userPoolId": "not valid!"}, "userPoolId", ""),
        ({"settings": {"verificationCode": {"length": 99}}}, "settings.verificationCode.length", "8"),
        ([], "", "object"),
    ],
)  # fmt: skip
def test_a_wrong_document_names_the_field_and_makes_nothing(
    http: httpx.Client, document: Any, field: str, hint: str
) -> None:
    before = http.get("/_mock/pools").json()["totalCount"]
    refused = http.post("/_mock/pools", json=document)
    error = refused.json()["error"]
    assert refused.status_code == 400
    assert error.get("field", "") == field
    assert hint in error["message"]
    assert http.get("/_mock/pools").json()["totalCount"] >= before


def test_a_document_may_be_yaml(http: httpx.Client) -> None:
    text = "name: from yaml\nusers:\n  - {username: ci, password: '111111'}\n"
    made = http.post("/_mock/pools", content=text, headers={"content-type": "application/yaml"})
    assert made.status_code == 201
    assert made.json()["name"] == "from yaml"


def test_settings_are_changed_one_by_one(app: App) -> None:
    app.settings(verificationCode={"length": 6})
    app.settings(passwordStrength=2)
    settings = app.control("GET", f"/pools/{app.pool_id}")["settings"]
    assert settings["verificationCode"]["length"] == 6
    assert settings["passwordStrength"] == 2
    assert len(app.code_for("a@example.test")) == 6


def test_a_pool_that_is_removed_is_gone_with_all_that_was_in_it(app: App) -> None:
    app.make_user(username="ci", password="111111")
    app.log_in("ci")
    pool_id = app.pool_id
    assert app.http.delete(f"/_mock/pools/{pool_id}").status_code == 204
    assert app.http.get(f"/_mock/pools/{pool_id}").status_code == 404
    assert app.get("/api/v2/users/me")["code"] == 2020


def test_reset_brings_back_what_the_pool_was_made_from(http: httpx.Client) -> None:
    made = make_pool(
        http,
        {
            "customFields": [{"key": "school"}],
            "users": [{"username": "ci", "password": "111111", "customData": {"school": "ucla"}}],
        },
    )
    app = App(http, app_id=made["appId"])
    user = app.log_in("ci")
    app.post("/api/v2/users/profile/update", nickname="changed")
    app.post("/api/v2/register/username", username="another", password="111111")
    app.code_for("a@example.test")
    app.settings(registerDisabled=True)
    reset = http.post(f"/_mock/pools/{made['userPoolId']}/reset")
    assert reset.status_code == 200
    assert {**reset.json(), "createdAt": ""} == {**made, "createdAt": ""}
    assert app.get("/api/v2/users/me")["code"] == 2020
    users = app.control("GET", f"/pools/{made['userPoolId']}/users")["list"]
    assert [(each["id"], each["nickname"], each["customData"]) for each in users] == [
        (user["id"], None, {"school": "ucla"})
    ]
    assert app.control("GET", "/outbox", userPoolId=made["userPoolId"])["totalCount"] == 0
    app.log_in("ci")


def test_pools_are_listed_newest_first_a_page_at_a_time(http: httpx.Client) -> None:
    ids = [make_pool(http)["userPoolId"] for _ in range(3)]
    everything = [each["userPoolId"] for each in http.get("/_mock/pools", params={"limit": 10_000}).json()["list"]]
    assert [each for each in everything if each in ids] == ids[::-1]
    assert len(http.get("/_mock/pools", params={"limit": 2}).json()["list"]) == 2


def test_a_document_that_uses_every_key_is_planted_whole(http: httpx.Client) -> None:
    made = make_pool(
        http,
        {
            "name": "whole",
            "applications": [{"name": "one", "redirectUris": ["http://localhost/cb"]}, {"name": "two"}],
            "accessKeys": [{"id": "key-of-whole", "secret": "s"}],
            "namespaces": [{"id": 7, "code": "ns"}],
            "resources": [{"namespace": "ns", "code": "menu", "type": "MENU", "actions": ["read", "write"]}],
            "roles": [{"code": "admin", "namespace": "ns", "resources": [{"code": "menu", "actions": ["read"]}]}],
            "groups": [{"code": "staff", "resources": [{"namespace": "ns", "code": "menu", "actions": ["write"]}]}],
            "orgs": [{"name": "HR", "children": [{"name": "Dev", "children": [{"name": "a/b"}]}]}],
            "connections": [{"type": "wechat:mobile", "identities": [{"code": "good", "profile": {"nickname": "w"}}]}],
            "directory": [{"username": "ad", "password": "111111", "profile": {"nickname": "from AD"}}],
            "carrier": [{"token": "t", "accessToken": "a", "phone": "13800138001"}],
            "users": [{"username": "ci", "password": "111111", "roles": ["admin"], "groups": ["staff"],
                       "orgs": [["HR", "Dev", "a/b"]]}],
        },
    )  # fmt: skip
    app = App(http, app_id=made["appId"])
    app.log_in("ci")
    assert [node["name"] for node in app.get("/api/v2/users/me/orgs")["data"][0][1:]] == ["HR", "Dev", "a/b"]
    resources = app.post("/api/v2/users/resource/authorized", namespace="ns")["data"]["list"]
    assert resources == [{"code": "menu", "type": "MENU", "actions": ["read", "write"], "apiIdentifier": None}]
    assert app.get("/api/v2/users/me/applications/allowed")["data"]["totalCount"] == 2
    config = app.get(f"/api/v2/applications/{app.app_id}/public-config")["data"]
    assert [each["type"] for each in config["ecConnections"]] == ["wechat:mobile"]
    assert app.post("/api/v2/login/ad", username="ad", password="111111")["data"]["nickname"] == "from AD"
    by_carrier = app.post("/api/v2/ecConn/oneAuth/login", token="t", accessToken="a")
    assert by_carrier["data"]["phone"] == "13800138001"
