"""GraphQL's `loginByUsername`. What all its logins share is told by `test_login_by_email.py`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

ANN = {"username": "ann", "password": "111111", "email": "ann@x.test", "phone": "13800138000"}
LOGIN = """
    mutation Enter($input: LoginByUsernameInput!) {
      loginByUsername(input: $input) { id username email loginsCount token newlyCreated }
    }
"""


def log_in(app: App, username: str, password: str = "111111", **more: Any) -> dict[str, Any]:
    """What GraphQL answers inside HTTP 200."""
    return app.post(
        "/graphql/v2", query=LOGIN, variables={"input": {"username": username, "password": password, **more}}
    )


def test_a_user_logs_in_by_a_user_name_and_a_password(app: App) -> None:
    made = app.make_user(**ANN)
    user = log_in(app, "ann")["data"]["loginByUsername"]
    assert (user["id"], user["username"], user["email"], user["loginsCount"]) == (made["id"], "ann", "ann@x.test", 1)
    app.token = user["token"]
    assert app.get("/api/v2/users/me")["data"]["id"] == made["id"]


@pytest.mark.parametrize(
    ("username", "password"),
    [("ann", "wrong"), ("nobody", "111111"), ("ann@x.test", "111111"), ("13800138000", "111111")],
)
def test_a_wrong_password_and_what_is_nobodys_user_name_are_refused_alike(
    app: App, username: str, password: str
) -> None:
    app.make_user(**ANN)
    answer = log_in(app, username, password)
    assert answer["data"] is None
    assert answer["errors"][0]["message"] == {"code": 2333, "message": "帐号或密码错误"}


def test_who_is_unknown_is_registered_by_that_user_name_where_the_client_asks_for_it(app: App) -> None:
    assert log_in(app, "new", autoRegister=True)["data"]["loginByUsername"]["newlyCreated"] is True
    assert [(user["username"], user["email"]) for user in app.users()] == [("new", None)]
    assert log_in(app, "new", autoRegister=True)["data"]["loginByUsername"]["newlyCreated"] is False
