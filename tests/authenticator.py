"""An authenticator without hardware (WebAuthn, sections 6 and 7), which speaks the JSON that a browser makes of what it
says. That the mock agrees with authenticators of others is Chromium's to show (`tests/browser/test_passkeys.py`).
"""

from __future__ import annotations

import base64
import json
import os
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

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


# What is true of an answer: somebody was there, and it tells of the credential.
_PRESENT, _TELLS_OF_CREDENTIAL = 0x01, 0x40


class Authenticator:
    """One passkey, and how it answers."""

    def __init__(self, user_handle: bytes = b"x") -> None:
        self.id, self.user_handle = os.urandom(32), user_handle
        self.sign_count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def credential_id(self) -> str:
        """The id of its credential."""
        return encoded(self.id)

    def create(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        """What `navigator.credentials.create` gives."""
        assert {"type": "public-key", "alg": -7} in options["pubKeyCredParams"]
        self.user_handle = decoded(options["user"]["id"])
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public_key()
        data = self._data(options["rp"]["id"], _PRESENT | _TELLS_OF_CREDENTIAL) + credential
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(_client_data("create", options, origin), attestationObject=attestation)

    def get(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        """What `navigator.credentials.get` gives."""
        self.sign_count += 1
        client_data, data = _client_data("get", options, origin), self._data(options["rpId"], _PRESENT)
        signature = self._key.sign(data + sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(client_data, authenticatorData=data, signature=signature, userHandle=self.user_handle)

    def _public_key(self) -> bytes:
        """The public key in the form of COSE: kty EC2, alg ES256, crv P-256, x, y."""
        numbers = self._key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _data(self, rp_id: str, flags: int) -> bytes:
        return sha256(rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _answer(self, client_data: bytes, **said: bytes) -> dict[str, Any]:
        response = {name: encoded(value) for name, value in {"clientDataJSON": client_data, **said}.items()}
        return {"id": self.credential_id, "rawId": self.credential_id, "type": "public-key", "response": response}


def _client_data(kind: str, options: dict[str, Any], origin: str) -> bytes:
    return json.dumps({"type": f"webauthn.{kind}", "challenge": options["challenge"], "origin": origin}).encode()


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
