"""What every answer has in common, and what answers where no route does."""

from __future__ import annotations

import socket
from collections.abc import Collection
from typing import Any

import httpx
import pytest
from genauth_mock.routes.edge import operations

from tests.conftest import App, enveloped
from tests.routes.built import ALL
from tests.routes.v2.sample_bodies import SAMPLES, Sample

UNBUILT = [each for each in operations.operations() if each.face == "v2" and each.route not in ALL.built()]
GETS = [
    *("users/me", "users/me/info", "users/me/security-level", "users/me/roles", "users/me/orgs", "logout"),
    *("users/me/applications/allowed", "users/is-user-exists?username=ci", "users/password/check?password=1"),
    *("udfs/values", ".well-known"),
]


def _is_envelope(answer: httpx.Response, status: int = 200, beside: Collection[str] = frozenset()) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    envelope = enveloped(answer)
    assert type(envelope["code"]) is int and type(envelope["message"]) is str and envelope["message"]
    assert set(envelope) <= {"code", "message", "data", *beside} and envelope.get("data", 0) is not None
    return envelope


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
@pytest.mark.parametrize("logged_in", [True, False])
def test_every_post_answers_in_the_envelope(app: App, sample: Sample, logged_in: bool) -> None:
    if logged_in:
        app.logged_in_user()
    answer = app.call("POST", sample.path, sample.body)
    if sample.path == "/api/v2/udvs/get" and logged_in:
        assert answer.status_code == 200 and answer.json()["code"] == 1001
    # Guard reads the status beside the code.
    _is_envelope(answer, beside={"status"} if sample.path == "/api/v2/users/login/check-status" else set())


@pytest.mark.parametrize("path", GETS)
def test_every_get_answers_in_the_envelope_and_so_does_head(app: App, path: str) -> None:
    app.logged_in_user()
    _is_envelope(app.call("GET", f"/api/v2/{path}"))
    app.logged_in_user(username="second")
    head = app.call("HEAD", f"/api/v2/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v2/sms/send", {"phone": "13800138000"}),
        ("/api/v2/email/send", {"email": "a@x.test", "scene": "VERIFY_CODE"}),
    ],
)
def test_answers_without_data_leave_the_key_out(app: App, path: str, body: dict[str, str]) -> None:
    assert set(app.post(path, **body)) == {"code", "message"}


def test_every_known_operation_that_is_not_built_is_501_and_named(app: App) -> None:
    assert UNBUILT
    for operation in UNBUILT:
        answer = app.call(operation.method, operation.path.replace("{", "x").replace("}", "x"))
        envelope = _is_envelope(answer, 501)
        assert answer.headers["x-mock-unimplemented"] == "true", operation
        assert envelope["code"] == 501 and operation.method in envelope["message"], operation


@pytest.mark.parametrize(
    "path",
    ["/api/v2/no-such-thing", "/api/v2/users/me/", "/api/v2/", "/api/v2", "/nothing", "/api/v2/login/account/x", "//"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_route_is_404_in_the_envelope(app: App, method: str, path: str) -> None:
    url = f"{str(app.http.base_url).rstrip('/')}{path}"
    answer = app.http.request(method, url, follow_redirects=False)
    envelope = _is_envelope(answer, 404)
    assert envelope["code"] == 404 and "x-mock-unimplemented" not in answer.headers


def test_the_nearest_known_operation_is_told(app: App) -> None:
    message = app.call("POST", "/api/v2/login/acount").json()["message"]
    assert "POST /api/v2/login/account" in message


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", sample.path) for sample in SAMPLES[:14:3]),
        *(("PUT", sample.path) for sample in SAMPLES[:20:4]),
        *((("POST", "/api/v2/users/me"), ("DELETE", "/api/v2/users/me"), ("POST", "/api/v2/logout"))),
        *((("POST", "/api/v2/users/abc/orgs"), ("PATCH", "/api/v2/upload"))),
    ],
)
def test_a_wrong_method_is_405_in_the_envelope(app: App, method: str, path: str) -> None:
    envelope = _is_envelope(app.call(method, path), 405)
    assert envelope["code"] == 405


@pytest.mark.parametrize(("lang", "english"), [("en-US", True), ("en", True), ("zh-CN", False), ("zh-TW", False),
                                               ("ja-JP", False), ("", False)])  # fmt: skip
@pytest.mark.parametrize("family", ["x-authing-lang", "x-genauth-lang"])
def test_messages_are_chinese_unless_english_is_asked_for(app: App, family: str, lang: str, english: bool) -> None:
    app.headers[family] = lang
    messages = [
        app.post("/api/v2/login/account", account="x", password="x")["message"],
        app.post("/api/v2/login/account")["message"],
        app.get("/api/v2/users/me")["message"],
        app.post("/api/v2/register/username", username="ci", password="x")["message"],
        app.call("GET", "/api/v2/nothing").json()["message"],
        app.call("GET", "/api/v2/userpools").json()["message"],
        app.get("/api/v2/logout")["message"],
    ]
    assert [message.isascii() for message in messages] == [english] * len(messages)


def test_the_texts_of_refusals_are_the_documented_ones_in_both_languages(app: App) -> None:
    zh, en = app.another(), app.another(**{"x-authing-lang": "en-US"})
    path = "/api/v2/users/me"
    assert zh.get(path)["message"] == "尚未登录，无访问权限"
    assert en.get(path)["message"] == "Not logged in yet, no permission to access this request"
    body = {"account": "x", "password": "x"}
    assert en.post("/api/v2/login/account", **body)["message"] == "Account not exists or password is incorrect."


def _raw(app: App, request: bytes) -> bytes:
    host, port = app.http.base_url.host, app.http.base_url.port
    with socket.create_connection((host, port or 80), timeout=5) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("host", [b"core.authing.cn", b"consolecore.authing.cn", b"x.y.z:1", b"localhost"])
def test_any_host_is_answered(app: App, host: bytes) -> None:
    request = b"GET /api/v2/.well-known HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % host
    assert _raw(app, request).startswith(b"HTTP/1.1 200")


def test_http_1_0_without_a_host_is_answered(app: App) -> None:
    request = b"GET /api/v2/applications/%s/public-config HTTP/1.0\r\n\r\n" % app.app_id.encode()
    answer = _raw(app, request)
    assert answer.startswith(b"HTTP/1.1 200") and b'"requestHostname":"127.0.0.1:' in answer
