"""Events of a user pool, as its subscribers hear them over a WebSocket."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth


class Events:
    """What a pool's subscribers are told."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def publish(self, event: str, data: Any = None) -> dict[str, Any]:
        """Tells all who are subscribed to an event (`authing.device.force-logout`, or one of the app's own) something
        now: any JSON, `{}` where nothing is given. `subscribers` of the answer is how many they are.

        Raises GenAuthError, which names the field that is wrong.
        """
        __tracebackhide__ = True
        body = {"userPoolId": self._pool.user_pool_id, "event": event, "data": {} if data is None else data}
        return dict(self._pool.server.call("POST", "/events", body))

    def list(self, event: str | None = None, limit: int = 100) -> builtins.list[dict[str, Any]]:
        """What was told, newest first, all or of one event: `event`, `data`, `subscribers` (how many), `at`."""
        pool = self._pool
        found = pool.server.call("GET", "/events", userPoolId=pool.user_pool_id, event=event, limit=limit)
        return builtins.list(found["list"])
