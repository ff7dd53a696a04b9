"""API v3, second factors: `/api/v3/enroll-factor` …

Whose factors they are is said by a user's token or, on the way in, by an MFA token: iOS sends what it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit.addresses import Address
from genauth_mock.routes.edge.bodies import Required
from genauth_mock.routes.v3 import mfa_shapes as shapes
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import passcodes
from genauth_mock.rules.mfa import enrolling, factors, mfa_tokens, totp
from genauth_mock.rules.mfa.mfa_tokens import Holder

router = Router()


def _holder(call: Call, ctx: Context) -> Holder:
    return mfa_tokens.holder(ctx, call.token, errors.NOT_LOGGED_IN)


@router.post("/api/v3/send-enroll-factor-request")
async def send_enroll_factor_request(call: Call) -> Response:
    """Begins to bind a factor. Documented: sendEnrollFactorRequest."""
    factor, profile = call.body["factorType"], call.body.get("profile") or {}
    with call.begin() as ctx:
        asked = enrolling.request(ctx, _holder(call, ctx), factor, _address(factor, profile))
        return call.answer(shapes.enrollment(asked))


def _address(factor: str, profile: Mapping[str, Any]) -> Address | None:
    """Where the code of a factor goes."""
    if factor == factors.SMS and profile.get("phoneNumber"):
        return passcodes.phone_address(profile["phoneNumber"], profile.get("phoneCountryCode"))
    if factor == factors.EMAIL and profile.get("email"):
        return passcodes.email_address(profile["email"])
    return None


@router.post("/api/v3/enroll-factor")
async def enroll_factor(call: Call) -> Response:
    """Binds a factor. Documented: enrollFactor."""
    body, shown = call.body, call.body["enrollmentData"]
    with call.begin() as ctx:
        enrolling.enroll(
            ctx,
            _holder(call, ctx),
            body["factorType"],
            body["enrollmentToken"],
            shown.get("passCode") or "",
            shown.get("photo") or "",
        )
        return call.answer()


@router.get("/api/v3/list-enrolled-factors")
async def list_enrolled_factors(call: Call) -> Response:
    """The factors that are bound. Documented: listEnrolledFactors."""
    with call.begin() as ctx:
        found = factors.enrolled(ctx, _holder(call, ctx).user)
        return call.answer([shapes.factor(each) for each in found])


@router.get("/api/v3/get-factor")
async def get_factor(call: Call, factorId: Required) -> Response:  # noqa: N803 - the wire's name
    """A factor that is bound. Documented: getFactor."""
    with call.begin() as ctx:
        return call.answer(shapes.factor(factors.named(ctx, _holder(call, ctx).user, factorId)))


@router.get("/api/v3/list-factors-to-enroll")
async def list_factors_to_enroll(call: Call) -> Response:
    """The factors that can be bound. Documented: listFactorsToEnroll."""
    with call.begin() as ctx:
        found = factors.to_enroll(ctx, _holder(call, ctx).user)
        return call.answer([{"factorType": each} for each in found])


@router.post("/api/v3/reset-factor")
async def reset_factor(call: Call) -> Response:
    """Takes a factor away. Documented: resetFactor."""
    with call.begin() as ctx:
        user = call.logged_in(ctx).user
        factors.unbind(ctx, user, factors.named(ctx, user, call.body["factorId"]).factor)
        return call.answer()


@router.post("/api/v3/mfa-totp-verify")
async def mfa_otp_verify(call: Call) -> Response:
    """Whether a one-time password of who is logged in is right. Documented: mfaOtpVerify."""
    with call.begin() as ctx:
        verified = totp.is_right(ctx, factors.held(ctx, call.logged_in(ctx).user), call.body["totp"])
        return call.answer({"verified": verified})
