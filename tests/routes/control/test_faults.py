"""What is to go wrong: which requests a fault strikes, and what they get."""

import re
import time
from typing import Any

import httpx
import pytest
from genauth_mock import errors
from genauth_mock.steering import faults

from tests.conftest import App, enveloped

LOGIN = "/api/v2/login/account"


def fault(app: App, **fields: Any) -> dict[str, Any]:
    """A fault of the app's own pool."""
    made: dict[str, Any] = app.control("POST", "/faults", {"userPoolId": app.pool_id, **fields})
    return made


def hits(app: App, made: dict[str, Any]) -> int:
    return int(app.control("GET", f"/faults/{made['id']}")["hits"])


def attempt(app: App, account: str = "ci") -> int:
    """The code that a login with a wrong password gets: 2333, where nothing else strikes."""
    return int(app.post(LOGIN, account=account, password="wrong")["code"])


@pytest.fixture
def app(app: App) -> App:
    app.make_user(username="ci", password="111111")
    return app


def test_a_fault_strikes_once_and_is_counted(app: App) -> None:
    made = fault(app, operation="loginByAccount", error={"code": 2004})
    assert made["hits"] == 0 and made["times"] == 1 and len(made["id"]) == 24
    answer = app.post(LOGIN, account="ci", password="111111")
    assert (answer["code"], answer["message"]) == (2004, "用户不存在")
    assert app.post(LOGIN, account="ci", password="111111")["code"] == 200
    assert hits(app, made) == 1


def test_times_says_how_often_and_zero_is_for_ever(app: App) -> None:
    twice = fault(app, operation="loginByAccount", error={"code": 2006}, times=2)
    assert [attempt(app) for _ in range(3)] == [2006, 2006, 2333]
    for_ever = fault(app, operation="loginByAccount", error={"code": 2006}, times=0)
    assert {attempt(app) for _ in range(5)} == {2006}
    assert (hits(app, twice), hits(app, for_ever)) == (2, 5)


def test_the_first_requests_are_skipped(app: App) -> None:
    made = fault(app, operation="loginByAccount", error={"code": 2006}, skip=2)
    assert [attempt(app) for _ in range(4)] == [2333, 2333, 2006, 2333]
    assert hits(app, made) == 1


def test_method_and_path_choose_the_requests(app: App) -> None:
    fault(app, method="POST", path="/api/v2/login/*", error={"code": 2006}, times=0)
    assert attempt(app) == 2006
    assert app.post("/api/v2/register/username", username="new", password="111111")["code"] == 200
    assert app.get("/api/v2/users/me")["code"] == 2020


def test_an_operation_is_known_by_what_an_sdk_calls_it(app: App) -> None:
    fault(app, operation="loginByEmailCode", error={"code": 2006})
    assert app.post("/api/v2/login/email-code", email="a@example.test", code="1234")["code"] == 2006


def test_a_field_of_the_request_chooses_the_requests(app: App) -> None:
    fault(app, match={"account": "lance"}, error={"code": 2005}, times=0)
    assert (attempt(app, "ci"), attempt(app, "lance")) == (2333, 2005)


def test_fields_inside_objects_in_queries_and_in_forms_choose_requests_too(app: App) -> None:
    fault(app, match={"profile.nickname": "Lance"}, error={"code": 2026}, times=0)
    register = "/api/v2/register/username"
    assert app.post(register, username="a", password="111111", profile={"nickname": "Lance"})["code"] == 2026
    assert app.post(register, username="b", password="111111", profile={"nickname": "Other"})["code"] == 200
    fault(app, match={"key": "theme"}, error={"code": 500}, times=0)
    assert app.call("GET", "/api/v2/udvs", params={"key": "theme"}).json()["code"] == 500
    fault(app, match={"grant_type": "password", "username": "lance"}, error={"code": "invalid_grant"}, times=0)
    form = {"grant_type": "password", "username": "lance", "client_id": app.app_id}
    assert app.http.post("/oidc/token", data=form).json()["error"] == "invalid_grant"


def test_a_number_in_a_request_is_matched_by_its_text(app: App) -> None:
    fault(app, match={"code": 1234}, error={"code": 2001}, times=0)
    assert app.post("/api/v2/login/phone-code", phone="13800138000", code="1234")["code"] == 2001


def test_a_probability_strikes_the_same_requests_for_the_same_seed(app: App) -> None:
    struck = []
    for _ in range(2):
        fault(app, operation="loginByAccount", error={"code": 2006}, times=0, probability=0.5, randSeed=7)
        struck.append([attempt(app) for _ in range(20)])
        app.control("DELETE", "/faults", userPoolId=app.pool_id)
    assert struck[0] == struck[1]
    assert 4 < struck[0].count(2006) < 16


def test_an_error_is_named_by_its_number_its_name_or_freely(app: App) -> None:
    fault(app, operation="loginByAccount", error={"code": "CREDENTIALS_WRONG"})
    assert attempt(app) == 2333
    fault(app, operation="loginByAccount", error={"code": 4711, "message": "teapot", "httpStatus": 418})
    response = app.call("POST", LOGIN, {"account": "ci", "password": "x"})
    assert (response.status_code, enveloped(response)) == (418, {"code": 4711, "message": "teapot"})
    fault(app, operation="loginByAccount", error={"code": 1639})
    assert app.post(LOGIN, account="ci", password="x")["data"]["token"]
    fault(app, operation="loginByAccount", error={"code": 1639, "data": {"token": "mine"}})
    assert app.post(LOGIN, account="ci", password="x")["data"] == {"token": "mine"}


def test_the_words_are_in_the_language_of_the_client(app: App) -> None:
    fault(app, operation="loginByAccount", error={"code": 2004})
    answer = app.another(**{"x-authing-lang": "en-US"}).post(LOGIN, account="ci", password="x")
    assert answer["message"] == "User does not exist"


def test_too_many_requests_says_when_to_come_again(app: App) -> None:
    fault(app, operation="loginByAccount", error={"httpStatus": 429, "headers": {"Retry-After": "3"}})
    response = app.call("POST", LOGIN, {"account": "ci", "password": "x"})
    assert (response.status_code, response.headers["retry-after"], response.json()["code"]) == (429, "3", 429)


def test_oauth_errors_have_the_form_of_oauth(app: App) -> None:
    fault(app, path="/oidc/token", error={"code": "temporarily_unavailable", "httpStatus": 503})
    response = app.http.post("/oidc/token", data={"client_id": app.app_id})
    assert response.status_code == 503
    assert response.json()["error"] == "temporarily_unavailable" and response.json()["error_description"]


def test_a_delay_keeps_the_answer_back_and_nothing_else(app: App) -> None:
    fault(app, operation="loginByAccount", delayMs=300)
    began = time.monotonic()
    assert app.post(LOGIN, account="ci", password="111111")["code"] == 200
    assert time.monotonic() - began >= 0.3


def test_a_connection_is_cut_before_any_answer(app: App) -> None:
    made = fault(app, operation="loginByAccount", disconnect=True)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        attempt(app)
    assert hits(app, made) == 1
    assert attempt(app) == 2333


def test_a_body_is_cut_in_the_middle(app: App) -> None:
    fault(app, operation="loginByAccount", cutBody=True)
    with app.http.stream(
        "POST", LOGIN, json={"account": "ci", "password": "111111"}, headers={"x-authing-app-id": app.app_id}
    ) as response:
        parts = response.iter_bytes()
        read = next(parts)
        with pytest.raises(httpx.RemoteProtocolError):
            next(parts)
        assert response.status_code == 200
        assert read.startswith(b'{"code":200') and len(read) < int(response.headers["content-length"])


def test_an_answer_without_a_body_has_none(app: App) -> None:
    fault(app, operation="loginByAccount", error={"httpStatus": 204})
    response = app.call("POST", LOGIN, {"account": "ci", "password": "x"})
    assert (response.status_code, response.content) == (204, b"")
    assert attempt(app) == 2333


def test_a_browser_sees_forced_errors_too(app: App) -> None:
    fault(app, operation="loginByAccount", error={"httpStatus": 429, "headers": {"Retry-After": "3"}})
    response = app.call("POST", LOGIN, {"account": "ci"}, headers={"origin": "https://app.example"})
    assert response.headers["access-control-allow-origin"] == "https://app.example"
    assert "retry-after" in response.headers["access-control-expose-headers"].lower()


def test_operations_that_are_not_built_and_paths_that_are_not_known_can_be_struck(app: App) -> None:
    for path in ("/graphql/v2", "/api/v3/signin", "/nowhere"):
        fault(app, path=path, error={"code": 2004})
    told = {"code": 2004, "message": "用户不存在"}
    assert app.post("/nowhere") == told
    assert app.post("/api/v3/signin") == {"statusCode": 404, "message": told["message"], "apiCode": 2004}
    answer = app.post("/graphql/v2")
    assert (answer["errors"][0]["message"], answer["data"]) == (told, None)


@pytest.mark.parametrize("data", [{"a": [1]}, [1, 2], "text", 7, False, [], {}, 0], ids=str)
def test_an_answer_carries_whatever_data_it_is_told_to(app: App, data: Any) -> None:
    fault(app, operation="loginByAccount", error={"code": 200, "data": data})
    success = {"message": "请求成功", "data": data}
    assert app.post(LOGIN, account="ci", password="x") == {"code": 200, **success}
    fault(app, operation="loginByAccount", error={"code": 2004, "data": data})
    assert app.post(LOGIN, account="ci", password="x")["data"] == data
    fault(app, path="/api/v3/*", error={"code": 200, "data": data})
    assert app.post("/api/v3/get-profile") == {"statusCode": 200, **success}
    fault(app, path="/graphql/v2", error={"code": 200, "data": data})
    assert app.post("/graphql/v2") == {"data": data}
    fault(app, path="/oidc/me", error={"code": 200, "data": data})
    assert app.call("GET", "/oidc/me").json() == data


def test_data_beside_an_error_of_openid_connect_are_fields_of_it(app: App) -> None:
    fault(app, path="/oidc/token", error={"code": "invalid_grant", "data": {"error_uri": "https://x.test/", "text": 1}})
    answer = app.http.post("/oidc/token", data={"client_id": app.app_id})
    assert answer.status_code == 400
    assert answer.json().items() >= {"error": "invalid_grant", "error_uri": "https://x.test/", "text": 1}.items()


def test_every_forced_text_is_whole(app: App) -> None:
    for entry in errors.CATALOGUE.values():
        forced = faults.Forced(entry.code, None, None, {}, None, entry)
        for lang in ("zh", "en"):
            text = forced.text(lang)
            assert text and "{" not in text and not re.search(r"(^|[\s：:])-($|[\s,，。])", text), (entry.name, text)


def test_a_forced_text_says_that_a_fault_has_forced_it(app: App) -> None:
    fault(app, operation="loginByAccount", error={"code": "INVALID_PARAMETER"}, times=2)
    english = app.another(**{"x-authing-lang": "en-US"})
    assert app.post(LOGIN, account="ci", password="x")["message"] == "请求参数 field 不合法：由故障强制返回"
    said = english.post(LOGIN, account="ci", password="x")["message"]
    assert said == "Parameter field is not valid: forced by a fault"


@pytest.mark.parametrize("lie", ["x-mock-crash", "X-Mock-Crash"])
def test_no_forced_error_says_that_the_mock_has_crashed(app: App, lie: str) -> None:
    wanted = {"userPoolId": app.pool_id, "path": "/x", "error": {"code": 500, "headers": {lie: "true"}}}
    answer = app.http.post("/_mock/faults", json=wanted)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, f"error.headers.{lie}")
    for code in (500, "INTERNAL", "server_error", "V3_SERVER_ERROR"):
        for path in (LOGIN, "/oidc/token", "/api/v3/signin", "/graphql/v2", "/oidc/auth"):
            fault(app, path=path, error={"code": code})
            assert "x-mock-crash" not in app.call("POST" if path != "/oidc/auth" else "GET", path, {}).headers


def test_a_struck_request_changes_nothing(app: App) -> None:
    fault(app, path="/api/v2/register/*", error={"code": 2026})
    app.post("/api/v2/register/username", username="new", password="111111")
    assert [each["username"] for each in app.users()] == ["ci"]


def test_faults_of_one_pool_are_not_seen_in_another(app: App, http: httpx.Client) -> None:
    fault(app, error={"code": 2004}, times=0)
    stranger = App(http)
    assert stranger.post("/api/v2/register/username", username="new", password="111111")["code"] == 200
    assert attempt(app) == 2004


def test_a_pool_is_known_by_whatever_names_it(app: App) -> None:
    token = app.log_in("ci")["token"]
    pool_id = app.pool_id
    fault(app, error={"code": 2004}, times=0)
    named: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/api/v2/users/me", {"headers": {"authorization": token}}),
        ("/api/v2/users/me", {"headers": {"x-authing-userpool-id": pool_id}}),
        ("/api/v2/users/me", {"params": {"userpool_id": pool_id}}),
        (f"/api/v2/applications/{app.app_id}/public-config", {}),
        ("/oidc/me", {"params": {"access_token": token}}),
    )
    for path, options in named:
        assert app.http.get(path, **options).json()["code"] == 2004, options
    # The client has the session's cookie from the login, and sends nothing else.
    assert app.http.get("/cas/session").json()["code"] == 2004


def test_the_oldest_fault_strikes_first(app: App) -> None:
    for code in (2004, 2005):
        fault(app, operation="loginByAccount", error={"code": code})
    assert [attempt(app) for _ in range(3)] == [2004, 2005, 2333]


def test_faults_are_listed_newest_first_and_removed(app: App) -> None:
    pool = app.pool_id
    first = fault(app, operation="loginByAccount", error={"code": 2004}, times=0)
    second = fault(app, path="/api/v2/*", delayMs=1, times=0)
    listed = app.control("GET", "/faults", userPoolId=pool)
    assert [each["id"] for each in listed["list"]] == [second["id"], first["id"]] and listed["totalCount"] == 2
    assert app.http.delete(f"/_mock/faults/{first['id']}").status_code == 204
    assert attempt(app) == 2333
    assert app.http.delete(f"/_mock/faults/{first['id']}").status_code == 404
    app.control("DELETE", "/faults", userPoolId=pool)
    assert app.control("GET", "/faults", userPoolId=pool)["totalCount"] == 0


def test_a_reset_takes_the_faults_along(app: App) -> None:
    pool = app.pool_id
    fault(app, error={"code": 2005}, times=0)
    assert attempt(app) == 2005
    app.control("POST", f"/pools/{pool}/reset", {})
    assert app.control("GET", "/faults", userPoolId=pool)["totalCount"] == 0
    assert attempt(app) == 2333


def test_control_calls_are_never_struck(app: App) -> None:
    fault(app, path="*", error={"code": 2004}, times=0)
    assert app.http.get("/_mock/health").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({}, "error", "at least one of error, delayMs, disconnect and cutBody"),
        ({"operation": "loginByAcount", "delayMs": 1}, "operation", "did you mean 'loginByAccount'?"),
        ({"eror": {"code": 1}}, "eror", "did you mean 'error'?"),
        ({"error": {"cod": 1}}, "error.cod", "did you mean 'code'?"),
        ({"error": {}}, "error.code", "missing"),
        ({"error": {"code": "USER_NOT_FOUN"}}, "error.code", "did you mean 'USER_NOT_FOUND'?"),
        ({"error": {"code": 1, "httpStatus": 99}}, "error.httpStatus", "at least 200"),
        ({"error": {"code": 1, "headers": {"Content-Length": "3"}}}, "error.headers.Content-Length", "server sets"),
        ({"error": {"code": 1, "headers": {"X": "a\r\nb"}}}, "error.headers.X", "control characters"),
        ({"error": {"code": 1}, "disconnect": True}, "disconnect", "no answer"),
        ({"delayMs": -1}, "delayMs", "at least 0"),
        ({"delayMs": 1, "probability": 2}, "probability", "at most 1"),
        ({"delayMs": 1, "method": "post"}, "method", "'POST'"),
        ({"delayMs": 1, "match": {"a": {}}}, "match", ""),
        ({"delayMs": 1, "times": "1"}, "times", "whole number"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_by_field(app: App, body: dict[str, Any], field: str, says: str) -> None:
    response = app.http.post("/_mock/faults", json={"userPoolId": app.pool_id, **body})
    error = response.json()["error"]
    assert response.status_code == 400, response.text
    assert error["field"].startswith(field) and says in error["message"], error
    assert app.control("GET", "/faults", userPoolId=app.pool_id)["totalCount"] == 0


def test_a_fault_of_an_unknown_pool_is_refused(app: App) -> None:
    response = app.http.post("/_mock/faults", json={"userPoolId": "nowhere", "delayMs": 1})
    assert response.status_code == 404 and response.json()["error"]["field"] == "userPoolId"
