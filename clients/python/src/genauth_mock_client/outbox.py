"""The outbox of a user pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock_client.errors import NothingCame
from genauth_mock_client.messages import After, Channel, Message, moment

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth


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
        """The code in the newest message to an address whose code is good, at once or as soon as it is sent.

        Codes that are used, or have expired by the pool's clock, are passed over.
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
        """The newest message that fits and whose code is good, at once or as soon as it is sent. `after` is a message
        or a time.

        Raises NothingCame, an AssertionError, with what did arrive, when `timeout` seconds are up.
        """
        __tracebackhide__ = True
        query = self._query(to, channel, scene, after)
        # The client has to wait longer than the server does, or the server's own words are lost.
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
        """The messages that fit, newest first, in any state; `search` stands in address, subject, body, code."""
        query = self._query(to, channel, scene, after)
        found = self._pool.server.call("GET", "/outbox", **query, search=search, limit=limit)
        return [Message.of(each) for each in found["list"]]

    def clear(self, to: str | None = None) -> None:
        """Takes messages out of the outbox, all or those to an address. Their codes stay good."""
        self._pool.server.call("DELETE", "/outbox", userPoolId=self._pool.user_pool_id, to=to)

    def delete(self, message: Message | str) -> None:
        """Takes one message, or that of an id, out of the outbox. Its code stays good. Raises GenAuthError (404)."""
        __tracebackhide__ = True
        message_id = message.id if isinstance(message, Message) else message
        self._pool.server.call("DELETE", f"/outbox/{quote(message_id, safe='')}")

    def _query(self, to: str | None, channel: Channel | None, scene: str | None, after: After | None) -> dict[str, Any]:
        return {
            "userPoolId": self._pool.user_pool_id,
            "to": to,
            "channel": channel,
            "scene": scene,
            "after": moment(after),
        }
