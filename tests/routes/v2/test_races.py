"""Calls at the same moment: one winner each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.conftest import App

TIMES = 64


def _at_once(app: App, call: Callable[[App], dict[str, Any]], times: int = TIMES) -> Counter[int]:
    """The codes of as many calls, each on a connection of its own, all let go at the same moment."""
    barrier = Barrier(times)

    def one(_: int) -> int:
        with httpx.Client(base_url=app.http.base_url, trust_env=False, verify=False, timeout=30) as client:
            mine = App(client, app_id=app.app_id, token=app.token)
            mine.get("/api/v2/.well-known")
            barrier.wait(30)
            return int(call(mine)["code"])

    with ThreadPoolExecutor(times) as threads:
        return Counter(threads.map(one, range(times)))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v2/register/email", {"email": "a@x.test", "password": "111111"}),
        ("/api/v2/register/username", {"username": "ci", "password": "111111"}),
        ("/api/v2/register-phone", {"account": "13800138000", "password": "111111"}),
    ],
)
def test_sixty_four_registrations_of_one_account_have_one_winner(app: App, path: str, body: dict[str, str]) -> None:
    codes = _at_once(app, lambda mine: mine.post(path, **body, forceLogin=True))
    assert codes == {200: 1, 2026: TIMES - 1}
    assert len(app.users()) == 1


def test_sixty_four_first_logins_of_an_unknown_account_make_one_user(app: App) -> None:
    body = {"account": "a@x.test", "password": "111111", "autoRegister": True}
    assert _at_once(app, lambda mine: mine.post("/api/v2/login/account", **body)) == {200: TIMES}
    (user,) = app.users()
    assert user["loginsCount"] == TIMES


def test_a_code_that_sixteen_calls_use_at_once_has_one_winner(app: App) -> None:
    app.make_user(phone="13800138000")
    code = app.code_for("13800138000")
    body = {"phone": "13800138000", "code": code}
    assert _at_once(app, lambda mine: mine.post("/api/v2/login/phone-code", **body), 16) == {200: 1, 2001: 15}


def test_a_code_that_registers_in_sixteen_calls_makes_one_user(app: App) -> None:
    body = {"email": "a@x.test", "code": app.code_for("a@x.test")}
    codes = _at_once(app, lambda mine: mine.post("/api/v2/register/email-code", **body), 16)
    assert codes[200] == 1 and set(codes) <= {200, 2001, 2026}
    assert len(app.users()) == 1


def test_a_first_login_token_works_once_in_sixteen_calls(app: App) -> None:
    app.make_user(username="ci", password="111111", resetPasswordOnFirstLogin=True)
    token = app.post("/api/v2/login/account", account="ci", password="111111")["data"]["token"]
    path, body = "/api/v2/users/password/reset-by-first-login-token", {"token": token, "password": "222222"}
    assert _at_once(app, lambda mine: mine.post(path, **body), 16) == {200: 1, 1010001: 15}


def test_two_users_who_take_one_name_at_once_have_one_winner(app: App) -> None:
    tokens = []
    for n in range(16):
        app.logged_in_user(username=f"user-{n}")
        tokens.append(app.token)

    def rename(mine: App) -> dict[str, Any]:
        mine.token = tokens.pop()
        return mine.post("/api/v2/users/profile/update", username="taken")

    assert _at_once(app, rename, 16) == {200: 1, 2026: 15}


def test_an_unknown_app_that_many_calls_name_at_once_gets_one_pool(app: App) -> None:
    def ask(mine: App) -> dict[str, Any]:
        return mine.get(f"/api/v2/applications/{app.app_id}/public-config")

    before = app.control("GET", "/pools", limit=1)["totalCount"]
    assert _at_once(app, ask, 16) == {200: 16}
    assert app.control("GET", "/pools", limit=1)["totalCount"] == before + 1


def test_a_token_that_many_calls_end_at_once_is_dead(app: App) -> None:
    app.logged_in_user()
    assert _at_once(app, lambda mine: mine.get("/api/v2/logout"), 16) == {200: 16}
    assert app.get("/api/v2/users/me")["code"] == 2020


def _mfa_tokens(app: App, times: int) -> list[str]:
    """As many logins of one user, each of which waits for its second factor."""
    return [
        app.post("/api/v2/login/account", account="ci", password="111111")["data"]["mfaToken"] for _ in range(times)
    ]


MFA = {"totpSecret": "JAPDSOAZLV4BG3RA", "recoveryCode": "8477-a1a6-662c-a750-bbb4-72a9"}


@pytest.mark.parametrize("factor", ["totp", "recoveryCode"])
def test_a_one_time_password_and_a_recovery_code_that_sixteen_logins_show_at_once_have_one_winner(
    app: App, factor: str
) -> None:
    user = app.make_user(username="ci", password="111111", mfa=MFA)
    tokens = _mfa_tokens(app, 16)
    code = app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}/totp")["code"]
    path, body, wrong = {
        "totp": ("/api/v2/mfa/totp/verify", {"totp": code}, 6001),
        "recoveryCode": ("/api/v2/mfa/totp/recovery", {"recoveryCode": MFA["recoveryCode"]}, 6002),
    }[factor]

    def verify(mine: App) -> dict[str, Any]:
        mine.token = tokens.pop()
        return mine.post(path, **body)

    assert _at_once(app, verify, 16) == {200: 1, wrong: 15}


def test_an_mfa_token_works_once_in_sixteen_calls(app: App) -> None:
    app.make_user(username="ci", password="111111", phone="13800138000")
    app.settings(mfa={"policies": ["SMS"]}, verificationCode={"fixed": "1234"})
    (app.token,) = _mfa_tokens(app, 1)
    for _ in range(16):
        app.code_for("13800138000")
    body = {"phone": "13800138000", "code": "1234"}
    assert _at_once(app, lambda mine: mine.post("/api/v2/applications/mfa/sms/verify", **body), 16) == {
        200: 1,
        2021: 15,
    }
