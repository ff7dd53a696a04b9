"""What authenticators say when a passkey is made and used (WebAuthn Level 2, 7.1 and 7.2), and whether it is right.

The only user of the library that knows; it is loaded with the first passkey.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticatorData

# Android apps say by which key they are signed, in the place of an origin.
ANDROID = "android:apk-key-hash:"
LARGEST_COUNTER = 2**32 - 1
# What those of today have: ES256, RS256, Ed25519.
ALGORITHMS = (-7, -257, -8)
TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal", "cable"})
_CREATE, _GET = "webauthn.create", "webauthn.get"


class Fault(Enum):
    """What is wrong with what an authenticator says."""

    UNREADABLE = "unreadable"
    CHALLENGE = "challenge"
    ORIGIN = "origin"
    RELYING_PARTY = "relying party"
    COUNTER = "counter"
    SIGNATURE = "signature"


class Wrong(Exception):
    """What an authenticator says is not right. `origin` is the one that is not expected."""

    def __init__(self, fault: Fault, origin: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.origin = fault, origin


@dataclass(frozen=True, slots=True)
class Expected:
    """What an authenticator was asked, for whom, and from which origins the answer may come."""

    challenge: bytes
    rp_id: str
    origins: Sequence[str]


@dataclass(frozen=True, slots=True)
class Attestation:
    """What an authenticator says that has made a credential."""

    credential_id: bytes
    client_data: bytes
    attestation_object: bytes


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an authenticator says that uses a credential."""

    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential that an authenticator has made. `public_key` is COSE, in base64url."""

    credential_id: str
    public_key: str
    counter: int
    aaguid: str


def encoded(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes | None:
    """The bytes behind base64url, or behind base64, which some clients send; None for what is neither."""
    # Python's own decoder passes over whatever it does not know.
    bare = text.rstrip("=").replace("+", "-").replace("/", "_")
    if not bare.isascii():
        return None
    try:
        data = urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return None
    # Bits that are left over at the end say nothing.
    return data if encoded(data)[:-1] == bare[:-1] and len(encoded(data)) == len(bare) else None


def is_public_key(text: str) -> bool:
    """Whether a text is a public key as `Credential` has it, of a kind that can be checked."""
    data = decoded(text)
    if data is None:
        return False
    from webauthn.helpers import (  # noqa: PLC0415 - slow, and few pools have passkeys
        decode_credential_public_key,
        decoded_public_key_to_cryptography,
    )

    try:
        with _reading():
            decoded_public_key_to_cryptography(decode_credential_public_key(data))
    except Wrong:
        return False
    return True


def attested(said: Attestation, expected: Expected) -> Credential:
    """The credential that an authenticator has made. Raises Wrong."""
    from webauthn import verify_registration_response  # noqa: PLC0415 - slow, see above
    from webauthn.helpers import parse_attestation_object  # noqa: PLC0415
    from webauthn.helpers.cose import COSEAlgorithmIdentifier  # noqa: PLC0415
    from webauthn.helpers.structs import AuthenticatorAttestationResponse, RegistrationCredential  # noqa: PLC0415

    origin = _checked_origin(said.client_data, _CREATE, expected)
    with _reading():
        data = parse_attestation_object(said.attestation_object).auth_data
    _check_relying_party(data, expected)
    with _reading(Fault.SIGNATURE):
        made = verify_registration_response(
            credential=RegistrationCredential(
                id=encoded(said.credential_id),
                raw_id=said.credential_id,
                response=AuthenticatorAttestationResponse(said.client_data, said.attestation_object),
            ),
            expected_challenge=expected.challenge,
            expected_rp_id=expected.rp_id,
            expected_origin=origin,
            supported_pub_key_algs=[COSEAlgorithmIdentifier(each) for each in ALGORITHMS],
        )
    if made.credential_id != said.credential_id:
        raise Wrong(Fault.UNREADABLE)
    key = encoded(made.credential_public_key)
    if not is_public_key(key):
        raise Wrong(Fault.UNREADABLE)
    return Credential(encoded(made.credential_id), key, made.sign_count, made.aaguid)


def asserted(said: Assertion, expected: Expected, public_key: str, counter: int) -> int:
    """The credential's new counter, once its signature was found right. Raises Wrong.

    A counter that does not grow is a copy's; one that stays at zero does not count.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415 - slow, see above
    from webauthn.helpers import parse_authenticator_data  # noqa: PLC0415
    from webauthn.helpers.structs import AuthenticationCredential, AuthenticatorAssertionResponse  # noqa: PLC0415

    origin = _checked_origin(said.client_data, _GET, expected)
    with _reading():
        data = parse_authenticator_data(said.authenticator_data)
    _check_relying_party(data, expected)
    with _reading(Fault.SIGNATURE):
        # The counter is looked at below: what a forged answer says of it is not worth a word.
        verified = verify_authentication_response(
            credential=AuthenticationCredential(
                id=encoded(said.credential_id),
                raw_id=said.credential_id,
                response=AuthenticatorAssertionResponse(said.client_data, said.authenticator_data, said.signature),
            ),
            expected_challenge=expected.challenge,
            expected_rp_id=expected.rp_id,
            expected_origin=origin,
            credential_public_key=decoded(public_key) or b"",
            credential_current_sign_count=0,
        )
    if counter and verified.new_sign_count <= counter:
        raise Wrong(Fault.COUNTER)
    return verified.new_sign_count


def _checked_origin(client_data: bytes, kind: str, expected: Expected) -> str:
    """The origin from which a client speaks. Raises Wrong."""
    from webauthn.helpers import parse_client_data_json  # noqa: PLC0415 - slow, see above

    with _reading():
        said = parse_client_data_json(client_data)
        is_answer, origin = said.type == kind, said.origin
    if not is_answer or not isinstance(origin, str):
        raise Wrong(Fault.UNREADABLE)
    if said.challenge != expected.challenge:
        raise Wrong(Fault.CHALLENGE)
    if origin not in expected.origins and not origin.startswith(ANDROID):
        raise Wrong(Fault.ORIGIN, origin)
    return origin


def _check_relying_party(data: AuthenticatorData, expected: Expected) -> None:
    if data.rp_id_hash != hashlib.sha256(expected.rp_id.encode()).digest():
        raise Wrong(Fault.RELYING_PARTY)


@contextmanager
def _reading(fault: Fault = Fault.UNREADABLE) -> Iterator[None]:
    """What a client sends is what it was that the library stumbles over; by what, it does not promise."""
    try:
        yield
    except Exception as problem:
        raise Wrong(fault) from problem
