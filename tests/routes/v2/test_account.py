"""deleteAccount, checkAccount, and what is left of a user who is gone."""

from __future__ import annotations

import pytest

from tests.conftest import App

EXISTS = "/api/v2/users/is-user-exists"


def test_a_deleted_account_is_gone_with_all_its_sessions(app: App) -> None:
    app.logged_in_user(email="a@x.test", phone="13800138000")
    other = app.another()
    other.log_in("ci")
    answer = app.call("DELETE", "/api/v2/users/delete").json()
    assert answer["code"] == 200 and "data" not in answer
    assert app.users() == []
    assert [each.get("/api/v2/users/me")["code"] for each in (app, other)] == [2020, 2020]
    for account in ("ci", "a@x.test", "13800138000"):
        assert app.post("/api/v2/login/account", account=account, password="111111")["code"] == 2333


def test_the_name_and_addresses_of_a_deleted_account_are_free_again(app: App) -> None:
    first = app.logged_in_user(email="a@x.test")
    app.call("DELETE", "/api/v2/users/delete")
    answer = app.post("/api/v2/register/email", email="a@x.test", password="111111", forceLogin=True)
    assert answer["code"] == 200 and answer["data"]["id"] != first["id"]
    assert app.post("/api/v2/register/username", username="ci", password="111111")["code"] == 200


def test_a_deleted_accounts_first_login_token_is_dead(app: App) -> None:
    user = app.make_user(username="ci", password="111111", resetPasswordOnFirstLogin=True)
    token = app.post("/api/v2/login/account", account="ci", password="111111")["data"]["token"]
    app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}")
    path = "/api/v2/users/password/reset-by-first-login-token"
    assert app.post(path, token=token, password="222222")["code"] == 1010001


def test_what_belonged_to_a_deleted_account_is_not_its_successors(app: App) -> None:
    state = {"id": "u-1", "username": "ci", "password": "111111", "resetPasswordOnFirstLogin": True}
    app.make_user(**state)
    ticket = app.post("/api/v2/login/account", account="ci", password="111111")["data"]["token"]
    app.control("PATCH", f"/pools/{app.pool_id}/users/u-1", {"resetPasswordOnFirstLogin": False})
    app.log_in("ci")
    app.control("DELETE", f"/pools/{app.pool_id}/users/u-1")
    app.make_user(**state)
    path = "/api/v2/users/password/reset-by-first-login-token"
    assert app.post(path, token=ticket, password="222222")["code"] == 1010001
    assert app.get("/api/v2/users/me")["code"] == 2020


def test_deleting_ends_no_other_users_session(app: App) -> None:
    app.logged_in_user()
    other = app.another()
    other.logged_in_user(username="other")
    app.call("DELETE", "/api/v2/users/delete")
    assert other.get("/api/v2/users/me")["code"] == 200


@pytest.mark.parametrize(
    "query",
    [
        "username=ci",
        "email=a%2Bb@x.test",
        "email=A%2BB@X.test",
        "email=a+b@x.test",  # SDKs do not escape the plus
        "phone=13800138000",
        "phone=%2B8613800138000",
        "phone=+8613800138000",
        "phone=13800138000&phoneCountryCode=%2B86",
        "phone=13800138000&phoneCountryCode=+86",
        "externalId=x-1",
    ],
)
def test_an_account_that_exists_is_found(app: App, query: str) -> None:
    app.make_user(username="ci", email="a+b@x.test", phone="13800138000", externalId="x-1")
    answer = app.call("GET", f"{EXISTS}?{query}").json()
    assert (answer["code"], answer["data"]) == (200, True)


@pytest.mark.parametrize(
    "query",
    ["username=CI", "username=nobody", "email=b@x.test", "phone=13900139000", "externalId=x-2", "phone=1", "email=x"],
)
def test_an_account_that_does_not_exist_is_false_and_not_refused(app: App, query: str) -> None:
    # SDKs want a bool; what cannot be an address is nobody's.
    app.make_user(username="ci", email="a+b@x.test", phone="13800138000", externalId="x-1")
    answer = app.call("GET", f"{EXISTS}?{query}").json()
    assert (answer["code"], answer["data"]) == (200, False)


@pytest.mark.parametrize("query", ["", "username=", "nickname=x"])
def test_a_question_about_nothing_is_refused_by_name(app: App, query: str) -> None:
    answer = app.call("GET", f"{EXISTS}?{query}").json()
    assert answer["code"] == 400 and "username" in answer["message"]


def test_an_account_of_another_pool_does_not_exist(app: App) -> None:
    app.make_user(username="ci")
    assert App(app.http).get(EXISTS, username="ci")["data"] is False
