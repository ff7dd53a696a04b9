"""The Flutter SDK's functions for second factors (wire-mobile.md 5.5)."""

from __future__ import annotations

from tests.sdk.mobile.flutter import Flutter, Result


class FlutterMfa(Flutter):
    """An app with the Flutter SDK in it, which uses second factors."""

    def mfa_check(self, phone: str | None = None, email: str | None = None) -> Result:
        return self._post("/api/v2/applications/mfa/check", phone=phone, email=email)

    def mfa_verify_by_phone(self, phone: str, code: str) -> Result:
        return self._create_user(self._post("/api/v2/applications/mfa/sms/verify", phone=phone, code=code))

    def mfa_verify_by_email(self, email: str, code: str) -> Result:
        return self._create_user(self._post("/api/v2/applications/mfa/email/verify", email=email, code=code))

    def mfa_verify_by_totp(self, code: str) -> Result:
        body = {"authenticatorType": "totp", "totp": code}
        return self._create_user(self._post("/api/v2/applications/mfa/totp/verify", **body))

    def mfa_verify_by_recovery_code(self, code: str) -> Result:
        body = {"authenticatorType": "totp", "recoveryCode": code}
        return self._create_user(self._post("/api/v2/applications/mfa/totp/recovery", **body))
