"""`/api/v2/mfa/…`: second factors of who is logged in, or is on the way in."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.edge.bodies import Body, Text
from genauth_mock.routes.v2 import second_factor, shapes, texts
from genauth_mock.routes.v2.entering import enter_past_mfa
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.routes.v2.second_factor import FacePhoto, OfTotp, RecoveryCode, TotpCode
from genauth_mock.rules import session
from genauth_mock.rules.mfa import enrolling, factors, mfa_tokens

router = Router()


class AssociateFace(Body):
    """Body of mfaAssociateByFace: the keys or URLs of two pictures. JavaScript calls the flag `isExternal`."""

    photo_a: Text = ""
    photo_b: Text = ""
    is_external_photo: bool | None = None
    is_external: bool | None = None


@router.get("/api/v2/mfa/authenticator")
async def get_mfa_authenticators(call: Call) -> Response:
    """The secret for one-time passwords, bound or not confirmed yet. Documented: getMfaAuthenticators."""
    with call.begin() as ctx:
        found = enrolling.authenticator(ctx, mfa_tokens.holder(ctx, call.token))
        return call.answer([shapes.authenticator(found)] if found else [], texts.AUTHENTICATORS)


@router.post("/api/v2/mfa/totp/associate")
async def mfa_associate_by_otp(call: Call, body: OfTotp) -> Response:
    """A new secret for one-time passwords, to be confirmed. In the SDKs only: mfaAssociateByOTP."""
    with call.begin(body) as ctx:
        made = enrolling.associate(ctx, mfa_tokens.holder(ctx, call.token))
        return call.answer(shapes.totp_secret(made), texts.TOTP_SECRET)


@router.post("/api/v2/mfa/totp/associate/confirm")
async def mfa_associate_confirm_by_otp(call: Call, body: TotpCode) -> Response:
    """Binds the new secret by a code of it. In the SDKs only: mfaAssociateConfirmByOTP."""
    with call.begin(body) as ctx:
        enrolling.confirm(ctx, mfa_tokens.holder(ctx, call.token), body.totp)
        return call.answer(text=texts.TOTP_BOUND)


@router.delete("/api/v2/mfa/totp/associate")
async def mfa_delete_otp(call: Call) -> Response:
    """Takes the one-time passwords away. In the SDKs only: mfaDeleteOTP."""
    with call.begin() as ctx:
        factors.unbind(ctx, session.current(ctx, call.token).user, factors.OTP)
        return call.answer(text=texts.TOTP_UNBOUND)


@router.post("/api/v2/mfa/totp/verify")
async def mfa_verify_by_totp(call: Call, body: TotpCode) -> Response:
    """Finishes a login by a one-time password. Documented: mfaVerifyByOTP."""
    return second_factor.by_totp(call, body)


@router.post("/api/v2/mfa/totp/recovery")
async def mfa_verify_by_recovery_code(call: Call, body: RecoveryCode) -> Response:
    """Finishes a login by a recovery code, and tells the next one. Documented: mfaVerifyByRecoveryCode."""
    return second_factor.by_recovery_code(call, body)


@router.post("/api/v2/mfa/face/associate")
async def mfa_associate_by_face(call: Call, body: AssociateFace) -> Response:
    """Binds a face, and finishes a login that asks for one. Documented: mfaAssociateByFace."""
    with call.begin(body) as ctx:
        holder = mfa_tokens.holder(ctx, call.token)
        user = enrolling.bind_face(ctx, holder, body.photo_a, body.photo_b)
        if holder.session is None:
            return enter_past_mfa(call, ctx, user)
        return call.answer(shapes.logged_in(call, holder.session.now(user)), texts.BOUND)


@router.post("/api/v2/mfa/face/verify")
async def mfa_verify_by_face(call: Call, body: FacePhoto) -> Response:
    """Finishes a login by a picture. Documented: mfaVerifyByFace."""
    return second_factor.by_face(call, body)


@router.post("/api/v2/mfa/phone/unbind")
async def unbind_mfa_phone(call: Call, body: Body) -> Response:
    """Takes the phone of the second factor away. In iOS and Android only: unbindMFAPhone."""
    return _unbind(call, body, factors.SMS)


@router.post("/api/v2/mfa/email/unbind")
async def unbind_mfa_email(call: Call, body: Body) -> Response:
    """Takes the e-mail address of the second factor away. In iOS and Android only: unbindMFAEmail."""
    return _unbind(call, body, factors.EMAIL)


def _unbind(call: Call, body: Body, factor: str) -> Response:
    with call.begin(body) as ctx:
        factors.unbind(ctx, session.current(ctx, call.token).user, factor)
        return call.answer(text=texts.UNBOUND)
