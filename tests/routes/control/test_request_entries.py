"""What an entry of the journal says of its request: when it came by its pool's clock, and whether the mock failed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from genauth_mock.rules import credentials

from tests.conftest import App

LOGIN = "/api/v2/login/account"


def entries(app: App, **query: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = app.control("GET", "/requests", userPoolId=app.pool_id, **query)["list"]
    return listed


def every_kind_of_request(app: App) -> None:
    """Requests that succeed, are refused before and in their pool, match nothing, are not built, are struck."""
    headers = {"x-authing-app-id": app.app_id}
    app.post(LOGIN, account="ci", password="111111")
    app.http.post(LOGIN, content=b"{", headers=headers)
    app.http.post(LOGIN, json={"account": 1}, headers=headers)
    app.call("GET", "/api/v2/nowhere")
    app.call("DELETE", LOGIN)
    app.call("POST", "/api/v3/signin", {})
    app.call("POST", "/graphql/v2", {"query": "{ users { totalCount } }"})
    app.http.post("/oidc/token", data={"client_id": app.app_id, "grant_type": "magic"})
    app.http.get("/oidc/auth", params={"client_id": app.app_id})
    app.control("POST", "/faults", {"userPoolId": app.pool_id, "path": "/api/v2/sms/send", "error": {"code": 500}})
    app.post("/api/v2/sms/send", phone="13800138000")
    app.post("/api/v2/sms/send", phone="13800138000")


@pytest.mark.parametrize("seconds", [300, -300, 86_400])
def test_every_entry_of_a_pool_carries_the_pools_clock(
    app: App, later: Callable[[App, int], None], seconds: int
) -> None:
    later(app, seconds)
    app.control("DELETE", "/requests", userPoolId=app.pool_id)
    every_kind_of_request(app)
    listed = entries(app)
    assert len(listed) >= 11 and {each["status"] for each in listed} >= {200, 400, 404, 405, 501}
    now = datetime.now(UTC) + timedelta(seconds=seconds)
    times = [datetime.fromisoformat(each["at"]) for each in listed]
    assert all(abs(at - now) < timedelta(seconds=60) for at in times)
    assert times == sorted(times, reverse=True)


def test_every_entry_of_a_pool_whose_clock_stands_carries_that_moment(app: App) -> None:
    moment = "2030-01-02T03:04:05.678Z"
    app.control("PUT", "/clock", {"now": moment, "frozen": True}, userPoolId=app.pool_id)
    app.control("DELETE", "/requests", userPoolId=app.pool_id)
    every_kind_of_request(app)
    assert {each["at"] for each in entries(app)} == {moment}


def test_a_request_that_took_long_stands_where_it_was_answered(app: App) -> None:
    fault = {"userPoolId": app.pool_id, "path": LOGIN, "delayMs": 300}
    app.control("POST", "/faults", fault)
    with httpx.Client(base_url=app.http.base_url, trust_env=False, verify=False) as client:
        slow = threading.Thread(target=App(client, app.app_id).post, args=[LOGIN], kwargs={"account": "slow"})
        slow.start()
        while not app.control("GET", "/faults", userPoolId=app.pool_id)["list"][0]["hits"]:
            pass
        app.post("/api/v2/sms/send", phone="13800138000")
        slow.join()
    listed = entries(app)
    assert [each["path"] for each in listed if each["method"] == "POST"] == [LOGIN, "/api/v2/sms/send"]
    times = [each["at"] for each in listed]
    assert times == sorted(times, reverse=True)


def test_a_request_that_names_an_unknown_application_is_not_of_the_pool_of_a_cookie(strict_server: str) -> None:
    with httpx.Client(base_url=strict_server, trust_env=False, verify=False) as http:
        made = http.post("/_mock/pools", json={"users": [{"username": "ci", "password": "111111"}]}).json()
        known = App(http, made["appId"])
        known.log_in("ci")
        stranger = App(http)
        stranger.call("GET", "/api/v2/nowhere")
        listed = http.get("/_mock/requests", params={"path": "/api/v2/nowhere"}).json()["list"]
        assert [each["userPoolId"] for each in listed if each["appId"] == stranger.app_id] == [None]


def test_a_fault_of_the_mock_itself_is_marked(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("as it may")

    pool = app.pool_id
    monkeypatch.setattr(credentials, "by_password", crash)
    assert app.call("POST", LOGIN, {"account": "ci", "password": "111111"}).status_code == 500
    monkeypatch.undo()
    app.post(LOGIN, account="ci", password="111111")
    (crashed,) = app.control("GET", "/requests", userPoolId=pool, crash=True)["list"]
    assert (crashed["path"], crashed["status"], crashed["crash"]) == (LOGIN, 500, True)
    assert all("crash" not in each for each in entries(app, crash=False)) and len(entries(app, crash=False)) >= 2


def test_a_fault_of_the_mock_itself_is_marked_where_a_fault_that_was_asked_for_came_first(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = app.pool_id
    app.control("POST", "/faults", {"userPoolId": pool, "path": LOGIN, "delayMs": 1})
    with monkeypatch.context() as broken:
        broken.setattr(credentials, "by_password", lambda *_, **__: 1 / 0)
        assert app.call("POST", LOGIN, {"account": "ci", "password": "111111"}).status_code == 500
    (crashed,) = app.control("GET", "/requests", userPoolId=pool, crash=True)["list"]
    assert crashed["fault"] and crashed["crash"]


def test_a_list_that_is_refused_loses_nothing(app: App) -> None:
    pool = app.pool_id
    app.post(LOGIN, account="ci", password="111111")
    assert app.http.get("/_mock/requests", params={"after": "yesterday"}).status_code == 400
    assert app.control("GET", "/requests", userPoolId=pool)["list"][0]["path"] == LOGIN


def test_many_large_requests_are_searched_and_listed_in_order(app: App) -> None:
    for number in range(65):
        app.post(LOGIN, account=f"user{number}", nickname="x" * (50_000 if number % 9 == 0 else 10), password="111111")
    found = app.control("GET", "/requests", userPoolId=app.pool_id, search="USER", limit=30, page=2)
    assert found["totalCount"] == 65
    assert [each["requestBody"]["account"] for each in found["list"]] == [f"user{n}" for n in range(34, 4, -1)]
    listed = [each["requestBody"] for each in entries(app, path=LOGIN, limit=100)]
    assert [each["account"] for each in listed] == [f"user{n}" for n in range(64, -1, -1)]


def test_the_number_of_an_error_of_openid_connect_is_no_secret(app: App) -> None:
    app.http.get("/oidc/me", headers={"x-authing-app-id": app.app_id})
    shown = app.control("GET", "/requests", path="/oidc/me", userPoolId=app.pool_id, limit=1)["list"][0]
    assert shown["responseBody"].get("code") != "<redacted>"
