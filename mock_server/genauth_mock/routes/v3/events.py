"""API v3, events: `/api/v3/pub-userEvent` …"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.kit import json_values
from genauth_mock.routes.edge import bodies
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import events

router = Router()


@router.post("/api/v3/pub-userEvent")
async def pub_user_event(call: Call) -> Response:
    """Tells the pool's subscribers of an event of the app's own. Documented: pubUserEvent; pubEvent of the SDKs."""
    data = _event_data(call)
    with call.begin() as ctx:
        call.logged_in(ctx)
        events.publish(ctx, call.body["eventType"], data)
        return call.answer({"success": True})


def _event_data(call: Call) -> Any:
    """What is told: documented is an object, the SDKs send it as the text of its JSON. Refuses 400."""
    sent = call.body["eventData"]
    try:
        return json_values.checked(bodies.json_in_text(sent, "eventData", call.lang) if isinstance(sent, str) else sent)
    except ValueError:
        detail = "it is nested too deep" if call.lang == "en" else "嵌套过深"
        raise Refused(errors.INVALID_PARAMETER, field="eventData", detail=detail) from None
