"""The logins that were pushed to the phones of a user pool's users."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock_client.users import Whom, named

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth


class Pushes:
    """The logins that wait for a phone: `confirm` logs the browser in.

    A push is named by its id (the `pushCodeId`), or as `list` gives it. Whose phone it is, is known; who is named must
    be that user. Raises GenAuthError for a push that is over.
    """

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def list(self, page: int = 1, limit: int = 100) -> builtins.list[dict[str, Any]]:
        """Pushes, newest first: `id`, `status`, `userId`, `cids`, `createdAt`, `expiresAt`.

        `status` is PUSHED, AUTHORIZED, CANCELLED or EXPIRED, `cids` are the devices to which it went.
        """
        pool_id = self._pool.user_pool_id
        return list(self._pool.server.call("GET", "/pushes", userPoolId=pool_id, page=page, limit=limit)["list"])

    def confirm(self, push: Whom, user: Whom | None = None, *, account: str | None = None) -> dict[str, Any]:
        """Agrees on the phone: the browser is logged in."""
        return self._play(push, "confirm", user, account)

    def cancel(self, push: Whom, user: Whom | None = None, *, account: str | None = None) -> dict[str, Any]:
        """Does not agree."""
        return self._play(push, "cancel", user, account)

    def _play(self, push: Whom, action: str, user: Whom | None, account: str | None) -> dict[str, Any]:
        push_id = quote(push if isinstance(push, str) else str(push["id"]), safe="")
        return dict(self._pool.server.call("POST", f"/pushes/{push_id}/{action}", named(user, account)))
