"""updateProfile: the page's 25 fields and no other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

UPDATE = "/api/v2/users/profile/update"
FIELDS = [
    *("username", "nickname", "company", "photo", "browser", "device", "name", "givenName", "familyName", "middleName"),
    *("profile", "preferredUsername", "website", "gender", "birthdate", "zoneinfo", "locale", "address"),
    *("streetAddress", "locality", "region", "postalCode", "city", "province", "country"),
]
OTHERS: dict[str, Any] = {
    "phone": "13900139000",
    "email": "new@x.test",
    "password": "222222",
    "id": "other",
    "userPoolId": "other",
    "blocked": True,
    "emailVerified": True,
    "status": "Suspended",
    "loginsCount": 99,
    "externalId": "x",
    "formatted": "x",
    "token": "x",
    "registerSource": ["x"],
    "resetPasswordOnFirstLogin": True,
    "customAB": "true",
    "X": "y",
}


def test_there_are_twenty_five_fields() -> None:
    assert len(set(FIELDS)) == 25


@pytest.mark.parametrize("field", FIELDS)
def test_a_documented_field_is_changed_and_nothing_else(app: App, field: str) -> None:
    app.logged_in_user(email="me@x.test")
    before = app.get("/api/v2/users/me")["data"]
    value = "M" if field == "gender" else "Iron 钢铁侠 /\\\"'<b>"
    answer = app.post(UPDATE, **{field: value})
    assert answer["code"] == 200 and answer["data"][field] == value
    after = app.get("/api/v2/users/me")["data"]
    assert {key for key in after if after[key] != before[key]} <= {field, "updatedAt"}
    assert after[field] == value


@pytest.mark.parametrize(("field", "value"), OTHERS.items())
def test_any_other_field_is_ignored(app: App, field: str, value: Any) -> None:
    app.logged_in_user(email="me@x.test", phone="13800138000")
    before = app.users()[0]
    answer = app.post(UPDATE, **{field: value})
    assert answer["code"] == 200
    after = app.users()[0]
    assert {**after, "updatedAt": ""} == {**before, "updatedAt": ""}
    assert app.another().log_in("ci", "111111")["id"] == before["id"]


def test_any_other_field_may_have_any_type(app: App) -> None:
    app.logged_in_user()
    answer = app.post(UPDATE, nickname="Iron", phone=5, email=[], password={"a": 1}, customData={"k": None})
    assert answer["code"] == 200 and answer["data"]["nickname"] == "Iron"


@pytest.mark.parametrize("text", ["null", "true", "5", " ", "", "a\nb\tc", "not a date or url"])
def test_any_text_is_kept_as_it_came(app: App, text: str) -> None:
    # Android makes a text of every value, of null too.
    app.logged_in_user()
    sent = {field: text for field in FIELDS if field not in {"username", "gender"}}
    answer = app.post(UPDATE, **sent)
    assert answer["code"] == 200
    assert {field: answer["data"][field] for field in sent} == sent


@pytest.mark.parametrize("gender", ["M", "F", "U"])
def test_a_gender_is_one_of_three(app: App, gender: str) -> None:
    app.logged_in_user()
    assert app.post(UPDATE, gender=gender)["data"]["gender"] == gender


@pytest.mark.parametrize("gender", ["male", "m", "", 5])
def test_any_other_gender_is_refused_by_name(app: App, gender: Any) -> None:
    app.logged_in_user()
    answer = app.post(UPDATE, gender=gender, nickname="Iron")
    assert answer["code"] == 400 and "gender" in answer["message"]
    assert app.get("/api/v2/users/me")["data"]["nickname"] is None


def test_a_user_name_stays_unique(app: App) -> None:
    app.logged_in_user()
    app.make_user(username="taken")
    assert app.post(UPDATE, username="taken", nickname="Iron")["code"] == 2026
    assert app.get("/api/v2/users/me")["data"]["nickname"] is None
    assert app.post(UPDATE, username="Taken")["data"]["username"] == "Taken"
    assert app.post(UPDATE, username="Taken")["code"] == 200


@pytest.mark.parametrize("content", [b"", b"{}"])
def test_an_empty_update_changes_nothing_and_keeps_the_login(app: App, content: bytes) -> None:
    user = app.logged_in_user()
    headers = {"x-authing-app-id": app.app_id, "authorization": f"Bearer {app.token}"}
    data = app.http.post(UPDATE, content=content, headers=headers).json()["data"]
    assert (data["id"], data["token"], data["updatedAt"]) == (user["id"], app.token, user["updatedAt"])


def test_null_clears_a_field(app: App) -> None:
    app.logged_in_user(nickname="Iron", gender="M")
    data = app.post(UPDATE, nickname=None, gender=None)["data"]
    assert (data["nickname"], data["gender"]) == (None, "U")


def test_a_strict_pool_refuses_an_unknown_field_by_name(app: App) -> None:
    app.logged_in_user()
    app.settings(strict=True)
    answer = app.post(UPDATE, nickname="Iron", nicknam="Steel")
    assert answer["code"] == 400 and "nicknam " in answer["message"]
    assert app.post(UPDATE, nickname="Iron")["code"] == 200


def test_a_key_in_the_servers_own_spelling_is_unknown(app: App) -> None:
    app.logged_in_user()
    answer = app.post("/api/v2/users/profile/update", given_name="snake", familyName="camel")
    assert (answer["data"]["givenName"], answer["data"]["familyName"]) == (None, "camel")


def test_a_user_name_is_never_cleared(app: App) -> None:
    app.logged_in_user()
    assert app.post("/api/v2/users/profile/update", username=None)["data"]["username"] == "ci"
