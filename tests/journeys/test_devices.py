"""A device that many tell of or remove at once, over every database and whoever answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.journeys.servers import DATABASES, server_over

MANY = 16


@pytest.fixture(scope="module", params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("devices")
    with server_over(request.param, folder) as url:
        yield url


@pytest.fixture
def app(url: str) -> Iterator[App]:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        app = App(client, client.post("/_mock/pools", json={}).json()["appId"])
        app.logged_in_user(id="ci")
        yield app


def at_once(app: App, call: Callable[[App, int], Any]) -> list[Any]:
    """What as many calls answer, each on a connection of its own."""

    def one(number: int) -> Any:
        with httpx.Client(base_url=app.http.base_url, trust_env=False, timeout=30) as client:
            return call(App(client, app.app_id, token=app.token, headers=app.headers), number)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


def tell(app: App, number: int = 0) -> tuple[int, str]:
    answer = app.post("/api/v3/create-device", deviceUniqueId="u1", type="Mobile", name=f"n{number}")
    return answer["statusCode"], answer["data"]["id"]


def test_a_device_that_many_tell_of_at_once_is_one(app: App) -> None:
    answers = at_once(app, tell)
    assert {status for status, _ in answers} == {200} and len({device_id for _, device_id in answers}) == 1
    assert app.control("GET", f"/pools/{app.pool_id}/users/ci/devices")["totalCount"] == 1


def test_a_device_that_many_remove_at_once_is_removed_once(app: App) -> None:
    tell(app)
    path = f"/_mock/pools/{app.pool_id}/users/ci/devices/u1"
    assert Counter(at_once(app, lambda mine, _: mine.http.delete(path).status_code)) == {204: 1, 404: MANY - 1}


def test_a_device_is_locked_whoever_is_asked(app: App) -> None:
    tell(app)
    app.headers["x-authing-device-id"] = "u1"
    path = f"/pools/{app.pool_id}/users/ci/devices/u1"

    def log_in(mine: App, _: int) -> int:
        return int(mine.post("/api/v2/login/account", account="ci", password="111111")["code"])

    app.control("PATCH", path, {"status": "suspended"})
    assert Counter(at_once(app, log_in)) == {1578: MANY}
    assert set(at_once(app, lambda mine, _: mine.get("/api/v2/users/me")["code"])) == {2020}
    app.control("PATCH", path, {"status": "activated"})
    assert Counter(at_once(app, log_in)) == {200: MANY}
