"""`GET /api/v3/get-user` with a user's own token, as Android sends it."""

from __future__ import annotations

from typing import Any

from tests.conftest import App
from tests.documented.checker import differences

PATH = "/api/v3/get-user"
CUSTOM = {"customFields": [{"key": "school"}], "orgs": [{"name": "HR", "children": [{"name": "Dev"}]}]}
ANN = {"username": "ann", "password": "111111", "email": "ann@x.test", "phone": "13800138000", "nickname": "Ann"}


def test_who_is_logged_in_is_told_who_he_or_she_is(app: App) -> None:
    me = app.logged_in_user(**ANN)
    answer = app.get(PATH, withIdentities="true")
    assert differences("v3", "getUser", answer) == set()
    user = answer["data"]
    assert (user["userId"], user["email"], user["nickname"], user["loginsCount"]) == (me["id"], "ann@x.test", "Ann", 1)
    assert user["identities"] == [] and "customData" not in user and "departmentIds" not in user
    assert {name for name in user if "password" in name.lower()} == {
        "passwordSecurityLevel",
        "resetPasswordOnNextLogin",
    }


def test_what_is_asked_for_is_told_too(app: App) -> None:
    made = app.control(
        "POST", "/pools", {**CUSTOM, "users": [{**ANN, "customData": {"school": "ucla"}, "orgs": ["HR/Dev"]}]}
    )
    mine = App(app.http, app_id=made["appId"])
    me = mine.log_in("ann")
    (org,) = mine.get("/api/v2/users/me/orgs")["data"]
    user = mine.get(PATH, userId=me["id"], withCustomData="true", withDepartmentIds="true")["data"]
    assert (user["customData"], user["departmentIds"]) == ({"school": "ucla"}, [org[-1]["id"]])


def test_a_user_may_not_ask_for_another(app: App) -> None:
    bob = app.make_user(username="bob")
    me = app.logged_in_user(**ANN)
    assert app.get(PATH, userId=bob["id"])["apiCode"] == 1001
    assert app.get(PATH, userId="bob", userIdType="username")["apiCode"] == 1001
    assert app.get(PATH, userId=me["id"], userIdType="username")["apiCode"] == 1001
    assert app.get(PATH, userId=me["id"], userIdType="user_id")["data"]["username"] == "ann"


def test_who_is_not_logged_in_is_refused(app: App) -> None:
    assert app.get(PATH)["apiCode"] == 2020
    app.token = "eyJ.no.token"
    assert app.get(PATH, withIdentities="true")["apiCode"] == 2020


def test_for_management_it_is_not_built_yet(app: App) -> None:
    answer: Any = app.call("GET", PATH, params={"userId": "somebody"})
    assert (answer.status_code, answer.json()["code"]) == (501, 501) and "getUser" in answer.json()["message"]


def test_a_flag_that_is_none_is_refused_by_name(app: App) -> None:
    app.logged_in_user(**ANN)
    answer = app.get(PATH, withCustomData="perhaps")
    assert answer["statusCode"] == 400 and "withCustomData" in answer["message"]


def test_identities_at_providers_are_told_where_they_are_asked_for(app: App) -> None:
    profile = {"openid": "wx-ann", "nickname": "Ann"}
    document = {
        "connections": [{"type": "wechat:mobile", "id": "wechat"}],
        "users": [{**ANN, "identities": [{"connectionId": "wechat", "openid": "wx-ann", "profile": profile}]}],
    }
    mine = App(app.http, app_id=app.control("POST", "/pools", document)["appId"])
    mine.log_in("ann")
    answer = mine.get(PATH, withIdentities="true")
    assert differences("v3", "getUser", answer) == set()
    (identity,) = answer["data"]["identities"]
    assert (identity["extIdpId"], identity["userIdInIdp"], identity["provider"]) == ("wechat", "wx-ann", "wechat")
    assert "identities" not in mine.get(PATH)["data"]
