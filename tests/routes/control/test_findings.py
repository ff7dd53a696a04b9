"""What clients do wrong, found by what they sent, and what their authors can do about it."""

import base64
import shlex
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from genauth_mock.cli import main
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App, enveloped
from tests.routes.control.tls import speak_tls
from tests.routes.sockets import connected, refused

IOS = {"x-authing-request-from": "Guard-iOS@1.4.10", "x-authing-sdk-version": "1.4.10"}
ANDROID = {"x-authing-request-from": "Guard-Android@1.5.8"}
FLUTTER = {"x-authing-request-from": "sdk-flutter", "user-agent": "Dart/3.1 (dart:io)"}
PYTHON = {"x-authing-request-from": "sdk", "x-authing-sdk-version": "python:4.5.18"}


def findings(app: App, **query: Any) -> list[dict[str, Any]]:
    """What is wrong with the clients of this app, and nobody else's."""
    listed: list[dict[str, Any]] = app.control("GET", "/findings", userPoolId=app.pool_id, **query)["list"]
    return [each for each in listed if each["appId"] == app.app_id]


def one(app: App, kind: str) -> dict[str, Any]:
    (found,) = [each for each in findings(app) if each["kind"] == kind]
    return found


def foreign_password() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return base64.b64encode(key.public_key().encrypt(b"111111", padding.PKCS1v15())).decode()


def log_in_with_a_foreign_key(app: App, **headers: str) -> None:
    body = {"account": "ci", "password": foreign_password()}
    assert app.call("POST", "/api/v2/login/account", body, headers=headers).json()["code"] == 2016


@pytest.fixture
def own(request: pytest.FixtureRequest) -> Iterator[App]:
    """An app of a server that nobody else talks to."""
    with (
        ThreadedServer(Settings(port=0, demo=False)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield App(client)


def test_who_does_all_right_has_no_findings(app: App) -> None:
    app.logged_in_user()
    app.get("/api/v2/users/me")
    assert findings(app) == []


def test_a_password_for_another_key_is_found_with_the_line_for_that_sdk(app: App) -> None:
    key = app.control("GET", "/info")["rsaPublicKey"]
    lines = {"ios": "Authing.setOnPremiseInfo(host: ", "android": "Authing.setPublicKey(", "flutter": "sPublicKey = '"}
    for headers in (IOS, ANDROID, FLUTTER, PYTHON):
        log_in_with_a_foreign_key(app, **headers)
    found = {each["client"]: each for each in findings(app)}
    assert list(found) == ["python", "flutter", "android", "ios"]
    for client, line in lines.items():
        assert line in found[client]["remedy"] and key in found[client]["remedy"]
    assert 'enc_public_key="""-----BEGIN PUBLIC KEY-----' in found["python"]["remedy"]


def test_a_finding_has_all_that_is_promised(app: App) -> None:
    log_in_with_a_foreign_key(app, **IOS)
    found = one(app, "wrong_key")
    entry = app.control("GET", f"/requests/{found['requestId']}")
    assert found["at"] == entry["at"] and found["recent"]
    assert (found["severity"], found["userPoolId"], found["appId"]) == ("error", app.pool_id, app.app_id)
    assert found["message"].startswith("The iOS SDK encrypted a password")
    assert found["messageZh"].startswith("iOS SDK 加密密码")
    assert "Before Authing.start" in found["remedy"] and "写在 Authing.start 之前" in found["remedyZh"]


def test_of_each_kind_and_client_the_latest_is_told_newest_first(app: App) -> None:
    for path in ("/api/v2/login/acount", "/api/v2/login/acounts"):
        app.call("GET", path, headers=IOS)
        app.call("GET", path, headers=ANDROID)
    found = findings(app)
    assert [(each["kind"], each["client"]) for each in found] == [("unknown_path", "android"), ("unknown_path", "ios")]
    assert all("/api/v2/login/acounts" in each["message"] for each in found)
    assert "/api/v2/login/account" in found[0]["remedy"]


def test_a_host_with_console_before_it_is_told_how_to_set_ones_own(app: App) -> None:
    path = f"/api/v2/applications/{app.app_id}/public-config"
    for headers in (IOS, ANDROID):
        app.http.get(path, headers={**headers, "host": "console.localhost:8400"})
    app.http.get(path, headers={**FLUTTER, "host": "console10.0.2.2"})
    found = {each["client"]: each for each in findings(app) if each["kind"] == "console_host"}
    assert "setOnPremiseInfo(host:" in found["ios"]["remedy"] and "console.localhost:8400" in found["ios"]["message"]
    assert "Authing.setHost(" in found["android"]["remedy"]
    assert "HttpOverrides" in found["flutter"]["remedy"]


def test_a_host_of_the_vendors_is_told_but_flutters_which_is_right(app: App) -> None:
    path = f"/api/v2/applications/{app.app_id}/public-config"
    app.http.get(path, headers={**FLUTTER, "host": "consolecore.authing.cn"})
    assert findings(app) == []
    app.http.get(path, headers={**ANDROID, "host": "core.genauth.ai"})
    found = one(app, "foreign_host")
    assert (found["severity"], found["client"]) == ("info", "android")
    app.http.get(path, headers={**ANDROID, "host": "notauthing.cn"})
    assert "core.genauth.ai" in one(app, "foreign_host")["message"]


def test_a_call_that_is_not_built_can_be_made_to_answer_by_the_remedy(app: App) -> None:
    coverage = app.control("GET", "/coverage")["list"]
    wanted = next(
        each for each in coverage if each["face"] == "v2" and not each["implemented"] and "{" not in each["path"]
    )
    assert app.call(wanted["method"], wanted["path"]).status_code == 501
    found = one(app, "not_implemented")
    assert wanted["operation"] in found["message"]
    _paste(found["remedy"])
    assert enveloped(app.call(wanted["method"], wanted["path"])) == {"code": 200, "message": "请求成功", "data": {}}


@pytest.mark.parametrize("lang", ["remedy", "remedyZh"])
@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("/api/v3/create-department", {}, {"statusCode": 200, "message": "请求成功", "data": {}}),
        ("/graphql/v2", {"query": "query roles { roles { list { code } } }"}, {"data": {"roles": {}}}),
    ],
    ids=["API v3", "GraphQL"],
)
def test_in_every_face_the_remedy_makes_what_is_not_built_answer(
    app: App, path: str, body: dict[str, Any], answer: dict[str, Any], lang: str
) -> None:
    assert app.pool_id
    assert app.call("POST", path, body).status_code == 501
    _paste(one(app, "not_implemented")[lang])
    assert app.call("POST", path, body).json() == answer


def _paste(remedy: str) -> None:
    """Runs the command of a remedy."""
    comment, line = remedy.splitlines()
    assert comment.startswith("# ")
    name, *arguments = shlex.split(line)
    assert name == "genauth-mock"
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output


def test_who_subscribes_to_events_without_being_logged_in_is_told(app: App) -> None:
    app.logged_in_user()
    with connected(app, headers=ANDROID):
        assert findings(app) == []
    refused(app, token="", headers=ANDROID | {"x-authing-app-id": app.app_id})
    found = one(app, "websocket")
    assert found["severity"] == "warning" and "Android" in found["message"]
    assert [each["kind"] for each in findings(app)] == ["websocket"]


def test_what_a_fault_did_and_what_browsers_ask_by_themselves_is_no_finding(app: App) -> None:
    app.control("POST", "/faults", {"userPoolId": app.pool_id, "error": {"code": 2016}})
    app.post("/api/v2/login/account", account="ci", password="1")
    app.call("GET", "/favicon.ico")
    assert findings(app) == []


def test_who_names_no_app_is_told_the_header(own: App) -> None:
    assert own.http.post("/api/v2/sms/send", json={"phone": "13800138000"}).json()["code"] == 2101
    (found,) = own.control("GET", "/findings")["list"]
    assert (found["kind"], found["severity"], found["appId"]) == ("no_app_id", "error", None)
    assert "x-authing-app-id: my-app" in found["remedy"]


def test_an_unknown_app_is_found_where_unknown_ones_are_refused_and_its_remedy_makes_it(strict_server: str) -> None:
    with httpx.Client(base_url=strict_server, trust_env=False, verify=False) as client:
        app = App(client)
        assert app.call("GET", f"/api/v2/applications/{app.app_id}/public-config").json()["code"] == 2011
        listed = app.control("GET", "/findings", appId=app.app_id)["list"]
        (found,) = [each for each in listed if each["kind"] == "unknown_app"]
        assert app.app_id in found["message"] and f"""-d '{{"appId": "{app.app_id}"}}'""" in found["remedy"]
        app.control("POST", "/pools", {"appId": app.app_id})
        assert app.get(f"/api/v2/applications/{app.app_id}/public-config")["code"] == 200


def test_https_on_the_plain_port_is_found_logged_and_answered(own: App, caplog: pytest.LogCaptureFixture) -> None:
    answer = speak_tls(str(own.http.base_url))
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.endswith(b"use http:// in place of https://")
    assert "a client at 127.0.0.1 spoke https; this server speaks plain http" in caplog.text
    (found,) = own.control("GET", "/findings", userPoolId=own.pool_id, appId=own.app_id)["list"]
    assert (found["kind"], found["severity"], found["client"]) == ("https", "error", "other")
    assert "127.0.0.1" in found["message"] and 'Authing.setSchema(schema: "http")' in found["remedy"]
    entry = own.control("GET", "/requests", method="TLS")["list"][0]
    assert (entry["path"], entry["status"], entry["matched"], entry["userPoolId"]) == ("/", 400, False, None)
    assert own.control("GET", f"/requests/{entry['id']}")["curl"].startswith("curl -k https://127.0.0.1:")


def test_the_body_of_a_request_may_begin_like_tls(app: App) -> None:
    parts = urlsplit(str(app.http.base_url))
    head = f"POST /api/v2/users/me HTTP/1.1\r\nhost: x\r\nx-authing-app-id: {app.app_id}\r\ncontent-length: 3\r\n\r\n"
    with socket.create_connection((parts.hostname, parts.port), 5) as connection:
        connection.sendall(head.encode())
        connection.sendall(b"\x16\x03\x01")
        assert connection.recv(4096).startswith(b"HTTP/1.1 ")
    assert [each["kind"] for each in findings(app)] == []


def test_ones_findings_are_not_anothers(app: App) -> None:
    other = App(app.http)
    log_in_with_a_foreign_key(app, **IOS)
    named = {each["appId"] for each in other.control("GET", "/findings", userPoolId=other.pool_id)["list"]}
    assert app.app_id not in named
    second = App(app.http)
    second.call("GET", "/api/v2/users/me", headers={"x-authing-userpool-id": app.pool_id})
    asked = app.control("GET", "/findings", userPoolId=app.pool_id, appId=second.app_id)["list"]
    assert app.app_id not in {each["appId"] for each in asked}


def test_a_finding_is_recent_for_ten_minutes_of_its_pools_clock(app: App) -> None:
    log_in_with_a_foreign_key(app, **IOS)
    app.control("POST", "/clock/advance", {"userPoolId": app.pool_id, "seconds": 590})
    assert one(app, "wrong_key")["recent"]
    app.control("POST", "/clock/advance", {"userPoolId": app.pool_id, "seconds": 10})
    assert not one(app, "wrong_key")["recent"]
