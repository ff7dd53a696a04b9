"""Guard iOS 1.4.10's functions for passkeys, as read in its source."""

from __future__ import annotations

from typing import Any

from tests.sdk.mobile.ios import Ios
from tests.sdk.mobile.wire import Outcome

APP_ORIGIN = "https://localhost"


class PasskeyIos(Ios):
    """An app with the iOS SDK in it, on a phone with Face ID."""

    def get_webauthn_registration_param(self) -> Outcome:
        return self._get("/api/v3/webauthn/registration")

    def webauthn_registration(self, ticket: str, credential: dict[str, Any], authenticator_code: str) -> Outcome:
        body = {"ticket": ticket, "registrationCredential": credential, "authenticatorCode": authenticator_code}
        return self._post("/api/v3/webauthn/registration", **body)

    def get_webauthn_authentication_param(self) -> Outcome:
        return self._get("/api/v3/webauthn/authentication")

    def webauthn_authentication(self, ticket: str, credential: dict[str, Any]) -> Outcome:
        return self._post("/api/v3/webauthn/authentication", ticket=ticket, authenticationCredential=credential)

    def webauthn_remove_credential(self, credential_id: str) -> Outcome:
        return self._post(f"/api/v3/webauthn/remove-credential/{credential_id}")

    def webauthn_authenticator_device(self, authenticator_code: str) -> Outcome:
        return self._post("/api/v3/webauthn/page-authenticator-device", authenticatorCode=authenticator_code)

    def check_webauthn_vaild_credentitals(self, credential_ids: list[str], authenticator_code: str) -> Outcome:
        body = {"credentialIds": credential_ids, "authenticatorCode": authenticator_code}
        return self._post("/api/v3/webauthn/check-valid-credentials-by-credIds", **body)
