"""`/_mock/events`: publishing, and what was told to how many."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App
from tests.routes.sockets import UPDATED, connected, heard, publish


def listed(app: App, **query: Any) -> list[dict[str, Any]]:
    found = app.control("GET", "/events", userPoolId=app.pool_id, **query)
    assert found["totalCount"] >= len(found["list"])
    events: list[dict[str, Any]] = found["list"]
    return events


def test_an_event_is_told_to_how_many_listen_and_stands_in_the_list(app: App) -> None:
    app.logged_in_user()
    assert publish(app, {"n": 0})["subscribers"] == 0
    with connected(app) as first, connected(app) as second, connected(app, "authing.user.created"):
        made = publish(app, {"n": 1})
        assert heard(first) == heard(second) == {"n": 1}
    assert made == {
        "id": made["id"],
        "userPoolId": app.pool_id,
        "event": UPDATED,
        "data": {"n": 1},
        "subscribers": 2,
        "at": made["at"],
    }
    assert [each["data"] for each in listed(app, event=UPDATED)] == [{"n": 1}, {"n": 0}]
    assert listed(app, event=UPDATED)[0] == made


def test_the_list_is_of_a_pool_a_code_and_a_page(app: App) -> None:
    for n in range(3):
        publish(app, n)
    publish(app, "other", "authing.user.created")
    publish(App(app.http), "elsewhere")
    assert [each["data"] for each in listed(app)] == ["other", 2, 1, 0]
    assert [each["data"] for each in listed(app, event=UPDATED, limit=2)] == [2, 1]
    assert [each["data"] for each in listed(app, event=UPDATED, limit=2, page=2)] == [0]
    everywhere = app.control("GET", "/events")["list"]
    assert {"elsewhere", "other"} <= {each["data"] for each in everywhere if isinstance(each["data"], str)}


def test_the_time_is_the_pools(app: App) -> None:
    app.control("PUT", "/clock", {"now": "2030-01-02T03:04:05.678Z", "frozen": True}, userPoolId=app.pool_id)
    assert publish(app, {})["at"] == "2030-01-02T03:04:05.678Z"


def test_a_pool_may_be_named_by_its_application_and_data_left_out(app: App) -> None:
    pool_id = app.pool_id
    made = app.control("POST", "/events", {"userPoolId": app.app_id, "event": "x"})
    assert (made["userPoolId"], made["data"]) == (pool_id, {})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"event": "x"}, "userPoolId"),
        ({"userPoolId": "POOL"}, "event"),
        ({"userPoolId": "POOL", "event": ""}, "event"),
        ({"userPoolId": "POOL", "event": "a\nb"}, "event"),
        ({"userPoolId": "POOL", "event": 5}, "event"),
        ({"userPoolId": "POOL", "event": "x" * 5000}, "event"),
        ({"userPoolId": "POOL", "event": "x", "code": "y"}, "code"),
        ({"userPoolId": "POOL", "event": "x", "data": {"a": "\0"}}, "data"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_told(app: App, body: dict[str, Any], field: str) -> None:
    sent = {name: app.pool_id if value == "POOL" else value for name, value in body.items()}
    response = app.http.post("/_mock/events", json=sent)
    assert response.status_code == 400 and field in response.json()["error"]["field"]
    assert listed(app) == []


def test_a_pool_that_is_none_is_404(app: App) -> None:
    response = app.http.post("/_mock/events", json={"userPoolId": "no-such-pool", "event": "x"})
    assert response.status_code == 404


def test_a_reset_takes_them_away_and_a_snapshot_keeps_them(app: App) -> None:
    pool_id = app.pool_id
    publish(app, "kept")
    app.control("PUT", "/snapshots/here", userPoolId=pool_id)
    publish(app, "later")
    app.control("POST", "/snapshots/here/restore", userPoolId=pool_id)
    assert [each["data"] for each in listed(app)] == ["kept"]
    app.control("POST", f"/pools/{pool_id}/reset")
    assert listed(app) == []
