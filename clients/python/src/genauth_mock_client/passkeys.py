"""The passkeys of a pool's users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth
    from genauth_mock_client.users import Whom


class Passkeys:
    """The passkeys of a pool's users. They come back as the control API prints them."""

    def __init__(self, pool: GenAuth) -> None:
        self._server, self._path = pool.server, f"{pool.path}/users"

    def list(self, user: Whom) -> list[dict[str, Any]]:
        """The passkeys that a user has, newest first: `credentialId`, `counter`, `name`, `lastUsedAt` …"""
        return list(self._server.call("GET", self._of(user), limit=10_000)["list"])

    def remove(self, user: Whom, credential_id: str) -> None:
        """Takes one of them: whoever shows it later is told that it was removed. Raises GenAuthError."""
        self._server.call("DELETE", f"{self._of(user)}/{quote(credential_id, safe='')}")

    def _of(self, user: Whom) -> str:
        return f"{self._path}/{quote(user if isinstance(user, str) else str(user['id']), safe='')}/passkeys"
