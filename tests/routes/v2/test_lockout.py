"""The lock-out after wrong passwords, where a pool has the setting `lockout`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import App

LOGIN = "/api/v2/login/account"


@pytest.fixture
def guarded(app: App) -> App:
    """An app of a pool that locks a user for ten minutes after three wrong passwords, and two users."""
    app.settings(lockout={"attempts": 3, "seconds": 600})
    app.make_user(username="ci", password="111111", email="ci@example.test")
    app.make_user(username="other", password="111111")
    return app


def log_in(app: App, password: str = "wrong", account: str = "ci") -> int:
    return int(app.post(LOGIN, account=account, password=password)["code"])


def test_after_the_third_wrong_password_even_the_right_one_is_refused(guarded: App) -> None:
    assert [log_in(guarded) for _ in range(4)] == [2333, 2333, 2333, 2057]
    answer = guarded.post(LOGIN, account="ci", password="111111")
    assert (answer["code"], answer["message"]) == (2057, "多次登录失败，账号已被锁定")
    assert log_in(guarded, "111111", "ci@example.test") == 2057


def test_the_lock_is_the_users_alone(guarded: App) -> None:
    for _ in range(3):
        log_in(guarded)
    assert log_in(guarded, "111111", "other") == 200
    assert log_in(guarded, "wrong", "nobody") == 2333


def test_the_lock_ends_by_the_pools_clock_and_counting_begins_anew(
    guarded: App, later: Callable[[App, int], None]
) -> None:
    for _ in range(3):
        log_in(guarded)
    later(guarded, 590)
    assert log_in(guarded, "111111") == 2057
    later(guarded, 601)
    assert [log_in(guarded) for _ in range(2)] == [2333, 2333]
    assert log_in(guarded, "111111") == 200


def test_a_right_password_forgets_the_wrong_ones(guarded: App) -> None:
    for _ in range(2):
        assert [log_in(guarded), log_in(guarded)] == [2333, 2333]
        assert log_in(guarded, "111111") == 200


def test_a_password_that_was_reset_ends_the_lock(guarded: App) -> None:
    for _ in range(3):
        log_in(guarded)
    code = guarded.code_for("ci@example.test", "RESET_PASSWORD")
    reset = guarded.post("/api/v2/password/reset/email", email="ci@example.test", code=code, newPassword="222222")
    assert reset["code"] == 200
    assert log_in(guarded, "222222") == 200


def test_a_code_logs_in_all_the_same(guarded: App) -> None:
    for _ in range(3):
        log_in(guarded)
    code = guarded.code_for("ci@example.test")
    assert guarded.post("/api/v2/login/email-code", email="ci@example.test", code=code)["code"] == 200


def test_the_password_grant_is_locked_too(guarded: App) -> None:
    for _ in range(3):
        log_in(guarded)
    secret = guarded.control("GET", f"/pools/{guarded.pool_id}")["appSecret"]
    form = {"grant_type": "password", "username": "ci", "password": "111111", "scope": "openid"}
    answer = guarded.http.post("/oidc/token", data=form | {"client_id": guarded.app_id, "client_secret": secret})
    assert answer.status_code == 400 and answer.json()["error"] == "invalid_grant"
    assert "locked" in answer.json()["error_description"]


def test_without_the_setting_nobody_is_locked(app: App) -> None:
    app.make_user(username="ci", password="111111")
    assert {log_in(app) for _ in range(20)} == {2333}
    assert log_in(app, "111111") == 200
