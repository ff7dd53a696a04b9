"""`/api/v2/feedback`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt
from starlette.responses import Response

from genauth_mock.documents.field_types import Many
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import access

router = Router()


class Feedback(Body):
    """Body of feedBack; `phone` is how its sender may be reached, in whatever form."""

    app_id: Text | None = None
    phone: Text | None = None
    type: StrictInt | None = None
    description: Required
    images: Annotated[Many[Text], Field(default_factory=list, max_length=100)]


@router.post("/api/v2/feedback")
async def feedback(call: Call, body: Feedback) -> Response:
    """Takes what somebody has to say of an application. Nobody reads it: the journal holds it, as any request. In iOS,
    Android and Guard: feedBack.
    """
    with call.begin(body) as ctx:
        if body.app_id:
            access.application(ctx, body.app_id)
        return call.answer(text=texts.SUBMITTED)
