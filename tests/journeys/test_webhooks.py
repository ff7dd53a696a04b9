"""Webhooks of a server that is several processes, that ends, and that has died."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import httpx

from tests.conftest import App
from tests.journeys.servers import serving
from tests.receiver import Answered, Receiver, Sent, receiving


def app_of(client: httpx.Client, receiver: Receiver) -> App:
    users = [{"username": "ci", "password": "111111"}]
    made = client.post("/_mock/pools", json={"users": users, "webhooks": [{"name": "x", "url": receiver.url}]})
    return App(client, made.json()["appId"])


def new_client(url: str) -> httpx.Client:
    """A client that opens a connection for each request, so that now one process answers and now the other."""
    return httpx.Client(base_url=url, trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))


def test_of_two_processes_one_makes_each_attempt(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/mock.db"
    with receiving() as receiver, serving("--database", database, "--workers", "2") as url, new_client(url) as client:
        app = app_of(client, receiver)
        for _ in range(30):
            app.log_in("ci")
        counts = [receiver.next().json()["data"]["loginsCount"] for _ in range(30)]
        assert sorted(counts) == list(range(1, 31))
        assert receiver.is_silent()
        listed = app.control("GET", "/webhooks/deliveries", None, userPoolId=app.pool_id)
        assert listed["totalCount"] == 30


def test_what_a_process_that_died_has_claimed_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "mock.db"
    go_on = threading.Event()

    def wait(_: Sent) -> Answered:
        go_on.wait(20)
        return Answered()

    with receiving(wait) as receiver:
        command = [sys.executable, "-m", "genauth_mock", "serve", "--port", "0", "--database", f"sqlite:///{file}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = next(line for line in process.stdout if "listening on" in line).split("listening on ")[1].strip()
            with new_client(url) as client:
                app_of(client, receiver).log_in("ci")
                while not receiver.all:
                    assert client.get("/_mock/health").status_code == 200
            process.send_signal(signal.SIGKILL)
        go_on.set()
        receiver.next()
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("SELECT is_waiting, claimed_until > 0 FROM webhook_deliveries").fetchall() == [(1, 1)]
            # As if the time of its claim had passed.
            db.execute("UPDATE webhook_deliveries SET claimed_until = 1")
            db.commit()
        with serving("--database", f"sqlite:///{file}"):
            assert receiver.next().json()["eventName"] == "login"


def test_a_server_ends_within_its_second_whoever_it_waits_for() -> None:
    go_on = threading.Event()

    def wait(_: Sent) -> Answered:
        go_on.wait(20)
        return Answered()

    with receiving(wait) as receiver:
        try:
            with serving() as url, new_client(url) as client:
                app_of(client, receiver).log_in("ci")
                while not receiver.all:
                    assert client.get("/_mock/health").status_code == 200
                began = time.monotonic()
            # On a machine with time to spare it takes less than one; the target would have five.
            assert time.monotonic() - began < 4
        finally:
            go_on.set()
