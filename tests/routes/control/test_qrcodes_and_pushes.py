"""`/_mock/qrcodes` and `/_mock/pushes`: the phone is played by a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import App


def shown(app: App) -> str:
    return str(app.post("/api/v2/qrcode/gene", scene="APP_AUTH")["data"]["random"])


def pushed(app: App) -> str:
    return str(app.post("/api/v3/signin-by-push", account="ci")["data"]["pushCodeId"])


def listed(app: App, what: str) -> list[dict[str, Any]]:
    answer = app.control("GET", f"/{what}", userPoolId=app.pool_id)
    assert answer["totalCount"] == len(answer["list"])
    found: list[dict[str, Any]] = answer["list"]
    return found


def refused(app: App, path: str, body: Any, status: int) -> dict[str, Any]:
    response = app.http.post(f"/_mock/{path}", json=body)
    assert response.status_code == status, response.text
    error: dict[str, Any] = response.json()["error"]
    return error


@pytest.mark.parametrize("who", ["userId", "account"])
def test_a_phone_that_is_played_confirms_a_code_by_one_click(app: App, who: str) -> None:
    user = app.make_user(username="ci", email="ci@x.test")
    random = shown(app)
    row = listed(app, "qrcodes")[0]
    assert set(row) == {"random", "userPoolId", "scene", "status", "createdAt", "expiresAt"}
    assert (row["random"], row["userPoolId"], row["scene"], row["status"]) == (random, app.pool_id, "APP_AUTH", 0)
    named = {who: user["id"] if who == "userId" else "ci@x.test"}
    after = app.control("POST", f"/qrcodes/{random}/confirm", named)
    assert after == row | {"status": 2, "userId": user["id"]} == listed(app, "qrcodes")[0]
    ticket = app.get("/api/v2/qrcode/check", random=random)["data"]["ticket"]
    assert app.post("/api/v2/qrcode/userinfo", ticket=ticket)["data"]["id"] == user["id"]


def test_a_phone_that_is_played_scans_first_and_is_known_from_then_on(app: App) -> None:
    user = app.make_user(username="ci")
    random = shown(app)
    assert app.control("POST", f"/qrcodes/{random}/scan", {"account": "ci"})["status"] == 1
    assert app.control("POST", f"/qrcodes/{random}/cancel", {}) | {"status": 3} == listed(app, "qrcodes")[0]
    assert listed(app, "qrcodes")[0]["userId"] == user["id"]
    unscanned = shown(app)
    assert app.control("POST", f"/qrcodes/{unscanned}/cancel", {"account": "ci"})["status"] == 3


def test_what_cannot_be_done_with_a_code_says_why(app: App, later: Callable[[App, int], None]) -> None:
    app.make_user(username="ci")
    app.make_user(username="eve")
    random = shown(app)
    assert refused(app, f"qrcodes/{random}/confirm", {}, 400)["field"] == "userId"
    assert refused(app, f"qrcodes/{random}/confirm", {"userId": "nobody"}, 404)["field"] == "userId"
    assert refused(app, f"qrcodes/{random}/confirm", {"account": "nobody"}, 404)["field"] == "account"
    assert "accuont" in refused(app, f"qrcodes/{random}/confirm", {"accuont": "ci"}, 400)["message"]
    assert refused(app, "qrcodes/nonsense/confirm", {"account": "ci"}, 404)["field"] == "random"
    refused(app, f"qrcodes/{random}/nonsense", {"account": "ci"}, 400)
    assert listed(app, "qrcodes")[0]["status"] == 0
    app.control("POST", f"/qrcodes/{random}/scan", {"account": "ci"})
    assert "Another user" in refused(app, f"qrcodes/{random}/confirm", {"account": "eve"}, 400)["message"]
    later(app, 121)
    assert listed(app, "qrcodes")[0]["status"] == -1
    assert "Invalid QR code" in refused(app, f"qrcodes/{random}/confirm", {"account": "ci"}, 400)["message"]


@pytest.mark.parametrize(("action", "status"), [("confirm", "AUTHORIZED"), ("cancel", "CANCELLED")])
def test_a_phone_that_is_played_answers_a_push(app: App, action: str, status: str) -> None:
    user = app.make_user(username="ci")
    app.make_user(username="eve")
    push = pushed(app)
    row = listed(app, "pushes")[0]
    assert set(row) == {"id", "userPoolId", "status", "userId", "cids", "createdAt", "expiresAt"}
    assert (row["id"], row["status"], row["userId"], row["cids"]) == (push, "PUSHED", user["id"], [])
    assert "push code" in refused(app, f"pushes/{push}/{action}", {"account": "eve"}, 400)["message"]
    assert app.control("POST", f"/pushes/{push}/{action}") == row | {"status": status} == listed(app, "pushes")[0]
    refused(app, f"pushes/{push}/{action}", {}, 400)
    assert refused(app, "pushes/nonsense/confirm", {}, 404)["field"] == "id"
    seen = app.get("/api/v3/check-pushcode-status", pushCodeId=push)["data"]
    assert (seen["status"], "tokenSet" in seen) == (status, action == "confirm")
    assert listed(app, "pushes")[0]["status"] == status


def test_lists_are_newest_first_a_page_at_a_time_and_of_one_pool_or_of_all(app: App, http: httpx.Client) -> None:
    other = App(http)
    for each in (app, other):
        each.make_user(username="ci")
    for what, new in (("qrcodes", shown), ("pushes", pushed)):
        mine = [new(app) for _ in range(3)]
        theirs = new(other)
        key = "random" if what == "qrcodes" else "id"
        assert [each[key] for each in listed(app, what)] == mine[::-1]
        page = app.control("GET", f"/{what}", userPoolId=app.app_id, page=2, limit=2)
        assert ([each[key] for each in page["list"]], page["totalCount"]) == ([mine[0]], 3)
        assert theirs in [each[key] for each in app.control("GET", f"/{what}")["list"]]
        assert http.get(f"/_mock/{what}", params={"userPoolId": "nowhere"}).status_code == 404


def test_a_reset_forgets_codes_pushes_and_devices_and_a_snapshot_keeps_them(app: App) -> None:
    app.logged_in_user()
    app.post("/api/v3/user-bind-app", cid="phone")
    random, push = shown(app), pushed(app)
    app.control("POST", f"/qrcodes/{random}/confirm", {"account": "ci"})
    ticket = app.get("/api/v2/qrcode/check", random=random)["data"]["ticket"]
    app.control("PUT", "/snapshots/shown", userPoolId=app.pool_id)
    app.control("POST", f"/pools/{app.pool_id}/reset")
    assert listed(app, "qrcodes") == listed(app, "pushes") == []
    assert app.get("/api/v2/qrcode/check", random=random)["code"] == 2241
    app.control("POST", "/snapshots/shown/restore", userPoolId=app.pool_id)
    assert [each["random"] for each in listed(app, "qrcodes")] == [random]
    assert app.post("/api/v2/qrcode/userinfo", ticket=ticket)["code"] == 200
    assert app.control("POST", f"/pushes/{push}/confirm")["cids"] == ["phone"]
    assert app.http.get(f"/files/user-contentsqrcode/{app.pool_id}/{random}.png").status_code == 200


def test_who_is_removed_leaves_none_of_them(app: App) -> None:
    user = app.logged_in_user()
    app.post("/api/v3/user-bind-app", cid="phone")
    app.control("POST", f"/qrcodes/{shown(app)}/scan", {"account": "ci"})
    pushed(app)
    app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}")
    assert listed(app, "qrcodes") == listed(app, "pushes") == []
    app.make_user(username="ci")
    pushed(app)
    assert listed(app, "pushes")[0]["cids"] == []
