"""Named states of a pool: all of it comes back, codes and tokens too."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App

PICTURE = b"\x89PNG\r\n\x1a\n.."


def snapshot(app: App, name: str = "s") -> dict[str, Any]:
    kept: dict[str, Any] = app.control("PUT", f"/snapshots/{name}", userPoolId=app.pool_id)
    return kept


def restore(app: App, name: str = "s") -> dict[str, Any]:
    restored: dict[str, Any] = app.control("POST", f"/snapshots/{name}/restore", userPoolId=app.pool_id)
    return restored


def test_a_snapshot_is_made_listed_and_removed(app: App) -> None:
    before = app.control("GET", "/snapshots", userPoolId=app.pool_id)
    assert before == {"list": [], "totalCount": 0}
    kept = snapshot(app, "one")
    assert set(kept) == {"name", "userPoolId", "createdAt", "sizeBytes"}
    assert (kept["name"], kept["userPoolId"]) == ("one", app.pool_id)
    app.make_user(username="ci")
    larger = snapshot(app, "two")
    assert larger["sizeBytes"] > kept["sizeBytes"]
    listed = app.control("GET", "/snapshots", userPoolId=app.pool_id)
    assert listed == {"list": [larger, kept], "totalCount": 2}
    assert kept in app.control("GET", "/snapshots", limit=10_000)["list"]
    assert app.control("GET", "/snapshots", userPoolId=app.pool_id, limit=1, page=2)["list"] == [kept]
    answer = app.http.delete("/_mock/snapshots/one", params={"userPoolId": app.pool_id})
    assert (answer.status_code, answer.content) == (204, b"")
    assert app.control("GET", "/snapshots", userPoolId=app.pool_id)["list"] == [larger]


def test_a_snapshot_of_the_same_name_takes_the_place_of_the_first(app: App) -> None:
    snapshot(app)
    app.make_user(username="ci")
    kept = snapshot(app)
    assert app.control("GET", "/snapshots", userPoolId=app.pool_id)["list"] == [kept]
    restore(app)
    assert [each["username"] for each in app.users()] == ["ci"]


def test_a_token_of_before_works_after_the_restore_and_one_of_after_does_not(app: App) -> None:
    app.make_user(username="ci", password="111111")
    app.log_in("ci")
    earlier = app.token
    snapshot(app)
    app.log_in("ci")
    restored = restore(app)
    assert restored["userPoolId"] == app.pool_id and restored["appId"] == app.app_id
    assert app.get("/api/v2/users/me")["code"] == 2020
    app.token = earlier
    assert app.get("/api/v2/users/me")["data"]["loginsCount"] == 1


def test_users_settings_name_and_what_was_sent_come_back(app: App) -> None:
    app.make_user(username="old")
    app.code_for("a@example.test")
    app.settings(passwordStrength=2)
    app.control("PATCH", f"/pools/{app.pool_id}", {"name": "then"})
    outbox = app.control("GET", "/outbox", userPoolId=app.pool_id)
    pool = app.control("GET", f"/pools/{app.pool_id}")
    users = app.users()
    snapshot(app)
    app.control("DELETE", "/outbox", userPoolId=app.pool_id)
    app.control("DELETE", f"/pools/{app.pool_id}/users/{users[0]['id']}")
    app.make_user(username="new")
    app.settings(passwordStrength=0, registerDisabled=True)
    app.control("PATCH", f"/pools/{app.pool_id}", {"name": "now"})
    assert restore(app) == pool
    assert app.users() == users
    assert app.control("GET", "/outbox", userPoolId=app.pool_id) == outbox


def log_in_by_code(app: App, email: str, code: str) -> int:
    return int(app.post("/api/v2/login/email-code", email=email, code=code, autoRegister=True)["code"])


def test_a_used_code_is_used_again_after_the_restore_and_an_unused_one_is_not(app: App) -> None:
    used, unused = app.code_for("a@example.test"), app.code_for("b@example.test")
    assert log_in_by_code(app, "a@example.test", used) == 200
    snapshot(app)
    assert log_in_by_code(app, "b@example.test", unused) == 200
    restore(app)
    assert log_in_by_code(app, "a@example.test", used) == 2001
    assert log_in_by_code(app, "b@example.test", unused) == 200
    assert log_in_by_code(app, "b@example.test", unused) == 2001


def test_the_clock_comes_back_and_stands_still_where_it_stood(app: App) -> None:
    at = {"userPoolId": app.pool_id}
    app.control("PUT", "/clock", {"now": "2031-01-01T00:00:00.000Z", "frozen": True}, **at)
    assert snapshot(app, "frozen")["createdAt"] == "2031-01-01T00:00:00.000Z"
    app.control("PUT", "/clock", {"offsetSeconds": 3600, "frozen": False}, **at)
    snapshot(app, "ahead")
    restore(app, "frozen")
    clock = app.control("GET", "/clock", **at)
    assert (clock["now"], clock["frozen"]) == ("2031-01-01T00:00:00.000Z", True)
    restore(app, "ahead")
    clock = app.control("GET", "/clock", **at)
    assert (clock["offsetSeconds"], clock["frozen"]) == (3600, False)


def test_pictures_come_back(app: App) -> None:
    app.logged_in_user()
    url = app.http.post("/api/v2/upload", files={"file": ("x.png", PICTURE, "image/png")}).json()["data"]["url"]
    app.post("/api/v2/users/profile/update", photo=url)
    snapshot(app)
    app.control("POST", f"/pools/{app.pool_id}/reset")
    assert app.http.get(url).json()["code"] == 404
    restore(app)
    assert app.http.get(url).content == PICTURE


def test_an_application_that_a_request_has_added_comes_back(app: App) -> None:
    pool_id = app.pool_id
    other = App(app.http, headers={"x-authing-userpool-id": pool_id})
    assert other.get("/api/v2/users/me")["code"] == 2020
    snapshot(app)
    app.control("POST", f"/pools/{pool_id}/reset")
    restore(app)
    assert App(app.http, other.app_id).pool_id == pool_id


def test_an_application_that_another_pool_has_got_is_refused_by_name_and_nothing_is_half_applied(app: App) -> None:
    pool_id = app.pool_id
    other = App(app.http, headers={"x-authing-userpool-id": pool_id})
    other.get("/api/v2/users/me")
    snapshot(app)
    app.control("POST", f"/pools/{pool_id}/reset")
    app.make_user(username="kept")
    thief = App(app.http, other.app_id).pool_id
    assert thief != pool_id
    refused = app.http.post("/_mock/snapshots/s/restore", params={"userPoolId": pool_id})
    error = refused.json()["error"]
    assert (refused.status_code, error["field"]) == (400, "applications[1].id")
    assert other.app_id in error["message"] and thief in error["message"]
    assert [each["username"] for each in app.users()] == ["kept"]


def test_a_snapshot_outlives_a_reset_and_ends_with_its_pool(app: App) -> None:
    pool_id = app.pool_id
    app.make_user(username="ci")
    snapshot(app)
    app.control("POST", f"/pools/{pool_id}/reset")
    restore(app)
    assert [each["username"] for each in app.users()] == ["ci"]
    exported = app.control("GET", f"/pools/{pool_id}/export")
    app.control("POST", "/import", exported)
    restore(app)
    app.control("DELETE", f"/pools/{pool_id}")
    app.control("POST", "/import", exported)
    assert app.control("GET", "/snapshots", userPoolId=pool_id)["totalCount"] == 0


def test_faults_and_journal_stay_as_they_are(app: App) -> None:
    pool_id, fault = app.pool_id, {"operation": "loginByAccount", "error": {"code": 2006}, "times": 0}
    kept = app.control("POST", "/faults", fault | {"userPoolId": pool_id})
    snapshot(app)
    app.control("DELETE", f"/faults/{kept['id']}")
    added = app.control("POST", "/faults", fault | {"userPoolId": pool_id})
    app.post("/api/v2/login/account", account="ci", password="111111")
    asked = app.control("GET", "/requests", userPoolId=pool_id)["list"]
    app.control("POST", "/snapshots/s/restore", userPoolId=pool_id)
    assert [each["id"] for each in app.control("GET", "/faults", userPoolId=pool_id)["list"]] == [added["id"]]
    assert app.control("GET", "/requests", userPoolId=pool_id)["list"] == asked
    app.control("POST", f"/pools/{pool_id}/reset")
    assert app.control("GET", "/faults", userPoolId=pool_id)["list"] == []
    assert app.control("GET", "/requests", userPoolId=pool_id)["list"] == []


def test_another_pools_snapshot_of_the_same_name_is_another(app: App) -> None:
    other = App(app.http)
    other.make_user(username="other")
    snapshot(app)
    snapshot(other)
    app.make_user(username="mine")
    other.make_user(username="second")
    restore(app)
    assert app.users() == [] and len(other.users()) == 2


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/_mock/snapshots/nothing"), ("POST", "/_mock/snapshots/nothing/restore")],
)
def test_a_snapshot_that_is_not_there_is_404_with_those_that_are(app: App, method: str, path: str) -> None:
    snapshot(app, "nothin")
    refused = app.http.request(method, path, params={"userPoolId": app.pool_id})
    assert refused.status_code == 404
    assert "'nothing'" in refused.json()["error"]["message"] and "'nothin'" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "query", "status", "field"),
    [
        ("PUT", "/_mock/snapshots/a b", {"userPoolId": "own"}, 400, "name"),
        ("PUT", f"/_mock/snapshots/{'a' * 65}", {"userPoolId": "own"}, 400, "name"),
        ("PUT", "/_mock/snapshots/a", {}, 400, "userPoolId"),
        ("POST", "/_mock/snapshots/a/restore", {}, 400, "userPoolId"),
        ("DELETE", "/_mock/snapshots/a", {}, 400, "userPoolId"),
        ("PUT", "/_mock/snapshots/a", {"userPoolId": "nobody"}, 404, "userPoolId"),
        ("POST", "/_mock/snapshots/a/restore", {"userPoolId": "nobody"}, 404, "userPoolId"),
        ("DELETE", "/_mock/snapshots/a", {"userPoolId": "nobody"}, 404, "userPoolId"),
        ("GET", "/_mock/snapshots", {"userPoolId": "nobody"}, 404, "userPoolId"),
        ("GET", "/_mock/snapshots", {"pool": "own"}, 400, "pool"),
        ("PUT", "/_mock/snapshots/a", {"userPoolId": "own", "x": "1"}, 400, "x"),
    ],
)
def test_a_wrong_call_is_refused_by_name(
    app: App, method: str, path: str, query: dict[str, str], status: int, field: str
) -> None:
    query = {key: app.pool_id if value == "own" else value for key, value in query.items()}
    refused = app.http.request(method, path, params=query)
    assert (refused.status_code, refused.json()["error"]["field"]) == (status, field)


@pytest.mark.parametrize(("method", "path"), [("PUT", "/_mock/snapshots/a"), ("POST", "/_mock/snapshots/a/restore")])
def test_a_snapshot_takes_no_fields(app: App, method: str, path: str) -> None:
    refused = app.http.request(method, path, params={"userPoolId": app.pool_id}, json={"users": 1})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "users")


def test_an_unknown_pool_is_not_made_by_a_call(http: httpx.Client) -> None:
    http.put("/_mock/snapshots/a", params={"userPoolId": "neverseen"})
    assert http.get("/_mock/pools/neverseen").status_code == 404
