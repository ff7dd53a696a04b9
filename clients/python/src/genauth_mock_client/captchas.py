"""Captcha pictures that were shown."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth


class Captchas:
    """The captchas that the server has shown, to the apps of all pools: one is asked for before a pool is named."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def list(self, *, page: int | None = None, limit: int | None = None) -> builtins.list[dict[str, Any]]:
        """Captchas, newest first: `id`, `text`, `createdAt`, and `usedAt`, which is None until one is answered."""
        __tracebackhide__ = True
        listed: builtins.list[dict[str, Any]] = self._pool.server.call("GET", "/captchas", page=page, limit=limit)[
            "list"
        ]
        return listed
