"""A passkey, as a part of a user in the pool document."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from genauth_mock.documents.field_types import Base64Url, Document, Line, Many, Time
from genauth_mock.kit.authenticators import LARGEST_COUNTER


class PasskeyDocument(Document):
    """A passkey of a user. `credentialId` and `publicKey` (COSE) are base64url; `counter` is the authenticator's."""

    credential_id: Base64Url
    public_key: Base64Url
    counter: Annotated[int, Field(ge=0, le=LARGEST_COUNTER)] = 0
    authenticator_code: Line = "other"
    name: Line | None = None
    transports: Many[Line] = []
    aaguid: Line = "00000000-0000-0000-0000-000000000000"
    created_at: Time | None = None
    last_used_at: Time | None = None
