"""Guard iOS 1.4.10's functions for second factors (wire-mobile.md 5.5), and what its screens send."""

from __future__ import annotations

import json
from typing import Any

from tests.sdk.mobile.ios import Ios
from tests.sdk.mobile.wire import Headers, Outcome, form_file


class IosMfa(Ios):
    """An app with the iOS SDK in it, which uses second factors. The MFA token goes with everything after a 1636."""

    def mfa_check(self, phone: str | None = None, email: str | None = None) -> Outcome:
        """A phone goes before an e-mail address; with neither there is no body at all."""
        body = {"phone": phone} if phone else {"email": email} if email else None
        answer = self._send("POST", "/api/v2/applications/mfa/check", body)
        return Outcome(answer.code, answer.message, (answer.data or {}).get("data"))

    def mfa_verify_by_phone(self, phone: str, code: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/applications/mfa/sms/verify", phone=phone, code=code))

    def mfa_verify_by_email(self, email: str, code: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/applications/mfa/email/verify", email=email, code=code))

    def mfa_associate_by_otp(self) -> Outcome:
        return self._post("/api/v2/mfa/totp/associate", authenticatorType="totp", source="SELF")

    def mfa_associate_confirm_by_otp(self, code: str) -> Outcome:
        return self._post("/api/v2/mfa/totp/associate/confirm", authenticatorType="totp", totp=code, source="SELF")

    def mfa_delete_otp(self) -> Outcome:
        return self._send("DELETE", "/api/v2/mfa/totp/associate")

    def mfa_verify_by_otp(self, code: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/mfa/totp/verify", authenticatorType="totp", totp=code))

    def mfa_associte_by_recovery_code(self, code: str) -> Outcome:
        """So it is spelled; the new code may stand beside the data or in it."""
        body = {"authenticatorType": "totp", "recoveryCode": code}
        return self._create_user_info(self._post("/api/v2/mfa/totp/recovery", **body))

    def mfa_associate_by_face(self, photo_key_a: str, photo_key_b: str) -> Outcome:
        body = {"photoA": photo_key_a, "photoB": photo_key_b, "isExternalPhoto": False}
        return self._create_user_info(self._post("/api/v2/mfa/face/associate", **body))

    def mfa_verify_by_face(self, photo_key: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/mfa/face/verify", type="face", photo=photo_key))

    def upload_face_image(self, picture: bytes) -> str:
        """The key of a picture; as `upload_avatar` sends one."""
        boundary = "Boundary-5B8A4E0C"
        body = form_file(boundary, "personal.png", picture, prefix=b"\r\n", with_length=False)
        headers: Headers = [("Host", self.host), ("Content-Type", f"multipart/form-data; boundary={boundary}")]
        headers += [("Accept", "*/*"), ("Content-Length", str(len(body)))]
        received = self.wire.send("POST", "/api/v2/upload?folder=photos", headers, body)
        return str(json.loads(received.text)["data"]["key"])

    def unbind_mfa_phone(self) -> Outcome:
        return self._post("/api/v2/mfa/phone/unbind")

    def unbind_mfa_email(self) -> Outcome:
        return self._post("/api/v2/mfa/email/unbind")

    def mfa_unbind_factor(self, factor_id: str) -> Outcome:
        return self._post("/api/v3/reset-factor", factorId=factor_id)

    def send_enroll_factor_request(self, factor_type: str, **profile: str) -> dict[str, Any]:
        """The whole answer; one-time passwords are asked for without a profile."""
        given = {"profile": profile} if profile else {}
        answered: dict[str, Any] = self._post(
            "/api/v3/send-enroll-factor-request", factorType=factor_type, **given
        ).data
        return answered

    def enroll_factor(self, factor_type: str, token: str, code: str) -> dict[str, Any]:
        body = {"factorType": factor_type, "enrollmentToken": token, "enrollmentData": {"passCode": code}}
        answered: dict[str, Any] = self._post("/api/v3/enroll-factor", **body).data
        return answered
