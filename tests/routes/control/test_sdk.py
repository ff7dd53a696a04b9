"""What to paste into an app, for each SDK, as the console shows it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

SDKS = ["ios", "android", "flutter", "js", "node", "python"]


def texts(http: httpx.Client, **query: Any) -> dict[str, str]:
    answer = http.get("/_mock/sdk", params=query)
    assert answer.status_code == 200, answer.text
    return {each["sdk"]: each["text"] for each in answer.json()["list"]}


@pytest.fixture
def strict(strict_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=strict_server, trust_env=False, verify=False) as client:
        yield client


def test_every_sdk_has_a_title_a_language_and_the_servers_key_or_address(http: httpx.Client) -> None:
    answer = http.get("/_mock/sdk").json()
    assert [each["sdk"] for each in answer["list"]] == SDKS and answer["totalCount"] == 6
    assert [each["language"] for each in answer["list"]] == [
        "swift",
        "java",
        "dart",
        "javascript",
        "javascript",
        "python",
    ]
    key = http.get("/_mock/info").json()["rsaPublicKey"]
    found = texts(http)
    assert key in found["ios"] and key in found["flutter"]
    assert f"appHost: '{str(http.base_url).rstrip('/')}'" in found["js"]


def test_the_server_is_named_as_the_request_reached_it(http: httpx.Client) -> None:
    found = {
        each["sdk"]: each["text"] for each in http.get("/_mock/sdk", headers={"host": "box.test:99"}).json()["list"]
    }
    assert 'host: "box.test:99"' in found["ios"] and "startConnect('box.test', 99)" in found["flutter"]
    assert 'setHost("box.test:99")' in found["android"]


@pytest.mark.parametrize("host", ["[::1", "a:b", "box:99999", "x" * 300, "{key}"])
def test_a_host_that_is_none_is_no_fault_of_the_server(http: httpx.Client, host: str) -> None:
    assert http.get("/_mock/sdk", headers={"host": host}).status_code < 500
    assert http.get("/_mock/findings", headers={"host": host}).status_code < 500


def test_the_demo_pool_is_meant_where_nothing_is_said(http: httpx.Client) -> None:
    answer = http.get("/_mock/sdk").json()
    demo = http.get("/_mock/info").json()["demo"]
    assert {name: answer[name] for name in ("userPoolId", "appId", "appSecret")} == {
        name: demo[name] for name in ("userPoolId", "appId", "appSecret")
    }
    assert demo["appId"] in texts(http)["ios"] and demo["appSecret"] in texts(http)["node"]


def test_a_pool_means_its_first_application_and_an_application_its_pool(app: App) -> None:
    made = app.control("POST", "/pools", {"applications": [{}, {}]})
    for query in ({"userPoolId": made["userPoolId"]}, {"appId": made["appId"]}):
        assert f"Authing.init('{made['userPoolId']}', '{made['appId']}')" in texts(app.http, **query)["flutter"]
    assert app.http.get("/_mock/sdk", params={"userPoolId": "none"}).status_code == 404
    other = {"userPoolId": made["userPoolId"], "appId": "61ae0c9807451d6f30226bd4"}
    assert app.http.get("/_mock/sdk", params=other).json()["error"]["field"] == "appId"


def test_an_app_that_is_still_unknown_is_taken_at_its_word_and_gets_no_foreign_secret(http: httpx.Client) -> None:
    found = texts(http, appId="not-yet-there")
    assert 'Authing.start("not-yet-there")' in found["ios"]
    assert "appSecret: 'YOUR_APP_SECRET'" in found["node"]
    assert http.get("/_mock/sdk", params={"appId": 'x"); evil('}).status_code == 400


def test_any_app_id_works_unless_the_server_refuses_unknown_ones(http: httpx.Client, strict: httpx.Client) -> None:
    assert http.get("/_mock/sdk").json()["unknownApps"] == "create"
    assert strict.get("/_mock/sdk").json()["unknownApps"] == "reject"
    assert "Any other app id works too" in texts(http)["ios"]
    assert not any("Any other app id" in text for text in texts(strict).values())
    refused = strict.get("/_mock/sdk", params={"appId": "unknown"})
    assert (refused.status_code, refused.json()["error"]["field"]) == (404, "appId")


def test_without_a_demo_pool_the_first_pool_is_meant_and_without_any_there_are_places_to_fill_in() -> None:
    with (
        ThreadedServer(Settings(port=0, demo=False, unknown_apps="reject")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        assert 'Authing.start("YOUR_APP_ID")' in texts(client)["ios"]
        first = client.post("/_mock/pools", json={}).json()
        client.post("/_mock/pools", json={})
        assert f'Authing.start("{first["appId"]}")' in texts(client)["ios"]
