"""What takes any JSON takes what JSON can say and no more: the rest is refused by name, before anything is done."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def calls(app: App, value: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Calls that take any JSON, by the field that takes it."""
    pool = app.pool_id
    token = {"userPoolId": pool, "userId": "u", "kind": "token", "claims": {"x": value}}
    return {
        "claims": ("/tokens", token),
        "error.data": ("/faults", {"userPoolId": pool, "path": "/x", "error": {"code": 1, "data": value}}),
        "customData": (f"/pools/{pool}/users", {"username": "new", "customData": {"x": value}}),
        "connections[0].fields": ("/pools", {"connections": [{"type": "github", "fields": {"x": value}}]}),
        "connections[0].identities[0].profile": (
            "/pools",
            {"connections": [{"type": "github", "identities": [{"profile": {"x": value}}]}]},
        ),
        "users[0].customData": ("/pools", {"users": [{"username": "a", "customData": {"x": value}}]}),
    }


@pytest.mark.parametrize("depth", [120, 300, 700])
def test_what_is_nested_too_deeply_is_refused_by_field(app: App, depth: int) -> None:
    for field, (path, body) in calls(app, nested(depth)).items():
        answer = app.http.post(f"/_mock{path}", json=body)
        assert answer.status_code == 400, field
        assert answer.json()["error"]["field"] == field and "nested" in answer.json()["error"]["message"]
    assert app.users() == []


@pytest.mark.parametrize("value", [str(2**70), str(-(2**70)), "{1: 2}"])
def test_what_only_yaml_can_say_is_refused_by_field(app: App, value: str) -> None:
    for field, (path, body) in calls(app, "HOLE").items():
        text = repr(body).replace("'HOLE'", value).replace("None", "null")
        answer = app.http.post(f"/_mock{path}", content=text, headers={"content-type": "application/yaml"})
        assert answer.status_code == 400, (field, answer.text)
        assert field in answer.json()["error"]["field"]
    assert app.users() == []


def test_what_is_nested_as_deeply_as_it_may_be_comes_back_whole(app: App) -> None:
    value = nested(98)
    fault = app.control(
        "POST", "/faults", {"userPoolId": app.pool_id, "path": "/x", "error": {"code": 1, "data": value}}
    )
    assert fault["error"]["data"] == value
    assert app.call("GET", "/x").json()["data"] == value
    assert app.control("GET", "/requests", userPoolId=app.pool_id, path="/x")["totalCount"] == 1


@pytest.mark.parametrize("value", [str(2**70), ".inf", str(2**63)])
def test_a_number_to_match_may_be_of_any_size(app: App, value: str) -> None:
    text = f"userPoolId: {app.pool_id}\npath: /x\ndelayMs: 1\nmatch: {{n: {value}}}\n"
    answer = app.http.post("/_mock/faults", content=text, headers={"content-type": "application/yaml"})
    assert answer.status_code in (201, 400)
    assert app.call("GET", "/x", params={"n": value}).status_code == 404


@pytest.mark.parametrize("seconds", ["1000000000000000000", "-1e18", "1e400", "NaN", "Infinity", "true", '"1"'])
def test_a_clock_moves_no_further_than_a_date_can_say(app: App, seconds: str) -> None:
    pool = app.pool_id
    before = app.control("GET", "/clock", userPoolId=pool)["offsetSeconds"]
    for method, path, body in (
        ("POST", "/clock/advance", f'{{"userPoolId": "{pool}", "seconds": {seconds}}}'),
        ("PUT", f"/clock?userPoolId={pool}", f'{{"offsetSeconds": {seconds}}}'),
    ):
        assert app.http.request(method, f"/_mock{path}", content=body).status_code == 400
    assert app.control("GET", "/clock", userPoolId=pool)["offsetSeconds"] == before


@pytest.mark.parametrize("now", ["8999-12-31T23:59:59Z", "1900-01-01T00:00:00Z"])
@pytest.mark.parametrize("lifetime", [10**9, -(10**9)])
def test_at_the_ends_of_time_everything_can_be_printed(app: App, now: str, lifetime: int) -> None:
    user = app.make_user(username="ci", password="111111")
    pool = app.pool_id
    app.settings(tokens={f"{kind}TtlSeconds": 10**9 for kind in ("token", "idToken", "accessToken", "refreshToken")})
    app.control("PUT", "/clock", {"now": now, "frozen": True}, userPoolId=pool)
    app.log_in("ci")
    assert app.get("/api/v2/users/me")["code"] == 200
    for kind in ("token", "id_token", "access_token", "refresh_token"):
        wanted = {"userPoolId": pool, "userId": user["id"], "kind": kind, "ttlSeconds": lifetime}
        token = app.control("POST", "/tokens", wanted)["token"]
        told = app.control("POST", "/tokens/inspect", {"token": token})
        assert told["alive"] is (lifetime > 0), told
    assert app.control("GET", f"/pools/{pool}/users/{user['id']}/sessions")["totalCount"] >= 5
    app.post("/api/v2/sms/send", phone="13800138000")
    assert app.control("GET", "/outbox", userPoolId=pool)["totalCount"] == 1
    assert app.control("GET", f"/pools/{pool}/export")["users"]


@pytest.mark.parametrize("field", ["ttlSeconds", "notBeforeSeconds"])
@pytest.mark.parametrize("value", [10**9 + 1, 10**18, 1.5, True, "1"])
def test_a_lifetime_that_is_none_is_refused_by_field(app: App, field: str, value: Any) -> None:
    user = app.make_user(username="ci")
    wanted = {"userPoolId": app.pool_id, "userId": user["id"], "kind": "token", field: value}
    answer = app.http.post("/_mock/tokens", json=wanted)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
