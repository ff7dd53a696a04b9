"""Many who come at once, over every database: each gets what he would have got alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.conftest import App
from tests.journeys.servers import DATABASES, server_over

DOCUMENT = {
    "settings": {"oidc": {"consent": "ask", "redirects": "any"}},
    "directory": [{"username": "lena", "password": "111111"}],
    "carrier": [{"token": "t", "accessToken": "a", "phone": "13700137000"}],
}


@pytest.fixture(scope="module", params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("first")
    with server_over(request.param, folder) as url:
        yield url


@pytest.fixture
def app(url: str) -> Iterator[App]:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield App(client, client.post("/_mock/pools", json=DOCUMENT).json()["appId"])


def at_once(app: App, times: int, call: Callable[[App, int], Any]) -> list[Any]:
    """What as many calls answer, each on a connection of its own, all let go at the same moment."""
    barrier = Barrier(min(times, 32))

    def one(number: int) -> Any:
        with httpx.Client(base_url=app.http.base_url, trust_env=False, timeout=30) as client:
            mine = App(client, app.app_id)
            mine.http.get("/_mock/health")
            barrier.wait(30)
            return call(mine, number)

    with ThreadPoolExecutor(min(times, 32)) as threads:
        return list(threads.map(one, range(times)))


def codes_of(app: App, times: int, path: str, **body: Any) -> Counter[int]:
    return Counter(at_once(app, times, lambda mine, _: mine.post(path, **body)["code"]))


@pytest.mark.parametrize("account", ["one@example.test", "13800138000", "Lena"])
def test_sixty_four_first_logins_of_one_account_all_log_in(app: App, account: str) -> None:
    body = {"account": account, "password": "111111", "autoRegister": True}
    assert codes_of(app, 64, "/api/v2/login/account", **body) == {200: 64}
    (user,) = app.users()
    assert user["loginsCount"] == 64


def test_a_first_login_that_comes_second_needs_the_right_password(app: App) -> None:
    def log_in(mine: App, number: int) -> int:
        body = {"account": "one@example.test", "password": f"password-{number}", "autoRegister": True}
        return int(mine.post("/api/v2/login/account", **body)["code"])

    assert Counter(at_once(app, 32, log_in)) == {200: 1, 2333: 31}
    assert len(app.users()) == 1


def test_those_who_register_or_log_in_with_codes_of_their_own_all_log_in(app: App) -> None:
    phone = "13800138000"
    codes = [app.code_for(phone) for _ in range(16)]

    def log_in(mine: App, number: int) -> int:
        body = {"phone": phone, "code": codes[number], "autoRegister": True}
        return int(mine.post("/api/v2/login/phone-code", **body)["code"])

    # Two codes may happen to be equal: they are two all the same.
    assert Counter(at_once(app, 16, log_in)) == {200: 16}
    (user,) = app.users()
    assert user["loginsCount"] == 16
    assert {each["state"] for each in app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]} == {"used"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v2/login/ad", {"username": "lena", "password": "111111"}),
        ("/api/v2/ecConn/oneAuth/login", {"token": "t", "accessToken": "a"}),
    ],
)
def test_first_logins_from_a_neighbour_all_log_in(app: App, path: str, body: dict[str, Any]) -> None:
    assert codes_of(app, 32, path, **body) == {200: 32}
    assert len(app.users()) == 1


def test_a_phone_that_many_bind_at_once_is_one_users(app: App) -> None:
    phone, users = "13800138000", 8
    codes = [app.code_for(phone) for _ in range(users)]
    for number in range(users):
        app.make_user(username=f"u{number}", password="111111")

    def bind(mine: App, number: int) -> int:
        mine.log_in(f"u{number}")
        return int(mine.post("/api/v2/users/phone/bind", phone=phone, phoneCode=codes[number])["code"])

    assert Counter(at_once(app, users, bind)) == {200: 1, 1320004: users - 1}
    assert [each["phone"] for each in app.users()].count(phone) == 1


def test_first_requests_of_an_unknown_app_are_all_answered(app: App) -> None:
    unknown = f"{app.app_id[:12]}unknown"

    def ask(mine: App, number: int) -> tuple[int, str]:
        mine.app_id = unknown
        body = {"account": f"u{number}@example.test", "password": "111111", "autoRegister": True}
        return int(mine.post("/api/v2/login/account", **body)["code"]), mine.pool_id

    answers = at_once(app, 32, ask)
    assert {code for code, _ in answers} == {200} and len({pool_id for _, pool_id in answers}) == 1


def test_those_who_wait_get_each_his_own_code_whoever_sends_it(app: App) -> None:
    pool_id = app.pool_id
    addresses = [f"user+{number}@example.test" for number in range(8)]

    def wait(address: str) -> dict[str, Any]:
        with httpx.Client(base_url=app.http.base_url, trust_env=False, timeout=30) as client:
            query: dict[str, Any] = {"userPoolId": pool_id, "to": address, "timeout": 20}
            found: dict[str, Any] = client.get("/_mock/outbox/wait", params=query).json()
            return found

    with ThreadPoolExecutor(len(addresses)) as threads:
        waits = [threads.submit(wait, each) for each in addresses]
        for each in reversed(addresses):
            # A connection of its own, that any process may answer.
            with httpx.Client(base_url=app.http.base_url, trust_env=False, timeout=30) as client:
                App(client, app.app_id).post("/api/v2/email/send", email=each, scene="VERIFY_CODE")
        assert [(each.result()["to"], each.result()["state"]) for each in waits] == [
            (each, "good") for each in addresses
        ]


def test_the_same_picture_that_many_upload_at_once_is_kept_for_each(app: App) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)

    def upload(mine: App, _: int) -> str:
        answer = mine.http.post("/api/v2/upload?folder=photos", files={"file": ("a.png", picture, "image/png")})
        return str(answer.json()["data"]["url"])

    urls = at_once(app, 16, upload)
    assert len(set(urls)) == 16
    assert {app.http.get(each).content for each in urls} == {picture}


def test_an_account_that_is_deleted_while_it_logs_in_breaks_nothing(app: App) -> None:
    body = {"account": "one@example.test", "password": "111111", "autoRegister": True}

    def come_and_go(mine: App, _: int) -> set[int]:
        seen = set()
        for _ in range(4):
            answer = mine.post("/api/v2/login/account", **body)
            seen.add(answer["code"])
            if answer["code"] == 200:
                mine.token = answer["data"]["token"]
                seen.add(mine.call("DELETE", "/api/v2/users/delete").json()["code"])
        return seen

    seen = set().union(*at_once(app, 16, come_and_go))
    assert 200 in seen and seen <= {200, 2004, 2020, 2026, 2333}
