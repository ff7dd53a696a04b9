"""Events through the Android SDK's network layer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from tests.conftest import App
from tests.routes.sockets import cut, heard, is_closed
from tests.sdk.android_steps import registered, user_of
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_network import NeverCalledBackError

CODE = "custom_aouaw.sxytestevent"


def test_sub_event_hears_what_pub_event_publishes_at_the_configurations_own_socket(android: Android) -> None:
    registered(android)
    with closing(android.sub_event(CODE)) as socket:
        socket.send("Heartbeat")
        assert android.pub_event(CODE, '{"id": "1"}').code == 200
        assert heard(socket) == {"id": "1"}
        cut(socket)
    assert android.steps() == ["POST /api/v3/pub-userEvent {eventType, eventData} [H3]"]


def test_a_phone_hears_that_another_has_logged_it_out_and_then_no_more(
    android: Android, app: App, server_url: str
) -> None:
    registered(android)
    other = Android(server_url, app.app_id)
    other.init()
    user_of(other.login_by_account("tony", "old-strong"))
    other.create_device("u2")
    with closing(other.sub_event("authing.device.force-logout")) as socket:
        assert android.logout_by_device_id("u2").code == 200
        told = heard(socket)
        assert (told["appId"], told["logoutType"]) == (app.app_id, 0) and told["accessTokenId"]
        assert is_closed(socket) == 1008
        cut(socket)


def test_no_receiver_would_hear_of_an_event_at_ws(android: Android) -> None:
    registered(android)
    assert android.config
    android.config = replace(android.config, event_socket=android.config.event_socket.replace("http", "ws"))
    with pytest.raises(NeverCalledBackError):
        android.sub_event(CODE)
