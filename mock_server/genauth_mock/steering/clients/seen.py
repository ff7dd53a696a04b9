"""Which applications have asked this server, and with which SDK."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from genauth_mock.steering.clients.diagnosis import Sign

_PUBLIC_CONFIG = re.compile(r"/api/v2/applications/[^/]+/public-config")


@dataclass(slots=True)
class Client:
    """An application that has asked, as one SDK; times are milliseconds by the pool's clock."""

    app_id: str
    user_pool_id: str | None
    sdk: str
    first_at: int
    last_at: int
    requests: int = 0
    last_public_config_at: int | None = None


def seen(signs: Iterable[Sign]) -> list[Client]:
    """The applications behind requests that come newest first; who asked last comes first."""
    found: dict[tuple[str, str | None, str], Client] = {}
    for sign in signs:
        if sign.app_id is None:
            continue
        key = (sign.app_id, sign.user_pool_id, sign.client)
        client = found.setdefault(key, Client(*key, first_at=sign.at, last_at=sign.at))
        client.first_at = sign.at
        client.requests += 1
        if client.last_public_config_at is None and sign.code == "200" and _PUBLIC_CONFIG.fullmatch(sign.path):
            client.last_public_config_at = sign.at
    return list(found.values())
