"""A zero byte, wherever a client can put one, and numbers that no column holds: refused in the face's own form."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from tests.conftest import App
from tests.journeys.servers import server_over

HUGE = "9" * 20
CONTROL = ("/_mock/outbox", "/_mock/requests", "/_mock/faults", "/_mock/users", "/_mock/clients", "/_mock/findings")


@pytest.fixture(scope="module", params=["memory", "PostgreSQL"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder: Path = tmp_path_factory.mktemp("database")
    with server_over(request.param, folder) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        app = App(client)
        app.logged_in_user(username="ci")
        yield app


@pytest.fixture(autouse=True)
def unharmed(app: App) -> Iterator[None]:
    """What came before is still in the journal, and the next call works."""
    app.control("DELETE", "/requests")
    app.get("/api/v2/users/me/roles")
    yield
    assert app.get("/api/v2/users/me/roles")["code"] == 200
    operations = [each["operation"] for each in app.control("GET", "/requests", userPoolId=app.pool_id)["list"]]
    assert operations.count("listRoles") == 2


def refusal(answer: httpx.Response) -> Any:
    """What a face said no with: a number, or an OAuth error."""
    assert answer.status_code < 500, answer.text
    said = answer.json()
    error = said.get("error", said.get("code"))
    return error["code"] if isinstance(error, dict) else error


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nope%00", 404),
        ("GET", "/api/v2/applications/a%00b/public-config", 400),
        ("POST", "/api/v2/register-nick%00name", 400),
        ("GET", "/files/photos/%00.png", 404),
        ("GET", "/_mock/pools/%00", "not_found"),
        ("GET", "/_mock/pools/{pool}/users/a%00", "not_found"),
        ("GET", "/_mock/outbox/%00", "not_found"),
        ("GET", "/_mock/requests/%00", "not_found"),
        ("DELETE", "/_mock/faults/%00", "not_found"),
        ("PUT", "/_mock/snapshots/%00?userPoolId={pool}", "invalid_field"),
    ],
)
def test_nothing_of_a_name_with_a_zero_byte_is_there(app: App, method: str, path: str, expected: Any) -> None:
    body = {"account": "a", "password": "111111"} if method == "POST" else None
    assert refusal(app.call(method, path.format(pool=app.pool_id), body)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/v2/users/me?userpool_id=a%00", 400),
        ("/api/v2/users/login-status?userId=%00", 400),
        ("/api/v2/udfs/values?targetType=USER&targetId=%00", 400),
        ("/api/v2/oidc/validate_token?access_token=%00", 400),
        ("/oidc/me?access_token=%00", "invalid_request"),
        *((f"{path}?userPoolId=%00", "bad_request") for path in CONTROL),
        ("/_mock/outbox?to=%00&channel=sms", "bad_request"),
        ("/_mock/outbox/wait?timeout=0&scene=%00", "bad_request"),
        ("/_mock/requests?search=a%00", "bad_request"),
        ("/_mock/requests?after=%00", "bad_request"),
    ],
)
def test_a_zero_byte_in_a_query_is_refused_by_the_parameters_name(app: App, path: str, expected: Any) -> None:
    answer = app.call("GET", path)
    assert refusal(answer) == expected
    name = path.partition("%00")[0].rpartition("=")[0].replace("&", "?").rpartition("?")[2]
    assert name in answer.text


@pytest.mark.parametrize("nul", [r"\u0000", r"a\u0000b"])
@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/v2/login/account", '{"account":"NUL","password":"1"}', "account"),
        ("/api/v2/udfs/values", '{"udfs":[{"definition":"k","value":{"NUL":1}}]}', "udfs[0].value"),
        ("/api/v2/login/account", '{"account":"a","password":"1","context":["NUL"]}', "context[0]"),
        ("/oidc/token", '{"client_id":"NUL"}', "client_id"),
        ("/_mock/pools", '{"name":"x","users":[{"customData":{"a":{"NUL":[]}}}]}', "users[0].customData.a"),
        ("/_mock/faults", '{"match":{"NUL":1},"delayMs":1}', "match"),
    ],
)
def test_a_zero_byte_in_json_is_refused_by_its_place(app: App, path: str, body: str, field: str, nul: str) -> None:
    answer = app.http.post(path, content=body.replace("NUL", nul), headers={"x-authing-app-id": app.app_id})
    assert refusal(answer) in (400, "invalid_request", "bad_request")
    assert field in answer.text


def test_text_that_only_looks_like_a_zero_byte_is_kept(app: App) -> None:
    kept = app.post("/api/v2/users/profile/update", nickname=r"a\u0000b")
    assert (kept["code"], kept["data"]["nickname"]) == (200, r"a\u0000b")


def test_a_zero_byte_in_a_form_a_basic_header_a_cookie_or_a_file_name_is_refused(app: App) -> None:
    answer = app.http.post("/oidc/token", data={"client_id": "a\0", "grant_type": "password"})
    assert refusal(answer) == "invalid_request" and "client_id" in answer.text
    for text in (f"{app.app_id}\0:x", f"{app.app_id}:x\0", "%00:x"):
        basic = base64.b64encode(text.encode()).decode()
        answer = app.http.post(
            "/oidc/token", headers={"authorization": f"Basic {basic}"}, data={"grant_type": "client_credentials"}
        )
        assert refusal(answer) == "invalid_client"
    for cookie in (r'authing_session="\000"', r'captcha="a\000"', 'authing_session="%00"'):
        assert app.http.get("/cas/session", headers={"cookie": cookie}).json() == {"session": None}
        body = {"account": "ci", "password": "2", "captchaCode": "abcd"}
        answer = app.call("POST", "/api/v2/login/account", body, headers={"cookie": cookie})
        assert refusal(answer) == 2333
    files = {"file": ("a\0.png", b"x", "image/png")}
    assert refusal(app.http.post("/api/v2/upload", files=files)) == 400


@pytest.mark.parametrize("claims", [{"aud": "\0"}, {"jti": "\0"}, {"userpool_id": "a\0"}, {"sub": "\0"}], ids=str)
def test_a_token_that_says_a_zero_byte_is_nobodys(app: App, claims: dict[str, str]) -> None:
    (pool,) = [each for each in app.control("GET", "/pools")["list"] if each["userPoolId"] == app.pool_id]
    times = {"iat": 1, "exp": 4_000_000_000}
    token = jwt.encode({"aud": app.app_id, "jti": "x", **times, **claims}, pool["appSecret"], "HS256")
    other = App(app.http, app.app_id, token)
    assert other.get("/api/v2/users/me")["code"] == 2020
    assert app.http.get("/oidc/me", headers={"authorization": f"Bearer {token}"}).status_code in (400, 401)
    assert refusal(app.http.get("/api/v2/oidc/validate_token", params={"access_token": token})) == 400
    assert refusal(app.http.get("/api/v2/users/me", headers={"authorization": token})) in (400, 2020, 2101)


@pytest.mark.parametrize("claims", [{"exp": 2**63 - 1}, {"exp": 10**15}, {"iat": -(2**62)}], ids=str)
def test_a_token_of_a_time_that_nobody_can_print_is_nobodys(app: App, claims: dict[str, int]) -> None:
    (pool,) = [each for each in app.control("GET", "/pools")["list"] if each["userPoolId"] == app.pool_id]
    own = jwt.decode(str(app.token), options={"verify_signature": False})
    token = jwt.encode({**own, **claims}, pool["appSecret"], "HS256")
    assert App(app.http, app.app_id, token).get("/api/v2/users/me")["code"] == 2020
    assert app.http.get("/oidc/me", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert refusal(app.http.get("/api/v2/oidc/validate_token", params={"id_token": token})) == 400
    assert app.control("POST", "/tokens/inspect", {"token": token})["alive"] is False


def test_a_fault_looks_at_requests_with_zero_bytes_too(app: App) -> None:
    app.control("POST", "/faults", {"userPoolId": app.pool_id, "operation": "logout", "delayMs": 1})
    try:
        for headers in ({"cookie": r'authing_session="\000"'}, {"x-authing-app-id": ""}):
            for query in ("client_id=%00", "uuid=%00", "id_token=%00", ""):
                assert app.http.get(f"/api/v2/logout?{query}", headers=headers).status_code < 500
            body = rb'{"client_id":"\u0000","uuid":"\u0000"}'
            assert app.http.post("/api/v2/logout", content=body, headers=headers).status_code < 500
        assert app.http.get("/interaction/oidc/%00/login").status_code < 500
    finally:
        app.control("DELETE", "/faults")


@pytest.mark.parametrize(
    "path",
    [
        f"/requests?status={HUGE}",
        f"/requests?status=-{HUGE}",
        *(f"{path.removeprefix('/_mock')}?{name}={HUGE}" for path in CONTROL for name in ("page", "limit")),
        f"/outbox/wait?timeout={HUGE}",
        f"/requests?after={HUGE}",
        f"/outbox?after={HUGE}-01-01",
    ],
)
def test_a_number_that_is_too_large_is_refused_by_name(app: App, path: str) -> None:
    answer = app.http.get(f"/_mock{path}")
    assert answer.status_code == 400 and answer.json()["error"]["field"] == path.partition("?")[2].partition("=")[0]


@pytest.mark.parametrize("number", [HUGE, "-1", "1e30", "2147483648"])
@pytest.mark.parametrize("name", ["skip", "times", "delayMs", "probability", "randSeed", "error.code", "match.n"])
def test_a_fault_with_a_number_that_no_column_holds_is_refused_or_kept(app: App, name: str, number: str) -> None:
    outer, _, inner = name.partition(".")
    for content_type in ("application/json", "application/yaml"):
        body = f'{{"path": "/never", "delayMs": 1, "{outer}": {f"""{{"{inner}": {number}}}""" if inner else number}}}'
        answer = app.http.post("/_mock/faults", content=body, headers={"content-type": content_type})
        assert answer.status_code in (201, 400), answer.text
        if answer.status_code == 201:
            app.control("DELETE", f"/faults/{answer.json()['id']}")


@pytest.mark.parametrize(
    "path", ["/login?app_id=a%00", "/oidc/auth?client_id=%00", "/interaction/oidc/x/login?uuid=%00&app_id=a"]
)
def test_a_browser_that_asks_first_names_nothing_by_a_zero_byte(app: App, path: str) -> None:
    asks = {"origin": "http://shop.example", "access-control-request-method": "POST"}
    assert app.http.options(path, headers=asks).status_code == 400


@pytest.mark.parametrize(
    "argument",
    ['email: "a\\u0000", password: "x"', 'email: "a@x.test", password: "\\u0000"', 'email: "\\u{0}", password: "x"'],
)
def test_a_zero_byte_that_graphql_escapes_is_refused_by_its_name(app: App, argument: str) -> None:
    query = f"mutation {{ loginByEmail(input: {{{argument}, autoRegister: true}}) {{ id }} }}"
    answer = app.call("POST", "/graphql/v2", {"query": query})
    assert answer.status_code == 200 and answer.json()["errors"][0]["message"]["code"] == 400
