"""Guard Android 1.5.8's functions for passkeys, as read in its source, and what its page does with a login."""

from __future__ import annotations

from typing import Any

from tests.authenticator import encoded
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import UserInfo, read_envelope
from tests.sdk.mobile.wire import Outcome

# What the authenticator inside the app says; its key hash would do as well.
APP_ORIGIN = "https://localhost"


class PasskeyAndroid(Android):
    """An app with the Android SDK in it, on a phone with a fingerprint reader."""

    def bind_biometric_request(self) -> Outcome:
        return self._get("/api/v3/webauthn/registration")

    def bind_biometric(self, ticket: str, credential: dict[str, Any]) -> Outcome:
        body = {"ticket": ticket, "registrationCredential": credential, "authenticatorCode": "fingerprint"}
        return self._post("/api/v3/webauthn/registration", **body)

    def biometric_authentication_request(self) -> Outcome:
        return self._get("/api/v3/webauthn/authentication")

    def biometric_authentication(self, ticket: str, credential: dict[str, Any]) -> Outcome:
        twice = encoded(credential["response"]["userHandle"].encode())
        said = {**credential, "response": {**credential["response"], "userHandle": twice}}
        body = {"ticket": ticket, "authenticationCredential": said, "authenticatorAttachment": "platform"}
        return self._post("/api/v3/webauthn/authentication", **body)

    def finger_login(self, answer: Outcome) -> Outcome:
        """`Finger.success`: takes the tokens over, and asks for the user by the access token."""
        tokens = answer.data["tokenSet"]
        assert tokens["refresh_token"], "without one it would ask otherwise"
        self.user = UserInfo().merged({"id_token": tokens["id_token"], "access_token": tokens["access_token"]})
        headers = [("Authorization", f"Bearer {tokens['access_token']}"), *self._end(None, own_agent=True)]
        received = self.wire.send("GET", "/oidc/me", headers)
        return read_envelope(received.status, received.text)

    def un_bind_biometric(self, credential_id: str) -> Outcome:
        return self._post(f"/api/v3/webauthn/remove-credential/{credential_id}", credentialID=credential_id)

    def get_biometric_list(self) -> Outcome:
        return self._post("/api/v3/webauthn/page-authenticator-device", authenticatorCode="fingerprint")

    def check_biometric_bind(self, credential_ids: list[str]) -> Outcome:
        """The list arrives as Java names it."""
        assert credential_ids
        body = {"authenticatorCode": "fingerprint", "credentialIds": "[Ljava.lang.String;@1a2b"}
        return self._post("/api/v3/webauthn/check-valid-credentials-by-credIds", **body)
