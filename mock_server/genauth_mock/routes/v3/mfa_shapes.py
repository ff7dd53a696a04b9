"""How API v3 prints second factors."""

from __future__ import annotations

from typing import Any

from genauth_mock.kit import qr_pictures
from genauth_mock.rules.mfa import factors
from genauth_mock.rules.mfa.enrolling import Association, Enrollment
from genauth_mock.rules.mfa.factors import Factor


def enrollment(asked: Enrollment) -> dict[str, Any]:
    """What is to be shown to bind a factor; the secret of one-time passwords as a QR code."""
    made = asked.association
    return {"enrollmentToken": asked.token} | ({} if made is None else {"otpData": _otp_data(made)})


def _otp_data(made: Association) -> dict[str, Any]:
    return {
        "qrCodeUri": made.uri,
        "qrCodeDataUrl": qr_pictures.png_url(made.uri),
        "recoveryCode": made.recovery_code,
    }


def factor(found: Factor) -> dict[str, Any]:
    """A factor that is bound. That its profile has the keys of the request is a guess."""
    profile: dict[str, Any] = {}
    if found.address is not None and found.factor == factors.SMS:
        profile = {"phoneNumber": found.address.recipient, "phoneCountryCode": found.address.country_code}
    elif found.address is not None:
        profile = {"email": found.address.recipient}
    return {"factorId": found.id, "factorType": found.factor, "profile": profile}
