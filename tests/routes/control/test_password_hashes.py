"""A user's `passwordHash` may be another system's: the password then works, and the hash is kept as it is."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import App

BCRYPT = "$2b$10$uUCeAjJS6Dikc/sw9qmY0eDjYBrk./7iZqnfNB85nPezNFFHjIRwa"
DJANGO = "pbkdf2_sha256$1000000$seasalt$r1uLUxoxpP2Ued/qxvmje7UH9PUJBkRrvf9gGPL7Cps="
ARGON2 = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
SCRYPT = (
    "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI"
    "urzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA"
)
USERS = {"a": (BCRYPT, "lètmein"), "b": (DJANGO, "lètmein"), "c": (ARGON2, "password"), "d": (SCRYPT, "password")}
LOGIN = "/api/v2/login/account"


@pytest.fixture
def moved(http: httpx.Client) -> App:
    """An app whose users have come from other systems."""
    document = {"users": [{"username": name, "passwordHash": made} for name, (made, _) in USERS.items()]}
    return App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])


@pytest.mark.parametrize("name", USERS)
def test_the_password_works_and_no_other(moved: App, name: str) -> None:
    password = USERS[name][1]
    assert moved.post(LOGIN, account=name, password=password)["code"] == 200
    assert moved.post(LOGIN, account=name, password=password.upper())["code"] == 2333


def test_a_login_changes_nothing_of_the_hash_and_export_import_export_is_equal(moved: App) -> None:
    moved.log_in("a", "lètmein")
    exported = moved.control("GET", f"/pools/{moved.pool_id}/export")
    assert {each["username"]: each["passwordHash"] for each in exported["users"]} == {
        name: made for name, (made, _) in USERS.items()
    }
    pool_id = moved.pool_id
    moved.control("POST", "/import", exported)
    assert moved.control("GET", f"/pools/{pool_id}/export") == exported
    assert moved.post(LOGIN, account="b", password="lètmein")["code"] == 200


def test_who_chooses_a_new_password_logs_in_with_that(moved: App) -> None:
    moved.log_in("c", "password")
    assert moved.post("/api/v2/password/update", oldPassword="nope", newPassword="222222")["code"] == 1320011
    assert moved.post("/api/v2/password/update", oldPassword="password", newPassword="222222")["code"] == 200
    assert moved.post(LOGIN, account="c", password="password")["code"] == 2333
    assert moved.post(LOGIN, account="c", password="222222")["code"] == 200


def test_a_user_may_be_given_one_later_and_all_sessions_end(app: App) -> None:
    user = app.logged_in_user()
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"passwordHash": ARGON2})
    assert app.get("/api/v2/users/me")["code"] == 2020
    assert app.another().post(LOGIN, account="ci", password="password")["code"] == 200


def test_a_user_of_the_directory_may_have_one(http: httpx.Client) -> None:
    document = {"directory": [{"username": "ad", "passwordHash": BCRYPT}]}
    app = App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])
    assert app.post("/api/v2/login/ad", username="ad", password="lètmein")["code"] == 200
    assert app.post("/api/v2/login/ad", username="ad", password="x")["code"] == 2333


@pytest.mark.parametrize(
    "wrong", ["$6$salt$abc", "$2b$31$" + BCRYPT[7:], "plain", DJANGO.replace("1000000", "9000000")]
)
@pytest.mark.parametrize("place", ["users", "directory"])
def test_what_is_none_or_too_costly_is_refused_by_field(http: httpx.Client, wrong: str, place: str) -> None:
    document: dict[str, Any] = {place: [{"username": "a", "password": "x"}, {"username": "b", "passwordHash": wrong}]}
    answer = http.post("/_mock/pools", json=document)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["field"] == f"{place}[1].passwordHash"
    assert "bcrypt" in error["message"] or "at most" in error["message"]
