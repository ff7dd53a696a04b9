"""What the webhooks of a user pool were told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth

# A delivery's id, or a delivery as the control API prints one.
Which = str | Mapping[str, Any]


class Webhooks:
    """The attempts to tell a pool's webhooks of its events. They come back as the control API prints them: `event`,
    `url`, `attempt`, `requestBody`, `status`, and `error` for one that has failed.
    """

    def __init__(self, pool: GenAuth) -> None:
        self._server, self._user_pool_id = pool.server, pool.user_pool_id

    def deliveries(self, event: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Attempts, newest first, of all events or of one (`"login"`, `"user:created"`). One that is under way has
        neither a status nor an error.
        """
        found = self._server.call(
            "GET", "/webhooks/deliveries", userPoolId=self._user_pool_id, event=event, limit=limit
        )
        return list(found["list"])

    def wait_for(self, event: str | None = None, after: Which | None = None, timeout: float = 10) -> dict[str, Any]:
        """The newest attempt that is over, whatever has come of it, at once or as soon as there is one.

        Raises NothingCame, an AssertionError, when `timeout` seconds are up.
        """
        __tracebackhide__ = True
        query: dict[str, Any] = {"userPoolId": self._user_pool_id, "event": event}
        query["after"] = None if after is None else _id_of(after)
        return dict(self._server.call("GET", "/webhooks/deliveries/wait", patience=timeout, **query, timeout=timeout))

    def replay(self, delivery: Which) -> dict[str, Any]:
        """Tells an event once more, as it was told; the new attempt. Raises GenAuthError (404)."""
        __tracebackhide__ = True
        return dict(self._server.call("POST", f"/webhooks/deliveries/{quote(_id_of(delivery), safe='')}/replay"))

    def trigger(self, event: str, data: Any = None) -> list[dict[str, Any]]:
        """Tells those webhooks that want to hear of it of an event that has not happened; the attempts.

        Raises GenAuthError for an unknown event, and where no webhook of the pool wants to hear of it.
        """
        __tracebackhide__ = True
        body = {"userPoolId": self._user_pool_id, "event": event, "data": data}
        return list(self._server.call("POST", "/webhooks/trigger", body)["list"])


def _id_of(delivery: Which) -> str:
    return delivery if isinstance(delivery, str) else str(delivery["id"])
