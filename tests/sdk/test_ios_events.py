"""Events through the iOS SDK's network layer."""

from __future__ import annotations

from contextlib import closing

from tests.routes.sockets import cut, heard
from tests.sdk.mobile.ios import Ios

CODE = "custom_aouaw.sxytestevent"
DATA = '{"id":"63fd984af55f69c79002edf3","createdAt":"2023-02-28T05:59:38.340Z"}'


def test_sub_event_hears_what_pub_event_publishes(ios: Ios) -> None:
    assert ios.register_by_user_name("tony", "old-strong").code == 200 and ios.user
    ios.wire.take()
    with closing(ios.sub_event(CODE, str(ios.user.id_token))) as socket:
        answer = ios.pub_event(CODE, DATA)
        assert answer.data["statusCode"] == 200 and answer.data["data"]["success"] is True
        assert heard(socket)["id"] == "63fd984af55f69c79002edf3"
        # The SDK pings, and takes who does not answer for gone.
        socket.ping("ping")
        assert socket.recv_data_frame(control_frame=True)[1].data == b"ping"
        cut(socket)
    assert ios.steps() == ["POST /api/v3/pub-userEvent {eventType, eventData} with token"]
