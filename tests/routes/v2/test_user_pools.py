"""What Android asks of user pools and applications: one's own pool, and what is beside one's application."""

from __future__ import annotations

from typing import Any

from tests.conftest import App

SIBLINGS = {"applications": [{"name": "web"}, {"name": "phone"}], "users": [{"username": "ci", "password": "111111"}]}


def test_ones_own_user_pool_is_told_without_its_secret(app: App) -> None:
    app.logged_in_user()
    detail = app.get("/api/v2/userpools/detail")["data"]
    pool = app.control("GET", f"/pools/{app.pool_id}")
    assert (detail["id"], detail["name"], detail["domain"]) == (app.pool_id, pool["name"], pool["identifier"])
    assert pool["userPoolSecret"] not in str(detail) and pool["appSecret"] not in str(detail)
    listed = app.get("/api/v2/userpools", page=1, limit=10)["data"]
    assert listed == {"list": [detail], "totalCount": 1}
    assert app.get("/api/v2/userpools", page=2, limit=10)["data"] == {"list": [], "totalCount": 1}


def test_what_is_set_for_a_pool_is_told(app: App) -> None:
    app.logged_in_user()
    app.settings(registerDisabled=True, tokens={"tokenTtlSeconds": 60}, passwordStrength=2)
    detail = app.get("/api/v2/userpools/detail")["data"]
    assert (detail["registerDisabled"], detail["tokenExpiresAfter"], detail["passwordStrength"]) == (True, 60, 2)


def test_nobody_works_on_anybodys_user_pool(app: App) -> None:
    app.logged_in_user()
    assert app.get("/api/v2/userpools/cooperated")["data"] == {"list": [], "totalCount": 0}


def test_the_other_applications_of_the_pool_are_related(app: App) -> None:
    made = app.control("POST", "/pools", SIBLINGS)
    mine = App(app.http, app_id=made["appId"])
    mine.log_in("ci")
    related = mine.get(f"/api/v2/applications/{mine.app_id}/related-client-apps")["data"]
    assert [each["name"] for each in related["list"]] == ["phone"] and related["totalCount"] == 1


def test_another_pools_application_is_not_known(app: App, http: Any) -> None:
    app.logged_in_user()
    other = App(http)
    assert other.pool_id
    for app_id in (other.app_id, "nobody"):
        assert app.get(f"/api/v2/applications/{app_id}/related-client-apps")["code"] == 2011


def test_who_is_not_logged_in_is_told_nothing(app: App) -> None:
    for path in (
        "userpools",
        "userpools/detail",
        "userpools/cooperated",
        f"applications/{app.app_id}/related-client-apps",
    ):
        assert app.get(f"/api/v2/{path}")["code"] == 2020


def test_a_page_that_is_none_is_refused_by_name(app: App) -> None:
    app.logged_in_user()
    answer = app.get("/api/v2/userpools", page=0)
    assert answer["code"] == 400 and "page" in answer["message"]
    answer = app.get("/api/v2/userpools", limit=1001)
    assert answer["code"] == 400 and "limit" in answer["message"]
