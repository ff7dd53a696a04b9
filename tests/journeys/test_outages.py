"""A database that goes away and comes back, and the end of a server meanwhile."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx
import pytest
import sqlalchemy as sa

from tests.conftest import App
from tests.journeys import postgres


@contextmanager
def logged_server(log: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server whose log goes to a file; whoever uses it ends it."""
    command = [sys.executable, "-m", "genauth_mock", "serve", "--port", "0", *arguments]
    with (
        log.open("w") as stderr,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            line = next((line for line in process.stdout if "listening on" in line), None)
            assert line, log.read_text()
            yield line.split("listening on ")[1].strip(), process
        finally:
            if process.poll() is None:
                process.kill()


def end(process: subprocess.Popen[str], name: str = "SIGTERM") -> None:
    """Tells a server to end: it must do so soon (a busy machine takes longer than the promised second), by status 0."""
    process.send_signal(getattr(signal, name))
    assert process.wait(10) == 0


def answers_of(client: httpx.Client, app: App) -> dict[str, httpx.Response]:
    form = {"grant_type": "password", "username": "ci", "password": "111111", "client_id": app.app_id}
    return {
        "v2": app.call("POST", "/api/v2/login/account", {"account": "ci", "password": "111111"}),
        "oidc": client.post("/oidc/token", data=form),
        "page": client.get("/login", params={"app_id": app.app_id}),
        "control": client.get("/_mock/pools"),
        "health": client.get("/_mock/health"),
    }


def wait_until_healthy(client: httpx.Client) -> None:
    for _ in range(100):
        if client.get("/_mock/health").status_code == 200:
            return
        time.sleep(0.05)
    raise AssertionError("the server does not find its database again")


def test_a_database_that_is_away_is_503_in_every_face_and_one_line_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        postgres.server() as database,
        logged_server(log, "--database", database.url) as (url, process),
        httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
    ):
        app = App(client)
        app.make_user(username="ci", password="111111")
        for _ in range(2):
            app.log_in("ci")
            before = log.read_text().count("\n")
            database.stop()
            for _ in range(6):
                answers = answers_of(client, app)
                assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(answers, 503)
                assert not any("x-mock-crash" in each.headers for each in answers.values())
            assert answers["v2"].json()["code"] == 503
            assert answers["oidc"].json()["error"] == "temporarily_unavailable"
            assert answers["page"].headers["content-type"].startswith("text/html")
            assert answers["health"].json()["error"]["code"] == "database_away"
            told = log.read_text().splitlines()[before:]
            assert len(told) == 1, told
            assert "does not answer" in told[0] and "start it" in told[0] and "127.0.0.1" in told[0]
            database.start()
            wait_until_healthy(client)
            app.log_in("ci")
            told = log.read_text().splitlines()[before:]
            assert len(told) == 2, told
            assert "answers again" in told[1]
        assert app.control("GET", "/crashes")["list"] == []
        # What was asked meanwhile is in the journal.
        missed = app.control("GET", "/requests", status=503, limit=1000)
        assert missed["totalCount"] > 0
        end(process)


def test_crashes_of_all_workers_are_told_by_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "mock.db"
    options = ("--database", f"sqlite:///{path}", "--workers", "2")
    with (
        logged_server(tmp_path / "log", *options) as (url, process),
        httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
    ):
        app = App(client)
        pool = {"userPoolId": app.pool_id}
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("ALTER TABLE users RENAME COLUMN nickname TO nick")
        for _ in range(8):
            # Each connection may reach another worker.
            with httpx.Client(base_url=url, trust_env=False, timeout=30) as another:
                wrong = App(another, app.app_id).call(
                    "POST", "/api/v2/login/account", {"account": "a", "password": "b"}
                )
                assert wrong.headers["x-mock-crash"] == "true"
        for _ in range(8):
            with httpx.Client(base_url=url, trust_env=False, timeout=30) as another:
                told = App(another).control("GET", "/crashes", **pool)["list"]
                assert len({each["id"] for each in told}) == len(told) == 8
        end(process)


def test_a_stream_goes_on_once_the_database_is_back(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        postgres.server() as database,
        logged_server(log, "--database", database.url) as (url, process),
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        app = App(client)
        pool = {"userPoolId": app.pool_id}
        found: list[str] = []

        def listen() -> None:
            with (
                httpx.Client(base_url=url, trust_env=False, timeout=60) as other,
                other.stream("GET", "/_mock/requests/stream", params=pool) as stream,
            ):
                for line in stream.iter_lines():
                    found.append(line)
                    if "is-user-exists" in line:
                        return

        thread = Thread(target=listen)
        thread.start()
        while not found:
            time.sleep(0.02)
        database.stop()
        assert client.get("/_mock/health").status_code == 503
        time.sleep(0.3)
        database.start()
        wait_until_healthy(client)
        app.get("/api/v2/users/is-user-exists", username="ci")
        thread.join(30)
        assert not thread.is_alive()
        end(process)
        assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_server_ends_at_once_while_its_database_is_away_and_a_stream_is_open(name: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with postgres.server() as database, logged_server(log, "--database", database.url) as (url, process):
        with (
            httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
            client.stream("GET", "/_mock/requests/stream") as stream,
        ):
            next(stream.iter_raw())
            database.stop()
            client.get("/_mock/health")
            end(process, name)
        assert "Traceback" not in log.read_text()


def test_a_server_ends_at_once_while_it_waits_for_a_database_that_does_not_even_refuse(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with postgres.server() as database, logged_server(log, "--database", database.url) as (url, process):
        assert httpx.get(f"{url}/_mock/health", trust_env=False).status_code == 200
        database.stop()
        with socket.create_server(("127.0.0.1", sa.make_url(database.url).port or 0)):
            # Each waits as long as it may; all of them, one after the other, for a minute.
            asking = [Thread(target=_ask, args=(url,), daemon=True) for _ in range(30)]
            for each in asking:
                each.start()
            time.sleep(1)
            end(process)


def _ask(url: str) -> None:
    with suppress(httpx.HTTPError):
        httpx.get(f"{url}/_mock/health", trust_env=False, timeout=30)
