"""What was refused to a foreign page, host or redirect is found, with the line that allows it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from genauth_mock.cli import main
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

EVIL = "http://evil.example"
CALLBACK = {"response_type": "code", "scope": "openid"}


@pytest.fixture
def own() -> Iterator[App]:
    """An app of a server that nobody else talks to."""
    with (
        ThreadedServer(Settings(port=0, demo=False)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield App(client)


def one(app: App, kind: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = app.control("GET", "/findings")["list"]
    (wanted,) = [each for each in found if each["kind"] == kind]
    assert wanted["severity"] == "error" and wanted["recent"] is True
    assert wanted["message"] != wanted["messageZh"] and wanted["remedy"]
    return wanted


def doctor(app: App) -> str:
    done = CliRunner().invoke(main, ["doctor", "--url", str(app.http.base_url)])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_form_of_a_foreign_page_is_told_with_the_origin_to_allow(own: App) -> None:
    form = {"app_id": own.app_id, "account": "ci", "password": "1"}
    assert own.http.post("/login", data=form, headers={"origin": EVIL}).status_code == 403
    found = one(own, "foreign_page")
    assert EVIL in found["message"] and found["appId"] == own.app_id
    assert f'allowedOrigins: ["{EVIL}"]' in found["remedy"] and f"--public-url {EVIL}" in found["remedyZh"]
    document = {"applications": [{"allowedOrigins": [EVIL]}]}
    allowed = own.http.post("/_mock/pools", json=document).json()["appId"]
    assert own.http.post("/login", data=form | {"app_id": allowed}, headers={"origin": EVIL}).status_code == 200
    assert f'allowedOrigins: ["{EVIL}"]' in doctor(own)


def test_a_foreign_page_at_the_control_api_is_told(own: App) -> None:
    assert own.http.post("/_mock/pools", json={}, headers={"origin": EVIL}).status_code == 403
    found = one(own, "foreign_steering")
    assert EVIL in found["message"] and "/_mock/pools" in found["messageZh"]
    assert "--control-token" in found["remedy"]
    assert "foreign_steering" in doctor(own)


@pytest.mark.parametrize("path", ["/_mock/outbox", "/login?app_id=a"])
def test_a_public_name_is_told_with_the_option_that_lets_it_in(own: App, path: str) -> None:
    assert own.http.get(path, headers={"host": "mock.shop.com:8400"}).status_code == 403
    found = one(own, "public_host")
    assert "mock.shop.com:8400" in found["message"]
    command = shlex.split(found["remedy"], comments=True)
    assert command == ["genauth-mock", "serve", "--public-url", "http://mock.shop.com:8400"]
    with (
        ThreadedServer(Settings(port=0, public_url=(command[-1],))) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        assert client.get(path, headers={"host": "mock.shop.com:8400"}).status_code == 200
    assert "public_host" in doctor(own)


def test_an_unknown_redirect_is_told_with_the_line_to_register(own: App) -> None:
    uri = "https://shop.example/cb?x='\""
    query = {"client_id": own.app_id, "redirect_uri": uri, **CALLBACK}
    assert own.http.get("/oidc/auth", params=query).status_code == 400
    found = one(own, "redirect_unknown")
    line = found["remedy"].splitlines()[0].split("   #")[0]
    assert line.startswith("redirectUris: ")
    assert json.loads(line.removeprefix("redirectUris: ")) == [uri]
    logout = {"client_id": own.app_id, "post_logout_redirect_uri": "https://shop.example/bye"}
    assert own.http.get("/oidc/session/end", params=logout).status_code == 400
    assert one(own, "redirect_unknown")["remedy"].startswith('logoutRedirectUris: ["https://shop.example/bye"]')


@pytest.mark.parametrize("uri", ["javascript://localhost/x", "http://evil.example\\@127.0.0.1/"])
def test_a_redirect_that_is_never_taken_is_told_so(own: App, uri: str) -> None:
    query = {"client_id": own.app_id, "redirect_uri": uri, **CALLBACK}
    assert own.http.get("/oidc/auth", params=query).status_code == 400
    found = one(own, "redirect_unsafe")
    assert uri in found["message"] and "no setting" in found["remedy"] and "没有设置" in found["remedyZh"]


def test_a_form_for_an_apps_own_scheme_is_told(own: App) -> None:
    made = own.http.post("/_mock/pools", json={"applications": [{"redirectUris": ["my.app://cb"]}]}).json()
    query = {"client_id": made["appId"], "redirect_uri": "my.app://cb", "response_mode": "form_post", **CALLBACK}
    assert own.http.get("/oidc/auth", params=query).status_code == 302
    assert "response_mode=query" in one(own, "response_mode")["remedy"]


def test_a_hint_without_the_control_token_is_told() -> None:
    with (
        ThreadedServer(Settings(port=0, control_token="s3cret", demo=False)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        query = {
            "client_id": "a",
            "redirect_uri": "http://localhost/",
            "prompt": "none",
            "login_hint": "ci",
            **CALLBACK,
        }
        assert client.get("/oidc/auth", params=query).status_code == 302
        assert "--control-token" in client.post("/login/as", data={"app_id": "a", "user_id": "u"}).text
        client.headers["authorization"] = "Bearer s3cret"
        found = client.get("/_mock/findings").json()["list"]
        (told,) = [each for each in found if each["kind"] == "control_token"]
        assert "Bearer TOKEN" in told["remedy"] and "控制台" in told["remedyZh"]
        assert "s3cret" not in client.get("/_mock/requests").text


def test_a_control_call_that_was_not_refused_so_is_in_no_journal(own: App) -> None:
    own.http.get("/_mock/info")
    own.http.get("/_mock/nothing")
    assert own.http.get("/_mock/requests").json()["totalCount"] == 0
    own.http.get("/_mock/info", headers={"origin": "null"})
    (noted,) = own.http.get("/_mock/requests").json()["list"]
    assert (noted["path"], noted["status"]) == ("/_mock/info", 403)
