"""Events through the Android SDK's network layer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from tests.routes.sockets import cut, heard
from tests.sdk.android_steps import registered
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


def test_no_receiver_would_hear_of_an_event_at_ws(android: Android) -> None:
    registered(android)
    assert android.config
    android.config = replace(android.config, event_socket=android.config.event_socket.replace("http", "ws"))
    with pytest.raises(NeverCalledBackError):
        android.sub_event(CODE)
