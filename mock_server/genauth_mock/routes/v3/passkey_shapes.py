"""How API v3 prints what authenticators are asked, in the JSON of WebAuthn Level 3, and passkeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genauth_mock.kit import authenticators, clock
from genauth_mock.rules.passkeys import TIMEOUT_MS, Asked, Registration
from genauth_mock.store.passkeys import Passkey

TYPE = "public-key"
_VERIFICATION = "preferred"


def creation_options(wanted: Registration) -> dict[str, Any]:
    """What `navigator.credentials.create` takes. Android needs all three keys of `authenticatorSelection`."""
    return {
        "rp": {"id": wanted.asked.party.id, "name": wanted.asked.party.name},
        "user": {"id": wanted.user_handle, "name": wanted.name, "displayName": wanted.display_name},
        "challenge": wanted.asked.challenge,
        "pubKeyCredParams": [{"type": TYPE, "alg": each} for each in authenticators.ALGORITHMS],
        "timeout": TIMEOUT_MS,
        "excludeCredentials": [
            {"id": each.credential_id, "type": TYPE, "transports": each.transports} for each in wanted.present
        ],
        # Nobody says who wants to log in: the authenticator must know its user by itself.
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": _VERIFICATION,
        },
        "attestation": "none",
    }


def request_options(asked: Asked) -> dict[str, Any]:
    """What `navigator.credentials.get` takes."""
    return {
        "challenge": asked.challenge,
        "rpId": asked.party.id,
        "timeout": TIMEOUT_MS,
        "allowCredentials": [],
        "userVerification": _VERIFICATION,
    }


def passkeys(rows: Sequence[Passkey], total: int) -> dict[str, Any]:
    """A page of passkeys. What of them the real service tells is not documented: these fields are a guess."""
    return {"totalCount": total, "list": [passkey(each) for each in rows]}


def passkey(row: Passkey) -> dict[str, Any]:
    """A passkey, without whose it is."""
    return {
        "credentialID": row.credential_id,
        "authenticatorCode": row.authenticator_code,
        "name": row.name,
        "transports": row.transports,
        "aaguid": row.aaguid,
        "createdAt": clock.iso(row.created_at),
        "lastUsedAt": row.last_used_at and clock.iso(row.last_used_at),
    }
