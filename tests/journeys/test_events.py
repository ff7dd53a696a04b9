"""Events with two processes over one database, and where a server ends: nobody can tell who has published."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from websocket import WebSocket, WebSocketConnectionClosedException

from tests.conftest import App
from tests.journeys.servers import server_over, serving
from tests.routes.sockets import connected, heard, is_closed, publish


def new_app(client: httpx.Client) -> App:
    document = {"appId": uuid.uuid4().hex[:24], "users": [{"username": "ci", "password": "111111"}]}
    app = App(client, client.post("/_mock/pools", json=document).json()["appId"])
    app.log_in("ci")
    return app


@pytest.fixture(scope="module", params=["file, two workers", "PostgreSQL, two workers"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("events")
    with server_over(request.param, folder) as url:
        yield url


@pytest.fixture
def app(url: str) -> Iterator[App]:
    """An app that opens a connection for each request, so that now one process answers and now the other."""
    limits = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(base_url=url, trust_env=False, timeout=30, limits=limits) as client:
        yield new_app(client)


def test_what_one_process_publishes_the_others_subscribers_hear_once_and_are_counted(app: App) -> None:
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(connected(app)) for _ in range(8)]
        with ThreadPoolExecutor(4) as publishers:
            told = list(publishers.map(lambda n: publish(app, n), range(40)))
        assert {each["subscribers"] for each in told} == {8}
        publish(app, "last")
        for socket in sockets:
            assert sorted(heard(socket) for _ in range(40)) == list(range(40)) and heard(socket) == "last"


def test_who_listens_goes_on_after_a_reset_of_another_process(app: App) -> None:
    with connected(app) as socket:
        app.control("PUT", "/snapshots/here", userPoolId=app.pool_id)
        app.control("POST", "/snapshots/here/restore", userPoolId=app.pool_id)
        publish(app, 1)
        assert heard(socket) == 1


def ended(socket: WebSocket) -> bool:
    try:
        return is_closed(socket) in (1001, 1012)
    except (WebSocketConnectionClosedException, ConnectionError):
        return True


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_is_told_to_end_closes_its_sockets_and_is_gone_in_time(tmp_path: Path, workers: str) -> None:
    with ExitStack() as all_open:
        over = ("--database", f"sqlite:///{tmp_path}/mock.db", "--workers", workers)
        with serving(*over) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            app = new_app(client)
            sockets = [all_open.enter_context(connected(app)) for _ in range(20)]
            began = time.monotonic()
        # Longer than a second only where the machine is busy.
        assert time.monotonic() - began < 8
        assert all(ended(socket) for socket in sockets)
