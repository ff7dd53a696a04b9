"""Users' identities in the pool document, in the control API, in what is kept and put back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App

PERSON = {"openid": "wx", "nickname": "Wei"}
CONNECTIONS = [
    {"type": "wechat:mobile", "id": "conn", "identities": [{"code": "good", "profile": PERSON}]},
    {"type": "wechat:mobile", "id": "second"},
]
ANN: dict[str, Any] = {"id": "ann", "username": "ann", "identities": [{"connectionId": "conn", "openid": "wx"}]}


@pytest.fixture
def shop(http: httpx.Client) -> App:
    made = http.post("/_mock/pools", json={"connections": CONNECTIONS, "users": [ANN, {"id": "bob"}]}).json()
    return App(http, app_id=made["appId"])


def identities(app: App, user_id: str) -> list[tuple[str, str]]:
    user = app.control("GET", f"/pools/{app.pool_id}/users/{user_id}")
    return [(each["connectionId"], each["openid"]) for each in user["identities"]]


def test_a_user_has_the_documents_identities_with_what_the_provider_says(shop: App) -> None:
    (one,) = shop.control("GET", f"/pools/{shop.pool_id}/users/ann")["identities"]
    assert set(one) == {"id", "connectionId", "openid", "profile", "createdAt"}
    assert one["profile"] == PERSON and one["createdAt"].endswith("Z")
    assert shop.control("GET", f"/pools/{shop.pool_id}/users/bob")["identities"] == []


def test_identities_are_given_changed_and_taken_away(shop: App) -> None:
    users = f"/pools/{shop.pool_id}/users"
    made = shop.control("POST", users, {"identities": [{"connectionId": "second", "openid": "x", "profile": {"a": 1}}]})
    assert made["identities"][0]["profile"] == {"a": 1}
    shop.control("PATCH", f"{users}/ann", {"nickname": "Ann"})
    assert identities(shop, "ann") == [("conn", "wx")]
    shop.control("PATCH", f"{users}/ann", {"identities": [{"connectionId": "second", "openid": "y"}]})
    assert identities(shop, "ann") == [("second", "y")]
    shop.control("PATCH", f"{users}/ann", {"identities": []})
    assert identities(shop, "ann") == []
    shop.control("DELETE", f"{users}/{made['id']}")
    shop.control("PATCH", f"{users}/bob", {"identities": [{"connectionId": "second", "openid": "x"}]})
    assert identities(shop, "bob") == [("second", "x")]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"connectionId": "con", "openid": "x"}, "identities[0].connectionId", "conn"),
        ({"connectionId": "conn", "openid": "wx"}, "identities[0].openid", "ann"),
        ({"connectionId": "conn", "openid": ""}, "identities[0].openid", ""),
        ({"connectionId": "conn"}, "identities[0].openid", ""),
        ({"connectionId": "conn", "openid": 5}, "identities[0].openid", ""),
        ({"connectionId": "conn", "openid": "a\u0000"}, "identities[0].openid", ""),
        ({"connectionId": "conn", "openid": "x", "token": "t"}, "identities[0].token", ""),
    ],
)
def test_what_is_no_identity_is_refused_by_name(shop: App, given: dict[str, Any], field: str, words: str) -> None:
    for method, path in (("POST", "users"), ("PATCH", "users/bob")):
        answer = shop.http.request(method, f"/_mock/pools/{shop.pool_id}/{path}", json={"identities": [given]})
        error = answer.json()["error"]
        assert (answer.status_code, error["field"]) == (400, field) and words in error["message"], error
    assert identities(shop, "bob") == []


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"users": [ANN, {**ANN, "id": "two", "username": "two"}]}, "users[1].identities[0].openid"),
        ({"users": [{**ANN, "identities": ANN["identities"] * 2}]}, "users[0].identities[1].openid"),
        ({"users": [{"identities": [{"connectionId": "x", "openid": "y"}]}]}, "users[0].identities[0].connectionId"),
        ({"connections": [{"type": "a", "identifier": "x"}, {"type": "b", "identifier": "x"}]}, "connections[1].id"),
    ],
)
def test_a_document_that_says_it_twice_is_refused(http: httpx.Client, document: dict[str, Any], field: str) -> None:
    answer = http.post("/_mock/pools", json={"connections": CONNECTIONS, **document})
    assert answer.status_code == 400 and answer.json()["error"]["field"].startswith(field), answer.json()


def test_reset_and_restore_bring_back_who_has_which_identity(shop: App) -> None:
    shop.control("PUT", "/snapshots/one", userPoolId=shop.pool_id)
    shop.control("PATCH", f"/pools/{shop.pool_id}/users/ann", {"identities": []})
    answer = shop.post("/api/v2/ecConn/wechatMobile/authByCode", code="good", connId="conn")
    assert answer["data"]["id"] not in {"ann", "bob"}
    shop.control("POST", "/snapshots/one/restore", userPoolId=shop.pool_id)
    assert identities(shop, "ann") == [("conn", "wx")] and len(shop.users()) == 2
    shop.control("PATCH", f"/pools/{shop.pool_id}/users/ann", {"identities": []})
    shop.control("POST", f"/pools/{shop.pool_id}/reset")
    assert identities(shop, "ann") == [("conn", "wx")]


def test_export_and_import_keep_who_has_which_identity(shop: App) -> None:
    made = shop.post("/api/v2/ecConn/wechatMobile/authByCode", code="good", connId="conn")["data"]
    first = shop.control("GET", f"/pools/{shop.pool_id}/export")
    shop.control("POST", "/import", first)
    assert shop.control("GET", f"/pools/{shop.pool_id}/export") == first
    again = shop.post("/api/v2/ecConn/wechatMobile/authByCode", code="good", connId="conn")["data"]
    assert again["id"] == made["id"] == "ann" and again["identities"] == made["identities"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("nickname", "x" * 4097, "nickname: it may have at most 4096 characters"),
        ("headimgurl", "\x01", "headimgurl: control characters are not allowed"),
        ("sub", "a\nb", "sub: control characters are not allowed"),
    ],
)
def test_what_becomes_a_users_is_what_a_user_may_have(http: httpx.Client, name: str, value: str, words: str) -> None:
    connection = {"type": "github", "identities": [{"code": "good", "profile": {name: value}}]}
    answer = http.post("/_mock/pools", json={"connections": [connection]})
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (400, "connections[0].identities[0].profile")
    assert words in error["message"]


def test_what_a_provider_tells_comes_back_after_an_import(http: httpx.Client) -> None:
    profile = {"openid": "x" * 4096, "nickname": "a\nb", "raw": "\x01" * 9000}
    connection = {"type": "github", "identities": [{"code": "good", "profile": profile}]}
    app = App(http, app_id=http.post("/_mock/pools", json={"connections": [connection]}).json()["appId"])
    assert app.post("/api/v2/ecConn/github/authByCode", code="good")["code"] == 200
    exported = app.control("GET", f"/pools/{app.pool_id}/export")
    assert http.post("/_mock/import", json=exported).status_code == 201
    assert app.control("GET", f"/pools/{app.pool_id}/export") == exported


@pytest.mark.parametrize("key", ["code", "accessToken"])
def test_a_code_or_token_stands_for_one_identity_of_a_connection(http: httpx.Client, key: str) -> None:
    people = [{key: "same", "profile": {"openid": each}} for each in ("a", "b")]
    refused = http.post("/_mock/pools", json={"connections": [{"type": "github", "identities": people}]})
    where = f"connections[0].identities[1].{key}"
    assert refused.status_code == 400 and refused.json()["error"]["field"] == where
    both = [{"type": kind, "identities": people[:1]} for kind in ("github", "gitee")]
    assert http.post("/_mock/pools", json={"connections": both}).status_code == 201
