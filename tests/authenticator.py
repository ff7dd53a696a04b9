"""An authenticator without hardware (soft-webauthn), which speaks the JSON that a browser makes of what it says."""

from __future__ import annotations

import base64
from typing import Any

from soft_webauthn import SoftWebauthnDevice

from tests.conftest import App
from tests.documented.checker import differences

ORIGIN = "http://localhost:3000"
CI = {"username": "ci", "password": "111111", "email": "ci@x.test"}
REGISTRATION, AUTHENTICATION = "/api/v3/webauthn/registration", "/api/v3/webauthn/authentication"


def encoded(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The bytes behind base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One passkey, and how it answers."""

    def __init__(self) -> None:
        self.device = SoftWebauthnDevice()

    @property
    def credential_id(self) -> str:
        """The id of its credential."""
        return encoded(self.device.credential_id)

    def create(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        """What `navigator.credentials.create` gives."""
        plain = {**options, "challenge": decoded(options["challenge"])}
        plain["user"] = {**options["user"], "id": decoded(options["user"]["id"])}
        return _as_json(self.device.create({"publicKey": plain}, origin))

    def get(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        """What `navigator.credentials.get` gives."""
        plain = {**options, "challenge": decoded(options["challenge"])}
        return _as_json(self.device.get({"publicKey": plain}, origin))


def _as_json(said: dict[str, Any]) -> dict[str, Any]:
    response = {name: encoded(value) for name, value in said["response"].items()}
    credential_id = encoded(said["rawId"])
    return {"id": credential_id, "rawId": credential_id, "type": said["type"], "response": response}


def asked(app: App, path: str = AUTHENTICATION, method: str = "GET") -> dict[str, Any]:
    """What an authenticator is asked."""
    data: dict[str, Any] = answer_of(app, method, path)["data"]
    return data


def answer_of(app: App, method: str, path: str, body: Any = None) -> dict[str, Any]:
    response = app.call(method, path, body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def bind(app: App, authenticator: Authenticator, code: str = "fingerprint", **more: Any) -> dict[str, Any]:
    """Binds an authenticator's passkey to who is logged in."""
    said = asked(app, REGISTRATION)
    credential = authenticator.create(said["registrationOptions"])
    body = {"ticket": said["ticket"], "registrationCredential": credential, "authenticatorCode": code}
    return answer_of(app, "POST", REGISTRATION, body | more)


def logged_in_with_passkey(app: App) -> tuple[dict[str, Any], Authenticator]:
    """A user who is logged in, and who has a passkey."""
    user, authenticator = app.logged_in_user(**CI), Authenticator()
    assert bind(app, authenticator)["data"] == {"verified": True}
    return user, authenticator


def show(app: App, authenticator: Authenticator, **more: Any) -> dict[str, Any]:
    """Logs in by a passkey, from the beginning."""
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    return use(app, said["ticket"], credential, **more)


def use(app: App, ticket: str, credential: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"ticket": ticket, "authenticationCredential": credential, **more}
    return answer_of(app, "POST", AUTHENTICATION, body)


def asked_of_user(app: App) -> dict[str, Any]:
    app.logged_in_user(**CI)
    return asked(app, REGISTRATION)


def refused(answer: dict[str, Any], code: int, text: str) -> bool:
    return answer["statusCode"] == code and text in answer["message"] and "data" not in answer


def listed(app: App, **body: Any) -> list[dict[str, Any]]:
    answer = answer_of(app, "POST", "/api/v3/webauthn/page-authenticator-device", body)
    assert differences("v3", "listCredentialsByPage", answer) == set()
    found: list[dict[str, Any]] = answer["data"]["list"]
    return found
