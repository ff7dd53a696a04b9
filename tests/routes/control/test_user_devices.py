"""A user's devices, as whoever steers the mock sees and changes them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

LOGIN = {"account": "ci", "password": "111111"}


def path(app: App, user: dict[str, Any], *more: str) -> str:
    return "/".join((f"/pools/{app.pool_id}/users/{user['id']}/devices", *more))


def a_phone(app: App, name: str = "u1") -> App:
    """A client on a device of which it has told; the user `ci` is logged in there."""
    phone = app.another(**{"x-authing-device-id": name})
    phone.log_in("ci")
    told = {"deviceUniqueId": name, "type": "Mobile", "name": "Pixel", "os": "Android", "customData": {"k": "v"}}
    assert phone.post("/api/v3/create-device", **told)["statusCode"] == 200
    return phone


def the_user(app: App) -> dict[str, Any]:
    (user,) = app.users()
    return user


def test_a_users_devices_are_listed_newest_first(app: App) -> None:
    app.control("PUT", "/clock", {"now": "2024-05-05T05:05:05.000Z", "frozen": True}, userPoolId=app.pool_id)
    user = app.make_user(username="ci", password="111111")
    a_phone(app, "u1")
    a_phone(app, "u2")
    listed = app.control("GET", path(app, user))
    assert listed["totalCount"] == 2
    assert [each.pop("deviceUniqueId") for each in listed["list"]] == ["u2", "u1"]
    first, second = (each.pop("id") for each in listed["list"])
    assert first != second
    now = "2024-05-05T05:05:05.000Z"
    assert listed["list"][0] == listed["list"][1] == {
        "status": "activated", "online": True, "type": "Mobile", "name": "Pixel", "os": "Android", "hor": False,
        "cookie": False, "customData": {"k": "v"}, "lastLogin": now, "lastIp": "127.0.0.1", "createdAt": now,
    }  # fmt: skip
    assert app.control("GET", path(app, user), page=2, limit=1)["list"][0]["deviceUniqueId"] == "u1"


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [("deactivated", 1577, "设备已被停用，无权登录"), ("suspended", 1578, "设备已被挂起，无权登录")],
)
def test_a_locked_device_is_logged_out_and_may_not_log_in(app: App, status: str, code: int, message: str) -> None:
    user = app.make_user(username="ci", password="111111")
    phone, other = a_phone(app), app.another()
    other.log_in("ci")
    changed = app.control("PATCH", path(app, user, "u1"), {"status": status})
    assert (changed["status"], changed["online"]) == (status, False)
    assert phone.get("/api/v2/users/me")["code"] == 2020
    assert phone.post("/api/v2/login/account", **LOGIN) == {"code": code, "message": message}
    sign_in = {"connection": "PASSWORD", "passwordPayload": LOGIN}
    assert phone.post("/api/v3/signin", **sign_in) == {"statusCode": 403, "message": message, "apiCode": code}
    assert phone.post("/api/v2/login/account", account="ci", password="wrong")["code"] == 2333
    assert other.get("/api/v2/users/me")["code"] == 200
    assert app.control("PATCH", path(app, user, "u1"), {"status": "activated"})["status"] == "activated"
    phone.log_in("ci")


def test_a_suspension_ends_by_the_pools_clock(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    phone = a_phone(app)
    until = "2099-01-01T00:00:00.000Z"
    changed = app.control("PATCH", path(app, user, "u1"), {"status": "suspended", "suspendedUntil": until})
    assert (changed["status"], changed["suspendedUntil"]) == ("suspended", until)
    assert phone.post("/api/v2/login/account", **LOGIN)["code"] == 1578
    app.control("PUT", "/clock", {"now": until}, userPoolId=app.pool_id)
    phone.log_in("ci")
    assert app.control("GET", path(app, user))["list"][0]["status"] == "activated"


def test_a_devices_session_is_ended_and_the_device_stays(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    phone = a_phone(app)
    assert app.control("DELETE", path(app, user, "u1", "session")) is None
    assert phone.get("/api/v2/users/me")["code"] == 2020
    assert [each["online"] for each in app.control("GET", path(app, user))["list"]] == [False]
    phone.log_in("ci")


def test_a_device_that_is_removed_is_logged_out(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    phone = a_phone(app)
    assert app.control("DELETE", path(app, user, "u1")) is None
    assert phone.get("/api/v2/users/me")["code"] == 2020
    assert app.control("GET", path(app, user)) == {"list": [], "totalCount": 0}


def test_a_device_with_an_awkward_name_is_named_by_its_id(app: App) -> None:
    user = app.make_user(username="ci", password="111111", devices=[{"deviceUniqueId": "a/b?c#d 设备"}])
    (device,) = app.control("GET", path(app, user))["list"]
    assert device["deviceUniqueId"] == "a/b?c#d 设备"
    assert app.control("PATCH", path(app, user, device["id"]), {"status": "suspended"})["status"] == "suspended"
    assert app.control("DELETE", path(app, user, device["id"])) is None


def test_what_is_not_there_is_404_by_name(app: App) -> None:
    user = app.make_user(username="ci", devices=[{"deviceUniqueId": "u1"}])
    other = app.make_user(username="other", id="other")
    pool = app.pool_id
    for method, url, field in (
        ("DELETE", path(app, user, "nothing"), "deviceId"),
        ("DELETE", path(app, user, "nothing", "session"), "deviceId"),
        ("PATCH", path(app, other, "u1"), "deviceId"),
        ("GET", f"/pools/{pool}/users/nobody/devices", "id"),
        ("GET", "/pools/nowhere/users/other/devices", "userPoolId"),
    ):
        body = {"status": "suspended"} if method == "PATCH" else None
        refused = app.http.request(method, f"/_mock{url}", json=body)
        assert (refused.status_code, refused.json()["error"]["field"]) == (404, field), url
    assert app.control("GET", path(app, user))["list"][0]["status"] == "activated"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "status"),
        ({"status": "broken"}, "status"),
        ({"status": "suspended", "suspendedUntil": "soon"}, "suspendedUntil"),
        ({"status": "deactivated", "suspendedUntil": "2099-01-01T00:00:00Z"}, "suspendedUntil"),
        ({"status": "suspended", "until": 1}, "until"),
    ],
    ids=str,
)
def test_a_wrong_change_is_refused_by_its_field(app: App, body: dict[str, Any], field: str) -> None:
    user = app.make_user(username="ci", devices=[{"deviceUniqueId": "u1"}])
    refused = app.http.patch(f"/_mock{path(app, user, 'u1')}", json=body)
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, field)


def test_devices_of_a_document_are_there_and_their_lists_are_replaced(app: App) -> None:
    user = app.make_user(
        username="ci", password="111111", devices=[{"deviceUniqueId": "u1", "status": "deactivated", "name": "old"}]
    )
    phone = app.another(**{"x-authing-device-id": "u1"})
    assert phone.post("/api/v2/login/account", **LOGIN)["code"] == 1577
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"devices": [{"deviceUniqueId": "u2"}]})
    assert [each["deviceUniqueId"] for each in app.control("GET", path(app, user))["list"]] == ["u2"]
    phone.log_in("ci")


@pytest.mark.parametrize(
    ("devices", "field"),
    [
        ([{"deviceUniqueId": "u1"}, {"deviceUniqueId": "u1"}], "devices[1].deviceUniqueId"),
        ([{"deviceUniqueId": "u1", "id": "x"}, {"deviceUniqueId": "u2", "id": "x"}], "devices[1].id"),
        ([{"name": "x"}], "devices[0].deviceUniqueId"),
        ([{"deviceUniqueId": ""}], "devices[0].deviceUniqueId"),
        ([{"deviceUniqueId": "u1", "type": "Toaster"}], "devices[0].type"),
    ],
    ids=str,
)
def test_devices_that_cannot_be_are_refused_by_name(app: App, devices: Any, field: str) -> None:
    refused = app.http.post(f"/_mock/pools/{app.pool_id}/users", json={"username": "ci", "devices": devices})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, field)


def test_a_reset_brings_a_document_s_devices_back(app: App) -> None:
    document = {"users": [{"username": "ci", "password": "111111", "devices": [{"deviceUniqueId": "u1"}]}]}
    made = app.control("POST", "/pools", document)
    one = App(app.http, app_id=made["appId"])
    user = the_user(one)
    before = one.control("GET", path(one, user))
    phone = a_phone(one, "u1")
    one.control("PATCH", path(one, user, "u1"), {"status": "suspended"})
    a_phone(one, "u2")
    one.control("POST", f"/pools/{one.pool_id}/reset")
    assert one.control("GET", path(one, user)) == before
    assert phone.get("/api/v2/users/me")["code"] == 2020


def test_a_snapshot_keeps_which_token_is_on_which_device(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    phone = a_phone(app)
    app.control("PUT", "/snapshots/s", userPoolId=app.pool_id)
    app.control("DELETE", path(app, user, "u1"))
    app.control("POST", "/snapshots/s/restore", userPoolId=app.pool_id)
    assert phone.get("/api/v2/users/me")["code"] == 200
    app.control("DELETE", path(app, user, "u1", "session"))
    assert phone.get("/api/v2/users/me")["code"] == 2020


def test_a_user_who_is_removed_takes_the_devices_along(app: App) -> None:
    user = app.make_user(id="ci", username="ci", password="111111")
    a_phone(app)
    app.control("DELETE", f"/pools/{app.pool_id}/users/ci")
    again = app.make_user(id="ci", username="ci")
    assert again["id"] == user["id"] and app.control("GET", path(app, again))["list"] == []
