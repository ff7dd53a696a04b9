"""`/api/v2/connections/…`: what a client announces before it opens a provider's page."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules.connections import providers

router = Router()


class StartInteraction(Body):
    """Body of enterprise.authorize."""

    state: Required
    app_id: Required
    connection: dict[str, Any]
    protocol: Text = ""
    user_pool_id: Text = ""
    referer: Text = ""


@router.post("/api/v2/connections/oidc/start-interaction")
async def authorize_by_enterprise(call: Call, body: StartInteraction) -> Response:
    """Announces by its state which connection a page means. In authing-js-sdk only: enterprise.authorize."""
    # The SDK spells it so.
    name = body.connection.get("providerIentifier")
    if not isinstance(name, str) or not name:
        raise Refused(errors.INVALID_PARAMETER, field="connection.providerIentifier", detail="-")
    with call.begin(body, app_id=body.app_id) as ctx:
        providers.announce(ctx, body.state, name, body.referer)
        return call.answer()
