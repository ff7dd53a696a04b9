"""What the console asks of the control API beside what tests ask."""

from __future__ import annotations

import base64

import httpx
import pytest

from tests.conftest import App

LOGIN = "/api/v2/login/account"


def jwt(header: bytes, claims: bytes) -> str:
    """A token of these parts, signed by nobody."""
    return ".".join(base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in (header, claims, b"x"))


@pytest.mark.parametrize("depth", [99, 120, 300, 900, 5000])
def test_a_body_nested_however_deep_is_in_the_journal(app: App, depth: int) -> None:
    pool = app.pool_id
    body = b'{"password": "s3cret", "account": ' + b"[" * depth + b"]" * depth + b"}"
    app.http.post(LOGIN, content=body, headers={"x-authing-app-id": app.app_id, "content-type": "application/json"})
    newest = app.control("GET", "/requests", userPoolId=pool, path=LOGIN)["list"][0]
    assert "s3cret" not in str(newest)
    assert "curl" in app.control("GET", f"/requests/{newest['id']}")
    assert app.control("GET", "/requests", userPoolId=pool, search="account")["totalCount"] == 1


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        (rb'{"alg": "HS256", "x": "\ud800"}', b"{}"),
        (b'{"alg": "HS256"}', b'{"x": ' + b"[" * 300 + b"]" * 300 + b"}"),
        (b'{"alg": "HS256"}', rb'{"sub": "\udfff"}'),
        (b"[]", b"{}"),
        (b"", b""),
    ],
)
def test_a_token_that_nobody_could_print_is_no_token(http: httpx.Client, header: bytes, claims: bytes) -> None:
    refused = http.post("/_mock/tokens/inspect", json={"token": jwt(header, claims)})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "token")


def test_a_number_of_any_size_in_a_token_is_printed(http: httpx.Client) -> None:
    token = jwt(b'{"alg": "HS256", "x": 123456789012345678901234567890}', b'{"exp": 123456789012345678901234567890}')
    assert http.post("/_mock/tokens/inspect", json={"token": token}).status_code == 200


def test_the_noise_of_others_hides_no_finding_of_a_pool(app: App) -> None:
    pool = app.pool_id
    app.call("POST", "/api/v2/login/acount")
    for _ in range(1010):
        app.http.get("/oidc/.well-known/jwks.json")
    found = app.control("GET", "/findings", userPoolId=pool)["list"]
    assert [each["kind"] for each in found if each.get("userPoolId") == pool] == ["unknown_path"]


def test_pools_are_found_by_a_part_of_name_id_or_application(http: httpx.Client) -> None:
    app = App(http)
    made = app.control("POST", "/pools", {"name": f"Shöp {app.app_id[:8]}", "appId": app.app_id})
    for search in (f"SHÖP {app.app_id[:8]}", made["userPoolId"][3:], app.app_id[2:].upper()):
        assert [each["userPoolId"] for each in app.control("GET", "/pools", search=search)["list"]] == [
            made["userPoolId"]
        ]
    assert app.control("GET", "/pools", search="%") == {"list": [], "totalCount": 0}


def test_a_message_is_read_by_its_id(app: App) -> None:
    app.code_for("13800138000")
    message = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"][0]
    assert app.control("GET", f"/outbox/{message['id']}") == message
    missing = app.http.get("/_mock/outbox/nothing")
    assert (missing.status_code, missing.json()["error"]["field"]) == (404, "id")


def test_faults_for_every_pool_are_listed_with_a_pools_own_where_that_is_asked_for(app: App) -> None:
    pool = app.pool_id
    own = app.control("POST", "/faults", {"userPoolId": pool, "operation": "loginByAccount", "error": {"code": 2005}})
    every = app.control("POST", "/faults", {"operation": "loginByAD", "match": {"x": pool}, "error": {"code": 2005}})
    try:
        assert [each["id"] for each in app.control("GET", "/faults", userPoolId=pool)["list"]] == [own["id"]]
        listed = app.control("GET", "/faults", userPoolId=pool, everywhere=True)["list"]
        assert {own["id"], every["id"]} <= {each["id"] for each in listed}
    finally:
        app.control("DELETE", f"/faults/{every['id']}")


def test_an_app_that_was_refused_has_not_got_its_configuration(app: App) -> None:
    pool = app.pool_id
    app.control("POST", "/faults", {"userPoolId": pool, "path": "/api/v2/applications/*", "error": {"code": 2011}})
    app.control("POST", "/clock/advance", {"userPoolId": pool, "seconds": 60})
    other = app.another()
    assert other.call("GET", f"/api/v2/applications/{app.app_id}/public-config").json()["code"] == 2011
    (client,) = app.control("GET", "/clients", userPoolId=pool)["list"]
    refused = app.control("GET", "/requests", userPoolId=pool, code=2011)["list"][0]
    assert client["lastPublicConfigAt"] < refused["at"] == client["lastAt"]
