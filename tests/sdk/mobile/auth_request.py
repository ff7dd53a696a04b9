"""`AuthRequest`: what a login by OpenID Connect carries from its beginning to its end, in all three SDKs."""

from __future__ import annotations

import base64
import hashlib
import secrets
import string
from dataclasses import dataclass, field

AUTHING_TOKEN = "http://authing.cn/oidc/grant_type/authing_token"
_LETTERS = string.ascii_letters + string.digits


def random_text(length: int) -> str:
    """Letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


@dataclass
class AuthRequest:
    """The defaults are what an app has that sets nothing."""

    client_id: str
    redirect_uri: str
    scope: str = "openid profile email phone username address offline_access roles extended_fields"
    client_secret: str | None = None
    nonce: str = field(default_factory=lambda: random_text(10))
    state: str = field(default_factory=lambda: random_text(10))
    code_verifier: str = field(default_factory=lambda: random_text(43))

    @property
    def code_challenge(self) -> str:
        """RFC 7636, S256."""
        digest = hashlib.sha256(self.code_verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @property
    def challenge(self) -> dict[str, str]:
        """What the authorization URL says of it; nothing where there is a secret."""
        if self.client_secret:
            return {}
        return {"code_challenge": self.code_challenge, "code_challenge_method": "S256"}

    @property
    def proof(self) -> dict[str, str]:
        """What the token endpoint is shown: the secret instead of the verifier."""
        if self.client_secret:
            return {"client_secret": self.client_secret}
        return {"code_verifier": self.code_verifier}


def default_redirect_uri(app_id: str) -> str:
    """Where an application without a redirect URI of its own gets its answer."""
    return f"https://console.authing.cn/console/get-started/{app_id}"
