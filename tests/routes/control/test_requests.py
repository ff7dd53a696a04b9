"""The journal: what was asked and answered, found again, its secrets left out."""

import json
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

LOGIN = "/api/v2/login/account"


def journal(app: App, **query: Any) -> list[dict[str, Any]]:
    """The requests of the app's own pool, newest first."""
    listed: list[dict[str, Any]] = app.control("GET", "/requests", userPoolId=app.pool_id, **query)["list"]
    return listed


def newest(app: App, operation: str) -> dict[str, Any]:
    return journal(app, operation=operation)[0]


def test_a_request_has_all_that_is_promised(app: App) -> None:
    app.make_user(username="ci", password="111111")
    app.post(LOGIN, account="ci", password="111111")
    entry = newest(app, "loginByAccount")
    promised = "id at userPoolId appId operation method path query requestHeaders requestBody status code responseBody"
    assert entry.keys() == {*promised.split(), "responseHeaders", "durationMs", "matched"}
    assert (entry["userPoolId"], entry["appId"]) == (app.pool_id, app.app_id)
    assert (entry["method"], entry["path"], entry["query"]) == ("POST", LOGIN, {})
    assert (entry["status"], entry["code"], entry["matched"]) == (200, 200, True)
    assert entry["requestHeaders"]["x-authing-app-id"] == app.app_id
    assert entry["requestBody"]["account"] == "ci"
    assert entry["responseBody"]["data"]["username"] == "ci"
    assert entry["responseHeaders"]["content-type"].startswith("application/json")
    assert 0 < entry["durationMs"] < 10_000 and entry["at"].endswith("Z")


def test_requests_are_found_by_what_they_are(app: App) -> None:
    app.make_user(username="ci", password="111111")
    for password in ("wrong", "111111"):
        app.post(LOGIN, account="ci", password=password)
    app.post("/api/v2/register/username", username="ci", password="111111")
    app.call("GET", "/api/v2/user/me")
    assert [each["code"] for each in journal(app, operation="loginByAccount")] == [200, 2333]
    assert [each["code"] for each in journal(app, path="/api/v2/login/*")] == [200, 2333]
    assert [each["code"] for each in journal(app, path="/api/v2/register/username")] == [2026]
    assert [each["path"] for each in journal(app, code=2333)] == [LOGIN]
    assert [each["path"] for each in journal(app, status=404)] == ["/api/v2/user/me"]
    assert {each["method"] for each in journal(app, method="get")} == {"GET"}
    assert journal(app, path="/api/v2/login/") == []
    mark = newest(app, "loginByAccount")["id"]
    assert [each["path"] for each in journal(app, after=mark, matched=False)] == ["/api/v2/user/me"]
    assert journal(app, after="2999-01-01T00:00:00Z") == []


def test_an_operation_is_known_by_what_an_sdk_calls_it(app: App) -> None:
    app.post("/api/v2/login/email-code", email="ci@example.test", code="1234")
    assert newest(app, "loginByEmailCode")["operation"] == newest(app, "loginByEmail")["operation"] == "loginByEmail"


def test_lists_have_pages(app: App) -> None:
    for _ in range(3):
        app.post(LOGIN, account="ci", password="111111")
    answer = app.control("GET", "/requests", userPoolId=app.pool_id, operation="loginByAccount", limit=2, page=2)
    assert (len(answer["list"]), answer["totalCount"]) == (1, 3)


def test_a_request_that_matched_nothing_shows_the_nearest_operation(app: App) -> None:
    app.call("POST", "/api/v2/login/acount", {"account": "ci"})
    entry = journal(app, matched=False)[0]
    assert (entry["matched"], entry["status"], entry["operation"]) == (False, 404, None)
    assert entry["nearest"] == "POST /api/v2/login/account"


def test_what_is_not_built_is_matched_and_named(app: App) -> None:
    app.call("POST", "/api/v3/create-department", {})
    entry = journal(app, path="/api/v3/create-department")[0]
    assert (entry["matched"], entry["status"], entry["code"]) == (True, 501, 501)
    assert entry["operation"]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("POST", "/oidc/reg", 501), ("GET", "/oidc/nope", 404), ("PUT", "/oidc/auth", 405), ("GET", "/api/v3/nope", 404),
     ("GET", "/nope", 404), ("PUT", "/graphql/v2", 405)],
)  # fmt: skip
def test_what_no_route_takes_has_a_number_in_every_face(app: App, method: str, path: str, code: int) -> None:
    app.make_user(username="ci")
    app.call(method, path)
    (noted,) = journal(app, path=path)
    assert (noted["status"], noted["code"]) == (code, code)


def test_oauth_errors_are_the_code_of_their_answer(app: App) -> None:
    app.http.post("/oidc/token", data={"client_id": app.app_id, "grant_type": "magic"})
    entry = journal(app, path="/oidc/token")[0]
    assert (entry["status"], entry["code"]) == (400, "unsupported_grant_type")
    assert entry["requestBody"] == {"client_id": app.app_id, "grant_type": "magic"}
    assert journal(app, code="unsupported_grant_type") == [entry]


def test_a_forced_answer_names_its_fault(app: App) -> None:
    fault = app.control("POST", "/faults", {"userPoolId": app.pool_id, "path": LOGIN, "error": {"code": 2004}})
    app.post(LOGIN, account="ci", password="111111")
    entry = newest(app, "loginByAccount")
    assert (entry["fault"], entry["code"]) == (fault["id"], 2004)


def test_a_request_without_an_answer_has_no_status(app: App) -> None:
    app.control("POST", "/faults", {"userPoolId": app.pool_id, "path": LOGIN, "disconnect": True})
    with pytest.raises(httpx.TransportError):
        app.post(LOGIN, account="ci", password="111111")
    entry = newest(app, "loginByAccount")
    assert (entry["status"], entry["code"], entry["responseBody"]) == (None, None, None)


SECRET = "s3cr3t-value"


def everything_with_secrets(app: App) -> None:
    """Requests that carry secrets wherever a client might put one."""
    app.make_user(username="ci", password=SECRET, email="ci@example.test")
    app.post(LOGIN, account="ci", password=SECRET)
    token = app.log_in("ci", SECRET)["token"]
    app.post("/api/v2/password/update", oldPassword=SECRET, newPassword=SECRET)
    code = app.code_for("ci@example.test")
    app.post("/api/v2/login/email-code", email="ci@example.test", code=code)
    app.http.get("/oidc/me", params={"access_token": token})
    form = {"grant_type": "password", "username": "ci", "password": SECRET, "client_id": app.app_id}
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    app.http.post("/oidc/token", data=form | {"client_secret": secret, "scope": "openid offline_access"})
    app.http.post("/oidc/token", data=form, auth=(app.app_id, secret))
    app.http.post(LOGIN, content=b'{"password": "%b", "account": "broken' % SECRET.encode())
    app.call("POST", "/graphql/v2", {"query": "{ x }", "variables": {"password": SECRET, "list": [{"token": token}]}})


def test_passwords_tokens_and_codes_are_left_out(app: App) -> None:
    everything_with_secrets(app)
    shown = json.dumps(journal(app, limit=100))
    assert SECRET not in shown
    assert "eyJ" not in shown
    assert app.control("GET", f"/pools/{app.pool_id}")["appSecret"] not in shown
    code = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"][0]["code"]
    assert newest(app, "loginByEmailCode")["requestBody"] == {"email": "ci@example.test", "code": "<redacted>"}
    assert code not in [
        value
        for each in journal(app)
        if isinstance(each["requestBody"], dict)
        for value in each["requestBody"].values()
    ]
    login = journal(app, operation="loginByAccount", code=200)[0]
    assert login["requestBody"]["account"] == "ci"
    # What only looks like a secret by its name stays.
    assert login["code"] == login["responseBody"]["code"] == 200


@pytest.fixture(scope="module")
def open_server() -> Iterator[httpx.Client]:
    """A client of a server that shows secrets."""
    with (
        ThreadedServer(Settings(port=0, journal_secrets=True)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield client


def test_secrets_are_shown_where_the_server_was_told_to(open_server: httpx.Client) -> None:
    app = App(open_server)
    everything_with_secrets(app)
    assert newest(app, "updatePassword")["requestBody"] == {"oldPassword": SECRET, "newPassword": SECRET}
    login = journal(app, operation="loginByAccount", code=200)[0]
    assert login["responseBody"]["data"]["token"].startswith("eyJ")


def test_a_request_is_sent_again_by_its_curl_command(open_server: httpx.Client) -> None:
    app = App(open_server)
    app.make_user(username="o'brien", password="111111")
    app.post(LOGIN, account="o'brien", password="111111", customData={"a": [1, "二"]})
    entry = app.control("GET", f"/requests/{newest(app, 'loginByAccount')['id']}")
    words = shlex.split(entry["curl"])
    assert words[:3] == ["curl", "-X", "POST"]
    sent = subprocess.run([*words, "-sS"], capture_output=True, check=True, timeout=30)
    assert json.loads(sent.stdout)["data"]["username"] == "o'brien"
    assert journal(app, operation="loginByAccount")[0]["requestBody"] == entry["requestBody"]


def test_a_form_is_sent_again_by_its_curl_command(open_server: httpx.Client) -> None:
    app = App(open_server)
    app.make_user(username="ci", password="111111")
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    form = {"grant_type": "password", "username": "ci", "password": "1 1&1", "client_id": app.app_id}
    app.http.post("/oidc/token", data=form | {"client_secret": secret})
    entry = app.control("GET", f"/requests/{journal(app, path='/oidc/token')[0]['id']}")
    subprocess.run([*shlex.split(entry["curl"]), "-sS"], capture_output=True, check=True, timeout=30)
    again = journal(app, path="/oidc/token")[0]
    assert again["requestBody"] == entry["requestBody"] and again["id"] != entry["id"]
    assert again["responseBody"] == entry["responseBody"]


def test_an_unknown_request_is_404(http: httpx.Client) -> None:
    response = http.get("/_mock/requests/nothing")
    assert response.status_code == 404 and "no request 'nothing'" in response.json()["error"]["message"]


def test_nothing_is_lost_that_nobody_has_read_yet(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genauth_mock.store.notes._MOST_NOTES", 20)
    small = App(app.http)
    app.settings(journalSize=100)
    small.settings(journalSize=5)
    for each in range(45):
        app.get(f"/api/v2/applications/{app.app_id}/public-config", mine=each)
        small.get(f"/api/v2/applications/{small.app_id}/public-config", mine=each)
    assert [each["query"]["mine"] for each in journal(app)[1:46]] == [str(each) for each in range(44, -1, -1)]
    assert len(journal(small)) == 5


def test_the_journal_is_a_ring_of_the_size_that_is_set(app: App) -> None:
    app.settings(journalSize=3)
    for number in range(5):
        app.post(LOGIN, account=f"user{number}", password="111111")
    assert [each["requestBody"]["account"] for each in journal(app, path=LOGIN)] == ["user4", "user3"]
    assert app.control("GET", "/requests", userPoolId=app.pool_id)["totalCount"] == 3
    app.settings(journalSize=0)
    app.post(LOGIN, account="nobody", password="111111")
    assert app.control("GET", "/requests", userPoolId=app.pool_id)["totalCount"] == 0


def test_long_and_binary_bodies_are_cut_or_counted(app: App) -> None:
    app.post(LOGIN, account="a" * 200_000, password=SECRET)
    entry = newest(app, "loginByAccount")
    assert entry["requestBody"] == "<65536 bytes or more of application/json>"
    app.call("POST", "/api/v2/upload", content=b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert journal(app, path="/api/v2/upload")[0]["requestBody"] == "<208 bytes>"


def test_control_calls_are_not_in_the_journal(app: App) -> None:
    assert all(not each["path"].startswith("/_mock") for each in journal(app))
    assert app.control("GET", "/requests", path="/_mock*")["totalCount"] == 0


def test_the_journal_is_cleared_whole_or_in_part(app: App) -> None:
    pool = app.pool_id
    app.post(LOGIN, account="ci", password="111111")
    app.control("DELETE", "/requests", userPoolId=pool, operation="loginByAccount")
    left = app.control("GET", "/requests", userPoolId=pool)["list"]
    assert left and all(each["operation"] != "loginByAccount" for each in left)
    app.control("DELETE", "/requests", userPoolId=pool)
    assert app.control("GET", "/requests", userPoolId=pool)["totalCount"] == 0


def test_a_reset_and_a_removal_take_the_journal_along(app: App) -> None:
    pool = app.pool_id
    app.control("POST", f"/pools/{pool}/reset", {})
    assert app.control("GET", "/requests", userPoolId=pool)["totalCount"] == 0
    app.post(LOGIN, account="ci", password="111111")
    app.control("DELETE", f"/pools/{pool}")
    assert app.control("GET", "/requests", userPoolId=pool)["totalCount"] == 0


def test_requests_of_one_pool_are_not_seen_in_another(app: App, http: httpx.Client) -> None:
    stranger = App(http)
    stranger.post(LOGIN, account="stranger", password="111111")
    app.post(LOGIN, account="ci", password="111111")
    assert [each["requestBody"]["account"] for each in journal(app, path=LOGIN)] == ["ci"]


def test_a_request_that_no_pool_knows_is_in_no_pool(strict_server: str) -> None:
    with httpx.Client(base_url=strict_server, trust_env=False, verify=False) as http:
        stranger = App(http)
        stranger.post(LOGIN, account="ci", password="111111")
        listed = stranger.control("GET", "/requests", path=LOGIN)["list"]
    entry = next(each for each in listed if each["appId"] == stranger.app_id)
    assert (entry["userPoolId"], entry["code"]) == (None, 2011)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"operationn": "x"}, "operationn"),
        ({"after": "yesterday"}, "after"),
        ({"limit": 0}, "limit"),
        ({"status": "ok"}, "status"),
    ],
)
def test_a_wrong_filter_is_refused_by_name(http: httpx.Client, query: dict[str, Any], field: str) -> None:
    response = http.get("/_mock/requests", params=query)
    assert response.status_code == 400 and response.json()["error"]["field"] == field
