"""findUserByKey: Guard asks whether a value is somebody's before it sends a code or registers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

FIND = "/api/v2/users/find"
ANN = {"username": "ann", "email": "a+b@x.test", "phone": "13800138000"}


def found(app: App, kind: str, key: str) -> Any:
    """What is told of whom is found, or None; `data` are there either way."""
    answer = app.get(FIND, userPoolId=app.pool_id, type=kind, key=key)
    assert answer["code"] == 200
    return answer["data"]


@pytest.mark.parametrize(("kind", "key"), [("username", "ann"), ("email", "A+B@x.test"), ("phone", "13800138000")])
def test_a_user_is_found_by_a_value_and_its_kind_without_a_login(app: App, kind: str, key: str) -> None:
    user = app.make_user(**ANN)
    assert found(app, kind, key) == {"id": user["id"]}


@pytest.mark.parametrize(
    ("kind", "key"),
    [("username", "bob"), ("username", "a+b@x.test"), ("email", "ann"), ("email", "b@x.test"), ("phone", "ann"),
     ("phone", "13900139000"), ("nickname", "bob")],
)  # fmt: skip
def test_for_nobody_data_are_null(app: App, kind: str, key: str) -> None:
    app.make_user(**ANN)
    assert found(app, kind, key) is None


def test_who_has_registered_by_another_field_is_found_by_it(app: App) -> None:
    assert app.post("/api/v2/register-nickname", account="iron", password="111111")["code"] == 200
    (user,) = app.users()
    assert found(app, "nickname", "iron") == {"id": user["id"]}


@pytest.mark.parametrize(
    "query", ["type=email&key=a+b@x.test", "type=phone&key=+8613800138000"], ids=["email", "phone"]
)
def test_a_plus_sign_that_was_not_escaped_is_one(app: App, query: str) -> None:
    user = app.make_user(**ANN)
    assert app.call("GET", f"{FIND}?{query}").json()["data"] == {"id": user["id"]}


@pytest.mark.parametrize(("query", "field"), [("type=email", "key"), ("key=ann", "type"), ("type=&key=ann", "type")])
def test_what_is_missing_is_named(app: App, query: str, field: str) -> None:
    answer = app.call("GET", f"{FIND}?{query}").json()
    assert answer["code"] == 400 and field in answer["message"]
