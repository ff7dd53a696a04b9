"""How a login is finished by REST v2 with a second factor, where two paths take the same."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field
from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Text
from genauth_mock.routes.v2.entering import enter_past_mfa
from genauth_mock.routes.v2.face import Call
from genauth_mock.rules.mfa import second_step


class OfTotp(Body):
    """What all bodies about one-time passwords have. iOS writes `authenticatorType`, Android and JavaScript
    `authenticator_type`.
    """

    kind: Literal["totp"] | None = Field(
        None, validation_alias=AliasChoices("authenticatorType", "authenticator_type"), repr=False
    )
    source: Text | None = None


class TotpCode(OfTotp):
    """Body of mfaVerifyByOTP and mfaAssociateConfirmByOTP."""

    totp: Text = ""


class RecoveryCode(OfTotp):
    """Body of mfaVerifyByRecoveryCode."""

    recovery_code: Text = ""


class FacePhoto(Body):
    """Body of mfaVerifyByFace: the key or URL of a picture."""

    photo: Text = ""
    type: Text | None = None


def by_totp(call: Call, body: TotpCode) -> Response:
    """Lets a user in by a one-time password."""
    with call.begin(body) as ctx:
        return enter_past_mfa(call, ctx, second_step.by_totp(ctx, call.token, body.totp))


def by_recovery_code(call: Call, body: RecoveryCode) -> Response:
    """Lets a user in by a recovery code, and tells the next one."""
    with call.begin(body) as ctx:
        recovered = second_step.by_recovery_code(ctx, call.token, body.recovery_code)
        return enter_past_mfa(call, ctx, recovered.user, recoveryCode=recovered.recovery_code)


def by_face(call: Call, body: FacePhoto) -> Response:
    """Lets a user in by a picture of his or her face."""
    with call.begin(body) as ctx:
        return enter_past_mfa(call, ctx, second_step.by_face(ctx, call.token, body.photo))
