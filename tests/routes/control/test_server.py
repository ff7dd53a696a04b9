import base64

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from genauth_mock import __version__
from genauth_mock.routes.edge import operations
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from openapi_spec_validator import validate

from tests.conftest import App, enveloped


def test_health_answers(http: httpx.Client) -> None:
    assert http.get("/_mock/health").json() == {"status": "ok", "version": __version__}


def test_info_holds_the_key_and_the_demo_pool(http: httpx.Client) -> None:
    info = http.get("/_mock/info").json()
    assert set(info) == {"version", "baseUrl", "rsaPublicKey", "rsaPublicKeyPem", "demo", "consoleUrl"}
    assert info["baseUrl"] == str(http.base_url).rstrip("/")
    assert load_der_public_key(base64.b64decode(info["rsaPublicKey"])).key_size == 1024  # type: ignore[union-attr]
    assert set(info["demo"]) == {"userPoolId", "appId", "appSecret", "username", "password"}


def test_coverage_tells_built_from_unbuilt(http: httpx.Client) -> None:
    rows = http.get("/_mock/coverage").json()["list"]
    by_name = {(each["face"], each["operation"]): each for each in rows}
    assert by_name["v2", "loginByAccount"]["implemented"] is True
    assert by_name["v2", "loginByAccount"]["documented"]
    unbuilt = next(each for each in rows if each["face"] == "v3" and not each["implemented"])
    answer = http.request(unbuilt["method"], unbuilt["path"].replace("{", "").replace("}", ""))
    assert (answer.status_code, answer.headers["x-mock-unimplemented"]) == (501, "true")
    assert unbuilt["operation"] in answer.json()["message"]


def test_coverage_tells_first_what_an_app_needs_of_each_sdk(http: httpx.Client) -> None:
    answer = http.get("/_mock/coverage", params={"limit": 1}).json()
    assert next(iter(answer)) == "sdks"
    rows = http.get("/_mock/coverage").json()["list"]
    assert {sdk for each in rows for sdk in each["sdks"]} == {each["sdk"] for each in answer["sdks"]}
    for sdk in answer["sdks"]:
        for share, management in ((sdk, False), (sdk["management"], True)):
            sent = [each for each in rows if sdk["sdk"] in each["sdks"] and each["management"] is management]
            assert (share["known"], share["built"]) == (len(sent), sum(each["implemented"] for each in sent))
            assert set(share["missing"]) == {each["operation"] for each in sent if not each["implemented"]}
    mobile = [each for each in answer["sdks"] if each["sdk"] in ("ios", "android", "flutter", "guard", "web", "sso")]
    assert [each["management"]["known"] for each in mobile] == [0] * 6


def test_the_openapi_description_is_valid(http: httpx.Client) -> None:
    description = http.get("/_mock/openapi.json").json()
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert "/api/v2/login/account" in description["paths"]
    assert "PoolDocument" in description["components"]["schemas"]


def test_a_call_whose_fields_are_documented_says_which_it_takes(http: httpx.Client) -> None:
    description = http.get("/_mock/openapi.json").json()
    call = description["paths"]["/api/v3/signin"]["post"]
    schema = call["requestBody"]["content"]["application/json"]["schema"]
    assert call["tags"] == ["API v3"] and schema["required"] == ["connection"]
    payload = schema["properties"]["passwordPayload"]["$ref"].rpartition("/")[2]
    assert description["components"]["schemas"][payload]["required"] == ["password"]


def test_an_unknown_control_call_is_404_in_the_control_form(http: httpx.Client) -> None:
    assert http.get("/_mock/nothing").json()["error"]["code"] == "not_found"
    refused = http.put("/_mock/info")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example", "file://"])
def test_a_page_from_elsewhere_may_not_steer(http: httpx.Client, origin: str) -> None:
    refused = http.post("/_mock/pools", json={}, headers={"origin": origin})
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "foreign_origin"


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:8400", "http://[::1]:9000"])
def test_a_page_from_this_machine_may(http: httpx.Client, origin: str) -> None:
    allowed = http.get("/_mock/pools", headers={"origin": origin})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == origin


def test_a_control_token_is_needed_for_all_but_health() -> None:
    with (
        ThreadedServer(Settings(port=0, control_token="s3cret", demo=False)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        assert client.get("/_mock/health").status_code == 200
        assert client.get("/_mock/info").status_code == 401
        assert client.get("/_mock/info", headers={"authorization": "Bearer wrong"}).status_code == 401
        allowed = client.get("/_mock/info", headers={"authorization": "Bearer s3cret", "origin": "http://evil.example"})
        assert allowed.json()["demo"] is None
        assert client.get("/api/v2/applications/a/public-config").json()["code"] == 200


def test_unknown_apps_are_refused_where_the_server_says_so() -> None:
    with (
        ThreadedServer(Settings(port=0, unknown_apps="reject")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        refused = client.get("/api/v2/applications/unknown/public-config")
        assert refused.status_code == 200
        assert enveloped(refused) == {"code": 2011, "message": "应用不存在"}
        by_pool = client.post("/api/v2/sms/send", json={"phone": "13800138000"}, headers={"x-authing-userpool-id": "p"})
        assert by_pool.json()["code"] == 2224


def test_the_public_url_goes_before_the_requests_own_host() -> None:
    with (
        ThreadedServer(Settings(port=0, public_url=("https://mock.example/",))) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        assert client.get("/_mock/info").json()["baseUrl"] == "https://mock.example"
        config = client.get("/api/v2/applications/a/public-config").json()["data"]
        assert config["requestHostname"] == "mock.example"


def test_an_unbuilt_graphql_operation_is_named_by_its_query(http: httpx.Client) -> None:
    query = {"query": "\n  mutation loginBySubAccount($account: X!) {\n loginBySubAccount(account: $account) { id } }"}
    answer = http.post("/graphql/v2", json=query)
    assert answer.status_code == 501
    assert "loginBySubAccount" in answer.json()["message"]


def test_coverage_is_listed_a_page_at_a_time(http: httpx.Client) -> None:
    page = http.get("/_mock/coverage", params={"page": 2, "limit": 3}).json()
    assert len(page["list"]) == 3
    assert page["list"] == http.get("/_mock/coverage").json()["list"][3:6]
    assert page["totalCount"] > 900


def test_health_too_is_refused_to_a_page_from_elsewhere(http: httpx.Client) -> None:
    assert http.get("/_mock/health", headers={"origin": "http://evil.example.com"}).status_code == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(("evil.com", 403), ("evil.com:8400", 403), ("10.0.2.2:8400", 200), ("genauth:8400", 200)),
        *(("localhost", 200), ("[::1]:8400", 200), ("host.docker.internal:8400", 200), ("my.test", 200)),
    ],
)
def test_a_public_name_that_was_made_to_lead_here_is_no_way_in(http: httpx.Client, host: str, status: int) -> None:
    assert http.get("/_mock/outbox", headers={"host": host}).status_code == status


def test_with_a_control_token_even_unknown_calls_need_it() -> None:
    with (
        ThreadedServer(Settings(port=0, control_token="s3cret", demo=False)) as server,
        httpx.Client(base_url=server.base_url) as http,
    ):
        assert http.get("/_mock/nonsense").status_code == http.get("/_mock/faults").status_code == 401


def test_an_app_of_the_demo_applications_id_makes_no_demo_pool() -> None:
    with (
        ThreadedServer(Settings(port=0, demo=False)) as server,
        httpx.Client(base_url=server.base_url) as http,
    ):
        http.get("/api/v2/applications/61ae0c9807451d6f30226bd4/public-config")
        assert http.get("/_mock/info").json()["demo"] is None


def test_a_token_in_a_query_or_body_names_the_pool(app: App) -> None:
    app.logged_in_user()
    token = {"token": app.token}
    assert app.http.get("/api/v2/users/me", params=token).json()["code"] == 2020
    assert app.http.post("/api/v2/users/refresh-token", json=token).json()["code"] == 2020


@pytest.mark.parametrize(
    ("path", "nearest"), [("/api/v3/foo", "/api/v3/"), ("/api/v2/user/me", "/api/v2/user"), ("/oidc/tokens", "/oidc/")]
)
def test_the_nearest_operation_begins_alike(http: httpx.Client, path: str, nearest: str) -> None:
    assert nearest in http.get(path).json()["message"].rpartition("：")[2]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/loginn", "GET /login"),
        ("/logn", "GET /login"),
        ("/regster", "GET /register"),
        ("/api/v2/env", "GET /api/v2/env"),
    ],
)
def test_a_short_path_is_not_taken_for_a_long_one(path: str, nearest: str) -> None:
    assert operations.nearest("GET", path) == nearest
