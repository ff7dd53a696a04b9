"""The QR codes of a user pool, and the phone that scans them."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock_client.users import Whom, named

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth


class QrCodes:
    """The QR codes that an app has shown: `confirm` logs it in, as a person with a phone would.

    A code is named by its `random`, or as `list` gives it. Whose phone it is, is said by id, as a user that the control
    API has printed, or by `account`; of a code that is scanned it is known. Raises GenAuthError for one that is over.
    """

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def list(self, page: int = 1, limit: int = 100) -> builtins.list[dict[str, Any]]:
        """Codes, newest first: `random`, `scene`, `status`, `userId`, `createdAt`, `expiresAt`.

        `status` is 0 not scanned, 1 scanned, 2 agreed, 3 cancelled, -1 expired.
        """
        pool_id = self._pool.user_pool_id
        return list(self._pool.server.call("GET", "/qrcodes", userPoolId=pool_id, page=page, limit=limit)["list"])

    def scan(self, code: Whom, user: Whom | None = None, *, account: str | None = None) -> dict[str, Any]:
        """Scans a code; the page that shows it sees who it was."""
        return self._play(code, "scan", user, account)

    def confirm(self, code: Whom, user: Whom | None = None, *, account: str | None = None) -> dict[str, Any]:
        """Scans a code where that is not done yet, and agrees: the page that shows it is logged in."""
        return self._play(code, "confirm", user, account)

    def cancel(self, code: Whom, user: Whom | None = None, *, account: str | None = None) -> dict[str, Any]:
        """Scans a code where that is not done yet, and does not agree."""
        return self._play(code, "cancel", user, account)

    def _play(self, code: Whom, action: str, user: Whom | None, account: str | None) -> dict[str, Any]:
        random = quote(code if isinstance(code, str) else str(code["random"]), safe="")
        return dict(self._pool.server.call("POST", f"/qrcodes/{random}/{action}", named(user, account)))
