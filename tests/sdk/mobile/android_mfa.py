"""Guard Android 1.5.8's functions for second factors (wire-mobile.md 5.5, wire-android-measured.md 5)."""

from __future__ import annotations

from typing import Any

from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.wire import Headers, Outcome


class AndroidMfa(Android):
    """An app with the Android SDK in it, which uses second factors: their calls send the MFA token and no other, and it
    is never forgotten.
    """

    mfa_token: str | None = None
    _is_mfa_call = False

    def _headers(self, with_token: bool, cookie: bool, content: tuple[str, bytes] | None) -> Headers:
        if not self._is_mfa_call:
            return super()._headers(with_token, cookie, content)
        headers = super()._headers(False, cookie, content)
        at = next(n for n, (name, _) in enumerate(headers) if name == "x-authing-lang") + 1
        bearer = [("Authorization", f"Bearer {self.mfa_token}")] if self.mfa_token else []
        return [*headers[:at], *bearer, *headers[at:]]

    def _stopped(self, answer: Outcome) -> Outcome:
        outcome = super()._stopped(answer)
        if answer.code == 1636 and isinstance(outcome.data, UserInfo):
            self.mfa_token = outcome.data.mfa_token
        return outcome

    def _post_mfa(self, path: str, **body: Any) -> Outcome:
        self._is_mfa_call = True
        try:
            return self._post(path, **body)
        finally:
            self._is_mfa_call = False

    def mfa_check(self, phone: str | None = None, email: str | None = None) -> Outcome:
        """Its result is a boolean, false where there is none."""
        answer = self._post_mfa("/api/v2/applications/mfa/check", phone=phone, email=email)
        return Outcome(answer.code, answer.message, (answer.data or {}).get("result", False))

    def mfa_verify_by_phone(self, phone: str, code: str, phone_country_code: str | None = None) -> Outcome:
        body = {"phoneCountryCode": phone_country_code, "phone": phone, "code": code}
        return self._create_user_info(self._post_mfa("/api/v2/applications/mfa/sms/verify", **body), self.user)

    def mfa_verify_by_email(self, email: str, code: str) -> Outcome:
        answer = self._post_mfa("/api/v2/applications/mfa/email/verify", email=email, code=code)
        return self._create_user_info(answer, self.user)

    def get_otp_qr_code(self) -> Outcome:
        return self._post_mfa("/api/v2/mfa/totp/associate", authenticator_type="totp", source="SELF")

    def mfa_bind_by_otp(self, code: str) -> Outcome:
        """Confirms, and logs in by the same code at once."""
        body = {"authenticator_type": "totp", "totp": code, "source": "SELF"}
        answer = self._post_mfa("/api/v2/mfa/totp/associate/confirm", **body)
        return self.mfa_verify_by_otp(code) if answer.code == 200 else Outcome(answer.code, answer.message)

    def mfa_verify_by_otp(self, code: str) -> Outcome:
        answer = self._post_mfa("/api/v2/mfa/totp/verify", authenticatorType="totp", totp=code)
        return self._create_user_info(answer, self.user)

    def mfa_verify_by_recovery_code(self, code: str) -> Outcome:
        answer = self._post_mfa("/api/v2/mfa/totp/recovery", authenticatorType="totp", recoveryCode=code)
        return self._create_user_info(answer, self.user)

    def mfa_bind_by_face(self, photo_a: str, photo_b: str) -> Outcome:
        answer = self._post_mfa("/api/v2/mfa/face/associate", photoA=photo_a, photoB=photo_b, isExternalPhoto=False)
        return self._create_user_info(answer, self.user)

    def mfa_verify_by_face(self, photo: str) -> Outcome:
        answer = self._post_mfa("/api/v2/mfa/face/verify", type="face", photo=photo)
        return self._create_user_info(answer, self.user)

    def un_bind_mfa_phone(self) -> Outcome:
        return self._post("/api/v2/mfa/phone/unbind")

    def un_bind_mfa_email(self) -> Outcome:
        return self._post("/api/v2/mfa/email/unbind")
