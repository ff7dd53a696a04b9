"""A fault of the mock itself is no answer of the service: HTTP 500 and a header, in every face."""

from __future__ import annotations

import logging
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from genauth_mock.routes.control import ui
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[App]:
    """An app whose server's database loses a column while it runs, so that whoever looks at users meets a crash."""
    path = tmp_path / "mock.db"
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{path}")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        app = App(client)
        app.control(
            "POST", "/pools", {"appId": app.app_id, "userPoolId": f"pool-{app.app_id}", "users": [{"username": "ci"}]}
        )
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("ALTER TABLE users RENAME COLUMN nickname TO nick")
        yield app


def crashes_of(app: App, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.control("GET", "/crashes", **query)["list"]
    return found


def test_a_crash_is_500_with_a_header_in_rest_v2(broken: App) -> None:
    for headers in ({}, {"origin": "http://localhost:3000"}):
        body = {"account": "ci", "password": "111111"}
        answer = broken.call("POST", "/api/v2/login/account", body, headers={"x-authing-lang": "en-US", **headers})
        assert answer.status_code == 500
        assert answer.headers["x-mock-crash"] == "true"
        assert answer.json()["code"] == 500
        assert "no such column: users.nickname" in answer.json()["message"]
        if headers:
            assert answer.headers["access-control-allow-origin"] == headers["origin"]
            assert "x-mock-crash" in answer.headers["access-control-expose-headers"]


def test_a_crash_is_500_with_a_header_in_openid_connect(broken: App) -> None:
    form = {"grant_type": "password", "username": "ci", "password": "111111", "client_id": broken.app_id}
    answer = broken.http.post("/oidc/token", data=form)
    assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true"), answer.text
    assert answer.json()["error"] == "server_error"


def test_a_crash_is_500_with_a_header_on_a_page(broken: App) -> None:
    answer = broken.http.get("/login", params={"app_id": broken.app_id})
    assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true")
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/login?app_id={}", "/oidc/auth?client_id={}", "/interaction/oidc/x/login?uuid={}"])
def test_a_crash_is_500_with_a_header_where_a_browser_asks_first(tmp_path: Path, path: str) -> None:
    database = tmp_path / "mock.db"
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{database}")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        with closing(sqlite3.connect(database)) as db, db:
            db.execute("ALTER TABLE applications RENAME COLUMN name TO title")
            db.execute("ALTER TABLE interactions RENAME COLUMN app_id TO app")
        asks = {"origin": "http://shop.example", "access-control-request-method": "POST"}
        answer = client.options(path.format("a1"), headers=asks)
        assert (answer.status_code, answer.headers["x-mock-crash"]) == (500, "true")
        assert [each["method"] for each in crashes_of(App(client))] == ["OPTIONS"]


def test_a_crash_is_500_with_a_header_in_the_control_api(broken: App) -> None:
    pool_id = f"pool-{broken.app_id}"
    answer = broken.http.get(f"/_mock/pools/{pool_id}/users")
    assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true")
    assert answer.json()["error"]["code"] == "internal"
    assert "no such column" in answer.json()["error"]["message"]
    (crash,) = crashes_of(broken, userPoolId=pool_id)
    assert (crash["userPoolId"], crash["id"]) == (pool_id, None)


def test_a_crash_is_500_with_a_header_among_the_consoles_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> bytes:
        raise OSError("disk full")

    with ThreadedServer(Settings(port=0)) as server:
        shipped = ui._shipped()
        monkeypatch.setattr(type(shipped["main.js"]), "read_bytes", fail)
        answer = httpx.get(f"{server.base_url}/_mock/ui/main.js", trust_env=False)
    assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true")


def test_a_full_disk_is_a_crash(tmp_path: Path) -> None:
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{tmp_path}/mock.db")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        app = App(client)
        pool_id = app.pool_id
        # As good as a full disk: no page more.
        engine = server._engine
        with engine.connect() as db:
            count = db.exec_driver_sql("PRAGMA page_count").scalar()
            db.exec_driver_sql(f"PRAGMA max_page_count = {count}")
        answer = app.call("POST", "/api/v2/register/email", {"email": "a@example.test", "password": "1" * 6})
        for n in range(400):
            if answer.status_code == 500:
                break
            answer = app.call("POST", "/api/v2/register/email", {"email": f"a{n}@example.test", "password": "1" * 6})
        assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true")
        assert crashes_of(app, userPoolId=pool_id)[0]["error"].endswith("database or disk is full")
        assert app.control("GET", "/findings", userPoolId=pool_id)["list"][0]["kind"] == "crash"


def test_a_lock_that_somebody_else_holds_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genauth_mock.store.database.LONGEST_LOCK_SECONDS", 0.2)
    path = tmp_path / "mock.db"
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{path}")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        app = App(client)
        pool_id = app.pool_id
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = app.call("POST", "/api/v2/register/email", {"email": "a@example.test", "password": "1" * 6})
        assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true")
        assert "database is locked" in crashes_of(app, userPoolId=pool_id)[0]["error"]


def test_what_failed_is_told_by_pool_and_stays_known_after_a_reset(broken: App) -> None:
    pool_id = f"pool-{broken.app_id}"
    other = broken.control("POST", "/pools", {})
    broken.call("POST", "/api/v2/login/account", {"account": "ci", "password": "111111"})
    (crash,) = crashes_of(broken, userPoolId=pool_id)
    assert (crash["method"], crash["path"]) == ("POST", "/api/v2/login/account")
    assert crash["error"] == "OperationalError: no such column: users.nickname"
    assert broken.control("GET", f"/requests/{crash['id']}")["status"] == 500
    assert crashes_of(broken, userPoolId=other["userPoolId"]) == []
    broken.control("DELETE", "/requests", userPoolId=pool_id)
    assert crashes_of(broken, userPoolId=pool_id) == [crash]
    (finding,) = broken.control("GET", "/findings", userPoolId=pool_id)["list"]
    assert (finding["kind"], finding["severity"], finding["recent"]) == ("crash", "error", True)
    assert "/api/v2/login/account" in finding["message"]
    assert broken.control("GET", "/findings", userPoolId=other["userPoolId"])["list"] == []


def test_a_crash_that_is_nobodys_is_told_to_the_pools_that_were_there(tmp_path: Path) -> None:
    path = tmp_path / "mock.db"
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{path}")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        app = App(client)
        before = app.control("POST", "/pools", {})["userPoolId"]
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("ALTER TABLE uploads RENAME COLUMN content TO picture")
        answer = client.get("/files/photos/nothing.png")
        assert (answer.status_code, answer.headers.get("x-mock-crash")) == (500, "true")
        after = app.control("POST", "/pools", {})["userPoolId"]
        assert len(crashes_of(app, userPoolId=before)) == 1
        assert crashes_of(app, userPoolId=after) == []


def test_the_log_tells_a_crash_once_and_no_values(broken: App, caplog: pytest.LogCaptureFixture) -> None:
    broken.call("POST", "/api/v2/login/account", {"account": "secret-account", "password": "secret-password"})
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert record.getMessage() == "POST /api/v2/login/account failed"
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        {"error": {"code": 500}},
        {"error": {"code": "INTERNAL"}},
        {"error": {"code": "server_error", "httpStatus": 500}},
        {"error": {"code": "DATABASE_AWAY"}},
    ],
)
def test_a_forced_error_is_no_crash(app: App, fault: dict[str, Any]) -> None:
    for path in ("/api/v2/users/me", "/oidc/me", "/login"):
        app.control("POST", "/faults", {"userPoolId": app.pool_id, "path": path, "times": 1, **fault})
        answer = app.call("GET", path)
        assert "x-mock-crash" not in answer.headers
    assert crashes_of(app, userPoolId=app.pool_id) == []


def test_half_an_answer_that_cannot_go_on_has_no_end(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as client:
        own = App(client)
        pool_id = own.pool_id
        with client.stream("GET", "/_mock/requests/stream", params={"userPoolId": pool_id}) as stream:
            lines = stream.iter_raw()
            next(lines)

            def fail(*_: object, **__: object) -> None:
                raise ValueError("no shape")

            monkeypatch.setattr("genauth_mock.routes.control.request_shapes.request", fail)
            own.get("/api/v2/users/me")
            with pytest.raises(httpx.HTTPError):
                for _ in lines:
                    pass
        assert [each.message for each in caplog.records if each.levelno >= logging.ERROR] == [
            "GET /_mock/requests/stream failed"
        ]
        assert crashes_of(own, userPoolId=pool_id)[0]["error"] == "ValueError: no shape"


def test_a_journal_that_cannot_be_written_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{tmp_path}/mock.db")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        app = App(client)
        pool_id = app.pool_id

        def fail(*_: object) -> None:
            raise ValueError("no room")

        with monkeypatch.context() as patch:
            patch.setattr("genauth_mock.store.notes.Journal.write", fail)
            assert app.get("/api/v2/users/me")["code"] == 2020
            for _ in range(200):
                if "the journal cannot be written" in caplog.text:
                    break
                client.get("/_mock/health")
                time.sleep(0.01)
            assert "the journal cannot be written" in caplog.text
        app.get("/api/v2/users/is-user-exists", username="ci")
        found = app.control("GET", "/requests", userPoolId=pool_id)["list"]
        assert "/api/v2/users/is-user-exists" in [each["path"] for each in found]


LEFT_HALFWAY = [
    ("POST", "/api/v2/login/account", "application/json"),
    ("POST", "/api/v2/register/email", "application/json"),
    ("POST", "/api/v2/login/account", "application/json\r\nOrigin: http://localhost:3000"),
    ("POST", "/oidc/token", "application/x-www-form-urlencoded"),
    ("POST", "/login", "application/x-www-form-urlencoded"),
    ("POST", "/api/v2/upload", "multipart/form-data; boundary=x"),
    ("POST", "/_mock/pools", "application/json"),
    ("POST", "/_mock/import", "application/yaml"),
    ("POST", "/graphql/v2", "application/json"),
    ("PUT", "/_mock/clock", "application/json"),
]


@pytest.mark.parametrize("with_fault", [False, True])
def test_a_client_that_goes_while_its_body_is_read_is_no_fault(
    with_fault: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "genauth_mock")
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as client:
        app = App(client)
        if with_fault:
            app.control("POST", "/faults", {"path": "/never", "delayMs": 10, "times": 0})
        where = urlsplit(server.base_url)
        for method, path, kind in LEFT_HALFWAY:
            with socket.create_connection((str(where.hostname), int(where.port or 0))) as wire:
                head = f"{method} {path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: {kind}\r\n"
                wire.sendall(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
            # The next answer comes after the server has noticed.
            app.get("/api/v2/users/me")
        for _ in range(100):
            gone = [each.getMessage() for each in caplog.records if "the client went away" in each.getMessage()]
            if len(gone) >= len(LEFT_HALFWAY):
                break
            app.get("/api/v2/users/me")
        assert len(gone) == len(LEFT_HALFWAY), gone
        assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []
        assert crashes_of(app) == []
        assert app.control("GET", "/findings")["list"] == []
