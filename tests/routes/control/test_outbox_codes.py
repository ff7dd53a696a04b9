"""What a code in the outbox is worth: by the clock of its pool, and for those who wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.conftest import App

PHONE = "13800138000"


def states(app: App) -> list[str]:
    return [each["state"] for each in app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]]


def wait(app: App, timeout: float = 0, **query: Any) -> httpx.Response:
    wanted: dict[str, Any] = {"userPoolId": app.pool_id, "timeout": timeout} | query
    return app.http.get("/_mock/outbox/wait", params=wanted, timeout=30)


def waiting(app: App, **query: Any) -> tuple[ThreadPoolExecutor, Future[httpx.Response]]:
    """A wait that is open, in a thread of its own."""
    thread = ThreadPoolExecutor(1)
    wanted: dict[str, Any] = {"userPoolId": app.pool_id, "timeout": 20} | query

    def ask() -> httpx.Response:
        with httpx.Client(base_url=app.http.base_url, trust_env=False, verify=False, timeout=30) as client:
            return client.get("/_mock/outbox/wait", params=wanted)

    asked = thread.submit(ask)
    time.sleep(0.2)  # so that it has looked once
    assert not asked.done()
    return thread, asked


def test_a_code_is_good_until_it_is_used(app: App) -> None:
    code = app.code_for(PHONE)
    assert states(app) == ["good"]
    app.post("/api/v2/login/phone-code", phone=PHONE, code=code, autoRegister=True)
    assert states(app) == ["used"]


def test_a_code_that_has_expired_is_marked_and_given_to_nobody_who_waits(app: App) -> None:
    code = app.code_for(PHONE)
    app.control("POST", "/clock/advance", {"seconds": 301, "userPoolId": app.pool_id})
    assert states(app) == ["expired"]
    late = wait(app, to=PHONE)
    assert late.status_code == 408 and "(expired)" in late.json()["error"]["message"]
    assert late.json()["list"][0]["state"] == "expired"
    login = app.post("/api/v2/login/phone-code", phone=PHONE, code=code, autoRegister=True)
    assert login["code"] == 2001 and not app.users()


def test_the_pools_clock_decides_also_where_it_stands_still_or_is_set_back(app: App) -> None:
    at = {"frozen": True, "now": "2030-01-01T00:00:00Z"}
    app.control("PUT", "/clock", at, userPoolId=app.pool_id)
    app.code_for(PHONE)
    for now, state in (("00:04:59", "good"), ("00:05:00", "expired"), ("00:04:00", "good")):
        app.control("PUT", "/clock", {"now": f"2030-01-01T{now}Z"}, userPoolId=app.pool_id)
        assert states(app) == [state]
        assert wait(app, to=PHONE).status_code == (200 if state == "good" else 408)


def test_another_pools_clock_changes_nothing(app: App, http: httpx.Client) -> None:
    other = App(http)
    app.code_for(PHONE)
    other.code_for(PHONE)
    other.control("POST", "/clock/advance", {"seconds": 301, "userPoolId": other.pool_id})
    assert (states(app), states(other)) == (["good"], ["expired"])
    assert wait(app, to=PHONE).json()["userPoolId"] == app.pool_id


def test_an_older_good_code_is_found_behind_newer_ones_that_are_over(app: App) -> None:
    app.settings(verificationCode={"ttlSeconds": 300})
    old = app.code_for(PHONE)
    app.settings(verificationCode={"ttlSeconds": 5})
    app.code_for(PHONE)
    app.control("POST", "/clock/advance", {"seconds": 6, "userPoolId": app.pool_id})
    assert wait(app, to=PHONE).json()["code"] == old
    assert states(app) == ["expired", "good"]


def test_a_code_that_too_many_wrong_tries_have_killed_is_good_no_longer(app: App) -> None:
    app.settings(verificationCode={"maxAttempts": 2, "fixed": "1234"})
    app.code_for(PHONE)
    for state in ("good", "expired"):
        assert app.post("/api/v2/login/phone-code", phone=PHONE, code="0000", autoRegister=True)["code"] == 2001
        assert states(app) == [state]
    assert wait(app, to=PHONE).status_code == 408


def test_a_wait_that_is_open_while_the_clock_moves_on_gets_the_next_good_code(app: App) -> None:
    app.code_for(PHONE)
    app.control("POST", "/clock/advance", {"seconds": 301, "userPoolId": app.pool_id})
    thread, asked = waiting(app, to=PHONE)
    with thread:
        app.control("POST", "/clock/advance", {"seconds": 3600, "userPoolId": app.pool_id})
        assert not asked.done()
        app.post("/api/v2/sms/send", phone=PHONE)
        newest = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"][0]
        assert asked.result().json() == newest and newest["state"] == "good"


def _set_back(app: App) -> None:
    app.control("PUT", "/clock", {"offsetSeconds": 0}, userPoolId=app.pool_id)


def _restore(app: App) -> None:
    app.control("POST", "/snapshots/kept/restore", userPoolId=app.pool_id)


@pytest.mark.parametrize("how", [_set_back, _restore])
def test_a_wait_gets_a_code_that_has_come_back_to_life(app: App, how: Callable[[App], None]) -> None:
    code = app.code_for(PHONE)
    app.control("PUT", "/snapshots/kept", userPoolId=app.pool_id)
    app.control("POST", "/clock/advance", {"seconds": 301, "userPoolId": app.pool_id})
    thread, asked = waiting(app, to=PHONE)
    with thread:
        how(app)
        assert asked.result().json()["code"] == code


def test_each_of_many_who_wait_is_told_of_what_he_waits_for_and_no_other(app: App, http: httpx.Client) -> None:
    queries: list[dict[str, Any]] = [
        {"to": PHONE},
        {"to": f"+86{PHONE}", "channel": "sms"},
        {"scene": "RESET_PASSWORD"},
        {"search": "@example"},
        {"channel": "sms"},
    ]
    open_waits = [waiting(app, **query) for query in queries]
    elsewhere = App(http)
    elsewhere.post("/api/v2/sms/send", phone=PHONE)
    time.sleep(0.1)
    assert not any(asked.done() for _, asked in open_waits)
    app.post("/api/v2/sms/send", phone=PHONE)
    app.post("/api/v2/email/send", email="a@example.test", scene="RESET_PASSWORD")
    told = []
    for thread, asked in open_waits:
        with thread:
            message = asked.result().json()
            assert message["userPoolId"] == app.pool_id
            told.append(message["to"])
    assert told == [PHONE, PHONE, "a@example.test", "a@example.test", PHONE]


def test_a_client_that_goes_away_while_it_waits_leaves_nobody_waiting(app: App) -> None:
    query: dict[str, Any] = {"userPoolId": app.pool_id, "to": PHONE, "timeout": 20}
    with pytest.raises(httpx.ReadTimeout):
        app.http.get("/_mock/outbox/wait", params=query, timeout=0.2)
    code = app.code_for(PHONE)
    assert app.post("/api/v2/login/phone-code", phone=PHONE, code=code, autoRegister=True)["code"] == 200


@pytest.mark.parametrize(("to", "channel"), [("user+tag@example.test", "email"), ("+8613800138000", "sms")])
def test_an_address_whose_plus_sign_nobody_escaped_is_found(app: App, to: str, channel: str) -> None:
    pool = app.pool_id
    app.code_for(to)
    app.post("/api/v2/sms/send", phone="13900139000")
    for raw in (to, to.replace("+", "%2B")):
        query = f"userPoolId={pool}&to={raw}"
        assert app.http.get(f"/_mock/outbox?{query}").json()["totalCount"] == 1
        assert app.http.get(f"/_mock/outbox/wait?{query}&timeout=0").json()["channel"] == channel
        assert app.http.get(f"/_mock/outbox?userPoolId={pool}&search={raw}").json()["totalCount"] == 1
    with app.http.stream("GET", f"/_mock/outbox/stream?userPoolId={pool}&to={to}") as response:
        lines = response.iter_lines()
        next(lines)
        sender = threading.Thread(target=app.another().code_for, args=(to,))
        sender.start()
        assert any(line.startswith("data:") and f'"{channel}"' in line for line in lines)
        sender.join()
    assert app.http.delete(f"/_mock/outbox?userPoolId={pool}&to={to}").status_code == 204
    assert app.control("GET", "/outbox", userPoolId=pool)["totalCount"] == 1


def test_a_blank_in_a_search_is_still_a_blank(app: App) -> None:
    app.settings(verificationCode={"fixed": "7391"})
    app.headers = {"x-authing-lang": "en-US"}
    app.post("/api/v2/email/send", email="a@example.test", scene="VERIFY_CODE")
    assert app.control("GET", "/outbox", userPoolId=app.pool_id, search="code: 7391")["totalCount"] == 1
    app.make_user(username="bob", email="bob+1@example.test", nickname="Bob Smith")
    for search in ("Bob Smith", "bob 1@example"):
        users = f"/_mock/pools/{app.pool_id}/users"
        assert app.http.get(users, params={"search": search}).json()["totalCount"] == 1, search


@pytest.mark.parametrize(("address", "code"), [("name+code2468@example.test", "2468"), ("19900014321", "4321")])
def test_a_test_identitys_code_is_known_and_expires_and_is_used_up_and_can_be_wrong(
    app: App, address: str, code: str
) -> None:
    field, path = ("email", "email-code") if "@" in address else ("phone", "phone-code")

    def log_in(code: str) -> int:
        return int(app.post(f"/api/v2/login/{path}", **{field: address}, code=code, autoRegister=True)["code"])

    assert app.code_for(address, "LOGIN_VERIFY_CODE") == code
    app.control("POST", "/clock/advance", {"seconds": 301, "userPoolId": app.pool_id})
    assert log_in(code) == 2001
    assert app.code_for(address, "LOGIN_VERIFY_CODE") == code
    assert [log_in("0000"), log_in(code), log_in(code)] == [2001, 200, 2001]
