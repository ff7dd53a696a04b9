"""Which apps have asked, as a page that waits for an app's first request reads it."""

from typing import Any

from tests.conftest import App
from tests.routes.control.test_findings import ANDROID, IOS


def clients(app: App, pool_id: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = app.control("GET", "/clients", userPoolId=pool_id)["list"]
    return listed


def test_an_app_is_there_once_it_has_asked_for_its_configuration(app: App) -> None:
    made = app.control("POST", "/pools", {})
    assert clients(app, made["userPoolId"]) == []
    mine = App(app.http, app_id=made["appId"], headers=IOS)
    mine.get(f"/api/v2/applications/{mine.app_id}/public-config")
    (found,) = clients(app, made["userPoolId"])
    assert (found["appId"], found["userPoolId"], found["client"]) == (mine.app_id, made["userPoolId"], "ios")
    assert found["requests"] == 1
    assert found["firstAt"] == found["lastAt"] == found["lastPublicConfigAt"]


def test_each_sdk_of_an_app_is_one_client_and_who_asked_last_comes_first(app: App) -> None:
    made = app.control("POST", "/pools", {})
    for headers in (IOS, ANDROID, IOS):
        App(app.http, app_id=made["appId"], headers=headers).call("GET", "/api/v2/users/me")
    found = clients(app, made["userPoolId"])
    assert [(each["client"], each["requests"]) for each in found] == [("ios", 2), ("android", 1)]
    assert found[0]["firstAt"] <= found[1]["firstAt"] <= found[0]["lastAt"]
    assert found[0]["lastPublicConfigAt"] is None


def test_all_pools_clients_are_told_where_none_is_named(app: App) -> None:
    pool_id = app.pool_id
    assert pool_id in {each["userPoolId"] for each in app.control("GET", "/clients", limit=10_000)["list"]}
