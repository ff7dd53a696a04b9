"""How API v3 prints what it gives."""

from __future__ import annotations

from typing import Any

from genauth_mock.rules.oidc.tokens import TokenSet


def token_set(given: TokenSet) -> dict[str, Any]:
    """Tokens; `expire_in` is in seconds, and so called. What was not asked for is left out."""
    printed: dict[str, Any] = {"scope": given.scope, "access_token": given.access_token, "id_token": given.id_token}
    printed |= {"refresh_token": given.refresh_token, "token_type": "Bearer", "expire_in": given.expires_in}
    return {name: value for name, value in printed.items() if value is not None}
