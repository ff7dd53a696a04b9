"""The outbox of a user pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_server.client.errors import NothingCame
from mock_server.client.messages import After, Channel, Message, moment

if TYPE_CHECKING:
    from mock_server.client.pool import GenAuth


class Outbox:
    """Every mail and SMS that a pool has sent."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def wait_code(
        self,
        to: str,
        channel: Channel | None = None,
        scene: str | None = None,
        after: After | None = None,
        timeout: float = 10,
    ) -> str:
        """The code in the newest unused message to an address, at once or as soon as it is sent.

        Raises NothingCame, an AssertionError, with what did arrive, when `timeout` seconds are up.
        """
        __tracebackhide__ = True
        message = self.wait(to, channel, scene, after, timeout)
        if message.code is None:
            raise NothingCame(f"the message to {to} holds no code: {message.body}", [message])
        return message.code

    def wait(
        self,
        to: str | None = None,
        channel: Channel | None = None,
        scene: str | None = None,
        after: After | None = None,
        timeout: float = 10,
    ) -> Message:
        """The newest unused message that fits, at once or as soon as it is sent. `after` is a message or a time.

        Raises NothingCame, an AssertionError, with what did arrive, when `timeout` seconds are up.
        """
        __tracebackhide__ = True
        query = self._query(to, channel, scene, after)
        # httpx has to wait longer than the server does, or the server's own words are lost.
        found = self._pool.server.call("GET", "/outbox/wait", patience=timeout, **query, timeout=timeout)
        return Message.of(found)

    def list(
        self,
        to: str | None = None,
        channel: Channel | None = None,
        scene: str | None = None,
        after: After | None = None,
        limit: int = 100,
        search: str | None = None,
    ) -> list[Message]:
        """The messages that fit, newest first, used ones included; `search` stands in address, subject, body, code."""
        query = self._query(to, channel, scene, after)
        found = self._pool.server.call("GET", "/outbox", **query, search=search, limit=limit)
        return [Message.of(each) for each in found["list"]]

    def clear(self, to: str | None = None) -> None:
        """Takes messages out of the outbox, all or those to an address. Their codes stay good."""
        self._pool.server.call("DELETE", "/outbox", userPoolId=self._pool.user_pool_id, to=to)

    def _query(self, to: str | None, channel: Channel | None, scene: str | None, after: After | None) -> dict[str, Any]:
        return {
            "userPoolId": self._pool.user_pool_id,
            "to": to,
            "channel": channel,
            "scene": scene,
            "after": moment(after),
        }
