"""How the mock asks others while it answers everybody else: in a thread, for so long and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from genauth_mock.context import Mock
from genauth_mock.kit.posting import NoReplyError, Post, Reply
from genauth_mock.routes.edge.threads import in_thread


async def post(mock: Mock, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Reply:
    """The answer to a POST. Raises NoReplyError, ForbiddenError."""
    sent = Post(url, body, headers, mock.settings.webhook_hosts, seconds)
    try:
        return await asyncio.wait_for(in_thread(sent.send), seconds)
    except TimeoutError:
        raise NoReplyError(sent.too_slow) from None
    finally:
        sent.abort()
