"""Devices through the Android SDK's network layer and its DeviceManager, request for request as measured."""

from __future__ import annotations

import pytest

from tests.conftest import App
from tests.sdk.android_steps import LOGIN, registered, user_of
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_devices import DeviceData
from tests.sdk.mobile.wire import Outcome

LIST = "GET /api/v3/mydevices/list?page=1&limit=10&deviceStatus=activated&os=null&keyword=null"


def listed(outcome: Outcome) -> dict[str, DeviceData]:
    assert outcome.code == 200 and isinstance(outcome.data, list), outcome
    return {each.device["deviceId"]: each for each in outcome.data}


@pytest.fixture
def second(server_url: str, app: App, android: Android) -> Android:
    """Another phone of the same user, who is logged in there; the first has not told of its device yet."""
    registered(android)
    other = Android(server_url, app.app_id)
    other.init()
    user_of(other.login_by_account("tony", "old-strong"))
    other.wire.take()
    return other


def test_create_device_tells_of_the_phone_whose_id_goes_with_every_request_from_then_on(android: Android) -> None:
    registered(android)
    assert android.create_device("u1", {"k": "v"}).code == 200
    keys = "deviceUniqueId, name, version, hks, fde, hor, type, producer, mod, os, description, customData"
    assert android.steps() == [f"POST /api/v3/create-device {{{keys}}} [H3]"]
    assert android.device_id == "u1"
    android.get_security_level()
    assert android.steps() == ["GET /api/v2/users/me/security-level [H11]"]


def test_device_list_shows_what_was_told(android: Android) -> None:
    registered(android)
    android.create_device("u1")
    android.wire.take()
    (found,) = listed(android.device_list()).values()
    assert android.steps() == [f"{LIST} [H11]"]
    assert found.online is True and found.last_ip == "127.0.0.1" and found.last_login_time
    assert found.device == {"deviceId": "u1", "name": "Pixel", "type": "Mobile", "status": "activated",
                            "os": "Android", "version": "Android 13", "mod": "Pixel 8"}  # fmt: skip
    assert listed(android.device_list(device_status="suspended")) == {}


def test_logout_by_device_id_ends_the_other_phones_login_and_not_ones_own(android: Android, second: Android) -> None:
    android.create_device("u1")
    second.create_device("u2")
    assert android.logout_by_device_id("u2").code == 200
    assert android.steps()[-1] == "POST /api/v3/mydevices/revoke-session {deviceId} [H11 with a body]"
    assert second.get_current_user().code == 2020
    assert android.get_current_user().code == 200
    assert {name: each.online for name, each in listed(android.device_list()).items()} == {"u1": True, "u2": False}
    assert android.logout_by_device_id("nothing").code == 404


def test_remove_device_takes_it_from_the_list_and_logs_it_out(android: Android, second: Android) -> None:
    android.create_device("u1")
    second.create_device("u2")
    assert second.remove_device("u1").code == 200
    assert second.steps()[-1] == "POST /api/v3/mydevices/unbind {deviceId} [H11 with a body]"
    assert android.get_current_user().code == 2020
    assert listed(second.device_list()).keys() == {"u2"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("deactivated", Outcome(1577, "设备已被停用，无权登录")),
        ("suspended", Outcome(1578, "设备已被挂起，无权登录")),
    ],
)
def test_a_phone_that_is_locked_is_told_so_at_the_login(app: App, android: Android, status: str, told: Outcome) -> None:
    user = registered(android)
    android.create_device("u1")
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user.id}/devices/u1", {"status": status})
    assert android.get_current_user().code == 2020
    android.user = None
    android.wire.take()
    assert android.login_by_account("tony", "old-strong") == told
    assert android.steps() == [f"{LOGIN.removesuffix(' [H2]')} [H11 with a body, without Authorization]"]
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user.id}/devices/u1", {"status": "activated"})
    assert android.login_by_account("tony", "old-strong").code == 200
